package release

import (
	"fmt"
	"slices"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/version"
)

// addSources makes nodes of the versions that guides name as the source of an
// edge and nowhere else: they can be installed, or nobody could leave them.
func (l *lowering) addSources() {
	for _, n := range slices.Clone(l.nodes) {
		for _, p := range n.parts {
			if p.rel.From != "" {
				l.addSource(p)
			}
		}
	}
	l.number()
}

func (l *lowering) addSource(p part) {
	v, err := version.Parse(p.rel.From)
	at := diag.Pos{File: p.doc.Path, Line: max(p.rel.FromLine, 1), Column: 1}
	if err != nil {
		l.report(diag.Diagnostic{Code: "UG306", Severity: diag.Error, Pos: at,
			Message: fmt.Sprintf("%q is no version: %v", p.rel.From, err), Hint: "write the edge as From 1.0 to 1.1"})
		return
	}
	if l.byKey[v.SortKey()] != nil || len(l.members(v, len(l.nodes))) > 0 {
		return
	}
	n := &node{id: p.rel.From, version: v, named: source(p.doc, Span{Line: at.Line, EndLine: at.Line})}
	l.byKey[v.SortKey()] = n
	to := slices.IndexFunc(l.nodes, func(o *node) bool { return version.Compare(o.version, v) > 0 })
	if to < 0 {
		to = len(l.nodes)
	}
	l.nodes = slices.Insert(l.nodes, to, n)
}

// members are the nodes before a place in the order that belong to a line of
// versions: those of 3.3.x where a guide writes 3.3 or 3.3.x.
func (l *lowering) members(line version.Version, before int) []*node {
	text := strings.TrimSuffix(strings.TrimSuffix(strings.TrimLeft(line.Base(), "vV"), ".x"), ".X")
	if !line.IsFamily() && strings.Count(text, ".") != 1 {
		return nil
	}
	in, err := version.ParseRange(text + ".x")
	if err != nil {
		return nil
	}
	var out []*node
	for i, n := range l.nodes {
		if i < before && !n.version.IsFamily() && in.Contains(n.version) {
			out = append(out, n)
		}
	}
	return out
}

// from resolves the source of an edge that a heading states.
func (l *lowering) from(text string, to *node) ([]compat.Interval, *node, bool) {
	v, err := version.Parse(text)
	if err != nil {
		return nil, nil, false
	}
	found := l.members(v, to.at)
	if n := l.byKey[v.SortKey()]; n != nil {
		found = append(found, n)
	}
	if len(found) == 0 {
		return nil, nil, false
	}
	slices.SortFunc(found, func(a, b *node) int { return a.at - b.at })
	first, last := found[0], found[len(found)-1]
	named := l.byKey[v.SortKey()]
	if named == nil {
		named = last
	}
	return []compat.Interval{{Introduced: first.id, LastAffected: last.id}}, named, last.at < to.at
}

// widened turns a range of the front matter into intervals over the releases
// before a node. Withdrawn releases are left the same way as others.
func (l *lowering) widened(r version.Range, to *node) []compat.Interval {
	var out []compat.Interval
	open := false
	for _, n := range l.nodes[:to.at] {
		switch in := r.Contains(n.version); {
		case in && open:
			out[len(out)-1].LastAffected = n.id
		case in:
			out = append(out, compat.Interval{Introduced: n.id, LastAffected: n.id})
			open = true
		default:
			open = false
		}
	}
	return out
}
