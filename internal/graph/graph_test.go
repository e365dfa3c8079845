package graph

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/version"
)

const chain = `
	1.0 < ?
	1.1 < 1.0
	1.2 < 1.1
	1.3 < 1.2
	1.4 < 1.3
`

func TestPath(t *testing.T) {
	for _, tt := range []struct{ name, graph, from, want string }{
		{"every documented stop", chain, "1.0", "1.0 1.1 1.2 1.3 1.4"},
		{"to itself", chain, "1.4", "1.4"},
		{"a shortcut where the set is wide", chain + "1.4 < 1.1+", "1.0", "1.0 1.1 1.4"},
		{"from the beginning", "1.0\n1.1\n1.2 < 0-1.1", "1.0", "1.0 1.2"},
		{"several intervals", "1.0\n1.1\n1.2\n1.3 < 1.0, 1.2", "1.2", "1.2 1.3"},
		{"an open interval ends before its target", "1.0\n1.1 < 1.0+\n1.2 < 1.1", "1.0", "1.0 1.1 1.2"},
		{"a barrier is stopped at", "1.0\n1.1 barrier < 1.0\n1.2 < 1.0+", "1.0", "1.0 1.1 1.2"},
		{"each barrier is stopped at", "1.0\n1.1 barrier < 1.0+\n1.2\n1.3 barrier < 1.0+\n1.4 < 1.0+", "1.0", "1.0 1.1 1.3 1.4"},
		{"a withdrawn release is passed by", "1.0\n1.1 withdrawn < 1.0\n1.2 < 1.0-1.1", "1.0", "1.0 1.2"},
		{"a withdrawn release is left", "1.0\n1.1 withdrawn < 1.0\n1.2 < 1.0-1.1", "1.1", "1.1 1.2"},
		{"a dead end is reached", "1.0\n1.1 dead-end < 1.0", "1.0", "1.0 1.1"},
		{"a dead end is passed by", "1.0\n1.1 dead-end < 1.0\n1.2 < 1.0\n1.3 < 1.1-1.2", "1.0", "1.0 1.2 1.3"},
		{"a withdrawn edge is not taken", chain + "1.4 < 1.0+ withdrawn", "1.0", "1.0 1.1 1.2 1.3 1.4"},
		{"an edge's own stop", "1.0\n1.1 < 1.0\n1.2\n1.3 < 1.0+ stop=1.1", "1.0", "1.0 1.1 1.3"},
		{"an edge's own stop is a start", "1.0\n1.1 < 1.0\n1.2\n1.3 < 1.0+ stop=1.1", "1.2", "1.2 1.3"},
		{"what an edge avoids is no stop", "1.0\n1.1 < 1.0\n1.2 < 1.0\n1.3 < 1.1, 1.2 avoid=1.2", "1.0", "1.0 1.1 1.3"},
		{"what an edge avoids is a start", "1.0\n1.1 < 1.0\n1.2 < 1.0\n1.3 < 1.1, 1.2 avoid=1.2", "1.2", "1.2 1.3"},
		{"avoided on one way, passed on a longer one", "1.0\n1.1 < 1.0\n1.2 < 1.1\n1.3 < 1.1, 1.2 avoid=1.1", "1.0", "1.0 1.1 1.2 1.3"},
		// Equal length: the edge that starts latest, then the newest stop.
		{"the later start wins", "1.0\n1.1\n1.2 < 1.1\n1.3 < 1.0+\n1.4 < 1.2, 1.3", "1.1", "1.1 1.2 1.4"},
		{"then the newest stop", "1.0\n1.1 < 1.0\n1.2 < 1.0\n1.3 < 1.1-1.2", "1.0", "1.0 1.2 1.3"},
	} {
		g := makeGraph(t, tt.graph)
		words := strings.Fields(tt.want)
		hops, err := g.Path(tt.from, words[len(words)-1])
		if err != nil || hops == nil {
			t.Errorf("%s: hops %v, error %v", tt.name, hops, err)
		} else if got := stops(tt.from, hops); got != tt.want {
			t.Errorf("%s: path %s, want %s", tt.name, got, tt.want)
		}
	}
}

// Of two edges between the same releases the more exact one is taken, and
// then the one that the catalog lists first.
func TestPathPrefersTheDocumentedEdge(t *testing.T) {
	for text, want := range map[string]string{
		"1.0\n1.1\n1.2 < 1.0+\n1.2 < 1.1": "e1",
		"1.0\n1.1\n1.2 < 1.1\n1.2 < 1.0+": "e0",
		"1.0\n1.1 < 1.0\n1.1 < 1.0+":      "e0",
	} {
		g := makeGraph(t, text)
		last := g.Catalog().Releases[len(g.Catalog().Releases)-1].ID
		from := g.Catalog().Releases[len(g.Catalog().Releases)-2].ID
		if hops, err := g.Path(from, last); err != nil || hops[0].Edge.ID != want {
			t.Errorf("%q: takes %v (%v), want %s", text, hops, err, want)
		}
	}
}

