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
	open          open
	found         []int // the releases in via, in the order of their visit
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
	return g.searchWithin(target, source, len(g.into), r)
}

// searchWithin is a search that ends after so many hops. What it costs grows
// with what it visits, not with the graph: the tree is one that an earlier
// search is done with, where there is one.
func (g *Graph) searchWithin(target, source, hops int, r rules) *tree {
	t := g.tree(target, r)
	frontier := []int{target}
	for n := 1; len(frontier) > 0 && n <= hops; n++ {
		var next []int
		for _, a := range g.arcsInto(frontier, r) {
			t.looked++
			next = g.visit(t, a, n, r, next)
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

// tree is an empty tree. Strict ones come back with done; the others are for
// finding out why there is no path, which is rare.
func (g *Graph) tree(target int, r rules) *tree {
	n := len(g.into)
	if r != strict {
		o := open{fresh: newOpen(n), end: target}
		o.next = o.fresh
		return &tree{target: target, via: make([]*arc, n), dist: make([]int, n), start: map[int]leaf{}, open: o}
	}
	t, ok := g.spare.Get().(*tree)
	if !ok {
		t = &tree{via: make([]*arc, n), dist: make([]int, n), start: map[int]leaf{}}
		t.open = open{fresh: g.fresh, next: slices.Clone(g.fresh)}
	}
	t.target, t.open.end = target, target
	return t
}

// done gives back a tree of a strict search, which is not to be used after.
func (g *Graph) done(t *tree) {
	for _, i := range t.found {
		t.via[i], t.dist[i] = nil, 0
	}
	t.open.reset()
	clear(t.start)
	t.found, t.depth, t.looked, t.taken = t.found[:0], 0, 0, 0
	g.spare.Put(t)
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
func (g *Graph) visit(t *tree, a *arc, n int, r rules, next []int) []int {
	for i := t.open.from(g.lowest(a, r)); i < a.high; i = t.open.from(i + 1) {
		if r == strict && slices.Contains(a.avoid, i) {
			if _, ok := t.start[i]; !ok {
				t.start[i] = leaf{arc: a, dist: n}
			}
			continue
		}
		t.via[i], t.dist[i] = a, n
		t.taken++
		next, t.found = append(next, i), append(t.found, i)
		t.open.close(i)
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

// open is the set of releases before an end that were not visited yet. Finding
// the next one skips whole runs of visited ones.
type open struct {
	next, fresh []int
	changed     []int // places where next differs from fresh
	end         int
}

// newOpen is the set of all of n releases, and one behind them that ends runs.
func newOpen(n int) []int {
	next := make([]int, n+1)
	for i := range next {
		next[i] = i
	}
	return next
}

// from gives the first open release at i or behind it, the end if there is
// none.
func (o *open) from(i int) int {
	for i < o.end && o.next[i] != i {
		if far := o.next[o.next[i]]; far != o.next[i] {
			o.set(i, far)
		}
		i = o.next[i]
	}
	return min(i, o.end)
}

func (o *open) close(i int) { o.set(i, i+1) }

func (o *open) set(i, to int) {
	o.next[i] = to
	o.changed = append(o.changed, i)
}

func (o *open) reset() {
	for _, i := range o.changed {
		o.next[i] = o.fresh[i]
	}
	o.changed = o.changed[:0]
}
