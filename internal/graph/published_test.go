package graph

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upgraph/internal/compat"
	"upgraph/internal/version"
)

// published reads a graph that others publish. Those lie beside the checkout
// and are not part of it.
func published(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "graphs", filepath.FromSlash(name)))
	if err != nil {
		t.Skipf("the published graphs are not beside this checkout: %v", err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// adapter makes a catalog of what others publish: releases in version order
// and edges from single releases.
type adapter struct {
	t       *testing.T
	catalog *compat.Catalog
}

// adapt begins a catalog of releases, which it puts in order.
func adapt(t *testing.T, ids []string, parse func(id string) string) *adapter {
	t.Helper()
	c := &compat.Catalog{SchemaVersion: compat.SchemaVersion, Product: compat.Product{ID: "p"},
		Rollback: compat.Rollback{Policy: "refuse", Statement: "unstated"}}
	versions := map[string]version.Version{}
	for _, id := range ids {
		v, err := version.Parse(parse(id))
		if err != nil {
			t.Fatal(err)
		}
		versions[id] = v
	}
	ids = slices.SortedFunc(slices.Values(ids), func(a, b string) int { return version.Compare(versions[a], versions[b]) })
	for _, id := range ids {
		c.Releases = append(c.Releases, compat.Release{ID: id, Version: id, SortKey: versions[id].SortKey(), Status: compat.Supported})
	}
	return &adapter{t: t, catalog: c}
}

// same takes an id for its version.
func same(id string) string { return id }

// edge adds an edge over intervals.
func (a *adapter) edge(id, to string, risks []string, from ...compat.Interval) {
	if len(from) > 0 {
		a.catalog.Edges = append(a.catalog.Edges, compat.Edge{ID: id, To: to, From: from, Status: compat.Supported, Risks: risks})
	}
}

// only is the interval of one release.
func only(id string) compat.Interval { return compat.Interval{Introduced: id, LastAffected: id} }

// graph makes the graph, by way of the JSON that readers get.
func (a *adapter) graph() *Graph {
	a.t.Helper()
	data, err := compat.Encode(a.catalog)
	if err != nil {
		a.t.Fatal(err)
	}
	c, err := compat.Read(data)
	if err != nil {
		a.t.Fatal(err)
	}
	g, err := New(c)
	if err != nil {
		a.t.Fatal(err)
	}
	return g
}

// nextHops lists, for each release, where one hop leads. It asks the search
// that Path asks, once for each target.
func nextHops(g *Graph) map[string][]string {
	next := map[string][]string{}
	for to := range g.catalog.Releases {
		t := g.search(to, -1, strict)
		for from := range to {
			if t.reached(from) && t.hops(from) == 1 {
				next[g.id(from)] = append(next[g.id(from)], g.id(to))
			}
		}
	}
	return next
}

// sameLists compares without regard to the order within a list.
func sameLists(t *testing.T, what string, want, got map[string][]string) {
	t.Helper()
	sorted := func(m map[string][]string) map[string][]string {
		out := map[string][]string{}
		for k, v := range m {
			if len(v) > 0 {
				out[k] = slices.Compact(slices.Sorted(slices.Values(v)))
			}
		}
		return out
	}
	if diff := cmp.Diff(sorted(want), sorted(got)); diff != "" {
		t.Errorf("%s (-theirs +ours):\n%s", what, diff)
	}
}
