// Package graph is the upgrade graph of a catalog: releases in their order,
// edges from sets of releases to one, the shortest path between two releases
// and, where there is none, why.
//
// It must not read files, make plans or execute.
package graph

import (
	"fmt"
	"sync"

	"upgraph/internal/compat"
	"upgraph/internal/version"
)

// Graph answers questions about one catalog. It is safe for use by several
// goroutines; the catalog must not change under it.
type Graph struct {
	catalog *compat.Catalog
	index   map[string]int // release id to place in the order
	names   []version.Names
	into    [][]*arc // by target
	// barrier is, for each release, the place of the last barrier before it,
	// -1 where there is none: nothing from before that place may jump to it.
	barrier []int
	// undocumented holds the edges that do not say where they come from, or
	// come from before the first release.
	undocumented map[int]*compat.Edge
	// fresh is what is open to a search before it begins: no dead end. spare
	// holds trees of searches that are done.
	fresh []int
	spare sync.Pool
}

// arc is one interval of an edge: the releases from low to before high lead to
// the edge's target.
type arc struct {
	*way
	low, high int
}

// way is what the intervals of an edge have in common.
type way struct {
	edge  *compat.Edge
	order int // of the edge in the catalog
	to    int
	// stop is the last release before the target at which the edge itself
	// wants every path to stop, -1 where it names none.
	stop int
	// avoid are releases that a path over the edge may start at, not pass.
	avoid []int
}

// New makes the graph of a catalog. The error is a [*compat.DecodeError] where
// an edge or an interval names no release.
func New(c *compat.Catalog) (*Graph, error) {
	g := &Graph{
		catalog:      c,
		index:        make(map[string]int, len(c.Releases)),
		names:        make([]version.Names, len(c.Releases)),
		into:         make([][]*arc, len(c.Releases)),
		barrier:      make([]int, len(c.Releases)),
		fresh:        newOpen(len(c.Releases)),
		undocumented: map[int]*compat.Edge{},
	}
	last := -1
	for i := range c.Releases {
		r := &c.Releases[i]
		g.index[r.ID] = i
		g.names[i] = namesOf(r)
		g.barrier[i] = last
		switch r.Status {
		case compat.Barrier:
			last = i
		case compat.DeadEnd:
			g.fresh[i] = i + 1
		}
	}
	for i := range c.Edges {
		if err := g.add(i); err != nil {
			err.Path = fmt.Sprintf("$.edges[%d]%s", i, err.Path)
			return nil, err
		}
	}
	return g, nil
}

func namesOf(r *compat.Release) version.Names {
	n := version.Names{ID: r.ID, Build: r.Build, Deploy: r.DeployVersion, Aliases: r.Aliases}
	if r.Git != nil {
		n.Commit = r.Git.Commit
	}
	return n
}

// add puts the arcs of one edge into the graph. An interval never reaches its
// target or beyond: an upgrade leads forward in the order. The path of an
// error begins at the edge.
func (g *Graph) add(order int) *compat.DecodeError {
	e := &g.catalog.Edges[order]
	to, ok := g.index[e.To]
	if !ok {
		return noRelease(".to", e.To)
	}
	if len(e.From) == 0 {
		g.fromOlder(to, e)
		return nil
	}
	base := &way{edge: e, order: order, to: to, stop: -1}
	for i, id := range e.MustStopAt {
		at, ok := g.index[id]
		if !ok {
			return noRelease(fmt.Sprintf(".must_stop_at[%d]", i), id)
		}
		if at < to {
			base.stop = max(base.stop, at)
		}
	}
	base.avoid = make([]int, 0, len(e.Avoid))
	for i, id := range e.Avoid {
		at, ok := g.index[id]
		if !ok {
			return noRelease(fmt.Sprintf(".avoid[%d]", i), id)
		}
		base.avoid = append(base.avoid, at)
	}
	for i, interval := range e.From {
		a := &arc{way: base}
		var err *compat.DecodeError
		if a.low, a.high, err = g.span(interval); err != nil {
			err.Path = fmt.Sprintf(".from[%d]%s", i, err.Path)
			return err
		}
		if a.high = min(a.high, to); a.low < a.high {
			g.into[to] = append(g.into[to], a)
		} else if interval.Introduced == "0" {
			g.fromOlder(to, e) // what is before the first release is in no catalog
		}
	}
	return nil
}

// fromOlder takes an edge as one that leads from releases that the guide does
// not document.
func (g *Graph) fromOlder(to int, e *compat.Edge) {
	if _, twice := g.undocumented[to]; !twice && e.Status == compat.Supported {
		g.undocumented[to] = e
	}
}

// span turns an interval into places: low included, high not.
func (g *Graph) span(i compat.Interval) (low, high int, err *compat.DecodeError) {
	low, high = 0, len(g.catalog.Releases)
	ok := true
	if i.Introduced != "0" {
		if low, ok = g.index[i.Introduced]; !ok {
			return 0, 0, noRelease(".introduced", i.Introduced)
		}
	}
	switch {
	case i.Fixed != "":
		if high, ok = g.index[i.Fixed]; !ok {
			return 0, 0, noRelease(".fixed", i.Fixed)
		}
	case i.LastAffected != "":
		if high, ok = g.index[i.LastAffected]; !ok {
			return 0, 0, noRelease(".last_affected", i.LastAffected)
		}
		high++
	}
	return low, high, nil
}

func noRelease(path, id string) *compat.DecodeError {
	return &compat.DecodeError{Path: path, Msg: fmt.Sprintf("%q is no release of this catalog", id)}
}

// Catalog is what the graph was made of.
func (g *Graph) Catalog() *compat.Catalog { return g.catalog }

// Release gives the release with an id.
func (g *Graph) Release(id string) (*compat.Release, bool) {
	i, ok := g.index[id]
	if !ok {
		return nil, false
	}
	return &g.catalog.Releases[i], true
}

// Into gives the edge that leads to a release from a source that the guide
// does not document.
func (g *Graph) Into(to string) (*compat.Edge, bool) {
	i, ok := g.index[to]
	if !ok || g.status(i) == compat.Withdrawn {
		return nil, false
	}
	e, ok := g.undocumented[i]
	return e, ok
}

func (g *Graph) id(i int) string { return g.catalog.Releases[i].ID }

func (g *Graph) status(i int) compat.Status { return g.catalog.Releases[i].Status }
