package graph

import (
	"errors"
	"slices"
	"strings"

	"upgraph/internal/version"
)

// newestWords ask for the newest release, and name none.
var newestWords = []string{"latest", "newest", "head", "current", "stable", "last"}

// Resolve finds the release that a name means and gives its id; see
// [version.Resolve] for the names and the errors. A channel is no name of a
// release: what is newest in it is another one tomorrow. The error says which
// it is today.
func (g *Graph) Resolve(name string) (string, error) {
	if _, ok := g.index[name]; ok {
		return name, nil
	}
	i, err := version.Resolve(name, g.names)
	head := g.head(name)
	if unknown, ok := errors.AsType[*version.NotFoundError](err); ok {
		if unknown.Channel = head; slices.Contains(newestWords, strings.ToLower(name)) {
			unknown.Newest = g.heads()
		}
	}
	switch {
	case err != nil:
		return "", err
	case head != "" && head != g.id(i) && !g.called(i, name):
		return "", &version.AmbiguousError{Query: name, Matches: []string{g.id(i), head}, Channel: true}
	}
	return g.id(i), nil
}

// called reports whether a name is one of a release as it is written.
func (g *Graph) called(i int, name string) bool {
	n := g.names[i]
	return slices.Contains(append([]string{n.Build, n.Deploy}, n.Aliases...), name)
}

// head is the newest release of the channel with a name; empty where there is
// none.
func (g *Graph) head(name string) string {
	for _, ch := range g.catalog.Channels {
		if strings.EqualFold(ch.ID, name) {
			return ch.Head
		}
	}
	return ""
}

// heads are the newest releases of all channels.
func (g *Graph) heads() []string {
	var ids []string
	for _, ch := range g.catalog.Channels {
		if !slices.Contains(ids, ch.Head) {
			ids = append(ids, ch.Head)
		}
	}
	return ids
}
