package site

import (
	"slices"
)

// searchView is what results can be narrowed to, and the lists that lead there
// without any script.
type searchView struct {
	Types      []linkView // URL is the value
	Components []string
	Products   []linkView // where there are several; URL is the value
	Versions   []string
	Index      []navGroup
}

// How much is offered: any other version may be typed, and the list of components
// leads to the others.
const (
	maxVersions   = 300
	maxComponents = 30
)

func (l *local) searchPage() func(*sheet) error {
	return func(b *sheet) error {
		f := l.frame("search/")
		f.Title, f.Description, f.Wide = l.text.Search, l.text.SearchDescription, true
		f.anyNav("search")
		f.Markdown = false
		f.Main = f.searchView()
		return f.execute("search", b)
	}
}

func (f *frame) searchView() *searchView {
	v := &searchView{}
	types := slices.Clone(groups)
	for _, e := range f.local.editions {
		home, fs := ProductPath(e.id), e.facets()
		for _, x := range fs.types {
			if !slices.Contains(types, x.name) {
				types = append(types, x.name)
			}
		}
		for _, x := range fs.components {
			if !slices.Contains(v.Components, x.name) {
				v.Components = append(v.Components, x.name)
			}
		}
		for _, r := range e.releases[:min(len(e.releases), maxVersions)] {
			if !slices.Contains(v.Versions, r.ID) {
				v.Versions = append(v.Versions, r.ID)
			}
		}
		lists := navGroup{Links: []linkView{{URL: f.Page(home + "releases/"), Text: f.T.Releases}, {URL: f.Page(home + "upgrade/"), Text: f.T.Upgrade}}}
		lists.Links = append(lists.Links, f.changeLinks(e, "")...)
		for _, x := range fs.components[:min(len(fs.components), maxComponents)] {
			lists.Links = append(lists.Links, linkView{URL: f.Page(FacetPath(e.id, "components", x.name)), Text: x.name})
		}
		if len(f.local.editions) > 1 {
			lists.Title = e.title
			v.Products = append(v.Products, linkView{URL: e.id, Text: e.title})
		}
		v.Index = append(v.Index, lists)
	}
	for _, t := range types {
		v.Types = append(v.Types, linkView{URL: t, Text: f.T.changeType(t)})
	}
	v.Types = append(v.Types, linkView{URL: "release", Text: f.T.Releases}, linkView{URL: "step", Text: f.T.Steps}, linkView{URL: "note", Text: f.T.Notes}, linkView{URL: "text", Text: f.T.TextWord}, linkView{URL: "page", Text: f.T.Pages})
	return v
}
