package build

import (
	"io/fs"
	"slices"

	"upgraph/internal/diag"
	"upgraph/internal/release"
)

// Again is the content after some of its files were written, where all of them
// are guides and the change stays with the releases that they are about. It reads
// these files alone, so that a preview shows them before the rest is held against
// them: the findings are those of before. It is not ok where everything is to be
// read, which nobody may leave out for long.
func (c *Content) Again(files []string, readings *Readings) (*Content, bool) {
	if len(files) == 0 || diag.HasErrors(c.Diagnostics) {
		return nil, false
	}
	again := *c
	again.Products = slices.Clone(c.Products)
	for _, file := range files {
		if !slices.ContainsFunc(again.Products, func(p *Product) bool { return again.rewrite(p, file, readings) }) {
			return nil, false
		}
	}
	return &again, true
}

// rewrite takes the new text of a guide of a product.
func (c *Content) rewrite(p *Product, file string, readings *Readings) bool {
	i := slices.IndexFunc(p.Pages, func(q *Page) bool { return q.Path == file })
	if i < 0 {
		return false
	}
	old := p.Pages[i]
	text, err := fs.ReadFile(c.Root, file)
	if err != nil {
		return false
	}
	at := locate(file)
	at.Product, at.Key = old.Product, old.Key // a folder may belong to guides beside it
	page, ds := readings.read(text, at, p)
	if page == nil || diag.HasErrors(ds) || page.place != old.place || page.draft() != old.draft() || page.isGuide() != old.isGuide() || page.isFragment() {
		return false
	}
	q := *p
	q.Pages = slices.Clone(p.Pages)
	q.Pages[i] = page
	if page.Language == p.primary(c.Site.Languages) {
		var ok bool
		if q.lowered, ok = p.lowered.With(old.Guide, page.Guide); !ok {
			return false
		}
		q.Catalog = q.lowered.Catalog
	} else if !release.SameShape(old.Guide, page.Guide) {
		return false
	}
	c.Products[slices.Index(c.Products, p)] = &q
	return true
}
