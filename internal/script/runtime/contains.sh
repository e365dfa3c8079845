contains() {
	kind=check test=contains file=$1 value=$2 text="$1 contains the text $2"
	each
}
probe_contains() {
	want=$value awk 'index($0, ENVIRON["want"]) { yes = 1 } END { print yes ? "true" : "false 0 the text is not in it" }'
}
