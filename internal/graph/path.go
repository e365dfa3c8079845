package graph

import (
	"cmp"
	"maps"
	"slices"

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
	defer g.done(t)
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
func (g *Graph) Sources(to string) []string { return g.Near(to, len(g.into)) }

// Near gives the sources with a path of at most so many hops.
func (g *Graph) Near(to string, hops int) []string {
	target, ok := g.index[to]
	if !ok {
		return nil
	}
	t := g.searchWithin(target, -1, hops, strict)
	defer g.done(t)
	found := slices.AppendSeq(slices.Clone(t.found), maps.Keys(t.start))
	slices.SortFunc(found, func(a, b int) int {
		return cmp.Or(cmp.Compare(t.hops(a), t.hops(b)), cmp.Compare(b, a))
	})
	var sources []string
	for _, i := range slices.Compact(found) {
		sources = append(sources, g.id(i))
	}
	return sources
}
