package release

import (
	"fmt"
	"slices"

	"upgraph/internal/compat"
)

// checksAndConstraints declares what edges refer to, in upgrade order.
func (l *lowering) checksAndConstraints() {
	l.lasting = map[string][]string{}
	seen := map[string]bool{}
	for _, n := range l.nodes {
		for _, p := range n.parts {
			for _, c := range p.rel.Checks {
				id := checkID(c, n)
				if c.Lasting {
					l.lasting[n.id] = append(l.lasting[n.id], id)
				}
				if !seen[id] {
					seen[id] = true
					k := check(c)
					k.ID = id
					k.Text = flow(c.Text)
					s := source(p.doc, c.Span)
					k.Source = &s
					l.catalog.Checks = append(l.catalog.Checks, k)
				}
			}
			for i, c := range p.rel.Constraints {
				if n.repeats(p, c) {
					continue
				}
				l.catalog.Constraints = append(l.catalog.Constraints, compat.Constraint{
					ID: constraintID(n, p, i, c), Type: c.Type, Components: slices.Clone(c.Components), Text: flow(c.Text), Source: source(p.doc, c.Span),
				})
			}
		}
	}
}

func checkID(c Check, n *node) string {
	if c.ID != "" {
		return c.ID
	}
	return fmt.Sprintf("%s/%s-%d", n.id, c.Type, c.Line)
}

// repeats reports whether a document says of a release what another has said
// before it.
func (n *node) repeats(p part, c Constraint) bool {
	for _, o := range n.parts {
		if o.doc == p.doc {
			return false
		}
		if slices.ContainsFunc(o.rel.Constraints, func(k Constraint) bool { return k.Type == c.Type && slices.Equal(k.Components, c.Components) }) {
			return true
		}
	}
	return false
}

// constraintID is RELEASE/TYPE, with a number behind it from the second on.
func constraintID(n *node, p part, i int, c Constraint) string {
	same := 0
	for _, o := range n.parts {
		for j, k := range o.rel.Constraints {
			if o == p && j == i {
				if same == 0 {
					return n.id + "/" + c.Type
				}
				return fmt.Sprintf("%s/%s-%d", n.id, c.Type, same+1)
			}
			if k.Type == c.Type {
				same++
			}
		}
	}
	return n.id + "/" + c.Type
}

// checksUpTo are the lasting checks of all releases up to a node, oldest first,
// and the other checks of its own.
func (l *lowering) checksUpTo(n *node, parts []part) []string {
	out := []string{}
	add := func(id string) {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, o := range l.nodes[:n.at+1] {
		for _, id := range l.lasting[o.id] {
			add(id)
		}
	}
	for _, p := range parts {
		for _, c := range p.rel.Checks {
			add(checkID(c, n))
		}
	}
	return out
}

func check(c Check) compat.Check {
	return compat.Check{Type: c.Type, When: c.When, File: c.File, Format: c.Format, Key: c.Key, Value: c.Value}
}
