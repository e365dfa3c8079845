package emit

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"slices"
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/graph"
	"upgraph/internal/plan"
	"upgraph/internal/step"
)

// maxDownload is what a client fetches at most, compressed, for a plan of up
// to five hops among ten thousand releases.
const maxDownload = 32 << 10

// client plans as a program does that has nothing but the address of a site.
type client struct {
	t          *testing.T
	site       *rendered
	downloaded int
	fetched    map[string]bool
	index      compat.Index
	entries    map[string]compat.PageEntry
}

// fetch gets a file once and reads it strictly.
func (c *client) fetch(path, digest string, into any) {
	c.t.Helper()
	if !c.fetched[path] {
		c.fetched[path] = true
		c.downloaded += compressed(c.t, c.site.files[path])
	}
	if got := compat.Digest(c.site.files[path]); digest != "" && got != digest {
		c.t.Fatalf("%s has the digest %s, want %s", path, got, digest)
	}
	read(c.t, c.site, path, into)
}

func compressed(t *testing.T, data []byte) int {
	t.Helper()
	return compressedBy(t, gzip.NewWriter(nil), data)
}

// compressedBy compresses with a writer that was used before.
func compressedBy(t *testing.T, w *gzip.Writer, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	w.Reset(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// entry finds a release on its page, by its sort key.
func (c *client) entry(key compat.ReleaseKey) compat.PageEntry {
	c.t.Helper()
	if e, ok := c.entries[key.ID]; ok {
		return e
	}
	n, _ := slices.BinarySearchFunc(c.index.Pages, key.SortKey, func(p compat.PageSum, k string) int { return cmp.Compare(p.Last.SortKey, k) })
	var page compat.IndexPage
	c.fetch(c.index.Pages[n].Path, c.index.Pages[n].Digest, &page)
	for _, e := range page.Releases {
		c.entries[e.ID] = e
	}
	e, ok := c.entries[key.ID]
	if !ok {
		c.t.Fatalf("%s is not on %s", key.ID, c.index.Pages[n].Path)
	}
	return e
}

// plan walks back from the target, shard by shard, until it is at the source,
// then plans with what it has.
func (c *client) plan(from, to compat.ReleaseKey) *plan.Plan {
	c.t.Helper()
	var m compat.Manifest
	c.fetch("v1/manifest.json", "", &m)
	product := m.Products[0].ID
	i := slices.IndexFunc(m.Files, func(f compat.FileSum) bool { return f.Path == IndexPath(product) })
	c.fetch(IndexPath(product), m.Files[i].Digest, &c.index)
	catalog := &compat.Catalog{Schema: compat.SchemaURL, SchemaVersion: c.index.SchemaVersion, Requires: c.index.Requires,
		Product: c.index.Product, Conditions: c.index.Conditions, Notes: c.index.Notes, Rollback: c.index.Rollback}
	have := map[string]bool{from.ID: true}
	source := c.entry(from)
	catalog.Releases = append(catalog.Releases, compat.Release{ID: source.ID, SortKey: source.SortKey, Status: cmp.Or(source.Status, compat.Supported)})
	for todo := []compat.ReleaseKey{to}; len(todo) > 0; todo = todo[1:] {
		if have[todo[0].ID] || todo[0].SortKey < from.SortKey {
			continue
		}
		have[todo[0].ID] = true
		e := c.entry(todo[0])
		var s compat.Shard
		c.fetch("v1/"+product+"/releases/"+cmp.Or(e.Name, e.ID)+".json", e.Digest, &s)
		catalog.Releases = append(catalog.Releases, s.Release)
		catalog.Edges = append(catalog.Edges, s.Edges...)
		catalog.Constraints = union(catalog.Constraints, s.Constraints, func(x compat.Constraint) string { return x.ID })
		catalog.Checks = union(catalog.Checks, s.Checks, func(x compat.Check) string { return x.ID })
		catalog.Risks = union(catalog.Risks, s.Risks, func(x compat.Risk) string { return x.ID })
		todo = append(todo, s.Mentions...)
	}
	slices.SortFunc(catalog.Releases, func(a, b compat.Release) int { return cmp.Compare(a.SortKey, b.SortKey) })
	// What was assembled is read as strictly as a whole catalog.
	data, err := compat.Encode(catalog)
	if err != nil {
		c.t.Fatal(err)
	}
	if catalog, err = step.Decode(data); err != nil {
		c.t.Fatal(err)
	}
	g, err := graph.New(catalog)
	if err != nil {
		c.t.Fatal(err)
	}
	p, err := plan.For(g, c.index.Catalog.Digest, from.ID, to.ID)
	if err != nil {
		c.t.Fatal(err)
	}
	return p
}

func union[T any](all, more []T, id func(T) string) []T {
	for _, x := range more {
		if !slices.ContainsFunc(all, func(y T) bool { return id(x) == id(y) }) {
			all = append(all, x)
		}
	}
	return all
}

// A client fetches little, wherever its path lies, and comes to the plan that
// the whole catalog gives.
func TestClientAmong10000(t *testing.T) {
	c := manyReleases(t, 10_000)
	done := NewLedger()
	in := input(t, "", done)
	in.Products = []*Product{product(t, c)}
	r := renderAll(t, in, done, slices.DeleteFunc(data(), func(o Output) bool { return o.Name == "feeds" }))
	text, err := compat.Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	most := 0
	for _, to := range []int{5, 255, 256, 258, 9_999, dearest(t, r, c)} {
		cl := &client{t: t, site: r, fetched: map[string]bool{}, entries: map[string]compat.PageEntry{}}
		from, to := c.Releases[to-5], c.Releases[to]
		got := cl.plan(key(&from), key(&to))
		want, err := plan.For(in.Products[0].Graph, compat.Digest(text), from.ID, to.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Hops) != 5 || got.Digest != want.Digest || got.CatalogDigest != want.CatalogDigest {
			t.Errorf("%s to %s: %d hops, digest %s, want 5 and %s", from.ID, to.ID, len(got.Hops), got.Digest, want.Digest)
		}
		most = max(most, cl.downloaded)
		if cl.downloaded > maxDownload {
			t.Errorf("%s to %s: %d bytes are fetched, in %d files", from.ID, to.ID, cl.downloaded, len(cl.fetched))
		}
	}
	t.Logf("a plan of five hops fetches at most %d bytes", most)
	if n := len(r.files["v1/tool/compat.json"]); n < 10<<20 {
		t.Errorf("the whole catalog has %d bytes: too few for a test", n)
	}
}

// dearest is the target of the five hops that cost most of all: what is fetched
// for every plan is left out, then it is the pages and the shards.
func dearest(t *testing.T, r *rendered, c *compat.Catalog) int {
	t.Helper()
	w := gzip.NewWriter(nil)
	shards, pages := make([]int, len(c.Releases)), map[int]int{}
	for i := range c.Releases {
		shards[i] = compressedBy(t, w, r.files[ShardPath(c.Product.ID, c.Releases[i].ID)])
		if i%compat.PageSize == 0 {
			pages[i/compat.PageSize] = compressed(t, r.files[pagePath(c.Product.ID, i/compat.PageSize)])
		}
	}
	place, most := 0, 0
	for to := 5; to < len(shards); to++ {
		cost := pages[to/compat.PageSize]
		if other := (to - 5) / compat.PageSize; other != to/compat.PageSize {
			cost += pages[other]
		}
		for _, size := range shards[to-4 : to+1] {
			cost += size
		}
		if cost > most {
			place, most = to, cost
		}
	}
	t.Logf("the dearest five hops lead to release %d and cost %d bytes besides manifest and index", place, most)
	return place
}

// A new release changes no shard and no page of the former ones, unless it
// comes onto the last page.
func TestNewReleaseDisturbsNothing(t *testing.T) {
	site := func(n int) *rendered {
		done := NewLedger()
		in := input(t, "", done)
		in.Products = []*Product{product(t, manyReleases(t, n))}
		return renderAll(t, in, done, data())
	}
	before, after := site(600), site(601)
	changed := []string{}
	for path, content := range before.files {
		if strings.HasPrefix(path, "v1/tool/") && !bytes.Equal(content, after.files[path]) {
			changed = append(changed, path)
		}
	}
	slices.Sort(changed)
	want := []string{"v1/tool/compat.json", "v1/tool/index.json", "v1/tool/index/0003.json", "v1/tool/latest.txt", "v1/tool/renovate.json"}
	if !slices.Equal(changed, want) {
		t.Errorf("changed are %q, want %q", changed, want)
	}
}
