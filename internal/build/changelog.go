package build

import (
	"slices"
	"strings"

	"upgraph/internal/changelog"
	"upgraph/internal/diag"
	"upgraph/internal/site"
	"upgraph/internal/version"
)

// Changelog is the changelog of a product as text.
type Changelog struct {
	Text string
	// Left is what the guides say and the changelog does not.
	Left []changelog.Omission
	// Changed says where the text is read back otherwise than the guide was: a
	// fault of the writer.
	Changed []string
}

// Changelog writes the changelog of a product from its guides in the language
// that the catalog was made from. With a base URL each release is linked to
// the page that compares it with the one before.
func (c *Content) Changelog(p *Product, baseURL string) (*Changelog, error) {
	in := changelog.Input{Sources: c.sources(p), Name: p.name, Configured: p.Config.Profile != nil}
	for _, r := range slices.Backward(p.Catalog.Releases) {
		in.Order = append(in.Order, r.ID)
	}
	_, whole := changelog.Whole(in.Sources)
	if baseURL != "" && !whole {
		compared, err := p.compared()
		if err != nil {
			return nil, err
		}
		in.Link = func(id string) string {
			if from, ok := compared[id]; ok {
				return strings.TrimSuffix(baseURL, "/") + "/" + site.ComparePath(p.Config.ID, from, id)
			}
			return strings.TrimSuffix(baseURL, "/") + "/" + site.ReleasePath(p.Config.ID, id)
		}
	}
	text, left := changelog.Write(in)
	out := &Changelog{Text: text, Left: left}
	if one, ok := changelog.Whole(in.Sources); ok {
		out.Changed = changelog.Compare(one.Guide, Inspect("CHANGELOG.md", []byte(text)))
	}
	return out, nil
}

// WritesWhole reports whether the changelog of a product is one of its guides
// as it stands, and could be read: then it can be written even where releases
// contradict each other.
func (c *Content) WritesWhole(p *Product) bool {
	one, ok := changelog.Whole(c.sources(p))
	return ok && !slices.ContainsFunc(c.Diagnostics, func(d diag.Diagnostic) bool {
		return d.File == one.Guide.Path && d.Severity == diag.Error && d.Code < "UG300"
	})
}

// sources are the guides of a product in the language that its catalog was made
// from.
func (c *Content) sources(p *Product) []changelog.Source {
	var out []changelog.Source
	primary := p.primary(c.Site.Languages)
	for _, page := range p.Pages {
		if page.Language == primary {
			out = append(out, changelog.Source{Guide: page.Guide, Doc: page.Doc})
		}
	}
	return out
}

// compared maps each release to the one before it, where a page compares the
// two.
func (p *Product) compared() (map[string]string, error) {
	ep, err := p.compile(nil)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, pair := range ep.Pairs {
		if pair.Hops == 1 {
			out[pair.To] = pair.From
		}
	}
	return out, nil
}

// name is the catalog's id of a release that a guide may write in another way.
func (p *Product) name(id string) string {
	v, err := version.Parse(id)
	if err != nil {
		return id
	}
	for _, r := range p.Catalog.Releases {
		if r.SortKey == v.SortKey() {
			return r.ID
		}
	}
	return id
}
