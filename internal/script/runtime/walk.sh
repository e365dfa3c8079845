# ---- The rest is the same in every script.

start() {
	set -eu
	nl='
'
	here=$(pwd) key='' log='' signal='' child='' held='' begun='' begun_to='' mode='' touched=''
	action=go from='' first='' resume='' yes='' cluster=default root='' workdir='' files='' file=''
	confirms='' from_step='' resolve='' reason='' terminal=''
	[ ! -t 0 ] || [ ! -t 2 ] || terminal=1
	case $0 in *.sh) again=sh$(words "$0") ;; *) again="sh $name" ;; esac
	arguments "$@"
	choose
	base=$root/$product/$cluster
	state=$base/$key
	case $action in
	list) walk_as list && exit ;;
	dry) preview && walk_as dry && say 'Nothing was run or changed.' && exit ;;
	esac
	if [ -n "$terminal" ]; then exec 3<&0; else exec 3</dev/null; fi
	trap 'caught 1' HUP
	trap 'caught 2' INT
	trap 'caught 15' TERM
	trap unlock EXIT
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
warn() { [ "$mode" != preview ] || show "$@"; }

steps() {
	for id do
		n=$((n + 1)) at=$state/$n kind='' text='' gated='' late='' test=''
		[ ! -e "$at.started" ] || touched=$hop_to
		perform "$id"
		case $mode in
		find) [ "$id" != "$want" ] || found=$n ;;
		list) printf '%s\t%s\t%s\n' "$id" "$kind$gated" "${text%%"$nl"*}" ;;
		dry) foretell ;;
		survey) look ;;
		foresee) foresee ;;
		go) take ;;
		esac
	done
}

manual() { kind=manual text=$(printf '%s\n' "$@"); }
unapproved() { gated=', not approved'; }
run() {
	[ -z "${running-}" ] || exec "$@"
	kind=run text=$(words "$@") && text=${text# }
}

foretell() {
	say "   $id ($kind$gated)"
	show "$text"
	if [ "$kind" = run ]; then over=1; elif [ "$kind$over" = check ]; then evaluate && show "now $verdict$findings"; fi
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
note() { [ -z "$log" ] || printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >>"$log" || :; } 2>/dev/null
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