func TestNoPath(t *testing.T) {
	for _, tt := range []struct{ name, graph, from, to, why string }{
		{"back", chain, "1.4", "1.3", "the guide says nothing about going back from 1.4 to 1.3"},
		{"source too old", "0.9\n" + chain, "0.9", "1.4", "the guide documents no upgrade from 0.9; the guide documents upgrades to 1.4 only from 1.0 on"},
		{"hole", "1.0\n1.1 < 1.0\n1.2\n1.3 < 1.2", "1.0", "1.3", "from 1.0 the guide leads as far as 1.1; the guide documents upgrades to 1.3 only from 1.2 on"},
		{"no edge in", "1.0\n1.1", "1.0", "1.1", "the guide documents no upgrade from 1.0; the guide documents no upgrade to 1.1"},
		{"only from the unknown", "0.9\n1.0 < ?", "0.9", "1.0", "the guide documents no upgrade from 0.9; the guide does not say from which release one upgrades to 1.0"},
		{"from other releases", "1.0\n1.1\n1.2 < 1.0", "1.1", "1.2", "the guide documents no upgrade from 1.1; upgrades to 1.2 are documented from other releases, such as 1.0"},
		{"dead end", "1.0 dead-end\n1.1 < 1.0", "1.0", "1.1", "1.0 is a dead end: nothing leads out of it"},
		{"withdrawn", "1.0\n1.1 withdrawn < 1.0", "1.0", "1.1", "1.1 was withdrawn: nothing leads into it any more"},
		{"withdrawn before others", "1.0\n1.1 withdrawn < 1.0\n1.2\n1.3 < 1.0", "1.0", "1.1", "1.1 was withdrawn: nothing leads into it any more; the next release that 1.0 leads to is 1.3"},
		{"withdrawn on the way", "1.0\n1.1 withdrawn < 1.0\n1.2 < 1.1", "1.0", "1.2", "the way leads over 1.1, which was withdrawn"},
		{"dead end on the way", "1.0\n1.1 dead-end < 1.0\n1.2 < 1.1", "1.0", "1.2", "the way leads through 1.1, which is a dead end"},
		{"barrier", "1.0\n1.1 barrier\n1.2 < 1.0", "1.0", "1.2", "the upgrade from 1.0 to 1.2 would jump over the barrier 1.1, where every path must stop"},
		{"stop", "1.0\n1.1\n1.2 < 1.0+ stop=1.1", "1.0", "1.2", "the upgrade from 1.0 to 1.2 must stop at 1.1"},
		{"avoid", "1.0\n1.1 < 1.0\n1.2 < 1.1 avoid=1.1", "1.0", "1.2", "the upgrade to 1.2 wants 1.1 avoided on the way"},
		{"withdrawn edge", "1.0\n1.1 < 1.0 withdrawn", "1.0", "1.1", "the upgrade from 1.0 to 1.1 is withdrawn"},
	} {
		_, err := makeGraph(t, tt.graph).Path(tt.from, tt.to)
		e, ok := errors.AsType[*NoPathError](err)
		if !ok || strings.Join(e.Why, "; ") != tt.why || e.From != tt.from || e.To != tt.to {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.why)
		} else if !strings.Contains(e.Message, tt.from) || !strings.Contains(e.Message, tt.to) {
			t.Errorf("%s: message %q does not name both ends", tt.name, e.Message)
		}
	}
}

func TestNoPathBackQuotesTheGuide(t *testing.T) {
	c := parse(t, chain)
	c.Rollback = compat.Rollback{Policy: "allow", Statement: "Restore the backup."}
	g, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	_, err = g.Path("1.4", "1.0")
	want := []string{"about going back from 1.4 to 1.0 the guide says: Restore the backup.", "it gives no steps for it"}
	if e, ok := errors.AsType[*NoPathError](err); !ok || !slices.Equal(e.Why, want) {
		t.Errorf("error %v, want %q", err, want)
	}
}

func TestPathOfUnknownIDs(t *testing.T) {
	g := makeGraph(t, chain)
	for _, ends := range [][2]string{{"9", "1.0"}, {"1.0", "9"}} {
		_, err := g.Path(ends[0], ends[1])
		if e, ok := errors.AsType[*version.NotFoundError](err); !ok || e.Query != "9" {
			t.Errorf("path %v: error %v", ends, err)
		}
	}
}

