# ---- The rest is the same in every script. A step leaves its record in the state
# folder: one that began and did not say how it ended is never begun again unasked.

start() {
	set -eu
	nl='
'
	here=$(pwd) log='' signal='' child='' held='' begun='' begun_to='' mode='' touched=''
	action=go resume='' yes='' cluster=default root='' workdir='' files='' file=''
	confirms='' from_step='' resolve='' reason='' terminal=''
	[ ! -t 0 ] || [ ! -t 2 ] || terminal=1
	case $0 in *.sh) again=sh$(words "$0") ;; *) again="sh $name" ;; esac
	arguments "$@"
@from		choose
	base=$root/$product/$cluster
	state=$base/$key run=$base/script-run
	case $action in
	list) walk_as list && exit ;;
	dry) preview && say 'Nothing was run or changed.' && exit ;;
	esac
	[ -n "$root" ] || stop 11 'HOME is not set.' '--state-dir DIR'
	if [ -n "$terminal" ]; then exec 3<&0; else exec 3</dev/null; fi
	trap 'caught 1' HUP
	trap 'caught 2' INT
	trap 'caught 15' TERM
	trap '[ -z "$held" ] || rm -f "$held"' EXIT
	lock
	unfinished
	survey
	[ -n "$resume" ] || preview
	if [ -z "$terminal" ] || [ -z "$begun" ]; then walk_as foresee; fi
	walk_as go
	finish
}

walk_as() { # go does the steps, other modes look at them
	mode=$1 n=0 hops=0 reached=$from hop_to='' touched='' over='' target=$first
	walk
	mode=''
}

hop() { # FROM TO [{to}]
	reached=$1 hop_to=$2 target=${3-$2} touched='' hops=$((hops + 1))
	[ "$2" != "$begun_to" ] || touched=$2
	[ "$mode" != preview ] || say "$hops. $1 to $2"
}
arrived() { reached=$to hop_to='' touched='' hops=$((hops + 1)); }
warn() { [ "$mode" != preview ] || show "Warning: $*"; }

step() { # ID [unapproved]: what follows on its line says what it is, and does it
	id=$1 n=$((n + 1)) at=$state/$n gated=${2:+, not approved} late=''
@wait		kind='' text='' test='' seconds='' awaited=''
	[ ! -e "$at.started" ] || touched=$hop_to
}
manual() {
	kind=manual text=''
	for line do text=$text${text:+$nl}$line; done
	each
}
run() {
	kind=run text=''
	case $mode in list | preview | go) text=$(words "$@") && text=${text# } ;; esac
	each env "$@"
}
each() { # step, as the walk wants; what to run for it
@wait		[ -z "$awaited" ] || kind=wait text=${text:-$awaited}
	case $mode in
	find) [ "$id" != "$want" ] || found=$n in_hop=${hop_to:+$hops} ;;
	list) printf '%s\t%s\t%s\n' "$id" "$kind$gated" "${text%%"$nl"*}" ;;
	preview) [ "$action" != dry ] || foretell ;;
	survey) look ;;
	foresee) foresee ;;
	go) take "$@" ;;
	esac
}

foretell() {
	show "$id, $kind$gated: $text"
	if [ "$kind" = run ]; then over=1; elif [ "$kind$over" = check ]; then evaluate && show "  now $verdict${findings:+:$findings}"; fi
}

preview() {
	say "$product: $from to $to"
	walk_as preview
}

find_step() {
	want=$1 found=''
	walk_as find
	[ -n "$found" ] || wrong "there is no step $1"
}

say() {
	printf '%s\n' "$*" || :
	note "$*"
}
note() { [ -z "$log" ] || printf '%s %s\n' "$(date -u +%Y-%m-%dT%TZ)" "$*" >>"$log" || :; } 2>/dev/null
show() { printf '%s\n' "$@" | awk '{ print "      " $0 }'; }

words() { # as a shell reads them
	for w do
		case $w in
		'' | *[!A-Za-z0-9_./:=,@%+-]*)
			printf " '"
			while case $w in *\'*) ;; *) false ;; esac do printf "%s'\\''" "${w%%\'*}" && w=${w#*\'}; done
			printf "%s'" "$w"
			;;
		*) printf ' %s' "$w" ;;
		esac
	done
}
