package graph

import (
	"fmt"
	"syscall"
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

// A path among ten thousand releases takes less than ten milliseconds of the
// processor in the best of some tries, however wide the edges are.
func TestPathIsFast(t *testing.T) {
	for name, wide := range map[string]bool{"chain": false, "wide": true} {
		g := bigGraph(t, wide)
		best := time.Hour
		for range 10 {
			start := cpuTime(t)
			if _, err := g.Path(g.id(0), g.id(many-1)); err != nil {
				t.Fatal(err)
			}
			best = min(best, cpuTime(t)-start)
		}
		if best > 10*time.Millisecond {
			t.Errorf("%s: the path takes %v", name, best)
		}
	}
}

// cpuTime is what the process has had of the processor so far. Unlike the time
// on the wall it does not grow while others run.
func cpuTime(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
