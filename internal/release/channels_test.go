package release_test

import (
	"slices"
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/release"
)

// A stated head is any name of a release; one that is not stated is found, in
// the line that the channel is called after where there is one.
func TestStatedChannels(t *testing.T) {
	const text = "# Tool\n\n## Upgrade to v2.0.0-rc.1\n\n- Fix a leak\n\n## Upgrade to v1.1.0\n\n- Fix a leak\n\n## [1.0.2] [YANKED]\n\n- Fix a leak\n\n" +
		"## Upgrade to v1.0.1\n\n- Fix a leak\n\n## Upgrade to v1.0.0 (first)\n\n- Fix a leak\n"
	docs := read(t, file{"guide.md", text})
	at := diag.Pos{File: "product.yaml", Line: 2, Column: 9}
	for _, c := range []struct{ id, head, want, says string }{
		{"a", "v1.1.0", "v1.1.0", ""},
		{"a", "1.1.0", "v1.1.0", ""},
		{"a", "first", "v1.0.0", ""},
		{"a", "", "v1.1.0", ""},
		{"1.0", "", "v1.0.1", ""},
		{"2.0", "", "v2.0.0-rc.1", ""},
		{"9.9", "", "v1.1.0", ""},
		{"a", "v9", "", `the head of channel "a": unknown version "v9"`},
		{"a", "1.0.2", "", `the head of channel "a": 1.0.2 was withdrawn`},
	} {
		got, ds := release.Lower(release.Input{Product: compat.Product{ID: "p"}, Documents: docs, Channels: []release.Channel{{ID: c.id, Head: c.head, At: at}}})
		var want []compat.Channel
		if c.want != "" {
			want = []compat.Channel{{ID: c.id, Head: c.want}}
		}
		if !slices.Equal(got.Channels, want) {
			t.Errorf("channel %q with the head %q is %v, want %v", c.id, c.head, got.Channels, want)
		}
		i := slices.IndexFunc(ds, func(d diag.Diagnostic) bool { return d.Code == "UG123" })
		if c.says == "" && i >= 0 || c.says != "" && (i < 0 || !strings.Contains(ds[i].Message, c.says) || ds[i].Pos != at || ds[i].Hint == "") {
			t.Errorf("channel %q with the head %q: %v", c.id, c.head, ds)
		}
	}
}
