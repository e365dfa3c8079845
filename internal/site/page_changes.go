package site

import (
	"slices"
	"strings"
)

// How much a page of a list holds.
const (
	perChangelog = 20  // releases
	perFacet     = 100 // changes
	perNews      = 10  // releases
)

// listPage is a page that shows a listing.
func (l *local) listPage(folder, title string, fill func(f *frame) *listing) func(*sheet) error {
	return func(b *sheet) error {
		f := l.frame(folder)
		f.Title, f.Description = title, title
		f.Main = fill(f)
		return f.execute("changes", b)
	}
}

// inProduct puts a page below the home of a product.
func (f *frame) inProduct(e *edition, current string, crumbs ...linkView) {
	f.productNav(e, current)
	f.Crumbs = append([]linkView{{URL: f.Page(ProductPath(e.id)), Text: e.title}}, crumbs...)
	f.meta(e, "")
}

func (l *local) changePages(m *emitter, e *edition) {
	home := ProductPath(e.id)
	if m.below(home + "changelog/") {
		l.changelogPages(m, e)
	}
	if m.below(home+"types/") || m.below(home+"components/") || m.below(home+"errors/") {
		fs := e.facets()
		l.facetPages(m, e, "types", l.text.ByType, fs.types, l.text.changeType)
		l.facetPages(m, e, "components", l.text.ByComponent, fs.components, func(s string) string { return s })
		l.codesPage(m, e, fs.codes)
	}
}

// contents lists the sections of a page beside it.
func (f *frame) contents(v *listing) {
	for _, s := range v.Sections {
		f.TOC = append(f.TOC, linkView{URL: "#" + s.ID, Text: s.Title})
	}
}

// FacetPath is the folder of a list of changes: kind is types or components.
func FacetPath(product, kind, name string) string {
	return ProductPath(product) + kind + "/" + Segment(name) + "/"
}

// facetPages are an index of facets and a list of changes for each.
func (l *local) facetPages(m *emitter, e *edition, kind, title string, fs []facet, label func(string) string) {
	if len(fs) == 0 {
		return
	}
	index := ProductPath(e.id) + kind + "/"
	m.page(index, l.listPage(index, e.title+": "+title, func(f *frame) *listing {
		f.inProduct(e, kind)
		v := &listing{}
		for _, x := range fs {
			v.Chips = append(v.Chips, counted{URL: f.Page(FacetPath(e.id, kind, x.name)), Text: label(x.name), Count: f.T.ChangeCount.Of(len(x.hits))})
		}
		return v
	}))
	for _, x := range fs {
		folder := FacetPath(e.id, kind, x.name)
		for n, hits := range pagesOf(x.hits, perFacet) {
			at := pagePath(folder, n+1)
			m.page(at, l.listPage(at, e.title+": "+label(x.name), func(f *frame) *listing {
				f.inProduct(e, kind, linkView{URL: f.Page(index), Text: title})
				v := &listing{Total: f.T.ChangeCount.Of(len(x.hits)), Sections: f.byRelease(e, hits, kind == "types" && x.name == "breaking"), Pager: f.pager(folder, len(x.hits), perFacet, n+1)}
				f.contents(v)
				return v
			}))
		}
	}
}

// codesPage lists error codes with the changes that name them.
func (l *local) codesPage(m *emitter, e *edition, codes []facet) {
	if len(codes) == 0 {
		return
	}
	folder := ProductPath(e.id) + "errors/"
	for n, list := range pagesOf(codes, perFacet) {
		at := pagePath(folder, n+1)
		m.page(at, l.listPage(at, e.title+": "+l.text.ErrorCodes, func(f *frame) *listing {
			f.inProduct(e, "errors")
			v := &listing{Pager: f.pager(folder, len(codes), perFacet, n+1)}
			for _, x := range list {
				s := listSection{ID: f.ids.unique("code-" + slug(x.name)), Title: x.name}
				for _, h := range x.hits[:min(len(x.hits), perFacet)] {
					on := f.listed(e, h.record)
					c := on.change(h)
					c.On = &linkView{URL: on.page, Text: h.record.ID}
					if c.Breaking {
						c.Badge = f.T.Breaking
					}
					s.Changes = append(s.Changes, &c)
				}
				v.Sections = append(v.Sections, s)
			}
			f.contents(v)
			return v
		}))
	}
}

// newsPage is the newest releases of all products, by date.
func (l *local) newsPage() func(*sheet) error {
	return l.listPage("whats-new/", l.text.WhatsNew, func(f *frame) *listing {
		f.anyNav("whats-new")
		type item struct {
			e    *edition
			r    *record
			date string
		}
		var all []item
		for _, e := range l.editions {
			for _, r := range e.told[:min(len(e.told), perNews)] {
				all = append(all, item{e, r, r.shownDate()})
			}
		}
		slices.SortStableFunc(all, func(a, b item) int { return strings.Compare(b.date, a.date) })
		v := &listing{}
		for _, x := range all[:min(len(all), perNews)] {
			v.Sections = append(v.Sections, f.whole(x.e, x.r, x.e.title+" "+x.r.ID))
		}
		f.contents(v)
		return v
	})
}
