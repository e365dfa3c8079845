package site

import (
	"net/url"
	"strings"
)

// navReleases is how many releases the navigation lists.
const navReleases = 12

// basePath is the path of the base URL, with a slash at its end.
func (l *local) basePath() string {
	u, err := url.Parse(l.in.BaseURL)
	if err != nil || u.Path == "" {
		return "/"
	}
	return strings.TrimSuffix((&url.URL{Path: u.Path}).EscapedPath(), "/") + "/"
}

// Nav is the navigation beside the page. Most pages have one that is rendered
// already and never ask for it.
func (f *frame) Nav() []navGroup {
	if f.nav == nil {
		return nil
	}
	return f.nav()
}

// productNav is the navigation within a product.
func (f *frame) productNav(e *edition, current string) {
	f.side = sideKey{e.id, current}
	f.nav = func() []navGroup { return f.productGroups(e, current) }
}

func (f *frame) productGroups(e *edition, current string) []navGroup {
	home := ProductPath(e.id)
	links := []linkView{
		{URL: f.Page(home), Text: f.T.Overview, Current: current == "home"},
		{URL: f.Page(home + "upgrade/"), Text: f.T.Upgrade, Current: current == "upgrade"},
		{URL: f.Page(home + "releases/"), Text: f.T.Releases, Current: current == "releases"},
		{URL: f.Page("scripts/"), Text: f.T.Scripts, Current: current == "scripts"},
		{URL: f.Page("api/"), Text: f.T.API, Current: current == "api"},
		{URL: f.Page("feeds/"), Text: f.T.Feeds, Current: current == "feeds"},
	}
	out := []navGroup{{Title: e.title, Links: links}, {Title: f.T.Changes, Links: f.changeLinks(e, current)}}
	recent := navGroup{Title: f.T.Recent}
	for _, r := range e.told[:min(len(e.told), navReleases)] {
		recent.Links = append(recent.Links, linkView{URL: f.Page(ReleasePath(e.id, r.ID)), Text: r.ID})
	}
	if len(recent.Links) > 0 {
		out = append(out, recent)
	}
	return append(out, f.plainNav(current)...)
}

// edit links the source of the page, where the site says how.
func (f *frame) edit(file string) {
	if link := f.local.in.EditLink; link != "" {
		f.Edit = strings.ReplaceAll(link, "{path}", (&url.URL{Path: file}).EscapedPath())
	}
}

// changeLinks are the lists of changes of a product.
func (f *frame) changeLinks(e *edition, current string) []linkView {
	home, there := ProductPath(e.id), e.kinds()
	out := []linkView{{URL: f.Page(home + "changelog/"), Text: f.T.Changelog, Current: current == "changelog"}}
	add := func(kind, text string, there bool) {
		if there {
			out = append(out, linkView{URL: f.Page(home + kind + "/"), Text: text, Current: current == kind})
		}
	}
	add("types", f.T.ByType, there.types)
	add("components", f.T.ByComponent, there.components)
	add("errors", f.T.ErrorCodes, there.codes)
	return out
}

// anyNav is the navigation of a page that belongs to no product.
func (f *frame) anyNav(current string) {
	if len(f.local.editions) == 1 {
		f.productNav(f.local.editions[0], current)
		return
	}
	f.side = sideKey{"", current}
	f.nav = func() []navGroup { return f.anyGroups(current) }
}

func (f *frame) anyGroups(current string) []navGroup {
	g := navGroup{Title: f.T.Products}
	for _, e := range f.local.editions {
		g.Links = append(g.Links, linkView{URL: f.Page(ProductPath(e.id)), Text: e.title})
	}
	g.Links = append(g.Links,
		linkView{URL: f.Page("whats-new/"), Text: f.T.WhatsNew, Current: current == "whats-new"},
		linkView{URL: f.Page("scripts/"), Text: f.T.Scripts, Current: current == "scripts"},
		linkView{URL: f.Page("api/"), Text: f.T.API, Current: current == "api"},
		linkView{URL: f.Page("feeds/"), Text: f.T.Feeds, Current: current == "feeds"})
	return append([]navGroup{g}, f.plainNav(current)...)
}

// plainNav is the plain pages, nothing when there are none.
func (f *frame) plainNav(current string) []navGroup {
	var out []navGroup
	current, _, _ = strings.Cut(current, "#")
	for _, folder := range f.local.folders() {
		g := navGroup{Title: folder.title}
		if folder.path == "" {
			g.Title = f.T.Pages
		}
		pages := folder.pages
		if len(f.local.plain) > maxPlainNav && folder.path != "" && !strings.HasPrefix(current, folder.path) {
			pages = pages[:1] // the other folders open from their first page
		}
		for _, p := range pages {
			g.Links = append(g.Links, linkView{URL: f.Page(p.url), Text: p.title, Current: current == p.url})
		}
		out = append(out, g)
	}
	return out
}

func (f *frame) plainLinks(current string) []linkView {
	var out []linkView
	for _, p := range f.local.plain {
		if p.url != "" {
			out = append(out, linkView{URL: f.Page(p.url), Text: p.title, Current: current == p.url})
		}
	}
	return out
}
