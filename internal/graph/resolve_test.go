package graph

import (
	"testing"

	"upgraph/internal/compat"
)

// A channel is no release, though a version may be read out of its name; what
// asks for the newest is told which that is.
func TestResolveTellsChannelsFromReleases(t *testing.T) {
	c := parse(t, chain)
	c.Releases[1].Aliases = []string{"first"}
	c.Channels = []compat.Channel{{ID: "stable-1.2", Head: "1.4"}, {ID: "lts", Head: "1.3"}, {ID: "1.4.0", Head: "1.4"}, {ID: "first", Head: "1.4"}}
	g, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"1.2":        "1.2",
		"v1.2.0":     "1.2",
		"1.4.0":      "1.4", // the release and the channel's newest alike
		"first":      "1.1", // what a guide calls a release is that
		"Stable-1.2": `version "Stable-1.2" is ambiguous: it may be 1.2 or 1.4, the newest of the channel`,
		"lts":        `unknown version "lts": it is a channel and no release; its newest is 1.3`,
		"Latest":     `unknown version "Latest": the newest is 1.4 or 1.3`,
	} {
		got, err := g.Resolve(name)
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}
