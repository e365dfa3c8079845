package graph

import (
	"cmp"
	"slices"

	"upgraph/internal/compat"
)

// rules say what a search respects.
type rules int

const (
	strict  rules = iota // everything: what a plan may use
	relaxed              // nothing but the edges: to find out what stands in the way
)

// tree is the outcome of a search backwards from one release: for each release
// that reaches it the arc to take.
type tree struct {
	target int
	depth  int    // hops of the farthest release
	via    []*arc // by release; nil where there is no path
	dist   []int
	// start holds releases that may only be the start of a path, because the
	// first edge out of them wants them avoided on the way.
	start map[int]leaf
	// looked and taken count arcs and releases: what the search has cost.
	looked, taken int
}

type leaf struct {
	arc  *arc
	dist int
}

// reached reports whether a path leads from a release to the target. Nothing at
// the target or behind it has one.
func (t *tree) reached(i int) bool {
	if i >= t.target {
		return false
	}
	_, start := t.start[i]
	return start || t.via[i] != nil
}

// path gives the arcs from a release that reaches the target to the target.
func (t *tree) path(source int) []*arc {
	a := t.via[source]
	if l, ok := t.start[source]; ok && t.hops(source) == l.dist {
		a = l.arc
	}
	arcs := []*arc{a}
	for a.to != t.target {
		a = t.via[a.to]
		arcs = append(arcs, a)
	}
	return arcs
}

// hops is the length of that path.
func (t *tree) hops(i int) int {
	if l, ok := t.start[i]; ok && (t.via[i] == nil || l.dist < t.dist[i]) {
		return l.dist
	}
	return t.dist[i]
}

// search walks backwards from target, level by level, until it has reached
// source, or all releases where source is -1. Each release is visited once and
// each arc is looked at once, however wide it is.
func (g *Graph) search(target, source int, r rules) *tree {
	t := &tree{target: target, via: make([]*arc, target+1), dist: make([]int, target+1), start: map[int]leaf{}}
	open := newOpen(target)
	if r == strict {
		for i := range target {
			if g.status(i) == compat.DeadEnd {
				open.close(i)
			}
		}
	}
	frontier := []int{target}
	for n := 1; len(frontier) > 0; n++ {
		var next []int
		for _, a := range g.arcsInto(frontier, r) {
			t.looked++
			next = g.visit(t, open, a, n, r, next)
		}
		if len(next) > 0 || len(t.start) > 0 {
			t.depth = n
		}
		if source >= 0 && (source >= target || t.reached(source)) {
			break
		}
		frontier = next
	}
	return t
}

// arcsInto lists the arcs into the releases of one level, the preferred first.
func (g *Graph) arcsInto(level []int, r rules) []*arc {
	var arcs []*arc
	for _, to := range level {
		if r == strict && g.status(to) == compat.Withdrawn {
			continue
		}
		for _, a := range g.into[to] {
			if r == relaxed || a.edge.Status == compat.Supported {
				arcs = append(arcs, a)
			}
		}
	}
	slices.SortFunc(arcs, func(a, b *arc) int {
		return cmp.Or(cmp.Compare(b.low, a.low), cmp.Compare(b.to, a.to), cmp.Compare(a.order, b.order))
	})
	return arcs
}

// visit takes every release of an arc that was not reached before.
func (g *Graph) visit(t *tree, open *open, a *arc, n int, r rules, next []int) []int {
	for i := open.from(g.lowest(a, r)); i < a.high; i = open.from(i + 1) {
		if r == strict && slices.Contains(a.avoid, i) {
			if _, ok := t.start[i]; !ok {
				t.start[i] = leaf{arc: a, dist: n}
			}
			continue
		}
		t.via[i], t.dist[i] = a, n
		t.taken++
		next = append(next, i)
		open.close(i)
	}
	return next
}

// lowest is the first release that may take an arc: none from before a
// barrier, which every path stops at, or from before the edge's own stop.
func (g *Graph) lowest(a *arc, r rules) int {
	if r == relaxed {
		return a.low
	}
	return max(a.low, g.barrier[a.to], a.stop)
}

// open is the set of releases below a bound that were not visited yet. Finding
// the next one skips whole runs of visited ones.
type open struct{ next []int }

func newOpen(bound int) *open {
	o := &open{next: make([]int, bound+1)}
	for i := range o.next {
		o.next[i] = i
	}
	return o
}

// from gives the first open release at i or behind it, the bound if there is
// none.
func (o *open) from(i int) int {
	end := len(o.next) - 1
	if i >= end {
		return end
	}
	for o.next[i] != i {
		o.next[i] = o.next[o.next[i]]
		i = o.next[i]
	}
	return i
}

func (o *open) close(i int) { o.next[i] = i + 1 }
