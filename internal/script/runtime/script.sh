script() {
	kind=run text=$(printf '%s\n' "$@")
	each sh -euc "$text"
}
