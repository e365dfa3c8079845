package plan

import (
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/graph"
)

// FuzzPlan: whatever catalog the reader takes can be planned with: no panic,
// and every plan can be read again.
func FuzzPlan(f *testing.F) {
	data, err := compat.Encode(dmCatalog())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"schema_version":"1.0","requires":[],"product":{"id":"p"},"releases":[{"id":"a","status":"barrier"},{"id":"b","status":"supported"}],` +
		`"edges":[{"id":"e","from":[{"introduced":"0"}],"to":"b","status":"supported","constraints":[],"checks":[],"avoid":["a"],"must_stop_at":["b"],"steps":[]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := compat.Read(data)
		if err != nil {
			return
		}
		g, err := graph.New(c)
		if err != nil {
			t.Fatalf("a catalog that was read makes no graph: %v", err)
		}
		for _, pair := range g.Pairs(4, 20) {
			p, err := For(g, "", pair.From, pair.To)
			if err != nil {
				continue // two releases may share a name, a plan may be too long
			}
			if len(p.Hops) == 0 {
				t.Fatalf("%s to %s: a pair without hops", pair.From, pair.To)
			}
			if _, err := Digest(p); err != nil {
				t.Fatal(err)
			}
		}
		if n := len(c.Releases); n > 1 {
			_, _ = g.WhyNot(c.Releases[0].ID, c.Releases[n-1].ID, c.Releases[n/2].ID)
			_, _ = For(g, "", c.Releases[n-1].ID, c.Releases[0].ID)
		}
	})
}
