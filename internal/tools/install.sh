#!/bin/sh
# Installs what the tests use and this machine lacks, where that is allowed: as
# root, with apt-get. Elsewhere it says which tests will skip. It never fails,
# because no test needs a tool that it does not ask for first.
set -u

missing=''
packages=''
want() { # command, package, what is skipped without it
	command -v "$1" >/dev/null 2>&1 && return
	missing="$missing
  $1: $3"
	packages="$packages $2"
}

want ansible-playbook ansible-core "upgrades with real playbooks"
want busybox busybox "scripts under busybox sh"
want chromium chromium "pages in a real browser"
want dash dash "scripts under dash"
want fish fish "completion asked of fish"
want jq jq "jq examples of the JSON"
want minisign minisign "our signatures against minisign's"
want node nodejs "JavaScript against the search vectors"
want shellcheck shellcheck "shellcheck of the scripts"
want sshd openssh-server "a fleet over ssh"
want xmllint libxml2-utils "feeds and sitemap as XML"
want zsh zsh "completion asked of zsh"
if [ -n "${UPGRAPH_LONG:-}" ]; then
	want ksh ksh "scripts under ksh93"
	want mksh mksh "scripts under mksh"
	want yash yash "scripts under yash"
	want pre-commit pre-commit "the hook of pre-commit"
	want java default-jre-headless "pages by the Nu HTML checker"
	want npm npm "the gates of pages"
fi

# install fetches the packages that are missing, where that is allowed.
install() {
	[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
	case $packages in *chromium*) packages="$packages fonts-noto-cjk" ;; esac
	echo "tools: installing$packages"
	export DEBIAN_FRONTEND=noninteractive
	log=$(mktemp)
	limit=180
	[ -z "${UPGRAPH_LONG:-}" ] || limit=1800
	# The package lists may be old or absent, so they are fetched first. The
	# words are split on purpose: they are package names.
	# shellcheck disable=SC2086
	if timeout 60 apt-get update >"$log" 2>&1 &&
		timeout "$limit" apt-get install -y --no-install-recommends $packages >>"$log" 2>&1; then
		rm -f "$log"
		return 0
	fi
	echo "tools: apt-get could not install them:"
	tail -n 3 "$log" | sed 's/^/  /'
	rm -f "$log"
	return 1
}

[ -z "$missing" ] || install || echo "tools: not installed, so these tests will skip:$missing"

# The checkers of pages, at the versions of their lock file.
gates=${0%/*}/gates
if [ -n "${UPGRAPH_LONG:-}" ] && [ ! -d "$gates/node_modules" ] && command -v npm >/dev/null 2>&1; then
	echo "tools: installing the checkers of pages with npm"
	npm ci --prefix "$gates" --ignore-scripts --no-audit --no-fund --silent ||
		echo "tools: npm could not install them, so the gates of pages will skip"
fi
exit 0
