package graph

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"upgraph/internal/compat"
)

// randomCatalog makes a small catalog with every kind of release and edge.
func randomCatalog(r *rand.Rand) *compat.Catalog {
	c := &compat.Catalog{SchemaVersion: "1.0", Product: compat.Product{ID: "p"}}
	statuses := []compat.Status{compat.Supported, compat.Supported, compat.Supported, compat.Supported,
		compat.Barrier, compat.Withdrawn, compat.DeadEnd}
	for i := range 2 + r.IntN(8) {
		c.Releases = append(c.Releases, compat.Release{ID: fmt.Sprint("r", i), Status: statuses[r.IntN(len(statuses))]})
	}
	id := func() string { return c.Releases[r.IntN(len(c.Releases))].ID }
	for i := range r.IntN(2 * len(c.Releases)) {
		e := compat.Edge{ID: fmt.Sprint("e", i), To: id(), Status: compat.Supported}
		if r.IntN(10) == 0 {
			e.Status = compat.Withdrawn
		}
		for range 1 + r.IntN(2) {
			low, high := r.IntN(len(c.Releases)), r.IntN(len(c.Releases))
			low, high = min(low, high), max(low, high)
			interval := compat.Interval{Introduced: c.Releases[low].ID, LastAffected: c.Releases[high].ID}
			if r.IntN(4) == 0 {
				interval.LastAffected = ""
			}
			e.From = append(e.From, interval)
		}
		if r.IntN(5) == 0 {
			e.MustStopAt = []string{id()}
		}
		if r.IntN(5) == 0 {
			e.Avoid = []string{id()}
		}
		c.Edges = append(c.Edges, e)
	}
	return c
}

// allowed says, edge by edge and from the words of the format alone, whether a
// hop may be taken: first tells whether it is the first of its path.
func allowed(c *compat.Catalog, e *compat.Edge, from int, first bool) bool {
	place := func(id string) int {
		return slices.IndexFunc(c.Releases, func(r compat.Release) bool { return r.ID == id })
	}
	to := place(e.To)
	if from >= to || e.Status != compat.Supported || c.Releases[to].Status == compat.Withdrawn || c.Releases[from].Status == compat.DeadEnd {
		return false
	}
	for i := from + 1; i < to; i++ {
		if c.Releases[i].Status == compat.Barrier || slices.Contains(e.MustStopAt, c.Releases[i].ID) {
			return false
		}
	}
	if !first && slices.Contains(e.Avoid, c.Releases[from].ID) {
		return false
	}
	return slices.ContainsFunc(e.From, func(i compat.Interval) bool {
		return place(i.Introduced) <= from && (i.LastAffected == "" || from <= place(i.LastAffected))
	})
}

// shortest tries everything: the least number of hops, -1 where there is none.
func shortest(c *compat.Catalog, from, to int, first bool) int {
	if from == to {
		return 0
	}
	best := -1
	for i := range c.Edges {
		e := &c.Edges[i]
		if !allowed(c, e, from, first) {
			continue
		}
		next := slices.IndexFunc(c.Releases, func(r compat.Release) bool { return r.ID == e.To })
		if n := shortest(c, next, to, false); n >= 0 && (best < 0 || n+1 < best) {
			best = n + 1
		}
	}
	return best
}

// Path, Sources and Pairs agree with trying everything, and a refusal always
// says why.
func TestAgainstTryingEverything(t *testing.T) {
	rounds := 600
	if os.Getenv("UPGRAPH_LONG") != "" {
		rounds = 10_000
	}
	r := rand.New(rand.NewPCG(6, 1))
	found, refused := 0, 0
	for range rounds {
		c := randomCatalog(r)
		g, err := New(c)
		if err != nil {
			t.Fatal(err)
		}
		var want []Pair
		for to := range c.Releases {
			var sources []Pair
			for from := range c.Releases {
				n := shortest(c, from, to, true)
				hops, err := g.Path(g.id(from), g.id(to))
				if (err == nil) != (n >= 0) || err == nil && len(hops) != n {
					t.Fatalf("%s to %s: path %v, error %v, want %d hops in %+v", g.id(from), g.id(to), hops, err, n, c)
				}
				if err != nil {
					refused++
					if len(reasons(err)) < 2 {
						t.Fatalf("%s to %s: %v gives no reason in %+v", g.id(from), g.id(to), err, c)
					}
					continue
				}
				found++
				for i, h := range hops {
					if !allowed(c, h.Edge, g.index[h.From], i == 0) {
						t.Fatalf("%s to %s: hop %+v is not allowed in %+v", g.id(from), g.id(to), h, c)
					}
				}
				if n > 0 {
					sources = append(sources, Pair{From: g.id(from), To: g.id(to), Hops: n})
				}
			}
			compareSources(t, g, g.id(to), sources)
			want = append(want, sources...)
		}
		comparePairs(t, g, want, r)
	}
	if found < rounds || refused < rounds {
		t.Errorf("only %d paths and %d refusals were tried", found, refused)
	}
}

func compareSources(t *testing.T, g *Graph, to string, want []Pair) {
	t.Helper()
	slices.SortFunc(want, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.Hops, b.Hops), cmp.Compare(g.index[b.From], g.index[a.From]))
	})
	got := g.Sources(to)
	if near := g.Near(to, 2); len(near) > len(got) || !slices.Equal(near, got[:len(near)]) || len(near) < len(got) && want[len(near)].Hops <= 2 {
		t.Fatalf("sources of %s within two hops are %v of %v", to, near, want)
	}
	if !slices.EqualFunc(got, want, func(id string, p Pair) bool { return id == p.From }) {
		t.Fatalf("sources of %s are %v, want %v in %+v", to, got, want, g.catalog)
	}
}

func comparePairs(t *testing.T, g *Graph, want []Pair, r *rand.Rand) {
	t.Helper()
	gap := func(p Pair) int { return g.index[p.To] - g.index[p.From] }
	slices.SortFunc(want, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.Hops, b.Hops), cmp.Compare(gap(a), gap(b)), cmp.Compare(g.index[b.To], g.index[a.To]))
	})
	if got := g.Pairs(Usual, Usual); !slices.Equal(got, want) {
		t.Fatalf("pairs are %v, want %v in %+v", got, want, g.catalog)
	}
	hops, total := 1+r.IntN(3), r.IntN(13)
	want = slices.DeleteFunc(want, func(p Pair) bool { return p.Hops > hops })
	n := 0
	for written := 0; n < len(want) && written < total; n++ {
		written += want[n].Hops
	}
	want = want[:n]
	if got := g.Pairs(hops, total); !slices.Equal(got, want) {
		t.Fatalf("%d pairs of at most %d hops are %v, want %v in %+v", total, hops, got, want, g.catalog)
	}
}
