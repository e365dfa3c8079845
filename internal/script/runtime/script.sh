script() {
	kind=run text=$(printf '%s\n' "$@")
	[ -z "${running-}" ] || exec sh -euc "$text"
}
