package emit

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"testing"
	"testing/fstest"

	"upgraph/internal/compat"
	"upgraph/internal/graph"
	"upgraph/internal/plan"
	"upgraph/internal/script"
	"upgraph/internal/search"
	"upgraph/internal/site"
	"upgraph/internal/version"
)

// newRelease makes a release with a sort key.
func newRelease(t testing.TB, id string) compat.Release {
	t.Helper()
	v, err := version.Parse(id)
	if err != nil {
		t.Fatal(err)
	}
	return compat.Release{ID: id, Version: v.Base(), Build: id, DeployVersion: v.Base(), SortKey: v.SortKey(), Status: compat.Supported,
		Source: compat.Source{File: "tool/en/" + id + ".md", Line: 1, EndLine: 20}}
}

// between makes an upgrade with a step of every kind that needs no person to
// write it.
func between(from, to string) compat.Edge {
	at := compat.Source{File: "tool/en/" + to + ".md", Line: 10, EndLine: 10}
	e := compat.Edge{ID: from + ".." + to, To: to, Status: compat.Supported, Basis: compat.Basis{Rule: "stated", Sources: []compat.Source{at}},
		Steps: []compat.Step{
			{ID: "1", Kind: "manual", Text: "Read the notes of " + to + ".", Source: at},
			{ID: "2", Kind: "exec", Argv: []string{"tool", "migrate", "--to", to}, Idempotent: new(false), Approved: new(true), Source: at},
		}}
	if from != "" {
		e.From = []compat.Interval{{Introduced: from, LastAffected: from}}
	}
	return e
}

// smallCatalog is a product of four releases with everything that an output
// treats in a way of its own.
func smallCatalog(t testing.TB) *compat.Catalog {
	t.Helper()
	at := compat.Source{File: "tool/en/notes.md", Line: 3, EndLine: 3}
	c := &compat.Catalog{
		Schema: compat.SchemaURL, SchemaVersion: compat.SchemaVersion, Generator: "upgraph test",
		Product:     compat.Product{ID: "tool", Title: "Tool & Co", Components: []string{"server", "web ui"}},
		Channels:    []compat.Channel{{ID: "1", Head: "v1.3.0"}},
		Checks:      []compat.Check{{ID: "old-key", Type: "config-key-absent", When: "plan", File: "tool.toml", Format: "toml", Key: "old"}},
		Constraints: []compat.Constraint{{ID: "together", Type: "lockstep", Components: []string{"server", "web ui"}, Text: "Both at once.", Source: at}},
		Conditions:  []compat.Condition{{ID: "stopped", When: "before", Text: "Stop the server.", Source: at}},
		Risks:       []compat.Risk{{ID: "slow", Text: "May be slow.", Source: at}},
		Notes:       []compat.Note{{Severity: "note", Label: "Note", Text: "Upgrade in order.", Source: at}},
		Rollback:    compat.Rollback{Policy: "refuse", Statement: "unstated"},
	}
	for _, id := range []string{"v1.0.0-rc.1", "v1.1.0-3-g0123abc", "v1.2.0", "v1.3.0"} {
		c.Releases = append(c.Releases, newRelease(t, id))
	}
	c.Releases[1].Aliases, c.Releases[1].BuiltAt = []string{"1.1 GA", "v1.1.0"}, "2024-02-03T04:05:06Z"
	c.Releases[2].Status, c.Releases[2].Date = compat.Barrier, "2024-05-06"
	c.Releases[3].Notes = []compat.Note{{Severity: "warning", Label: "Warning", Text: "Mind <this>:\n\n- first `a<b`\n- second", Source: at}}
	c.Releases[3].Changes = []compat.Change{
		{Type: "changed", Text: "Drop `--old`, see [the page](https://example.org/?a=1&b=2)", Components: []string{"web ui"}, Breaking: true, Source: at,
			Children: []compat.Change{{Type: "changed", Text: "and `--older`", Source: at}}},
		{Type: "fixed", Text: "Fix \"a\" & <script>alert(1)</script> \x01", Components: []string{"server"}, Source: at},
	}
	c.Edges = []compat.Edge{
		between("", "v1.0.0-rc.1"), between("v1.0.0-rc.1", "v1.1.0-3-g0123abc"), between("v1.1.0-3-g0123abc", "v1.2.0"), between("v1.2.0", "v1.3.0"),
	}
	last := &c.Edges[3]
	last.Checks, last.Constraints, last.Risks, last.Avoid = []string{"old-key"}, []string{"together"}, []string{"slow"}, []string{"v1.0.0-rc.1"}
	c.Requires = compat.Requirements(c)
	return c
}

// product makes of a catalog what outputs need.
func product(t testing.TB, c *compat.Catalog) *Product {
	t.Helper()
	if err := compat.Validate(c); err != nil {
		t.Fatal(err)
	}
	g, err := graph.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return &Product{Catalog: c, Graph: g, Plans: plan.NewPlanner(g, ""), Pairs: g.Pairs(MaxHops, 100)}
}

