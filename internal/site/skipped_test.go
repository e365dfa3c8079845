package site

import (
	"slices"
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/release"
)

// widened is the fixture in which v1.0.5 is reached from v1.0.2 in one hop.
func widened(t testing.TB, change func(*compat.Catalog, *compat.Edge)) *Input {
	t.Helper()
	in := fixture(t)
	p := in.Products[0]
	edge := &p.Catalog.Edges[len(p.Catalog.Edges)-1]
	edge.From = []compat.Interval{{Introduced: "v1.0.2", LastAffected: "v1.0.4"}}
	edge.Basis.Rule = "stated"
	if change != nil {
		change(p.Catalog, edge)
	}
	p.planned(t)
	return in
}

// What the releases that a hop goes past changed and warn of stands on the page of
// the path, under their names, and is counted.
func TestHopTellsOfReleasesThatItSkips(t *testing.T) {
	in := widened(t, nil)
	pages := render(t, in)
	inspect(t, in, pages)
	has(t, pages["dm/upgrade/v1.0.2/v1.0.5/index.html"],
		`<span>1 hop</span>`, `<span>6 changes</span>`, `<span>1 warning</span>`, `<span class="tag strong">1 breaking</span>`,
		`Upgrade every component to v1.0.3.`, `id="breaking-v1.0.3-`,
		`<p>Also in this hop: <a href="../../../../dm/releases/v1.0.3/">v1.0.3</a>, <a href="../../../../dm/releases/v1.0.4/">v1.0.4</a></p>`,
		`id="v1.0.3-note-`,
		`<details class="words" id="v1.0.5-words"><summary>The guide in words: Changes · Remarks`, `id="v1.0.5-section-remarks">`,
		`<details class="words" id="v1.0.3-words"><summary>The guide in words (v1.0.3): Changes · Remarks`, `id="v1.0.3-section-remarks">`, `id="v1.0.4-words"`,
		`<summary>v1.0.3 <span class="tag">1 change</span> <span class="tag">with the hop to v1.0.5</span></summary>`,
		`<summary>v1.0.4 <span class="tag">2 changes</span> <span class="tag">with the hop to v1.0.5</span></summary>`,
		`<summary>v1.0.5 <span class="tag">3 changes</span></summary>`)
	has(t, pages["dm/upgrade/v1.0.2/v1.0.5/index.md"],
		"Also in this hop: [v1.0.3](../../../../dm/releases/v1.0.3/), [v1.0.4](../../../../dm/releases/v1.0.4/)",
		"Upgrade every component to v1.0.3.", "**v1.0.4 2 changes with the hop to v1.0.5**", "Recover `relay.meta` after")
	has(t, pages["zh/dm/upgrade/v1.0.2/v1.0.5/index.html"], "Upgrade every component to v1.0.3.", "这一跳还包含", "包含在到 v1.0.5 的一跳中")
	if path := pages["dm/upgrade/v1.0.3/v1.0.4/index.html"]; strings.Contains(path, "Also in this hop") {
		t.Error("a hop to the next release says that it goes past others")
	}
}

// skippedBy are the releases that the one hop of a path goes past.
func skippedBy(t *testing.T, in *Input, from, to string) []string {
	t.Helper()
	s, err := newSite(in)
	if err != nil {
		t.Fatal(err)
	}
	e := s.locals[0].editions[0]
	p, err := e.Plan(from, to)
	if err != nil || len(p.Hops) != 1 {
		t.Fatalf("%d hops, %v", len(p.Hops), err)
	}
	var out []string
	for _, r := range e.skipped(p.Hops[0]) {
		out = append(out, r.ID)
	}
	return out
}

