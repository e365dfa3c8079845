package site

import (
	"bytes"
	"slices"
)

// searchView is what results can be narrowed to, and the lists that lead there
// without any script.
type searchView struct {
	Types      []linkView // URL is the value
	Components []string
	Versions   []string
	Index      []linkView
}

// maxVersions is how many versions are offered; any other may be typed.
const maxVersions = 300

func (l *local) searchPage() func(*bytes.Buffer) error {
	return func(b *bytes.Buffer) error {
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
		v.Index = append(v.Index, linkView{URL: f.Page(home + "releases/"), Text: e.title + ": " + f.T.Releases})
		for _, x := range f.changeLinks(e, "") {
			x.Text = e.title + ": " + x.Text
			v.Index = append(v.Index, x)
		}
	}
	for _, t := range types {
		v.Types = append(v.Types, linkView{URL: t, Text: f.T.changeType(t)})
	}
	v.Types = append(v.Types, linkView{URL: "release", Text: f.T.Releases}, linkView{URL: "step", Text: f.T.Steps}, linkView{URL: "note", Text: f.T.Notes})
	return v
}
