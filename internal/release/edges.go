package release

import (
	"fmt"
	"reflect"
	"slices"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/version"
)

// edges makes the edges into each release: those that its headings state, the
// range that its front matter widens, or the one from the release before it.
func (l *lowering) edges() {
	l.catalog.Edges = slices.Grow(l.catalog.Edges, len(l.nodes))
	for _, n := range l.nodes {
		l.catalog.Edges = append(l.catalog.Edges, l.into(n)...)
	}
}

// into are the edges into one release.
func (l *lowering) into(n *node) []compat.Edge {
	if n.withdrawn() || len(n.parts) == 0 {
		return nil
	}
	var edges []compat.Edge
	for _, parts := range n.ways() {
		p := parts[0]
		var e compat.Edge
		ok := true
		switch {
		case p.rel.From != "":
			e, ok = l.statedEdge(n, p)
		case p.rel.UpgradeFrom != "":
			e, ok = l.widenedEdge(n, p)
		default:
			e, ok = l.chainEdge(n, p)
		}
		if ok {
			l.finishEdge(&e, n, parts)
			edges = append(edges, e)
		}
	}
	return edges
}

// ways are the parts of a release by the source that they state, each way an
// edge. Notes beside them that state no source and have no steps belong to
// every way and make none.
func (n *node) ways() [][]part {
	var ways [][]part
	for _, p := range n.parts {
		same := func(w []part) bool { return w[0].rel.From == p.rel.From && w[0].rel.UpgradeFrom == p.rel.UpgradeFrom }
		if at := slices.IndexFunc(ways, same); at >= 0 {
			ways[at] = append(ways[at], p)
		} else {
			ways = append(ways, []part{p})
		}
	}
	if len(ways) == 1 {
		return ways
	}
	stated := slices.DeleteFunc(slices.Clone(ways), func(w []part) bool { return n.onlyNotes(w) })
	if len(stated) == 0 || len(stated) == len(ways) {
		return ways
	}
	for _, w := range ways {
		if n.onlyNotes(w) {
			for i := range stated {
				stated[i] = append(stated[i], w...)
			}
		}
	}
	return stated
}

// onlyNotes reports whether parts of a way state no source, have no steps and
// are of other documents than all that state one.
func (n *node) onlyNotes(way []part) bool {
	return !slices.ContainsFunc(way, func(p part) bool {
		return p.rel.From != "" || p.rel.UpgradeFrom != "" || p.speaks() > 0 ||
			slices.ContainsFunc(n.parts, func(o part) bool { return o.doc == p.doc && o.rel.From != "" })
	})
}

func (l *lowering) statedEdge(n *node, p part) (compat.Edge, bool) {
	at := p.rel.FromLine
	from, named, ok := l.from(p.rel.From, n)
	if named == nil {
		return compat.Edge{}, false
	}
	if !ok {
		l.report(diag.Diagnostic{Code: "UG309", Severity: diag.Error, Pos: diag.Pos{File: p.doc.Path, Line: at, Column: 1},
			Message: fmt.Sprintf("the edge from %s to %s leads backwards", p.rel.From, n.id), Hint: "name the older version first"})
		return compat.Edge{}, false
	}
	return compat.Edge{ID: named.id + ".." + n.id, From: from,
		Basis: compat.Basis{Rule: "stated", Sources: []compat.Source{source(p.doc, Span{Line: at, EndLine: at})}}}, true
}

func (l *lowering) widenedEdge(n *node, p part) (compat.Edge, bool) {
	at := diag.Pos{File: p.doc.Path, Line: max(p.rel.FromLine, 1), Column: 1}
	r, err := version.ParseRange(p.rel.UpgradeFrom)
	if err != nil {
		l.report(diag.Diagnostic{Code: "UG309", Severity: diag.Error, Pos: at,
			Message: fmt.Sprintf("upgrade_from %q is no range: %v", p.rel.UpgradeFrom, err), Hint: "write it as >=1.0.2 <1.0.5"})
		return compat.Edge{}, false
	}
	from := l.widened(r, n)
	if len(from) == 0 {
		l.report(diag.Diagnostic{Code: "UG309", Severity: diag.Error, Pos: at,
			Message: fmt.Sprintf("no release before %s is in upgrade_from %q", n.id, p.rel.UpgradeFrom), Hint: "name a range that holds an older release"})
		return compat.Edge{}, false
	}
	nearest := from[len(from)-1].LastAffected
	return compat.Edge{ID: nearest + ".." + n.id, From: from,
		Basis: compat.Basis{Rule: "stated", Sources: []compat.Source{source(p.doc, Span{Line: at.Line, EndLine: at.Line})}}}, true
}

