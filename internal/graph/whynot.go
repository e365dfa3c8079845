package graph

import (
	"errors"
	"fmt"
	"strings"

	"upgraph/internal/compat"
)

// NoPathError says that no path leads from one release to another, and why.
type NoPathError struct {
	From, To string // ids
	Message  string // one sentence
	Why      []string
}

func (e *NoPathError) Error() string {
	if len(e.Why) == 0 {
		return e.Message
	}
	return e.Message + ": " + strings.Join(e.Why, "; ")
}

func (g *Graph) noPath(from, to int) error {
	e := &NoPathError{
		From:    g.id(from),
		To:      g.id(to),
		Message: fmt.Sprintf("there is no upgrade path from %s to %s", g.id(from), g.id(to)),
	}
	if to < from {
		e.Why = g.whyNotBack(from, to)
		return e
	}
	if g.status(from) == compat.DeadEnd {
		e.Why = append(e.Why, fmt.Sprintf("%s is a dead end: nothing leads out of it", e.From))
	}
	if g.status(to) == compat.Withdrawn {
		e.Why = append(e.Why, fmt.Sprintf("%s was withdrawn: nothing leads into it any more", e.To))
		if next := g.nextReached(from, to); next != "" {
			e.Why = append(e.Why, fmt.Sprintf("the next release that %s leads to is %s", e.From, next))
		}
	}
	if len(e.Why) == 0 {
		e.Why = g.obstacles(from, to)
	}
	if len(e.Why) == 0 {
		e.Why = g.gap(from, to)
	}
	return e
}

// nextReached is the first release behind another that a path leads to; empty
// where there is none among the few that are looked at.
func (g *Graph) nextReached(from, behind int) string {
	const few = 20
	for i := behind + 1; i < min(behind+few, len(g.into)); i++ {
		if g.search(i, from, strict).reached(from) {
			return g.id(i)
		}
	}
	return ""
}

// whyNotBack says what the guide says about going back.
func (g *Graph) whyNotBack(from, to int) []string {
	way := fmt.Sprintf("going back from %s to %s", g.id(from), g.id(to))
	rollback := g.catalog.Rollback
	if rollback.Statement == "" || rollback.Statement == "unstated" {
		return []string{"the guide says nothing about " + way}
	}
	why := []string{fmt.Sprintf("about %s the guide says: %s", way, rollback.Statement)}
	if rollback.Policy == "allow" {
		why = append(why, "it gives no steps for it")
	}
	return why
}

// obstacles walks the path that there would be if every edge could be taken,
// and names what forbids it.
func (g *Graph) obstacles(from, to int) []string {
	t := g.search(to, from, relaxed)
	if !t.reached(from) {
		return nil
	}
	var why []string
	for _, a := range t.path(from) {
		why = append(why, g.obstaclesOf(from, a)...)
		from = a.to
	}
	return why
}

// obstaclesOf names what forbids the hop from a release over an arc.
func (g *Graph) obstaclesOf(at int, a *arc) []string {
	var why []string
	hop := fmt.Sprintf("from %s to %s", g.id(at), g.id(a.to))
	if g.status(at) == compat.DeadEnd {
		why = append(why, fmt.Sprintf("the way leads through %s, which is a dead end", g.id(at)))
	}
	if a.edge.Status != compat.Supported {
		why = append(why, fmt.Sprintf("the upgrade %s is %s", hop, a.edge.Status))
	}
	if g.status(a.to) == compat.Withdrawn {
		why = append(why, fmt.Sprintf("the way leads over %s, which was withdrawn", g.id(a.to)))
	}
	if b := g.barrier[a.to]; b > at {
		why = append(why, fmt.Sprintf("the upgrade %s would jump over the barrier %s, where every path must stop", hop, g.id(b)))
	}
	if a.stop > at {
		why = append(why, fmt.Sprintf("the upgrade %s must stop at %s", hop, g.id(a.stop)))
	}
	for _, i := range a.avoid {
		if i == at {
			why = append(why, fmt.Sprintf("the upgrade to %s wants %s avoided on the way", g.id(a.to), g.id(at)))
		}
	}
	return why
}

// gap says how far one gets from one side and from where the other is reached.
func (g *Graph) gap(from, to int) []string {
	var why []string
	if far := g.farthest(from); far == from {
		why = append(why, fmt.Sprintf("the guide documents no upgrade from %s", g.id(from)))
	} else {
		why = append(why, fmt.Sprintf("from %s the guide leads as far as %s", g.id(from), g.id(far)))
	}
	t := g.search(to, -1, strict)
	first := 0
	for first < to && !t.reached(first) {
		first++
	}
	switch _, undocumented := g.undocumented[to]; {
	case first < to && first > from:
		why = append(why, fmt.Sprintf("the guide documents upgrades to %s only from %s on", g.id(to), g.id(first)))
	case first < to:
		why = append(why, fmt.Sprintf("upgrades to %s are documented from other releases, such as %s", g.id(to), g.id(first)))
	case undocumented:
		why = append(why, fmt.Sprintf("the guide does not say from which release one upgrades to %s", g.id(to)))
	default:
		why = append(why, fmt.Sprintf("the guide documents no upgrade to %s", g.id(to)))
	}
	return why
}

// farthest gives the last release in the order that can be reached. Edges lead
// forward, so one pass in the order of their targets is enough.
func (g *Graph) farthest(from int) int {
	n := len(g.catalog.Releases)
	reached := make([]int, n+1) // reached[i] is how many before i can be reached and left
	far := from
	for i := range n {
		here := i == from
		if i > from && g.status(i) != compat.Withdrawn {
			for _, a := range g.into[i] {
				low := g.lowest(a, strict)
				here = here || a.edge.Status == compat.Supported && low < a.high && reached[a.high]-reached[low] > 0
			}
		}
		reached[i+1] = reached[i]
		if here {
			far = i
			if g.status(i) != compat.DeadEnd {
				reached[i+1]++
			}
		}
	}
	return far
}

// WhyNot says why the path from one release to another does not stop at a
// third; all three are ids. The error is that of [Graph.Path] where there is
// no path at all.
func (g *Graph) WhyNot(from, to, stop string) ([]string, error) {
	hops, err := g.Path(from, to)
	if err != nil {
		return nil, err
	}
	if stop == from || stop == to {
		return []string{fmt.Sprintf("%s is an end of the path", stop)}, nil
	}
	switch at := g.index[stop]; {
	case at < g.index[from]:
		return []string{fmt.Sprintf("%s is before %s, where the path begins", stop, from)}, nil
	case at > g.index[to]:
		return []string{fmt.Sprintf("%s is behind %s, where the path ends", stop, to)}, nil
	}
	for _, h := range hops {
		if h.To == stop {
			return []string{fmt.Sprintf("the path does stop at %s", stop)}, nil
		}
	}
	var why []string
	first, err := g.Path(from, stop)
	why = append(why, reasons(err)...)
	second, err := g.Path(stop, to)
	why = append(why, reasons(err)...)
	if len(why) > 0 {
		return why, nil
	}
	if n := len(first) + len(second); n > len(hops) {
		return []string{fmt.Sprintf("a path over %s has %d hops, the shortest one has %d", stop, n, len(hops))}, nil
	}
	return []string{fmt.Sprintf("a path over %s is as short, and the chosen one keeps closer to the documented steps", stop)}, nil
}

// reasons are the sentences of an error of Path.
func reasons(err error) []string {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*NoPathError](err); ok {
		return append([]string{e.Message}, e.Why...)
	}
	return []string{err.Error()}
}
