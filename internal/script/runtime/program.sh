program() { # APPROVED TEXT PATTERN VERSIONS ARGV...
	kind=check test=program file='' allowed=$1 text=$2 pattern=$3 versions=$4
	shift 4
	command=$(words "$@") && command=${command# }
	each
}

start_program() { # sets verdict: nothing of it outlives half a minute
	verdict=unknown
	case $allowed$action in
	1dry) findings=' it is not started in a dry run' && return ;;
	1*) ;;
	*) findings=" $command was not started: its author has not approved it" && return ;;
	esac
	printed=$({
		status=0
		(cd "$dir" && eval "exec timeout 30 $command") </dev/null 2>&1 || status=$? # words quoted it
		printf '\nexit %s' "$status"
	} | head -c 65536 | tr -d '\000')
	status=${printed##*"$nl"exit }
	printed=${printed%"$nl"*}
	case $status in
	0) [ -z "$versions" ] || judge_version ;;
	124 | 12[5-7] | 1[3-9][0-9] | *[!0-9]* | '') ;;
	*) [ -n "$versions" ] || verdict=false ;;
	esac
	if [ "$status$versions" = 0 ]; then verdict=true; fi
	[ "$verdict" = true ] || findings=" $command: exit status $status: $(printf '%s\n' "$printed" | awk 'NF { last = $0 } END { gsub(/[[:cntrl:]]/, "?", last); print substr(last, 1, 200) }')"
}

judge_version() {
	verdict=$(printf '%s\n' "$printed" | pattern=$pattern versions=$versions awk '
function word(c) { return c ~ /^[A-Za-z0-9_+-]/ }
function number(s) { return match(s, /^v?[0-9]+(\.[0-9]+)*/) ? substr(s, 1, RLENGTH) : "" }
function compare(a, b,    x, y, i, n, m) {
	n = split(a, x, ".")
	m = split(b, y, ".")
	for (i = 1; i <= n || i <= m; i++) if (x[i] + 0 != y[i] + 0) return x[i] + 0 < y[i] + 0 ? -1 : 1
	return 0
}
{ text = text $0 "\n" }
END {
	p = ENVIRON["pattern"]
	at = index(p, "{version}")
	before = substr(p, 1, at - 1)
	after = at ? substr(p, at + 9) : ""
	for (i = 1; i <= length(text); i++) {
		if (substr(text, i, length(before)) != before || (p == "" && i > 1 && word(substr(text, i - 1, 1)))) continue
		rest = substr(text, i + length(before))
		found = number(rest)
		if (found == "" || (p == "" && !index(found, "."))) continue
		rest = substr(rest, length(found) + 1)
		if (after != "" && substr(rest, 1, length(after)) != after) continue
		if (after == "" && word(rest)) found = ""
		break
	}
	sub(/^v/, "", found)
	if (i > length(text) || found == "" || found ~ /[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]/) { print "unknown"; exit }
	n = split(ENVIRON["versions"], spans, " ")
	for (k = 1; k <= n; k++) {
		split(spans[k], s, ",")
		if (compare(found, s[1]) >= 0 && (s[2] == "" || compare(found, s[2]) < 0) && (s[3] == "" || compare(found, s[3]) <= 0)) { print "true"; exit }
	}
	print "false"
}') || verdict=unknown
}
