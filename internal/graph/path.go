package graph

import (
	"upgraph/internal/compat"
	"upgraph/internal/version"
)

// Hop is one edge of a path and the releases at its ends. From is empty where
// the guide does not document the source.
type Hop struct {
	Edge     *compat.Edge
	From, To string
}

// Path gives the hops from one release to another, by their ids; none where
// they are the same. An empty from stands for a source that the guide does not
// document.
//
// The path has the fewest hops over supported edges. It crosses no barrier,
// goes into no withdrawn release and out of no dead end. Among paths of equal
// length it takes, hop by hop, the edge whose set of sources begins latest,
// which is the documented step and not the wide shortcut; then the edge to the
// newest release; then the edge that the catalog lists first.
//
// The error is a [*NoPathError], or a [*version.NotFoundError] for an id that
// is no release.
func (g *Graph) Path(from, to string) ([]Hop, error) {
	target, ok := g.index[to]
	if !ok {
		return nil, &version.NotFoundError{Query: to}
	}
	if from == "" {
		return g.fromNowhere(to)
	}
	source, ok := g.index[from]
	if !ok {
		return nil, &version.NotFoundError{Query: from}
	}
	hops := []Hop{}
	if source == target {
		return hops, nil
	}
	t := g.search(target, source, strict)
	if !t.reached(source) {
		return nil, g.noPath(source, target)
	}
	for _, a := range t.path(source) {
		hops = append(hops, Hop{Edge: a.edge, From: g.id(source), To: g.id(a.to)})
		source = a.to
	}
	return hops, nil
}

// fromNowhere is the one hop from an undocumented source.
func (g *Graph) fromNowhere(to string) ([]Hop, error) {
	e, ok := g.Into(to)
	if !ok {
		return nil, &NoPathError{To: to, Message: "the guide has no upgrade to " + to + " from a release that it does not know"}
	}
	return []Hop{{Edge: e, To: to}}, nil
}

// Sources gives the ids of all releases from which a path leads to a release:
// nearest first, and among those with as many hops the newest first.
func (g *Graph) Sources(to string) []string {
	target, ok := g.index[to]
	if !ok {
		return nil
	}
	t := g.search(target, -1, strict)
	levels := make([][]string, t.depth+1)
	for i := target - 1; i >= 0; i-- {
		if t.reached(i) {
			n := t.hops(i)
			levels[n] = append(levels[n], g.id(i))
		}
	}
	var sources []string
	for _, level := range levels {
		sources = append(sources, level...)
	}
	return sources
}
