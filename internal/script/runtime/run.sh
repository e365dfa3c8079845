foresee() {
	[ "$kind" != run ] || settled || over=1
	[ "$kind$late$over" != check ] || [ "$hops" -gt "$next" ] || ! due || require
}

due() { case $due in *" $hops "*) ;; *) false ;; esac; }

take() {
	if [ "$kind$late" = check ]; then
		due || { [ -n "$hop_to" ] && ! settled; } || return 0
	elif settled; then
		return
	fi
	if [ "$kind$late$hop_to" != check ] && [ -z "$resume$yes" ] && [ -n "$terminal" ]; then
		ask 'Start? [y/N]' || stop 6 'Not started.'
		yes=1
	fi
	say "[$n/$total] $id"
	case $kind in run | manual) show "$text" ;; esac
	case $kind$late in
	check*) require && { [ -z "$hop_to" ] || stamp held; } ;;
	manual) agree 'Done? [y/N]' && stamp confirmed ;;
@wait		wait) hold ;;
	run)
@gated		[ -z "$gated" ] || agree 'Not approved. Run it? [y/N]'
		execute "$@"
		;;
	*) wrong "no way to do $id" ;;
	esac
}

agree() { # on the word of a person
	confirmed "$id" || { [ -z "$gated" ] && confirmed all; } || { [ -n "$terminal" ] && ask "$1"; } ||
		stop 6 "Step $id needs a person: see to it first." "--confirm$(words "$id")"
}
confirmed() { case $nl$confirms in *"$nl$1$nl"*) ;; *) false ;; esac; }
ask() {
	printf '   %s ' "$1" >&2
	read -r answer || answer=s
	case $answer in y | Y | yes) ;; *) false ;; esac
}

# The subshell records how the step ended even when this script is killed; the
# record has its place before, so that a full disk shows now.
execute() { # WORDS...
	folder
	{
		begin && rm -f "$at.rc" "$at.out" && mkfifo "$at.out" && printf '%-64s\n' - >"$at.new" && begins $$
	} 2>/dev/null || full
	note "$id: started in $dir"
	(
		{ sh -c 'echo $PPID' >"$at.tmp" && read -r pid <"$at.tmp" && begins "$pid"; } || exec rm -f "$at.started"
		set +e
		step='' told=''
		trap 'told=1; kill "$step"' TERM
		trap '' HUP
		{ tee -a "$log" <"$at.out"; rm -f "$at.out"; } &
		(set -eu; cd "$dir"; exec "$@") <&3 >"$at.out" 2>&1 3<&- &
		step=$!
		[ -z "$told" ] || kill "$step"
		while wait "$step"; status=$?; kill -0 "$step"; do :; done
		echo "$status" 1<>"$at.new" && mv "$at.new" "$at.rc"
		# A daemon may keep the pipe open: wait a moment only.
		[ ! -p "$at.out" ] || sleep 0.2 || sleep 1
	) 2>/dev/null &
	child=$! touched=$hop_to
	while wait "$child" || :; kill -0 "$child" 2>/dev/null; do :; done
	child=''
	settled || [ -z "$signal" ] || rm -f "$at.rc"
	note "$id: exit status ${rc:-unknown}"
	[ -z "$signal" ] || stop "$((128 + signal))" "Stopped by signal $signal in step $id: exit status ${rc:-unknown}." "$(settled || unknown)"
	case $rc in
	0) ;;
	'') full ;;
	*) stop 1 "Step $id failed with exit status $rc. Mend the cause; --resume runs it again." ;;
	esac
}

begins() { mark "$1" >"$at.tmp" && mv "$at.tmp" "$at.started"; }

caught() { # HUP lets the step end, other signals are passed on to it
	signal=$1
	[ -n "$child" ] || stop "$((128 + signal))" "Stopped by signal $signal."
	[ "$signal" = 1 ] || kill "$child" 2>/dev/null || :
}

stop() { # CODE TEXT [FLAGS...]: what happened, where the cluster is, how to go on
	code=$1
	{
		say "$2"
		shift 2
		if [ -n "$touched" ]; then
			say "The cluster is between $reached and $touched."
		elif [ -z "$begun" ]; then
			say 'Nothing was run.'
		elif [ -n "$mode" ]; then
			say "The cluster is at $reached."
		fi
		[ -z "$log" ] || say "Log: $log"
		[ -z "$begun" ] || again="$again --resume"
		case $code in 2 | 4 | 7 | 8) exit "$code" ;; esac
		[ $# -gt 0 ] || set -- ''
		say 'Go on with:'
		for flags do say "  $again${flags:+ $flags}"; done
	} >&2
	exit "$code"
}

finish() {
@stepless		[ "$total" != 0 ] || { say 'Nothing was run: the guide gives no steps.' && exit; }
@stepless		say 'For hops without steps in the guide nothing was run.'
	{ begin && date >"$state/finished" && rm -f "$run"; } 2>/dev/null || full
	say "Done. The cluster is at $to."
	say "Log: $log"
}
