package graph

import (
	"slices"
	"testing"

	"upgraph/internal/compat"
)

// stream is a stream of Fedora CoreOS with the answers of its edge rule.
type stream struct {
	Releases []string `json:"releases"`
	Updates  struct {
		Releases []struct {
			Version  string `json:"version"`
			Metadata struct {
				Barrier, DeadEnd *struct{ Reason string }
				Rollout          *struct{}
			} `json:"metadata"`
		} `json:"releases"`
	} `json:"updates"`
	Edges [][2]string         `json:"expected_edges"`
	Paths map[string][]string `json:"expected_greedy_paths"`
}

// graph makes a catalog with an edge into each barrier and each release that
// is rolled out, from everything before: barriers and dead ends take away what
// must not be.
func (s *stream) graph(t *testing.T, deadEnds ...string) *Graph {
	t.Helper()
	a := adapt(t, s.Releases, same)
	status := func(id string, st compat.Status) {
		for i := range a.catalog.Releases {
			if a.catalog.Releases[i].ID == id {
				a.catalog.Releases[i].Status = st
			}
		}
	}
	for _, u := range s.Updates.Releases {
		if u.Metadata.Barrier != nil {
			status(u.Version, compat.Barrier)
		}
		if u.Metadata.DeadEnd != nil {
			status(u.Version, compat.DeadEnd)
		}
		if u.Metadata.Barrier != nil || u.Metadata.Rollout != nil {
			a.edge(".."+u.Version, u.Version, nil, compat.Interval{Introduced: "0", Fixed: u.Version})
		}
	}
	for _, id := range deadEnds {
		status(id, compat.DeadEnd)
	}
	return a.graph()
}

func TestBarriersOfAStream(t *testing.T) {
	var s stream
	published(t, "fcos/stable.json", &s)
	g := s.graph(t)
	theirs := map[string][]string{}
	for _, e := range s.Edges {
		theirs[e[0]] = append(theirs[e[0]], e[1])
	}
	sameLists(t, "edges", theirs, nextHops(g))
	head := s.Releases[len(s.Releases)-1]
	if len(s.Paths) != len(s.Releases) {
		t.Errorf("they give %d paths for %d releases", len(s.Paths), len(s.Releases))
	}
	for from, want := range s.Paths {
		hops, err := g.Path(from, head)
		got := []string{from}
		for _, h := range hops {
			got = append(got, h.To)
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("from %s the path is %q, want %q (error %v)", from, got, want, err)
		}
	}
}

// The stream has no dead end at this time. A release that becomes one loses
// the edges out of it and nothing else changes.
func TestDeadEndOfAStream(t *testing.T) {
	var s stream
	published(t, "fcos/stable.json", &s)
	for _, dead := range []string{s.Releases[3], s.Releases[90]} {
		theirs := map[string][]string{}
		for _, e := range s.Edges {
			if e[0] != dead {
				theirs[e[0]] = append(theirs[e[0]], e[1])
			}
		}
		sameLists(t, "edges with the dead end "+dead, theirs, nextHops(s.graph(t, dead)))
	}
}
