package emit

import (
	"slices"
	"time"

	"upgraph/internal/compat"
)

// released is when a release came out as the guide tells: its date, else the
// time of its build.
func released(r *compat.Release) (time.Time, bool) {
	if t, err := time.Parse(time.RFC3339, r.BuiltAt); err == nil && (r.Date == "" || t.UTC().Format(time.DateOnly) == r.Date) {
		return t.UTC(), true // the same day, to the second
	}
	t, err := time.Parse(time.DateOnly, r.Date)
	return t, err == nil
}

// dates gives every release a time: its own, else that of the nearest older
// release that has one, else that of the nearest newer one, else the epoch. So
// feeds have the times that they must have without asking a clock.
func dates(releases []compat.Release) []time.Time {
	out := make([]time.Time, len(releases))
	last, known := time.Unix(0, 0).UTC(), false
	for i := range releases {
		t, ok := released(&releases[i])
		if ok && !known {
			for k := range i {
				out[k] = t
			}
		}
		if ok {
			last, known = t, true
		}
		out[i] = last
	}
	return out
}

// newestFirst are the places of releases by their times, the newest first: one
// of an older line that came out last is what is new. Of equal times the release
// that is higher in the order is first.
func newestFirst(at []time.Time) []int {
	out := make([]int, len(at))
	for i := range out {
		out[i] = len(at) - 1 - i
	}
	slices.SortStableFunc(out, func(a, b int) int { return at[b].Compare(at[a]) })
	return out
}

// stamp writes a time as RFC 3339 in UTC.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
