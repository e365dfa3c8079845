package site

import (
	"cmp"
	"slices"
	"strings"
)

// How much a page of a list holds.
const (
	perChangelog = 20  // releases
	perFacet     = 100 // changes
	perNews      = 10  // releases
	maxCompared  = 150 // releases
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
					c := f.listed(e, h, h.record.ids())
					c.On = &linkView{URL: f.Page(ReleasePath(e.id, h.record.ID)), Text: h.record.ID}
					if c.Breaking {
						c.Badge = f.T.Breaking
					}
					s.Changes = append(s.Changes, c)
				}
				v.Sections = append(v.Sections, s)
			}
			f.contents(v)
			return v
		}))
	}
}

// ComparePath is the folder of the page that compares two releases. No segment
// holds "..", so the three dots part them.
func ComparePath(product, from, to string) string {
	return ProductPath(product) + "compare/" + Segment(from) + "..." + Segment(to) + "/"
}

// compares reports whether two releases have a page that compares them: those
// of a pair with a page, when both stand in the order of releases.
func (l *local) compares(e *edition, from, to string) bool {
	a, b := e.records[from], e.records[to]
	return a != nil && b != nil && a.index >= 0 && a.index < b.index
}

func (l *local) comparePage(e *edition, p Pair) func(*sheet) error {
	return l.listPage(ComparePath(e.id, p.From, p.To), l.text.fill(l.text.CompareTitle, e.title, p.From, p.To), func(f *frame) *listing {
		return f.comparison(e, p)
	})
}

// comparison is what changed from one release to another, by type and then by
// component.
func (f *frame) comparison(e *edition, pair Pair) *listing {
	f.inProduct(e, "changelog", linkView{URL: f.Page(ProductPath(e.id) + "changelog/"), Text: f.T.Changelog})
	v := &listing{Path: &linkView{URL: f.Page(UpgradePath(e.id, pair.From, pair.To)), Text: f.T.fill(f.T.UpgradeFromTo, pair.From, pair.To)}}
	from, to := e.records[pair.From], e.records[pair.To]
	byType := map[string][]changeView{}
	kinds, total := slices.Clone(groups), 0
	oldest := max(from.index+1, to.index+1-maxCompared)
	var way []*record
	for i := oldest; i <= to.index; i++ {
		way = append(way, e.releases[len(e.releases)-1-i])
	}
	once := changesOnce(way)
	for i := to.index; i >= oldest; i-- {
		r := e.releases[len(e.releases)-1-i]
		ids, on := r.ids(), &linkView{URL: f.Page(ReleasePath(e.id, r.ID)), Text: r.ID}
		for pi, p := range r.parts {
			left := once[p.guide]
			for ci, c := range p.guide.Changes {
				if len(left) == 0 || left[0].Line != c.Line {
					continue
				}
				left = left[1:]
				kind := kindOf(c)
				if !slices.Contains(kinds, kind) {
					kinds = append(kinds, kind)
				}
				x := f.listed(e, hit{r, pi, ci}, ids)
				x.On = on
				byType[kind], total = append(byType[kind], x), total+1
			}
		}
	}
	for _, kind := range kinds {
		if xs := byType[kind]; len(xs) > 0 {
			slices.SortStableFunc(xs, func(a, b changeView) int { return cmp.Compare(first(a.Components), first(b.Components)) })
			v.Sections = append(v.Sections, listSection{ID: f.ids.unique("type-" + slug(kind)), Title: f.T.changeType(kind), Type: kind, Changes: xs})
		}
	}
	v.Total = f.T.ReleaseCount.Of(to.index-from.index) + " · " + f.T.ChangeCount.Of(total)
	if oldest > from.index+1 {
		v.More = &linkView{URL: f.Page(ProductPath(e.id) + "changelog/"), Text: f.T.fill(f.T.OlderLeftOut, itoa(oldest-from.index-1))}
	}
	if total == 0 {
		v.Empty = f.T.NoChanges
	}
	f.contents(v)
	return v
}

// first is the first of some words; behind all others when there is none.
func first(words []string) string {
	if len(words) == 0 {
		return "\U0010ffff"
	}
	return strings.ToLower(words[0])
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
				all = append(all, item{e, r, f.releaseLine(e, r).Date})
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
