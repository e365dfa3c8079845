package release

import (
	"fmt"
	"slices"

	"upgraph/internal/compat"
)

// checksAndConstraints declares what edges refer to, in upgrade order.
func (l *lowering) checksAndConstraints() {
	l.lasting, l.tools = map[string][]string{}, map[string]string{}
	seen := map[string]compat.Check{}
	for _, n := range l.nodes {
		for _, p := range n.parts {
			for _, c := range p.rel.Checks {
				id := checkID(c, n)
				if c.Lasting {
					l.lasting[n.id] = append(l.lasting[n.id], id)
					l.tools[id] = c.Tool
				}
				k := l.check(p, id, c)
				if first, ok := seen[id]; ok {
					l.contradiction(p, c.Span, "check", id, sameCheck(first, k), *first.Source)
					continue
				}
				seen[id] = k
				l.catalog.Checks = append(l.catalog.Checks, k)
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

// addLasting lists, for each node, the lasting checks of all releases up to
// it, oldest first, less those that a release on the way supersedes.
func (l *lowering) addLasting() {
	l.upTo = make([][]string, len(l.nodes))
	var so []string // never changed in place: nodes share it
	for i, n := range l.nodes {
		for _, p := range n.parts {
			for _, id := range l.dropped[p.rel] {
				so = without(so, func(o string) bool { return o == id || slices.Contains(l.lasting[id], o) })
			}
		}
		for _, id := range l.lasting[n.id] {
			if tool := l.tools[id]; tool != "" {
				so = without(so, func(o string) bool { return l.tools[o] == tool })
			}
			if !slices.Contains(so, id) {
				so = append(slices.Clip(so), id)
			}
		}
		l.upTo[i] = so
	}
}

func without(ids []string, gone func(string) bool) []string {
	if !slices.ContainsFunc(ids, gone) {
		return ids
	}
	return slices.DeleteFunc(slices.Clone(ids), gone)
}

// checksUpTo are the lasting checks of all releases up to a node and the other
// checks of its own.
func (l *lowering) checksUpTo(n *node, parts []part) []string {
	out := append([]string{}, l.upTo[n.at]...)
	for _, p := range parts {
		for _, c := range p.rel.Checks {
			if id := checkID(c, n); !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// Catalog is the check as the catalog writes it, without a place and not yet
// approved.
func (c Check) Catalog() compat.Check {
	k := compat.Check{ID: c.ID, Type: c.Type, When: c.When, File: c.File, Format: c.Format, Key: c.Key, Value: c.Value, Pattern: c.Pattern}
	k.Argv, k.Versions = slices.Clone(c.Argv), slices.Clone(c.Versions)
	return k
}

// check lowers a check, with what a person says of the program that it starts.
func (l *lowering) check(p part, id string, c Check) compat.Check {
	k := c.Catalog()
	k.ID, k.Text = id, flow(c.Text)
	at := source(p.doc, c.Span)
	k.Source = &at
	if s, runs := k.Runs(); runs {
		approved := l.in.Approved != nil && l.in.Approved(compat.CheckApprovals, s)
		k.Approved = &approved
	}
	return k
}
