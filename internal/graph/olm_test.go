package graph

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/version"
)

// olmPackage is one version of an operator catalog with what the registry
// makes of it.
type olmPackage struct {
	Channels []olmChannel `json:"channels"`
	// Edges are [channel, from, to, by what].
	Edges [][4]string `json:"mermaidEdges"`
}

type olmChannel struct {
	Channel, Head string
	Entries       []struct {
		Name      string   `json:"name"`
		Replaces  string   `json:"replaces"`
		Skips     []string `json:"skips"`
		SkipRange string   `json:"skipRange"`
	}
	// V1 gives the next hops of every release that some channel lists, whether
	// this one does or not; V0 applies the range of the head alone to those.
	V0, V1 map[string][]string
}

const olmPrefix = "cert-manager-operator."

// listed are the releases that some channel lists.
func (p *olmPackage) listed() []string {
	names := map[string]bool{}
	for _, c := range p.Channels {
		for _, e := range c.Entries {
			names[e.Name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// unlisted are the sources that a channel names and no channel lists.
func (p *olmPackage) unlisted(c olmChannel) []string {
	names := map[string]bool{}
	for _, e := range c.Entries {
		for _, from := range append(e.Skips, e.Replaces) {
			names[from] = from != ""
		}
	}
	listed := p.listed()
	maps.DeleteFunc(names, func(name string, named bool) bool { return !named || slices.Contains(listed, name) })
	return slices.Sorted(maps.Keys(names))
}

// catalog makes a catalog of a channel over all releases of the package: each
// entry is an edge from what it replaces, skips and has in its range.
func (p *olmPackage) catalog(t *testing.T, c olmChannel, releases []string) *adapter {
	t.Helper()
	a := adapt(t, releases, func(id string) string { return strings.TrimPrefix(id, olmPrefix) })
	for _, e := range c.Entries {
		var from []compat.Interval
		for _, id := range append(slices.Clone(e.Skips), e.Replaces) {
			if id != "" {
				from = append(from, only(id))
			}
		}
		a.edge(".."+e.Name, e.Name, nil, append(from, intervals(t, a.catalog, e.SkipRange)...)...)
	}
	a.catalog.Channels = []compat.Channel{{ID: c.Channel, Head: c.Head}}
	return a
}

// intervals turns a range into one interval over the order of releases.
func intervals(t *testing.T, c *compat.Catalog, text string) []compat.Interval {
	t.Helper()
	if text == "" {
		return nil
	}
	r, err := version.ParseRange(text)
	if err != nil {
		t.Fatal(err)
	}
	var in []string
	for _, release := range c.Releases {
		v, err := version.Parse(strings.TrimPrefix(release.ID, olmPrefix))
		if err != nil {
			t.Fatal(err)
		}
		if r.Contains(v) {
			in = append(in, release.ID)
		}
	}
	if len(in) == 0 {
		return nil
	}
	return []compat.Interval{{Introduced: in[0], LastAffected: in[len(in)-1]}}
}

// eachChannel calls f for every channel of every version of the catalog.
func eachChannel(t *testing.T, f func(t *testing.T, p *olmPackage, c olmChannel)) {
	var all map[string]*olmPackage
	published(t, "olm/cert-manager.json", &all)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, c := range all[name].Channels {
			t.Run(name+"/"+c.Channel, func(t *testing.T) { f(t, all[name], c) })
		}
	}
}

// The registry draws edges to the entries of a channel from its entries and
// from what they name.
func TestRegistryEdges(t *testing.T) {
	eachChannel(t, func(t *testing.T, p *olmPackage, c olmChannel) {
		releases := p.unlisted(c)
		for _, e := range c.Entries {
			releases = append(releases, e.Name)
		}
		theirs := map[string][]string{}
		for _, e := range p.Edges {
			if e[0] == c.Channel {
				theirs[e[1]] = append(theirs[e[1]], e[2])
			}
		}
		ours := nextHops(p.catalog(t, c, releases).graph())
		if slices.Contains(releases, olmPrefix+"v1.10.2") {
			// Difference: a range covers here whatever is in the order, so that
			// "<1.11.1" of 1.11.1 takes 1.10.2 and 1.10.3 in, which another
			// entry names and no channel lists. The registry applies ranges to
			// listed entries alone.
			for _, from := range []string{olmPrefix + "v1.10.2", olmPrefix + "v1.10.3"} {
				if !slices.Contains(ours[from], olmPrefix+"v1.11.1") {
					t.Errorf("the difference about %s is gone", from)
				}
				ours[from] = slices.DeleteFunc(ours[from], func(to string) bool { return to == olmPrefix+"v1.11.1" })
			}
		}
		sameLists(t, "edges", theirs, ours)
	})
}

// Over all releases of the package the next hops are those of the later
// reading of ranges. The earlier one differs where the head's range is not the
// only one that holds a release of another channel: there is no such exception
// here, a range means what it says.
func TestRegistryRanges(t *testing.T) {
	different := 0
	eachChannel(t, func(t *testing.T, p *olmPackage, c olmChannel) {
		ours := nextHops(p.catalog(t, c, slices.Concat(p.listed(), p.unlisted(c))).graph())
		// They answer for listed releases only.
		for _, from := range p.unlisted(c) {
			delete(ours, from)
		}
		sameLists(t, "next hops", c.V1, ours)
		for from, to := range c.V0 {
			for _, id := range to {
				if !slices.Contains(ours[from], id) {
					t.Errorf("the earlier reading leads from %s to %s, ours does not", from, id)
				}
			}
		}
		if len(c.V0) != len(c.V1) {
			different++
		}
	})
	if different == 0 {
		t.Error("the two readings do not differ any more")
	}
}

// The head is the one entry that leads to no other, and every entry reaches
// it.
func TestRegistryHeads(t *testing.T) {
	eachChannel(t, func(t *testing.T, p *olmPackage, c olmChannel) {
		g := p.catalog(t, c, slices.Concat(p.listed(), p.unlisted(c))).graph()
		next := nextHops(g)
		for _, e := range c.Entries {
			if ends := len(next[e.Name]) == 0; ends != (e.Name == c.Head) {
				t.Errorf("%s leads to %q, the head is %s", e.Name, next[e.Name], c.Head)
			}
			if _, err := g.Path(e.Name, c.Head); err != nil {
				t.Error(err)
			}
		}
	})
}

// A source that is no release is named with its place: it is not passed over.
func TestRegistryUnlistedSources(t *testing.T) {
	named := map[string]bool{}
	eachChannel(t, func(t *testing.T, p *olmPackage, c olmChannel) {
		unlisted := p.unlisted(c)
		err := compat.Validate(p.catalog(t, c, p.listed()).catalog)
		if (err != nil) != (len(unlisted) > 0) {
			t.Fatalf("sources %q are not listed, error %v", unlisted, err)
		}
		if err == nil {
			return
		}
		name := ""
		for _, id := range unlisted {
			if strings.Contains(err.Error(), id) {
				name = id
			}
		}
		if name == "" || !strings.HasPrefix(err.Error(), "$.edges[") {
			t.Errorf("error %v names none of %q", err, unlisted)
		}
		named[name] = true
	})
	if len(named) < 2 {
		t.Errorf("only %v were named", named)
	}
}
