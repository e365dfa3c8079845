await() { # SECONDS TEXT [unless], and then the check that makes it shorter
	seconds=$1 awaited=$2
	[ $# -gt 2 ] || each
}
hold() { # until a check holds or the time has gone by
	{ begin && { [ -s "$at.since" ] || date +%s >"$at.since"; }; } 2>/dev/null || full
	read -r since <"$at.since"
	while left=$((since + seconds - $(date +%s))) && [ "$left" -gt 0 ]; do
		if [ -n "$test" ] && evaluate && [ "$verdict" = true ]; then break; fi
		say "   $text: at most $left seconds more"
		[ "$left" -lt 60 ] || left=60
		sleep "$left" &
		wait $! || :
	done
	stamp 'waited for'
}
