mark() { echo "$1 $(uname -n) $(born "$1")"; }
born() { awk '{ sub(/.*\) /, ""); print $20 }' "/proc/$1/stat" 2>/dev/null || :; }
lives() { # the process that FILE marks may still be there
	{ read -r pid host when <"$1"; } 2>/dev/null || return 1
	[ "$host" = "$(uname -n)" ] || return 0
	kill -0 "$pid" 2>/dev/null && [ "$(born "$pid")" = "$when" ]
}

lock() {
	lock=$base/script.lock
	(umask 077 && mkdir -p "$base") 2>/dev/null || stop 11 "$base cannot be made."
	until mkdir "$lock" 2>/dev/null; do
		[ -d "$lock" ] || stop 11 "$base cannot be written."
		foreign
		mkdir "$lock.break" 2>/dev/null || stop 7 "Another start clears a stale lock; if none does, remove $lock.break"
		held=$lock.break
		foreign
		rm -f "$lock/owner"
		rmdir "$lock" "$held" 2>/dev/null || :
		held=''
	done
	held=$lock
	(set -C && mark $$ >"$lock/owner") 2>/dev/null || { held='' && stop 7 'Another run took the lock.'; }
}
foreign() {
	[ -s "$lock/owner" ] || sleep 1
	! lives "$lock/owner" || stop 7 "Another run holds the lock: process $pid on $host."
}
unlock() { [ -z "$held" ] || { rm -f "$held/owner" && rmdir "$held"; } 2>/dev/null || :; }

# unfinished refuses to begin anew while a run is open.
unfinished() {
	open=''
	[ ! -s "$base/script-run" ] || read -r open <"$base/script-run"
	if [ "$open" = "$key" ]; then
		begun=1 log=$state/log
		[ -n "$resume$resolve" ] || stop 3 'A run of this upgrade is unfinished.'
	elif [ -n "$open" ]; then
		code=3
		[ "${open%-*}" != "${key%-*}" ] || code=8
		stop "$code" "The run $open is unfinished. Finish it with its script, or give it up: remove $base/script-run"
	elif [ -e "$state/finished" ]; then
		say "Done before: the cluster is at $to. To do it all again, remove $state" && exit
	elif [ -n "$resume$resolve" ]; then
		stop 2 "No run is unfinished in $base."
	fi
}

begin() { # a run, with its first record
	[ -z "$begun" ] || return 0
	(umask 077 && mkdir -p "$state") && echo "$key" >"$base/script-run" || return 1
	begun=1 log=$state/log
	note "$key"
}
stamp() {
	{ begin && echo "$id: $1" >"$at.tmp" && mv "$at.tmp" "$at.done"; } 2>/dev/null || full
	note "$id: $1"
}
full() { stop 11 "$state cannot be written: ${id-} is not recorded."; }
settled() {
	rc=''
	[ ! -e "$at.done" ] || return 0
	[ ! -s "$at.rc" ] || read -r rc <"$at.rc"
	[ "$rc" = 0 ]
}

survey() { # arguments and records, before anything is asked or run
	[ -z "$resolve" ] || settle "${resolve%=*}" "${resolve##*=}"
	IFS=$nl
	for want in $confirms; do [ "$want" = all ] || find_step "$want"; done
	unset IFS
	found=0 due=' '
	[ -n "$begun" ] || due=' 0 '
	[ -z "$from_step" ] || find_step "$from_step"
	walk_as survey
	total=$n
}
look() {
	if settled || [ "$kind$late" = check ]; then return; fi
	if [ "$n" -lt "$found" ]; then
		stamp "passed over: --from-step $from_step"
	elif [ -e "$at.started" ] && [ -z "$rc" ]; then
		alive
		stop 5 "Step $id was started; how it ended is not on record. Find out and say so:" \
			"--resolve$(words "$id=done") --reason 'WHY'" "--resolve$(words "$id=redo") --reason 'WHY'"
	else
		due="$due$hops "
	fi
}
alive() { ! lives "$at.pid" || stop 5 "Step $id is still running: process $pid. Let it end first."; }

settle() { # STEP done|redo|failed
	find_step "$1"
	id=$1 at=$state/$found
	if settled || [ ! -e "$at.started" ]; then wrong "the outcome of $1 is not unknown"; fi
	[ -n "$rc" ] || alive
	case $2 in
	done) stamp 'resolved as done' ;;
	redo) rm -f "$at.rc" "$at.started" ;;
	failed) echo 1 >"$at.rc" ;;
	esac || full
	say "$1 is settled as $2: $reason"
	[ -n "$resume" ] || { say "Go on with:$nl  $again --resume" && exit; }
}