// A release of another line that came out after the target is no part of the hop,
// and neither is what lies between a release and the one before it; what was
// withdrawn is.
func TestHopSkipsWhatItsTargetHolds(t *testing.T) {
	of := func(c *compat.Catalog, id string) *compat.Release {
		return &c.Releases[slices.IndexFunc(c.Releases, func(r compat.Release) bool { return r.ID == id })]
	}
	for name, x := range map[string]struct {
		change func(*compat.Catalog, *compat.Edge)
		want   []string
	}{
		"of one line, told late": {func(c *compat.Catalog, _ *compat.Edge) { of(c, "v1.0.4").Date = "2021-01-01" }, []string{"v1.0.3", "v1.0.4"}},
		"of another line, told late": {func(c *compat.Catalog, _ *compat.Edge) {
			of(c, "v1.0.4").Date, of(c, "v1.0.5").Version = "2021-01-01", "v2.0.0"
		}, []string{"v1.0.3"}},
		"of another line, without days": {func(c *compat.Catalog, _ *compat.Edge) {
			of(c, "v1.0.4").BuiltAt, of(c, "v1.0.5").Version = "", "v2.0.0"
		}, []string{"v1.0.3", "v1.0.4"}},
		"the release before": {func(_ *compat.Catalog, e *compat.Edge) { e.Basis.Rule = "adjacent-sections" }, nil},
		"the release before, over a withdrawn one": {func(c *compat.Catalog, e *compat.Edge) {
			e.Basis.Rule, of(c, "v1.0.4").Status = "adjacent-sections", compat.Withdrawn
		}, []string{"v1.0.4"}},
	} {
		if got := skippedBy(t, widened(t, x.change), "v1.0.2", "v1.0.5"); !slices.Equal(got, x.want) {
			t.Errorf("%s: the hop goes past %v, want %v", name, got, x.want)
		}
	}
}

// What a release on the way supersedes is warned of no more.
func TestSkippedNotesAreSuperseded(t *testing.T) {
	in := widened(t, func(_ *compat.Catalog, e *compat.Edge) { e.Supersedes = []string{"v1.0.3"} })
	for _, d := range in.Products[0].Guides["en"] {
		for _, r := range d.Releases {
			r.Sections[2].Type = "breaking"
		}
	}
	path := render(t, in)["dm/upgrade/v1.0.2/v1.0.5/index.html"]
	bites, _, _ := strings.Cut(path, `id="before"`)
	if strings.Contains(bites, "Upgrade every component to v1.0.3.") || strings.Contains(bites, "#v1.0.3-section-remarks") {
		t.Error("what a superseded release warns of is among what bites")
	}
	if !strings.Contains(bites, "#v1.0.4-section-remarks") || !strings.Contains(bites, "#v1.0.5-section-remarks") {
		t.Error("what other releases warn of in words is not among what bites")
	}
}

// A hop past very many releases shows the newest of them and says how many more
// there are.
func TestHopPastMany(t *testing.T) {
	in := fixture(t)
	p := in.Products[0]
	c := p.Catalog
	last := c.Releases[len(c.Releases)-1]
	for range maxCompared + 1 {
		last.ID, last.SortKey = last.ID+"1", last.SortKey+"1"
		last.Aliases, last.Changes, last.Notes = nil, nil, nil
		c.Releases = append(c.Releases, last)
		p.Guides["en"] = append(p.Guides["en"], &release.Document{Path: last.ID + ".md", Language: "en", Releases: []*release.Release{{ID: last.ID, Heading: last.ID}}})
	}
	c.Edges = append(c.Edges, compat.Edge{ID: "x", To: last.ID, From: []compat.Interval{{Introduced: "v1.0.3", LastAffected: "v1.0.3"}},
		Status: compat.Supported, Basis: compat.Basis{Rule: "stated"}})
	p.planned(t)
	path := render(t, in)[UpgradePath("dm", "v1.0.3", last.ID)+"index.html"]
	if n := strings.Count(path, "with the hop to"); n != maxCompared {
		t.Errorf("%d releases come with the hop, want the newest %d", n, maxCompared)
	}
	has(t, path, "Older releases that are not shown here: 2;")
}
