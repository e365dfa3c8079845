key_absent() {
	kind=check test=key_absent format=$1 file=$2 item=$3 text="$2 has no key $3"
	each
}

# Where the name stands outside of a comment a person looks, unless it is plain.
probe_key_absent() {
	key=$item format=$format awk '
function spaced(s) { gsub(/[A-Za-z0-9_-]+/, " & ", s); return s }
BEGIN { path = name = ENVIRON["key"]; sub(/.*\./, "", name); word = spaced(name); toml = ENVIRON["format"] == "toml" }
{
	sub(/\r$/, "")
	if (NR == 1) sub(/^\357\273\277/, "")
	line = $0
	if (!odd && match($0, /^([^"\047#]|"[^"\\#]*"|\047[^\047#]*\047)*#/) && substr(" " $0, RLENGTH, 1) ~ /[ \t]/) $0 = substr($0, 1, RLENGTH - 1)
	if (toml && /^[ \t]*\[/) table = 1
	rest = $0
	if (gsub(/"/, "", rest) % 2 || gsub(/\047/, "", rest) % 2 || /"""|\047\047\047/) odd = 1
	if (line !~ /\r/ && !/\\[xuU]/ && !index(spaced($0), word)) next
	rest = substr($0, length(name) + 1)
	sure = index($0, name) == 1 && path == name && !odd && (toml ? !table && rest ~ /^[ \t]*=/ : rest ~ /^[ \t]*:([ \t]|$)/)
	if (sure || !number) { number = NR; text = line }
	if (sure) exit
}
END {
	gsub(/[[:cntrl:]]/, "?", text)
	if (!number) print "true"; else print sure ? "false" : "unknown", number, text
}'
}
