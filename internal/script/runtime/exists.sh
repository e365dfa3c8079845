exists() {
	kind=check test=exists file=$1 text="the file $1 exists"
	each
}
probe_exists() { echo true; }
