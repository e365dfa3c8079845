package plan

import (
	"fmt"
	"testing"

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

// Planning among ten thousand releases should take less than ten milliseconds,
// the graph included; that is for a person to look at, as no clock is steady
// on a machine that others use too.
func BenchmarkPlanAmong10000(b *testing.B) {
	c := manyReleases(b, 10_000)
	from, to := c.Releases[9_990].ID, c.Releases[9_999].ID
	for b.Loop() {
		g, err := graph.New(c)
		if err != nil {
			b.Fatal(err)
		}
		if p, err := For(g, "", from, to); err != nil || len(p.Hops) != 9 {
			b.Fatalf("error %v", err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/plan")
}

// A plan among ten thousand releases is the plan among the ten that it is
// about: nothing else of the catalog is in it.
func TestPlanAmong10000(t *testing.T) {
	many := manyReleases(t, 10_000)
	few := *many
	few.Releases, few.Edges = many.Releases[9_990:], many.Edges[9_991:]
	from, to := many.Releases[9_990].ID, many.Releases[9_999].ID
	want, got := dmPlan(t, &few, from, to), dmPlan(t, many, from, to)
	if len(got.Hops) != 9 || got.Digest != want.Digest {
		t.Errorf("%d hops, digest %s, want 9 and %s", len(got.Hops), got.Digest, want.Digest)
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
			if _, err := step.Decode(data); err != nil {
				b.Fatal(err)
			}
		}
	})
}
