package graph

import (
	"fmt"
	"testing"

	"upgraph/internal/compat"
)

const many = 10_000

// big makes a catalog of many releases: a chain, or edges from everything
// before to each release.
func big(wide bool) *compat.Catalog {
	c := &compat.Catalog{SchemaVersion: "1.0", Product: compat.Product{ID: "p"}}
	for i := range many {
		id := fmt.Sprintf("v%d.%d.%d", i/1000, i/10%100, i%10)
		c.Releases = append(c.Releases, compat.Release{ID: id, DeployVersion: id, Status: compat.Supported})
		if i == 0 {
			continue
		}
		from := compat.Interval{Introduced: "0", LastAffected: c.Releases[i-1].ID}
		if !wide {
			from.Introduced = c.Releases[i-1].ID
		}
		c.Edges = append(c.Edges, compat.Edge{ID: "e" + id, To: id, From: []compat.Interval{from}, Status: compat.Supported})
	}
	return c
}

func bigGraph(b testing.TB, wide bool) *Graph {
	g, err := New(big(wide))
	if err != nil {
		b.Fatal(err)
	}
	return g
}

func BenchmarkNew(b *testing.B) {
	c := big(false)
	for b.Loop() {
		if _, err := New(c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPath(b *testing.B) {
	for name, wide := range map[string]bool{"chain": false, "wide": true} {
		g := bigGraph(b, wide)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := g.Path(g.id(0), g.id(many-1)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/path")
		})
	}
}

func BenchmarkPairs(b *testing.B) {
	for name, wide := range map[string]bool{"chain": false, "wide": true} {
		g := bigGraph(b, wide)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				n := 0
				for _, p := range g.Pairs(Usual, Usual) {
					n += p.Hops
				}
				if n < totalPerRelease*many || n >= totalPerRelease*many+defaultHops {
					b.Fatal(n)
				}
			}
		})
	}
}

// However many releases there are and however wide the edges, a search looks
// at each arc once at most and reaches each release once at most.
func TestSearchLooksOnce(t *testing.T) {
	for name, wide := range map[string]bool{"chain": false, "wide": true} {
		g := bigGraph(t, wide)
		for _, source := range []int{-1, 0, many / 2} {
			tr := g.search(many-1, source, strict)
			if tr.looked > len(g.catalog.Edges) {
				t.Errorf("%s from %d: looked at %d arcs, there are %d", name, source, tr.looked, len(g.catalog.Edges))
			}
			if tr.taken > many {
				t.Errorf("%s from %d: took %d releases, there are %d", name, source, tr.taken, many)
			}
			if source <= 0 && tr.taken != many-1 {
				t.Errorf("%s from %d: took %d releases of %d", name, source, tr.taken, many-1)
			}
		}
	}
}
