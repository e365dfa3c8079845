package site

import (
	"bytes"
	"encoding/json"
	"slices"
)

// buildsView is what the box that reads pasted output knows about a product.
type buildsView struct {
	Product    string      `json:"product"`
	Components []string    `json:"components"`
	Releases   []buildView `json:"releases"` // in upgrade order
	Hops       [][2]string `json:"hops"`     // upgrades of one hop: from, to
}

// buildView is one release as its binaries print it.
type buildView struct {
	ID      string   `json:"id"`
	Build   string   `json:"build,omitempty"`
	Commit  string   `json:"commit,omitempty"`
	Version string   `json:"version,omitempty"`
	Deploy  string   `json:"deploy_version,omitempty"`
	Aliases []string `json:"aliases,omitempty"`
}

// buildsPath is where the builds of a product stand, in all languages. No segment
// of a version is "~b…".
func buildsPath(product string) string { return ProductPath(product) + "upgrade/~builds.json" }

// waysView is what the picker finds a way with that goes over several pages.
type waysView struct {
	Releases []string `json:"releases"`
	Ways     [][3]int `json:"ways"` // with a page of their own: from and to, as places among the releases, and hops
}

// waysPath is where the pairs with a page stand, in all languages.
func waysPath(product string) string { return ProductPath(product) + "upgrade/~ways.json" }

func (l *local) ways(e *edition) func(*bytes.Buffer) error {
	return func(b *bytes.Buffer) error {
		v, at := waysView{Releases: []string{}, Ways: [][3]int{}}, map[string]int{}
		for _, r := range slices.Backward(e.releases) {
			at[r.ID] = len(v.Releases)
			v.Releases = append(v.Releases, r.ID)
		}
		for p := range e.pairs() {
			v.Ways = append(v.Ways, [3]int{at[p.From], at[p.To], p.Hops})
		}
		return json.NewEncoder(b).Encode(v)
	}
}

func (l *local) builds(e *edition) func(*bytes.Buffer) error {
	return func(b *bytes.Buffer) error {
		v := buildsView{Product: e.id, Components: e.Catalog.Product.Components, Hops: [][2]string{}}
		if v.Components == nil {
			v.Components = []string{}
		}
		for _, r := range e.Catalog.Releases {
			x := buildView{ID: r.ID, Build: r.Build, Version: r.Version, Deploy: r.DeployVersion, Aliases: r.Aliases}
			if r.Git != nil {
				x.Commit = r.Git.Commit
			}
			v.Releases = append(v.Releases, x)
		}
		for _, p := range e.Pairs {
			if p.Hops == 1 {
				v.Hops = append(v.Hops, [2]string{p.From, p.To})
			}
		}
		return json.NewEncoder(b).Encode(v)
	}
}
