package release

import (
	"cmp"
	"slices"

	"upgraph/internal/version"
)

// The parts of this file are about products with several lines of releases: a
// line goes on after a higher one has begun, and a changelog tells both in the
// order of their days.

// tell notes where the one document has each node, and which way of counting
// it has first: the place of each, by whether it is the calendar's.
func (l *lowering) tell() (schemes map[bool]int) {
	schemes = map[bool]int{}
	if !l.oneDocument() {
		return schemes
	}
	told := slices.Clone(l.nodes)
	if newestFirst(told) {
		slices.Reverse(told)
	}
	for i, n := range told {
		n.told = i + 1
		if c := n.version.IsCalendar(); schemes[c] == 0 {
			schemes[c] = n.told
		}
	}
	return schemes
}

// newestFirst reports whether a document goes down in its versions more often
// than up.
func newestFirst(nodes []*node) bool {
	up, down := 0, 0
	for i := 1; i < len(nodes); i++ {
		if version.Compare(nodes[i-1].version, nodes[i].version) < 0 {
			up++
		} else {
			down++
		}
	}
	return down > up
}

// isOfLine reports whether two releases are of one minor line, such as 1.9.
func (n *node) isOfLine(o *node) bool {
	line := minorLine(n.version)
	return line != "" && line == minorLine(o.version)
}

// cameLater reports whether a release of a lower line came out after another
// one: 1.9.3 after 2.0.0. Nobody went from there when the other one came out,
// so its guide is about the release before. Days decide, else the place in the
// one document, where the line of the release had begun before.
func (l *lowering) cameLater(n, other *node) bool {
	if n.isOfLine(other) {
		return false
	}
	if a, b := n.day(), other.day(); a != "" && b != "" && a != b {
		return a > b
	}
	return n.told > other.told && slices.ContainsFunc(l.nodes[:n.at], func(o *node) bool {
		return o.told < other.told && o.version.Major() == n.version.Major()
	})
}

// day is when a release came out, YYYY-MM-DD, empty where nobody says.
func (n *node) day() string {
	day := n.builtAt()
	for _, p := range n.parts {
		day = cmp.Or(p.rel.Date, day)
	}
	return day[:min(len(day), len("2006-01-02"))]
}
