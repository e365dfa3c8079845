package graph

import (
	"regexp"
	"slices"
	"testing"

	"upgraph/internal/compat"
)

// served is an answer of the update service of OpenShift.
type served struct {
	Nodes []struct {
		Version string `json:"version"`
	} `json:"nodes"`
	Edges       [][2]int `json:"edges"` // indexes of nodes
	Conditional []struct {
		Edges []struct{ From, To string } `json:"edges"`
		Risks []struct{ Name string }     `json:"risks"`
	} `json:"conditionalEdges"`
}

func (s *served) versions() []string {
	var vs []string
	for _, n := range s.Nodes {
		vs = append(vs, n.Version)
	}
	return vs
}

// walked is a breadth-first walk over the served graph.
type walked struct {
	Head    string              `json:"head"`
	MinHops map[string]int      `json:"minHops"`
	Next    map[string][]string `json:"next"`
}

// graphData is what the service serves from, without the edges that each
// release image names itself.
type graphData struct {
	Blocked []struct {
		To, From, Name, Message, URL string
		MatchingRules                []any
	} `json:"blockedEdges"`
	Channels map[string]struct {
		Versions []string `json:"versions"`
	} `json:"channels"`
}

var architectures = []string{"amd64", "s390x"}

// From the edges that they serve follow the next hops and the least number of
// hops to the head that they serve.
//
// Edges under a condition are left out here, as the walk leaves them out: a
// path of ours may take them, for their risks are judged where the plan runs.
func TestServedEdges(t *testing.T) {
	for _, arch := range architectures {
		var s served
		var want walked
		published(t, "cincinnati/served-stable-4.7_"+arch+"_v1.json", &s)
		published(t, "cincinnati/expected-stable-4.7_"+arch+"_v1.json", &want)
		a := adapt(t, s.versions(), same)
		for _, e := range s.Edges {
			from, to := s.Nodes[e[0]].Version, s.Nodes[e[1]].Version
			a.edge(from+".."+to, to, nil, only(from))
		}
		g := a.graph()
		sameLists(t, arch+": next hops", want.Next, nextHops(g))
		if last := g.id(len(g.catalog.Releases) - 1); last != want.Head {
			t.Errorf("%s: the head is %s, want %s", arch, last, want.Head)
		}
		if len(want.MinHops) != len(g.catalog.Releases) {
			t.Errorf("%s: %d releases, they walked over %d", arch, len(g.catalog.Releases), len(want.MinHops))
		}
		for from, least := range want.MinHops {
			if hops, err := g.Path(from, want.Head); err != nil || len(hops) != least {
				t.Errorf("%s: %d hops from %s to %s, want %d (error %v)", arch, len(hops), from, want.Head, least, err)
			}
		}
	}
}

// blocks turns the graph data of a channel into a catalog: an edge from all
// that is before a release, less what an unconditional block covers, and with
// the risks of the conditional ones. Their service draws only those of these
// edges that a release image names as its own, which the graph data leaves out.
func (d *graphData) blocks(t *testing.T, channel, arch string) *Graph {
	t.Helper()
	a := adapt(t, d.Channels[channel].Versions, same)
	risks := map[string]bool{}
	patterns := make([]*regexp.Regexp, len(d.Blocked))
	for i, b := range d.Blocked {
		patterns[i] = regexp.MustCompile(b.From)
		if len(b.MatchingRules) > 0 && !risks[b.Name] {
			risks[b.Name] = true
			a.catalog.Risks = append(a.catalog.Risks, compat.Risk{ID: b.Name, Text: b.Message, URL: b.URL})
		}
	}
	for i, to := range a.catalog.Releases {
	sources:
		for _, from := range a.catalog.Releases[:i] {
			var names []string
			for k, b := range d.Blocked {
				// They match the version with its architecture behind it.
				if b.To != to.ID || !patterns[k].MatchString(from.ID+"+"+arch) {
					continue
				}
				if len(b.MatchingRules) == 0 {
					continue sources
				}
				names = append(names, b.Name)
			}
			a.edge(from.ID+".."+to.ID, to.ID, names, only(from.ID))
		}
	}
	return a.graph()
}

// From the graph data of the channel come the nodes that they serve; no edge
// that they serve is blocked, and edges with conditions have the risks that
// they serve.
func TestGraphDataBlocks(t *testing.T) {
	var d graphData
	published(t, "cincinnati/graph-data-13447507.json", &d)
	for _, arch := range architectures {
		var s served
		published(t, "cincinnati/served-stable-4.7_"+arch+"_v1.json", &s)
		g := d.blocks(t, "stable-4.7", arch)
		sameLists(t, arch+": nodes", map[string][]string{"": s.versions()}, map[string][]string{"": releaseIDs(g)})
		for _, e := range s.Edges {
			from, to := s.Nodes[e[0]].Version, s.Nodes[e[1]].Version
			hops, err := g.Path(from, to)
			if err != nil || len(hops) != 1 || len(hops[0].Edge.Risks) > 0 {
				t.Errorf("%s: they serve %s to %s without conditions, ours is %+v (error %v)", arch, from, to, hops, err)
			}
		}
		theirs, ours := map[string][]string{}, map[string][]string{}
		for _, group := range s.Conditional {
			for _, e := range group.Edges {
				id := e.From + ".." + e.To
				for _, r := range group.Risks {
					theirs[id] = append(theirs[id], r.Name)
				}
				if hops, err := g.Path(e.From, e.To); err == nil && len(hops) == 1 {
					ours[id] = hops[0].Edge.Risks
				}
			}
		}
		sameLists(t, arch+": risks", theirs, ours)
		if len(theirs) < 10 {
			t.Errorf("%s: only %d conditional edges were compared", arch, len(theirs))
		}
	}
}

// A block without conditions leaves no way of one hop: no block of this
// channel is passed over.
func TestUnconditionalBlocks(t *testing.T) {
	var d graphData
	published(t, "cincinnati/graph-data-13447507.json", &d)
	versions := d.Channels["stable-4.7"].Versions
	g := d.blocks(t, "stable-4.7", "amd64")
	blocked := 0
	for _, b := range d.Blocked {
		if len(b.MatchingRules) > 0 || !slices.Contains(versions, b.To) {
			continue
		}
		pattern := regexp.MustCompile(b.From)
		for _, from := range versions {
			if from == b.To || !pattern.MatchString(from+"+amd64") {
				continue
			}
			blocked++
			if hops, err := g.Path(from, b.To); err == nil && len(hops) == 1 {
				t.Errorf("%s to %s is one hop, %s blocks it", from, b.To, b.From)
			}
		}
	}
	if blocked < 500 {
		t.Errorf("only %d blocked edges were tried", blocked)
	}
}

func releaseIDs(g *Graph) []string {
	var ids []string
	for _, r := range g.catalog.Releases {
		ids = append(ids, r.ID)
	}
	return ids
}
