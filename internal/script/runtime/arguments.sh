arguments() {
	while [ $# -gt 0 ]; do
		flag=$1 value=${2-}
		shift
		case $flag in
		--dry-run) action=dry && continue ;;
		--list) action=list && continue ;;
		--resume) resume=1 && continue ;;
		--yes) yes=1 && continue ;;
		--help | -h) usage && exit ;;
		--confirm) confirms=$confirms$value$nl ;;
		--from-step) from_step=$value ;;
		--resolve) resolve=$value ;;
		--reason) reason=$value ;;
		--cluster) cluster=$value ;;
		--state-dir) root=$value ;;
		--workdir) workdir=$value ;;
		--file) files=$files$value$nl ;;
@from			--from) from=$value ;;
@pair			--from) wrong "it goes from $from only" ;;
		*) wrong "$flag is unknown" ;;
		esac
		[ -n "$value" ] || wrong "$flag lacks its value"
		shift
		case $flag in --cluster | --state-dir | --workdir | --file | --from) again=$again$(words "$flag" "$value") ;; esac
	done
	case $cluster in [!A-Za-z0-9]* | *[!A-Za-z0-9._-]*) wrong "$cluster cannot name a cluster" ;; esac
	case $resolve/$reason in /* | ?*=done/?* | ?*=redo/?* | ?*=failed/?*) ;; *) wrong '--resolve takes STEP=done|redo|failed and --reason' ;; esac
	workdir=$(absolute "${workdir:-$here}")
	[ -n "$root" ] || root=${XDG_STATE_HOME:-${HOME:+$HOME/.local/state}} root=${root:+$root/upgraph}
	[ -z "$root" ] || root=$(absolute "$root")
}
absolute() { case $1 in /*) printf %s "$1" ;; *) printf %s "$here/$1" ;; esac; }
wrong() {
	echo "$name: $1 (see --help)" >&2
	exit 2
}
usage() {
	cat <<'END'
Usage: sh FILE [OPTION]...
@from	--from RELEASE    what runs now
--dry-run         show all, change nothing
--list            ids, kinds, texts of the steps
--yes             start without asking; confirms no step
--confirm STEP    manual: it is done; not approved: it may run; all: every manual one
--resume          go on with an unfinished run
--from-step STEP  the steps of hops before it are done
--resolve STEP=done|redo|failed --reason TEXT  settle an unknown outcome
--workdir DIR     where commands run; {to}: the version of the hop
--file NAME=PATH  where a checked file is
--cluster NAME    one of several
--state-dir DIR   instead of ~/.local/state/upgraph
Exit: 0 done, 1 step failed, 2 usage, 3 check false or run unfinished, 4 no path, 5 outcome
unknown, 6 person needed, 7 locked, 8 plan changed, 11 state not writable, 128+n signal
END
}
