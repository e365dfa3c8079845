await() { # SECONDS TEXT [before], and then the check that must hold after
	seconds=$1 awaited=$2
	[ $# -gt 2 ] || each
}
hold() { # until the time has gone by, and then until the check holds
	{ begin && { [ -s "$at.since" ] || date +%s >"$at.since"; }; } 2>/dev/null || full
	read -r since <"$at.since"
	while left=$((since + seconds - $(date +%s))) && [ "$left" -gt 0 ]; do
		say "   $awaited: at most $left seconds more"
		[ "$left" -lt 60 ] || left=60
		sleep "$left" &
		wait $! || :
	done
	[ -z "$test" ] || require
	stamp 'waited for'
}
