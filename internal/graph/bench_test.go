package graph

import (
	"fmt"
	"testing"
	"time"

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
		})
	}
}

func BenchmarkPairs(b *testing.B) {
	for name, wide := range map[string]bool{"chain": false, "wide": true} {
		g := bigGraph(b, wide)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if n := len(g.Pairs(0, 0)); n != totalPerRelease*many {
					b.Fatal(n)
				}
			}
		})
	}
}

// A path among ten thousand releases takes less than ten milliseconds, however
// wide the edges are; the best of some tries is taken, since other programs
// want the machine too.
func TestPathIsFast(t *testing.T) {
	for name, wide := range map[string]bool{"chain": false, "wide": true} {
		g := bigGraph(t, wide)
		best := time.Hour
		for range 10 {
			start := time.Now()
			if _, err := g.Path(g.id(0), g.id(many-1)); err != nil {
				t.Fatal(err)
			}
			best = min(best, time.Since(start))
		}
		if best > 10*time.Millisecond {
			t.Errorf("%s: the path takes %v", name, best)
		}
	}
}