// input makes a site of catalogs.
func input(t testing.TB, base string, done *Ledger, catalogs ...*compat.Catalog) *Input {
	t.Helper()
	in := &Input{
		Site: &site.Input{Title: "Guides", BaseURL: base, Generator: "upgraph test", Languages: []string{"en"},
			File: func(p string) (site.Sum, bool) {
				s, ok := done.Get(p)
				return site.Sum{SHA256: s.SHA256, Size: s.Size}, ok
			}, Written: done.Has},
		Search: func() []search.Entry {
			return []search.Entry{{Kind: "release", Product: "tool", Title: "v1.3.0", Text: "words", URL: "tool/releases/v1.3.0/"}}
		},
		Static:   fstest.MapFS{"logo.svg": {Data: []byte("<svg/>")}, ".hidden": {Data: []byte("x")}},
		Included: []Include{{Name: "runner", FS: fstest.MapFS{"upgraph-run-linux-amd64": {Data: []byte("ELF"), Mode: 0o755}}}},
	}
	for _, c := range catalogs {
		p := product(t, c)
		in.Products = append(in.Products, p)
		sp := &site.Product{Catalog: c,
			Plan:       p.Plans.For,
			PairScript: func(from, to string) string { return ScriptPath(c.Product.ID, script.PairName(from, to)) },
			ToScript:   func(to string) string { return ScriptPath(c.Product.ID, script.ToName(to)) }}
		for _, pair := range p.Pairs {
			sp.Pairs = append(sp.Pairs, site.Pair{From: pair.From, To: pair.To, Hops: pair.Hops})
		}
		in.Site.Products = append(in.Site.Products, sp)
	}
	return in
}

// rendered is a site in memory.
type rendered struct {
	files map[string][]byte
	by    map[string]string // path to the name of its output
	done  *Ledger
}

// renderAll renders outputs in order, as a build does.
func renderAll(t testing.TB, in *Input, done *Ledger, outputs []Output) *rendered {
	t.Helper()
	r := &rendered{files: map[string][]byte{}, by: map[string]string{}, done: done}
	for _, o := range outputs {
		var files []File
		for f, err := range o.Files(in, done) {
			if err == nil {
				err = done.Claim(f.Path)
			}
			if err != nil {
				t.Fatalf("%s: %v", o.Name, err)
			}
			files = append(files, f)
		}
		for _, f := range files {
			var b bytes.Buffer
			if err := f.Render(&b); err != nil {
				t.Fatalf("%s: %s: %v", o.Name, f.Path, err)
			}
			sum := sha256.Sum256(b.Bytes())
			done.Record(f.Path, sum, int64(b.Len()))
			r.files[f.Path], r.by[f.Path] = b.Bytes(), o.Name
		}
	}
	return r
}

// smallSite renders the whole site of the small catalog.
func smallSite(t testing.TB, base string) *rendered {
	t.Helper()
	done := NewLedger()
	return renderAll(t, input(t, base, done, smallCatalog(t)), done, Outputs())
}

// data are the outputs that programs read.
func data() []Output {
	var out []Output
	for _, o := range Outputs() {
		switch o.Name {
		case "scripts", "assets", "search", "pages", "static files", "included files":
		default:
			out = append(out, o)
		}
	}
	return out
}

// manyReleases is a chain of n releases with steps and changes like those of a
// real guide.
func manyReleases(t testing.TB, n int) *compat.Catalog {
	t.Helper()
	c := smallCatalog(t)
	c.Releases, c.Edges = nil, nil
	for i := range n {
		r := newRelease(t, fmt.Sprintf("v%d.%d.%d", 1+i/1000, i/10%100, i%10))
		r.Aliases, r.BuiltAt = []string{fmt.Sprint("release ", i)}, "2024-02-03T04:05:06Z"
		r.Git = &compat.Git{Commit: compat.Digest([]byte(r.ID))[7:47], Branch: "main"}
		for k := range 5 {
			r.Changes = append(r.Changes, compat.Change{Type: "fixed", Source: r.Source,
				Text: fmt.Sprintf("Fix an error that came up when `option-%d` was given twice and a task was under way", i*5+k)})
		}
		e := between("", r.ID)
		if i > 0 {
			e = between(c.Releases[i-1].ID, r.ID)
		}
		for k := range 3 {
			s := e.Steps[1]
			s.ID, s.Argv = fmt.Sprint(3+k), []string{"ansible-playbook", fmt.Sprintf("part_%d.yml", k)}
			e.Steps = append(e.Steps, s)
		}
		e.Checks, e.Constraints = []string{"old-key"}, []string{"together"}
		c.Releases, c.Edges = append(c.Releases, r), append(c.Edges, e)
	}
	c.Channels[0].Head = c.Releases[n-1].ID
	c.Requires = compat.Requirements(c)
	return c
}
