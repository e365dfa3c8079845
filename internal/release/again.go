package release

import (
	"reflect"
	"slices"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
)

// Lowered is a catalog with what it takes to lower one of its guides again.
type Lowered struct {
	Catalog *compat.Catalog

	by *lowering
}

// With is the catalog after one of its guides was written anew, exactly as [Lower]
// would make it. It is not ok where the change may reach beyond the releases of
// the guide and the edges beside them: then everything is to be lowered.
func (l *Lowered) With(old, now *Document) (*Lowered, bool) {
	if isIndex(old) || !SameShape(old, now) {
		return nil, false
	}
	anew := map[*Release]*Release{}
	for i, r := range old.Releases {
		anew[r] = now.Releases[i]
	}
	by := *l.by
	by.nodes, by.dropped, by.found = slices.Clone(by.nodes), dropped(by.dropped, anew), nil
	changed := make([]bool, len(by.nodes))
	for i, n := range by.nodes {
		if !slices.ContainsFunc(n.parts, func(p part) bool { return p.doc == old }) {
			continue
		}
		m := *n
		m.parts, m.ids = slices.Clone(n.parts), NewIDs()
		for k, p := range m.parts {
			if p.doc == old {
				m.parts[k] = part{now, anew[p.rel]}
			}
		}
		by.nodes[i], changed[i] = &m, true
	}
	c := *l.Catalog
	by.catalog = &c
	c.Releases = slices.Clone(c.Releases)
	for i, n := range by.nodes {
		if changed[i] {
			c.Releases[i] = by.release(n)
		}
	}
	ok := by.edgesAgain(changed, old.Path) && !diag.HasErrors(by.found)
	c.Requires = compat.Requirements(&c)
	return &Lowered{Catalog: &c, by: &by}, ok
}

// dropped is what parts supersede, for the parts that took the place of others.
func dropped(of map[*Release][]string, anew map[*Release]*Release) map[*Release][]string {
	out := make(map[*Release][]string, len(of))
	for r, ids := range of {
		if now, ok := anew[r]; ok {
			r = now
		}
		out[r] = ids
	}
	return out
}

// edgesAgain makes the edges into changed nodes again, and those that cite a line
// of the guide. It reports whether they lead from where they led before.
func (l *lowering) edgesAgain(changed []bool, file string) bool {
	edges := slices.Clone(l.catalog.Edges)
	rest := edges // those of this node and the ones after it: edges are in their order
	for i, n := range l.nodes {
		end := 0
		for end < len(rest) && rest[end].To == n.id {
			end++
		}
		into := rest[:end]
		rest = rest[end:]
		if !changed[i] && !slices.ContainsFunc(into, func(e compat.Edge) bool { return cites(e, file) }) {
			continue
		}
		now := l.into(n)
		same := func(a, b compat.Edge) bool {
			return a.ID == b.ID && a.Status == b.Status && slices.Equal(a.From, b.From)
		}
		if !slices.EqualFunc(now, into, same) {
			return false
		}
		copy(into, now)
	}
	l.catalog.Edges = edges
	return true
}

func cites(e compat.Edge, file string) bool {
	return slices.ContainsFunc(e.Basis.Sources, func(s compat.Source) bool { return s.File == file })
}

// SameShape reports whether two readings of a guide differ only in what stays
// with its releases: words, changes, steps, notes and the lines that they are on.
func SameShape(a, b *Document) bool { return reflect.DeepEqual(Shape(a), Shape(b)) }

// Shape is a guide without what stays with its releases. What is added to
// [Document] or [Release] is part of it until it is known to be harmless.
func Shape(d *Document) *Document {
	x := *d
	x.Summary, x.Front, x.Releases, x.Extra, x.Lines, x.Diagnostics = "", nil, nil, nil, Lines{}, nil
	for _, r := range d.Releases {
		x.Releases = append(x.Releases, shape(r))
	}
	return &x
}

func shape(r *Release) *Release {
	x := *r
	x.Heading, x.Span, x.FromLine, x.Summary, x.Link, x.Info = "", Span{}, 0, "", "", nil
	x.Sections, x.Changes, x.Steps, x.Commands, x.Notes, x.Extra, x.Told = nil, nil, nil, nil, nil, nil, nil
	if len(r.Steps) > 0 {
		x.Steps = make([]Step, 1) // whether there are any says which document tells of the release first
	}
	return &x
}