func TestUndocumented(t *testing.T) {
	g := makeGraph(t, chain)
	if e, ok := g.Into("1.0"); !ok || e.ID != "e0" {
		t.Errorf("the edge from nowhere into 1.0 is %v", e)
	}
	for _, id := range []string{"1.1", "9"} {
		if _, ok := g.Into(id); ok {
			t.Errorf("an edge leads from nowhere into %s", id)
		}
	}
	if _, ok := makeGraph(t, "1.0 < 0-1.0\n1.1 < 1.0").Into("1.0"); !ok {
		t.Error("no edge leads from before the first release into it")
	}
	if _, ok := makeGraph(t, "1.0\n1.1 < 0-1.0").Into("1.1"); ok {
		t.Error("an edge from documented releases leads from nowhere")
	}
	if _, ok := makeGraph(t, "1.0 withdrawn < ?").Into("1.0"); ok {
		t.Error("an edge leads into a withdrawn release")
	}
	if hops, err := g.Path("", "1.0"); err != nil || len(hops) != 1 || hops[0].From != "" || hops[0].To != "1.0" {
		t.Errorf("path from nowhere: %v, %v", hops, err)
	}
	if _, err := g.Path("", "1.1"); err == nil {
		t.Error("a path leads from nowhere to 1.1")
	}
}

func TestSources(t *testing.T) {
	for text, want := range map[string]string{
		chain:                                 "1.3 1.2 1.1 1.0",
		chain + "1.4 < 1.0+":                  "1.3 1.2 1.1 1.0",
		chain + "1.4 < 1.0":                   "1.3 1.0 1.2 1.1",
		chain + "1.4 < 1.0+ avoid=1.1":        "1.3 1.2 1.1 1.0",
		"1.0\n1.1 barrier < 1.0\n1.2 < 1.0+":  "1.1 1.0",
		"1.0\n1.1 dead-end < 1.0\n1.2 < 1.0+": "1.0",
		"1.0\n1.1":                            "",
	} {
		g := makeGraph(t, text)
		last := g.Catalog().Releases[len(g.Catalog().Releases)-1].ID
		if got := strings.Join(g.Sources(last), " "); got != want {
			t.Errorf("sources of %s in %q are %q, want %q", last, text, got, want)
		}
	}
	if got := makeGraph(t, chain).Sources("9"); len(got) != 0 {
		t.Errorf("an unknown release has the sources %q", got)
	}
}

func TestWhyNot(t *testing.T) {
	g := makeGraph(t, "0.9\n"+chain+"1.4 < 1.0+\n1.5\n")
	for stop, want := range map[string]string{
		"1.0": "1.0 is an end of the path",
		"1.2": "a path over 1.2 has 3 hops, the shortest one has 1",
		"0.9": "0.9 is before 1.0, where the path begins",
		"1.5": "1.5 is behind 1.4, where the path ends",
	} {
		if why, err := g.WhyNot("1.0", "1.4", stop); err != nil || strings.Join(why, "; ") != want {
			t.Errorf("why not %s: %q, %v; want %q", stop, why, err, want)
		}
	}
	g = makeGraph(t, "1.0\n1.1 withdrawn < 1.0\n1.2 < 1.0-1.1\n1.3 < 1.2")
	if why, err := g.WhyNot("1.0", "1.3", "1.1"); err != nil || !strings.Contains(strings.Join(why, "; "), "1.1 was withdrawn") {
		t.Errorf("why not a withdrawn release: %q, %v", why, err)
	}
	if why, err := g.WhyNot("1.0", "1.3", "1.2"); err != nil || why[0] != "the path does stop at 1.2" {
		t.Errorf("why not a stop of the path: %q, %v", why, err)
	}
	if _, err := g.WhyNot("1.3", "1.0", "1.1"); err == nil {
		t.Error("why not, where there is no path at all, gives no error")
	}
}

func TestNewRefusesDanglingNames(t *testing.T) {
	for path, breakIt := range map[string]func(*compat.Edge){
		"$.edges[1].to":                    func(e *compat.Edge) { e.To = "9" },
		"$.edges[1].from[0].introduced":    func(e *compat.Edge) { e.From[0].Introduced = "9" },
		"$.edges[1].from[0].last_affected": func(e *compat.Edge) { e.From[0].LastAffected = "9" },
		"$.edges[1].from[0].fixed":         func(e *compat.Edge) { e.From[0].Fixed = "9" },
		"$.edges[1].must_stop_at[0]":       func(e *compat.Edge) { e.MustStopAt = []string{"9"} },
		"$.edges[1].avoid[0]":              func(e *compat.Edge) { e.Avoid = []string{"9"} },
	} {
		c := parse(t, chain)
		breakIt(&c.Edges[1])
		_, err := New(c)
		if e, ok := errors.AsType[*compat.DecodeError](err); !ok || e.Path != path {
			t.Errorf("error %v, want one at %s", err, path)
		}
	}
}
