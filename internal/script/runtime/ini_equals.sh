ini_equals() {
	kind=check test=ini_equals file=$1 item=$2 value=$3 text="$1 has $2 = $3"
	each
}

# As Ansible reads: no comment behind a plain value, hosts too, every place counts.
probe_ini_equals() {
	key=$item want=$value awk '
function trim(s) { gsub(/^[ \t\r]+|[ \t\r]+$/, "", s); return s }
function set(k, v) {
	if (k != ENVIRON["key"]) return
	seen = 1
	if (v ~ /^"[^"]*"[ \t]*(#.*)?$/ || v ~ /^\047[^\047]*\047[ \t]*(#.*)?$/) { split(v, part, substr(v, 1, 1)); v = part[2] }
	if (v != ENVIRON["want"] && !bad) { bad = NR; gsub(/[[:cntrl:]]/, "?", v); found = k " = " v }
}
{
	if (NR == 1) sub(/^\357\273\277/, "")
	$0 = trim($0)
	if (/^[#;]/) next
	if (/^\[[^]]*\][ \t]*([#;].*)?$/) { vars = /:vars[ \t]*\]/; next }
	at = index($0, "=")
	k = trim(substr($0, 1, at - 1))
	if (at && (vars || k !~ /[ \t]/)) set(k, trim(substr($0, at + 1)))
	else for (i = 2; i <= NF && $i !~ /^#/; i++)
		if (at = index($i, "=")) set(substr($i, 1, at - 1), substr($i, at + 1))
}
END {
	if (bad) print "false", bad, found
	else print seen ? "true" : "false 0 " ENVIRON["key"] " is not set"
}'
}
