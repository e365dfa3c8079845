package compat

import "iter"

// Runs gives everything that a catalog starts: each executing step with its
// release, in order, then what checks start, with [CheckApprovals].
func (c *Catalog) Runs() iter.Seq2[string, Step] {
	return func(yield func(string, Step) bool) {
		for i := range c.Edges {
			e := &c.Edges[i]
			for _, s := range e.Steps {
				if s.Executes() && !yield(e.To, s) {
					return
				}
			}
		}
		for k := range c.everyCheck {
			if s, ok := k.Runs(); ok && !yield(CheckApprovals, s) {
				return
			}
		}
	}
}

// everyCheck gives the checks outside of steps: declared, of risks, of gates.
func (c *Catalog) everyCheck(yield func(*Check) bool) {
	for i := range c.Checks {
		if !yield(&c.Checks[i]) {
			return
		}
	}
	for i := range c.Risks {
		if k := c.Risks[i].Check; k != nil && !yield(k) {
			return
		}
	}
	for i := range c.Edges {
		if g := c.Edges[i].Gate; g != nil && g.Check != nil && !yield(g.Check) {
			return
		}
	}
}
