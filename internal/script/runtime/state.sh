mark() { # prints PID HOST START
	echo "$1 $(uname -n) $(awk '{ sub(/.*\) /, ""); if (!/^Z/) print $20 }' "/proc/$1/stat" 2>/dev/null)"
}
lives() { # MARK: its process may be there
	pid=${1%% *} host=${1#* } host=${host% *}
	[ -n "$1" ] || return 1
	[ "$host" = "$(uname -n)" ] || return 0
	kill -0 "$pid" 2>/dev/null && [ "$(mark "$pid")" = "$1" ]
}

lock() { # a link, whose text is the mark of who holds it
	lock=$base/script.lock me=$(mark $$) tries=''
	(umask 077 && mkdir -p "$base") 2>/dev/null || full
	until link "$lock"; do
		tries=x$tries
		[ "${#tries}" -lt 9 ] || full
		stale || continue
		link "$lock.break" || stop 7 "A stale lock is being cleared. If nobody does: rm $lock.break"
		held=$lock.break
		! stale || rm -f "$lock"
		rm -f "$held"
		held=''
	done
	held=$lock
}
link() { ln -s "$me" "$1" 2>/dev/null && [ "$(readlink "$1")" = "$me" ]; }
stale() {
	owner=$(readlink "$lock") || return 1
	! lives "$owner" || stop 7 "Another run holds the lock: process $pid on $host."
}

unfinished() { # a run that is open is resumed or in the way
	open=''
	[ ! -s "$run" ] || read -r open <"$run"
	if [ "$open" = "$key" ]; then
		begun=1 log=$state/log
		[ -n "$resume$resolve" ] || stop 3 'A run of this upgrade is unfinished.'
		return
	fi
	code=3
	[ "${open%-*}" != "${key%-*}" ] || code=8
	[ -z "$open" ] || stop "$code" "$open is unfinished: finish it with its script, or give it up and remove $run"
	for other in "$base"/runs/[0-9]*/journal.jsonl; do # of upgraph-run
		[ ! -e "$other" ] || case $(tail -n 1 "$other") in
		*'"kind":"run-end"'*) ;;
		*) stop 3 "${other%/*} is unfinished: upgraph-run resume, or abort" ;;
		esac
	done
	[ ! -e "$state/finished" ] || { say "Done before: the cluster is at $to. To do it again, remove $state" && exit; }
	[ -z "$resume$resolve" ] || stop 2 "No run is unfinished in $base."
}

begin() { # a run, with its first record
	[ -z "$begun" ] || return 0
	(umask 077 && mkdir -p "$state") && echo "$key" >"$run" || return 1
	begun=1 log=$state/log
}
stamp() {
	{ begin && echo "$id: $1" >"$at.tmp" && mv "$at.tmp" "$at.done"; } 2>/dev/null || full
	note "$id: $1"
}
unknown() { echo "--resolve$(words "$id=done") --reason WHY"; }
full() { stop 11 "$state cannot be written: make room, or choose --state-dir."; }
settled() {
	rc=''
	[ ! -e "$at.done" ] || return 0
	[ ! -s "$at.rc" ] || read -r rc <"$at.rc"
	[ "$rc" = 0 ]
}

survey() {
	[ -z "$resolve" ] || settle "${resolve%=*}" "${resolve##*=}"
	IFS=$nl
	for want in $confirms; do [ "$want" = all ] || find_step "$want"; done
	unset IFS
	found=0 due=' ' next=0
	[ -n "$begun" ] || due=' 0 '
	[ -z "$from_step" ] || { find_step "$from_step" && [ -n "$in_hop" ]; } || wrong "no hop has $from_step"
	walk_as survey
	total=$n
}
look() {
	[ ! -e "$at.started" ] || begun_to=$hop_to
	! settled || return 0
	if [ "$n" -lt "$found" ] && meant; then
		stamp "passed over: --from-step $from_step${reason:+: $reason}"
	elif [ -e "$at.started" ] && [ -z "$rc" ] && ended; then
		stop 5 "How step $id ended is unknown. Find out and say: done, redo or failed." "$(unknown)"
	else
		case $kind:$id in
		*/gate) ;;
		run:* | manual:*)
			due="$due$hops "
			[ "$next" != 0 ] || next=$hops
			;;
		esac
	fi
}
meant() { # not what holds for all hops, a check of its hop, the gate before it
	[ -n "$hop_to" ] && case $kind$late/$id in
	check/*) [ "$hops" -lt "$in_hop" ] ;;
	*/gate) [ "$hops" -lt $((in_hop - 1)) ] ;;
	esac
}
ended() { # without saying how
	! lives "$(cat "$at.started")" || stop 5 "Step $id is still running: process $pid. Let it end first."
	[ ! -s "$at.rc" ]
}

settle() { # STEP done|redo|failed
	find_step "$1"
	id=$1 at=$state/$found
	if settled || [ ! -e "$at.started" ] || { [ -z "$rc" ] && ! ended; }; then wrong "the outcome of $1 is not unknown"; fi
	case $2 in
	done) stamp 'resolved as done' ;;
	redo) rm -f "$at.rc" "$at.started" ;;
	failed) echo 1 >"$at.rc" ;;
	esac || full
	say "$1 is settled as $2: $reason"
	[ -n "$resume" ] || { say "Go on with: $again --resume" && exit; }
}
