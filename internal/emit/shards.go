package emit

import (
	"bytes"
	"fmt"
	"iter"
	"maps"
	"slices"

	"upgraph/internal/compat"
	"upgraph/internal/site"
)

// IndexPath is where the index of a product's releases is published.
func IndexPath(product string) string { return "v1/" + product + "/index.json" }

// pagePath is where page n of the index, counted from 0, is published.
func pagePath(product string, n int) string {
	return fmt.Sprintf("v1/%s/index/%04d.json", product, n+1)
}

// ShardPath is where one release is published.
func ShardPath(product, release string) string {
	return "v1/" + product + "/releases/" + site.Segment(release) + ".json"
}

// shards writes v1/PRODUCT/releases/NAME.json for every release. What a shard
// holds hangs on its release and the edges into it alone: another release
// changes no shard of the former ones.
func shards(in *Input, _ *Ledger) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, p := range in.Products {
			s := newSharder(p.Catalog)
			for i := range p.Catalog.Releases {
				r := &p.Catalog.Releases[i]
				f := File{Path: ShardPath(s.product, r.ID), Render: func(b *bytes.Buffer) error { return s.render(b, r) }}
				if !yield(f, nil) {
					return
				}
			}
		}
	}
}

// sharder finds what belongs to a release. It is made in one pass over the
// catalog and not changed after.
type sharder struct {
	product     string
	encoder     *compat.Encoder[compat.Shard]
	keys        map[string]string // release id to sort key
	into        map[string][]*compat.Edge
	constraints map[string]*compat.Constraint
	checks      map[string]*compat.Check
	risks       map[string]*compat.Risk
}

func newSharder(c *compat.Catalog) *sharder {
	s := &sharder{
		product:     c.Product.ID,
		encoder:     compat.NewEncoder[compat.Shard](nil),
		keys:        make(map[string]string, len(c.Releases)),
		into:        make(map[string][]*compat.Edge, len(c.Releases)),
		constraints: byID(c.Constraints, func(k *compat.Constraint) string { return k.ID }),
		checks:      byID(c.Checks, func(k *compat.Check) string { return k.ID }),
		risks:       byID(c.Risks, func(k *compat.Risk) string { return k.ID }),
	}
	for i := range c.Releases {
		s.keys[c.Releases[i].ID] = c.Releases[i].SortKey
	}
	for i := range c.Edges {
		e := &c.Edges[i]
		s.into[e.To] = append(s.into[e.To], e)
	}
	return s
}

func byID[T any](all []T, id func(*T) string) map[string]*T {
	m := make(map[string]*T, len(all))
	for i := range all {
		m[id(&all[i])] = &all[i]
	}
	return m
}

func (s *sharder) render(b *bytes.Buffer, r *compat.Release) error {
	text, err := s.encoder.Append(b.AvailableBuffer(), s.shard(r))
	if err != nil {
		return err
	}
	b.Write(text)
	return nil
}

func (s *sharder) shard(r *compat.Release) *compat.Shard {
	shard := &compat.Shard{Schema: compat.ShardSchemaURL, SchemaVersion: compat.SchemaVersion, Product: s.product, Release: *r}
	mentioned := map[string]bool{}
	var constraints, checks, risks []string
	for _, e := range s.into[r.ID] {
		shard.Edges = append(shard.Edges, *e)
		constraints = append(constraints, e.Constraints...)
		checks = append(checks, e.Checks...)
		risks = append(risks, e.Risks...)
		for _, i := range e.From {
			mentioned[i.Introduced], mentioned[i.Fixed], mentioned[i.LastAffected] = true, true, true
		}
		for _, id := range slices.Concat(e.MustStopAt, e.Avoid) {
			mentioned[id] = true
		}
	}
	delete(mentioned, r.ID)
	for _, id := range slices.Sorted(maps.Keys(mentioned)) {
		if key, ok := s.keys[id]; ok { // "0" and "" are no releases
			shard.Mentions = append(shard.Mentions, compat.ReleaseKey{ID: id, SortKey: key})
		}
	}
	shard.Constraints = pick(s.constraints, constraints)
	shard.Checks = pick(s.checks, checks)
	shard.Risks = pick(s.risks, risks)
	return shard
}

// pick gives what the ids name, each once, in the order of their first use.
func pick[T any](all map[string]*T, ids []string) []T {
	var out []T
	seen := map[string]bool{}
	for _, id := range ids {
		if v := all[id]; v != nil && !seen[id] {
			seen[id] = true
			out = append(out, *v)
		}
	}
	return out
}
