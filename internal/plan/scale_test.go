package plan

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"upgraph/internal/compat"
	"upgraph/internal/graph"
	"upgraph/internal/step"
	"upgraph/internal/version"
)

// manyReleases makes a catalog of n releases like those of the first guide.
func manyReleases(tb testing.TB, n int) *compat.Catalog {
	tb.Helper()
	c := dmCatalog()
	release, edge := c.Releases[5], c.Edges[6]
	c.Releases, c.Edges = nil, nil
	for i := range n {
		r, e := release, edge
		r.ID = fmt.Sprintf("v%d.%d.%d", 1+i/1000, i/10%100, i%10)
		r.Version, r.Build, r.DeployVersion, r.Notes, r.Aliases = r.ID, r.ID, r.ID, nil, []string{fmt.Sprint("release ", i)}
		v, err := version.Parse(r.ID)
		if err != nil {
			tb.Fatal(err)
		}
		r.SortKey = v.SortKey()
		for range 5 {
			r.Changes = append(r.Changes, compat.Change{Type: "fixed", Text: "The issue that something might stop when it should not has been seen to", Source: at(i, i)})
		}
		e.ID, e.To, e.From = ".."+r.ID, r.ID, nil
		if i > 0 {
			previous := c.Releases[i-1].ID
			e.ID = previous + e.ID
			e.From = []compat.Interval{{Introduced: previous, LastAffected: previous}}
		}
		c.Releases, c.Edges = append(c.Releases, r), append(c.Edges, e)
	}
	c.Channels[0].Head = c.Releases[n-1].ID
	return c
}

// Planning among ten thousand releases takes less than ten milliseconds of the
// processor, the graph included, in the best of some tries.
func TestPlanningIsFast(t *testing.T) {
	c := manyReleases(t, 10_000)
	from, to := c.Releases[9_990].ID, c.Releases[9_999].ID
	best := time.Hour
	for range 20 {
		start := cpuTime(t)
		g, err := graph.New(c)
		if err != nil {
			t.Fatal(err)
		}
		p, err := For(g, "", from, to)
		if err != nil || len(p.Hops) != 9 {
			t.Fatalf("%v hops, error %v", p.Hops, err)
		}
		best = min(best, cpuTime(t)-start)
	}
	t.Logf("graph and plan take %v", best)
	if best > 10*time.Millisecond {
		t.Errorf("graph and plan take %v", best)
	}
}

func BenchmarkFor(b *testing.B) {
	c := dmCatalog()
	g := dmGraph(b, c)
	for b.Loop() {
		if _, err := For(g, "", rc1, "v1.0.5"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCatalogOfManyReleases(b *testing.B) {
	c := manyReleases(b, 10_000)
	data, err := compat.Encode(c)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("encode", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if _, err := compat.Encode(c); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("decode", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if _, err := compat.Decode(data, step.Known()); err != nil {
				b.Fatal(err)
			}
		}
	})
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
