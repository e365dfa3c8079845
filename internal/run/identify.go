package run

import (
	"errors"
	"slices"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/version"
)

// Builds is what a catalog says about the builds that components can print.
type Builds struct {
	Product    string     `json:"product"`
	Components []string   `json:"components"`
	Releases   []Build    `json:"releases"` // in upgrade order
	Hops       [][]string `json:"hops"`     // pairs of ids: from, to
}

// Build is one release as its binaries print it.
type Build struct {
	ID      string   `json:"id"`
	Build   string   `json:"build,omitempty"`
	Commit  string   `json:"commit,omitempty"`
	Version string   `json:"version,omitempty"`
	Deploy  string   `json:"deploy_version,omitempty"`
	Aliases []string `json:"aliases,omitempty"`
}

// BuildsOf takes from a catalog what identifying needs.
func BuildsOf(c *compat.Catalog) Builds {
	b := Builds{Product: c.Product.ID, Components: c.Product.Components}
	for _, r := range c.Releases {
		k := Build{ID: r.ID, Build: r.Build, Version: r.Version, Deploy: r.DeployVersion, Aliases: r.Aliases}
		if r.Git != nil {
			k.Commit = r.Git.Commit
		}
		b.Releases = append(b.Releases, k)
	}
	for _, e := range c.Edges {
		for _, i := range e.From {
			if i.LastAffected != "" && i.LastAffected == i.Introduced {
				b.Hops = append(b.Hops, []string{i.Introduced, e.To})
			}
		}
	}
	return b
}

// ClusterState is what all outputs come to together.
type ClusterState string

// The states. Only Consistent says at which version a cluster is.
const (
	Consistent ClusterState = "consistent" // everything that was asked is at one release
	HalfDone   ClusterState = "half-done"  // at two releases that one hop joins
	Mixed      ClusterState = "mixed"      // at releases that no hop joins, or one place at two
	Unclear    ClusterState = "unknown"    // something printed a build that is not known, or no build
)

// Identity says where a cluster is. Fields may be added, never renamed.
type Identity struct {
	Product string       `json:"product"`
	State   ClusterState `json:"state"`
	// Version is the release that everything is at; empty unless consistent.
	Version string `json:"version"`
	// Newest is the newest release that was seen, in the order of upgrades.
	Newest string     `json:"newest,omitempty"`
	Seen   []Sighting `json:"components"`
	// Remains are the places that are not at Newest yet.
	Remains []string `json:"remains"`
	// Silent are hosts and outputs that say nothing about a version.
	Silent []Silence `json:"silent"`
	// NotAsked are components of the product that no output names, where
	// outputs name components at all.
	NotAsked []string `json:"not_asked"`
}

// Sighting is what one component on one host printed. Host and Component are
// empty where the output does not name them.
type Sighting struct {
	Host      string `json:"host"`
	Component string `json:"component"`
	Printed   string `json:"printed"`
	Commit    string `json:"commit"`
	// Release is the id that both belong to; empty when it is unknown.
	Release string `json:"release"`
	Note    string `json:"note,omitempty"` // why it is unknown
	Source  string `json:"source"`         // file:line
}

// Silence is an output without a version.
type Silence struct {
	Host   string `json:"host"`
	Says   string `json:"says"` // its first line
	Source string `json:"source"`
}

// where names the place of a sighting for people.
func (s Sighting) where() string {
	name := strings.TrimSpace(s.Host + " " + s.Component)
	if name == "" {
		return s.Source
	}
	return name
}

// Identify reads outputs and says where the cluster is.
func (b Builds) Identify(outputs []Output) Identity {
	id := Identity{Product: b.Product, Seen: []Sighting{}, Remains: []string{}, Silent: []Silence{}, NotAsked: []string{}}
	for _, o := range outputs {
		r := readOutput(o, b.Components)
		for _, s := range r.seen {
			s.Release, s.Note = b.match(s.Printed, s.Commit)
			if !slices.ContainsFunc(id.Seen, func(o Sighting) bool { return sameSighting(o, s) }) {
				id.Seen = append(id.Seen, s)
			}
		}
		id.Silent = append(id.Silent, r.silent...)
	}
	b.judge(&id)
	return id
}

// sameSighting reports whether two outputs say the same of the same place: some
// tools print what a command said twice.
func sameSighting(a, b Sighting) bool {
	return a.Host == b.Host && a.Component == b.Component && a.Printed == b.Printed && a.Commit == b.Commit &&
		(a.Host != "" || a.Component != "" || a.Source == b.Source)
}

// match finds the release of a build. Version and commit must agree as far as
// both are printed and known; a build that only looks like a known one is not
// taken for it.
func (b Builds) match(printed, commit string) (id, note string) {
	byCommit := b.byCommit(commit)
	byName, err := version.Resolve(printed, b.names())
	switch {
	case printed == "":
		return "", "it prints no release version"
	case err == nil && byCommit == byName:
		return b.Releases[byName].ID, ""
	case err == nil:
		return b.named(byName, byCommit, printed, commit)
	case byCommit >= 0 && b.Releases[byCommit].Version != "" && sameBase(printed, b.Releases[byCommit].Version):
		return b.Releases[byCommit].ID, "" // another way to write the version of this very commit
	case byCommit >= 0:
		return "", "its commit is that of " + b.Releases[byCommit].ID + ", but it calls itself " + printed
	}
	return "", unknownBuild(printed, err)
}

