package release

import (
	"cmp"
	"fmt"
	"slices"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/version"
)

// node is one release of the product: the parts of guides that are about it,
// or only the place that names it as the source of an edge.
type node struct {
	id      string
	version version.Version
	parts   []part
	named   compat.Source // set where there is no part
	at      int           // place in the upgrade order
	told    int           // place in the one document, 1 for what it tells as the oldest; 0 where there are several
	ids     *IDs          // of its changes
}

// part is a release as one document tells it.
type part struct {
	doc *Document
	rel *Release
}

func (p part) pos() diag.Pos { return diag.Pos{File: p.doc.Path, Line: p.rel.Line, Column: 1} }

func (n *node) withdrawn() bool {
	return slices.ContainsFunc(n.parts, func(p part) bool { return p.rel.Status == compat.Withdrawn })
}

// explicit is the author's place in the order, 0 when there is none.
func (n *node) explicit() int {
	for _, p := range n.parts {
		if p.rel.Order != 0 {
			return p.rel.Order
		}
	}
	return 0
}

// collect makes a node of each version, in content order. A guide and release
// notes may both be about one version: the one with steps speaks first, and
// its name for the release is the one that is used.
func (l *lowering) collect() {
	for _, d := range l.in.Documents {
		for _, r := range d.Releases {
			if r.Unreleased || r.ID == "" {
				continue
			}
			l.add(part{d, r})
		}
	}
	for _, n := range l.nodes {
		slices.SortStableFunc(n.parts, func(a, b part) int { return b.speaks() - a.speaks() })
		n.id = n.parts[0].rel.ID
	}
}

// speaks is 1 for a part that says what to do, 0 for others.
func (p part) speaks() int {
	if len(p.rel.Steps) > 0 {
		return 1
	}
	return 0
}

func (l *lowering) add(p part) {
	v, err := version.Parse(p.rel.ID)
	if err != nil {
		l.report(diag.Diagnostic{Code: "UG306", Severity: diag.Error, Pos: p.pos(),
			Message: fmt.Sprintf("%q is no version: %v", p.rel.ID, err), Hint: "name the release by its version, as in v1.0.5"})
		return
	}
	n := l.byKey[v.SortKey()]
	if n == nil {
		n = &node{id: p.rel.ID, version: v, ids: NewIDs()}
		l.byKey[v.SortKey()] = n
		l.nodes = append(l.nodes, n)
	}
	for _, o := range n.parts {
		if o.doc == p.doc && o.rel.From == p.rel.From {
			l.duplicate(o, p)
			return
		}
	}
	n.parts = append(n.parts, p)
}

// duplicate reports two descriptions of one release in one document. Two
// headings for one version that are different edges are fine and do not come
// here, nor do several documents about one version.
func (l *lowering) duplicate(first, second part) {
	l.report(diag.Diagnostic{Code: "UG307", Severity: diag.Error, Pos: second.pos(),
		Message: fmt.Sprintf("release %s is described twice: here and at %v", second.rel.ID, first.pos()),
		Hint:    "keep one of the two, or give each the edge it is about (From A to B)"})
}

// order puts the nodes into upgrade order: by version, as explicit places say
// where there are some. A document may go on with another way of counting, from
// dates to numbers: then it says which of the two comes first.
func (l *lowering) order() {
	schemes := l.tell()
	slices.SortStableFunc(l.nodes, func(a, b *node) int {
		return cmp.Or(cmp.Compare(schemes[a.version.IsCalendar()], schemes[b.version.IsCalendar()]), version.Compare(a.version, b.version))
	})
	l.place()
	l.number()
	l.disagreements()
}

func (l *lowering) oneDocument() bool {
	var first *Document
	for _, n := range l.nodes {
		for _, p := range n.parts {
			if first != nil && first != p.doc {
				return false
			}
			first = p.doc
		}
	}
	return true
}

// place puts nodes with an explicit place in the order of these places, over
// the slots that they have; the others stay where they are.
func (l *lowering) place() {
	var slots []int
	var placed []*node
	for i, n := range l.nodes {
		if n.explicit() != 0 {
			slots = append(slots, i)
			placed = append(placed, n)
		}
	}
	slices.SortStableFunc(placed, func(a, b *node) int { return a.explicit() - b.explicit() })
	for i, slot := range slots {
		l.nodes[slot] = placed[i]
	}
}

func (l *lowering) number() {
	for i, n := range l.nodes {
		n.at = i
	}
}

// disagreements warns where the document, the versions or the build times of
// one line tell another order than the one that is used.
func (l *lowering) disagreements() {
	for i := 1; i < len(l.nodes); i++ {
		a, b := l.nodes[i-1], l.nodes[i]
		if a.explicit() == 0 || b.explicit() == 0 {
			switch {
			case version.Compare(a.version, b.version) > 0:
				l.disagree(a, b, "and before it by their versions")
			case a.told > b.told && a.isOfLine(b):
				l.disagree(a, b, "though the document tells it as the older of the two")
			}
		}
		at, bt := a.builtAt(), b.builtAt()
		if at != "" && bt != "" && at > bt && a.isOfLine(b) {
			l.disagree(a, b, "and before it by their build times")
		}
	}
}

func (n *node) builtAt() string {
	for _, p := range n.parts {
		if p.rel.BuiltAt != "" {
			return p.rel.BuiltAt
		}
	}
	return ""
}

func (l *lowering) disagree(a, b *node, what string) {
	if len(a.parts) == 0 || len(b.parts) == 0 {
		return
	}
	l.report(diag.Diagnostic{Code: "UG308", Severity: diag.Warning, Pos: b.parts[0].pos(),
		Message: fmt.Sprintf("%s comes after %s in the upgrade order %s", b.id, a.id, what),
		Hint:    "put the sections in order, or state order: in the front matter"})
}