// chainEdge leads from the release before, and from those between the two that
// were withdrawn or came out later. The first release is reached from what no
// guide describes.
func (l *lowering) chainEdge(n *node, p part) (compat.Edge, bool) {
	before := n.at - 1
	for before >= 0 && (l.nodes[before].withdrawn() || l.cameLater(l.nodes[before], n)) {
		before--
	}
	if before < 0 {
		return compat.Edge{ID: ".." + n.id, From: []compat.Interval{{Introduced: "0", Fixed: n.id}}, Basis: l.basis(nil, p)}, true
	}
	prev := l.nodes[before]
	return compat.Edge{
		ID:    prev.id + ".." + n.id,
		From:  []compat.Interval{{Introduced: prev.id, LastAffected: l.nodes[n.at-1].id}},
		Basis: l.basis(prev, p),
	}, true
}

// basis names the sentences that an edge of the chain rests on: the one that
// says that upgrades go from the previous version and, where that version has
// no steps of its own, the one that calls every section a procedure.
func (l *lowering) basis(prev *node, p part) compat.Basis {
	says, calls := l.statements(p.doc)
	if says != nil {
		b := compat.Basis{Rule: "previous-release", Sources: []compat.Source{*says}}
		if prev != nil && !prev.hasSteps() && calls != nil {
			b.Sources = append(b.Sources, *calls)
		}
		return b
	}
	b := compat.Basis{Rule: "adjacent-sections", Sources: []compat.Source{}}
	if prev != nil && len(prev.parts) > 0 {
		b.Sources = append(b.Sources, headingOf(prev.parts[0]))
	}
	b.Sources = append(b.Sources, headingOf(p))
	return b
}

func headingOf(p part) compat.Source {
	return source(p.doc, Span{Line: p.rel.Line, EndLine: p.rel.Line})
}

// statements are those of the release's own document, or of the product's
// index.
func (l *lowering) statements(own *Document) (basis, procedures *compat.Source) {
	for _, d := range append([]*Document{own}, l.indexes()...) {
		if basis == nil && d.Basis != nil {
			s := source(d, d.Basis.Span)
			basis = &s
		}
		if procedures == nil && d.Procedures != nil {
			s := source(d, d.Procedures.Span)
			procedures = &s
		}
	}
	return basis, procedures
}

// indexes are the documents that speak of the whole product.
func (l *lowering) indexes() []*Document {
	if l.general == nil {
		l.general = []*Document{}
		for _, d := range l.in.Documents {
			if isIndex(d) {
				l.general = append(l.general, d)
			}
		}
	}
	return l.general
}

func (n *node) hasSteps() bool {
	for _, p := range n.parts {
		if len(p.rel.Steps) > 0 {
			return true
		}
	}
	return false
}

// finishEdge gives an edge what its parts of the guides ask for.
func (l *lowering) finishEdge(e *compat.Edge, n *node, parts []part) {
	e.To, e.Status = n.id, compat.Supported
	e.Checks = l.checksUpTo(n, parts)
	e.Constraints = []string{}
	for _, p := range parts {
		for i, c := range p.rel.Constraints {
			if !n.repeats(p, c) {
				e.Constraints = append(e.Constraints, constraintID(n, p, i, c))
			}
		}
	}
	l.way(e, n, parts)
	e.Steps = l.steps(n, parts[0])
	if len(e.Steps) == 0 {
		e.Steps = told(parts)
	}
	for _, p := range parts[1:] {
		if p.speaks() > 0 && !sameSteps(e.Steps, l.steps(n, p)) {
			l.report(diag.Diagnostic{Code: "UG307", Severity: diag.Error, Pos: p.pos(),
				Message: fmt.Sprintf("the steps of %s are told in two ways: here and at %v", n.id, parts[0].pos()),
				Hint:    "keep the steps in one of the two, or give each the edge it is about (From A to B)"})
		}
	}
}

// sameSteps reports whether two procedures do the same, whatever their words:
// a guide that is there twice is no fault.
func sameSteps(a, b []compat.Step) bool {
	return slices.EqualFunc(a, b, func(s, t compat.Step) bool {
		if s.Kind != t.Kind || s.Script != t.Script || !slices.Equal(s.Argv, t.Argv) || (s.Check == nil) != (t.Check == nil) {
			return false
		}
		if s.Check != nil {
			return reflect.DeepEqual(*s.Check, *t.Check)
		}
		return s.Executes() || s.Text == t.Text
	})
}