// named decides about a build whose version is known and whose commit does not
// lead to the same release.
func (b Builds) named(byName, byCommit int, printed, commit string) (id, note string) {
	r := b.Releases[byName]
	switch {
	case byCommit >= 0:
		return "", "it calls itself " + printed + ", but its commit is that of " + b.Releases[byCommit].ID
	case r.Commit != "" && commit != "":
		return "", "it calls itself " + printed + ", but its commit is not that of " + r.ID + ", " + r.Commit
	case r.Build != "" && printed != r.Build && commit == "":
		return "", "it calls itself " + printed + " and prints no commit; " + r.ID + " prints " + r.Build
	}
	return r.ID, ""
}

func unknownBuild(printed string, err error) string {
	if nf, ok := errors.AsType[*version.NotFoundError](err); ok {
		switch {
		case nf.Before != "" && nf.After != "":
			return "an unknown build between " + nf.Before + " and " + nf.After
		case nf.Before != "":
			return "an unknown build, newer than " + nf.Before
		case nf.After != "":
			return "an unknown build, older than " + nf.After
		}
		return "an unknown build: " + printed
	}
	return "an unknown build: " + err.Error()
}

// sameBase reports whether two versions are the same but for what git describe
// puts behind them.
func sameBase(a, b string) bool {
	x, err1 := version.Parse(a)
	y, err2 := version.Parse(b)
	return err1 == nil && err2 == nil && !strings.Contains(a, "dirty") && x.Base() == y.Base()
}

// byCommit is the place of the release of a commit, -1 where there is none.
func (b Builds) byCommit(commit string) int {
	const least = 7
	commit = strings.ToLower(commit)
	if len(commit) < least || strings.Trim(commit, "0123456789abcdef") != "" {
		return -1
	}
	return slices.IndexFunc(b.Releases, func(r Build) bool {
		known := strings.ToLower(r.Commit)
		return len(known) >= least && (strings.HasPrefix(known, commit) || strings.HasPrefix(commit, known))
	})
}

func (b Builds) names() []version.Names {
	names := make([]version.Names, len(b.Releases))
	for i, r := range b.Releases {
		names[i] = version.Names{ID: r.ID, Build: r.Build, Deploy: r.Deploy, Aliases: r.Aliases}
	}
	return names
}

// judge says what all sightings come to.
func (b Builds) judge(id *Identity) {
	var found []int // places of releases, in the order of upgrades
	unknown := len(id.Seen) == 0 || len(id.Silent) > 0
	for _, s := range id.Seen {
		at := slices.IndexFunc(b.Releases, func(r Build) bool { return r.ID == s.Release })
		unknown = unknown || at < 0
		if at >= 0 && !slices.Contains(found, at) {
			found = append(found, at)
		}
	}
	slices.Sort(found)
	if len(found) > 0 {
		id.Newest = b.Releases[found[len(found)-1]].ID
	}
	switch {
	case len(found) > 1:
		id.State = Mixed
		if len(found) == 2 && !unknown && b.isHop(found[0], found[1]) && !id.torn() {
			id.State = HalfDone
		}
	case unknown:
		id.State = Unclear
	default:
		id.State, id.Version = Consistent, id.Newest
	}
	for _, s := range id.Seen {
		if s.Release == "" || s.Release != id.Newest {
			id.Remains = append(id.Remains, s.where())
		}
	}
	for _, s := range id.Silent {
		id.Remains = append(id.Remains, s.where())
	}
	b.notAsked(id)
}

func (s Silence) where() string {
	if s.Host == "" {
		return s.Source
	}
	return s.Host
}

func (b Builds) isHop(from, to int) bool {
	return slices.ContainsFunc(b.Hops, func(h []string) bool {
		return h[0] == b.Releases[from].ID && h[1] == b.Releases[to].ID
	})
}

// torn reports whether one place is said to be at two releases: one of its
// outputs is old.
func (id *Identity) torn() bool {
	at := map[[2]string]string{}
	for _, s := range id.Seen {
		if s.Host == "" && s.Component == "" {
			continue
		}
		place := [2]string{s.Host, s.Component}
		if before, ok := at[place]; ok && before != s.Release {
			return s.Component != ""
		}
		at[place] = s.Release
	}
	return false
}

func (b Builds) notAsked(id *Identity) {
	named := func(c string) bool {
		return slices.ContainsFunc(id.Seen, func(s Sighting) bool { return s.Component == c })
	}
	if !slices.ContainsFunc(b.Components, named) {
		return
	}
	for _, c := range b.Components {
		if !named(c) {
			id.NotAsked = append(id.NotAsked, c)
		}
	}
}
