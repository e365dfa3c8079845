package graph

import (
	"cmp"
	"maps"
	"slices"

	"upgraph/internal/compat"
)

// Pair is two releases and the hops of the path between them.
type Pair struct {
	From, To string // ids
	Hops     int
}

// Usual asks [Graph.Pairs] for its own limit.
const Usual = -1

// What Usual stands for.
const (
	defaultHops     = 12
	minDefaultTotal = 2000
	totalPerRelease = 4
)

// Pairs gives the pairs of releases with a path of at most maxHops: those with
// fewer hops first, then those closer together in the order, then those to the
// newer release, until their hops together reach total, since what is written
// for a pair grows with its hops. [Usual] asks for 12 hops, and for the greater of
// 2000 and four for each release.
func (g *Graph) Pairs(maxHops, total int) []Pair {
	releases := len(g.catalog.Releases)
	if maxHops == Usual {
		maxHops = defaultHops
	}
	left := total
	if total == Usual {
		left = max(minDefaultTotal, totalPerRelease*releases)
	}
	walks := make([]*walk, releases)
	for i := range walks {
		walks[i] = &walk{g: g, to: i, frontier: []int{i}, seen: map[int]bool{}}
	}
	var pairs []Pair
	for hops := 1; hops <= maxHops && left > 0; hops++ {
		limit := (left + hops - 1) / hops
		level, whole := nextLevel(walks, limit)
		slices.SortFunc(level, func(a, b span) int {
			return cmp.Or(cmp.Compare(a.to-a.from, b.to-b.from), cmp.Compare(b.to, a.to))
		})
		level = level[:min(len(level), limit)]
		for _, s := range level {
			pairs = append(pairs, Pair{From: g.id(s.from), To: g.id(s.to), Hops: hops})
		}
		left -= hops * len(level)
		if len(level) == 0 || !whole {
			break
		}
	}
	return pairs
}

// span is a pair by place.
type span struct{ from, to int }

// nextLevel gives the pairs with one hop more. Where there are more than limit,
// whole is false and the nearest are among them: each release adds only its
// nearest sources, and more of them until no nearer pair can be missing. Wide
// edges make millions of pairs, which are never listed.
func nextLevel(walks []*walk, limit int) (level []span, whole bool) {
	for each := 4; ; each *= 2 {
		level, whole = nil, true
		missing := len(walks) // the least gap of a pair that was left out
		for _, w := range walks {
			sources, bound := w.nearest(each)
			for _, from := range sources {
				level = append(level, span{from: from, to: w.to})
			}
			if bound >= 0 {
				whole = false
				missing = min(missing, w.to-bound+1)
			}
		}
		if whole && len(level) <= limit {
			for _, w := range walks {
				w.advance()
			}
			return level, true
		}
		if near := countWithin(level, missing); whole || near >= limit {
			return level, false
		}
	}
}

// countWithin counts the pairs whose gap is less than bound.
func countWithin(level []span, bound int) int {
	n := 0
	for _, s := range level {
		if s.to-s.from < bound {
			n++
		}
	}
	return n
}

// walk is a search backwards from one release that goes on level by level.
type walk struct {
	g        *Graph
	to       int
	frontier []int
	// seen says of a release whether it is passed: paths go on behind it. One
	// that is seen and not passed is only the start of a path so far.
	seen map[int]bool
	// found and through are the next level as nearest listed it: the sources
	// that are new, and the releases that paths go on behind.
	found, through []int
}

// nearest lists at most limit sources of the next level, the newest first. The
// bound is above every source that it left out, -1 where it left out none.
func (w *walk) nearest(limit int) (sources []int, bound int) {
	bound = -1
	w.found, w.through = nil, nil
	passed := map[int]bool{}
	for _, a := range w.g.arcsInto(w.frontier, strict) {
		n := 0
		for i := a.high - 1; i >= w.g.lowest(a, strict); i-- {
			pass := !slices.Contains(a.avoid, i)
			if old, ok := w.seen[i]; old || ok && !pass || w.g.status(i) == compat.DeadEnd {
				continue
			}
			if n++; n > limit {
				bound = max(bound, i+1)
				break
			}
			passed[i] = passed[i] || pass
		}
	}
	for _, i := range slices.Backward(slices.Sorted(maps.Keys(passed))) {
		if _, ok := w.seen[i]; !ok {
			w.found = append(w.found, i)
		}
		if passed[i] {
			w.through = append(w.through, i)
		}
	}
	if len(w.found) > limit {
		bound = max(bound, w.found[limit]+1)
		w.found = w.found[:limit]
	}
	return w.found, bound
}

// advance makes the level that nearest listed whole the next frontier.
func (w *walk) advance() {
	for _, i := range w.found {
		w.seen[i] = false
	}
	for _, i := range w.through {
		w.seen[i] = true
	}
	w.frontier = w.through
}
