package build

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"upgraph/internal/config"
	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/release"
	"upgraph/internal/site"
)

// Permalinks are the addresses of the records of each product, by its id.
func (c *Content) Permalinks() map[string][]string {
	in := &site.Input{Languages: c.Site.Languages}
	for _, p := range c.Products {
		if p.Catalog == nil {
			continue
		}
		sp := &site.Product{Catalog: p.Catalog, Guides: map[string][]*release.Document{}, Docs: map[string]*doc.Doc{}}
		for _, page := range p.Pages {
			sp.Guides[page.Language] = append(sp.Guides[page.Language], page.Guide)
			sp.Docs[page.Path] = page.Doc
		}
		in.Products = append(in.Products, sp)
	}
	return site.Permalinks(in)
}

// checkAnchors reports permalinks that were published and lead nowhere now.
func (c *Content) checkAnchors() {
	var now map[string][]string
	for _, p := range c.Products {
		published, ds := config.LoadAnchors(c.Root, p.Dir)
		c.Diagnostics = append(c.Diagnostics, ds...)
		if len(published) == 0 {
			continue
		}
		if now == nil {
			now = c.Permalinks()
		}
		there, locked := map[string]bool{}, map[string]bool{}
		for _, u := range now[p.Config.ID] {
			there[u] = true
		}
		for _, a := range published {
			locked[a.URL] = true
		}
		for _, a := range published {
			if !there[a.URL] {
				c.Diagnostics = append(c.Diagnostics, vanished(p, a, now[p.Config.ID], locked))
			}
		}
	}
}

// vanished names the old place and, where there is one, the new one that stands
// on the same page and was not published before.
func vanished(p *Product, a config.Anchor, now []string, locked map[string]bool) diag.Diagnostic {
	page, id, _ := strings.Cut(a.URL, "#")
	d := diag.Diagnostic{Code: "UG406", Severity: diag.Error, Pos: diag.Pos{File: path.Join(p.Dir, config.AnchorFile), Line: a.Line, Column: 1},
		Message: fmt.Sprintf("the permalink %s was published and is gone", a.URL),
		Hint:    "bring back what stood there, or let go of it with upgraph lock --forget"}
	if id == "" {
		return d
	}
	i := slices.IndexFunc(now, func(u string) bool {
		at, fragment, _ := strings.Cut(u, "#")
		return at == page && fragment != "" && !locked[u] && kindOfAnchor(fragment) == kindOfAnchor(id)
	})
	if i >= 0 {
		d.Message += fmt.Sprintf("; %s is there now", now[i])
	}
	d.Hint = fmt.Sprintf("write aliases: [%q] into the front matter of the guide, so that the old link still leads there", "#"+id)
	return d
}

// kindOfAnchor is what an id names: a change, a note or a step.
func kindOfAnchor(id string) string {
	for _, kind := range []string{"-change-", "-note-", "-step-"} {
		if strings.Contains(id, kind) {
			return kind
		}
	}
	return ""
}
