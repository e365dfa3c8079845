package site

import (
	"bytes"
	"slices"
)

// perPage is how many entries a page of a list holds.
const perPage = 200

// emitter hands pages to the caller until the caller has enough.
type emitter struct {
	prefix string
	yield  func(Page) bool
	done   bool
}

func (m *emitter) file(path string, render func(*bytes.Buffer) error) {
	if !m.done {
		m.done = !m.yield(Page{Path: m.prefix + path, Render: render})
	}
}

// page is a page with its copy in Markdown beside it.
func (m *emitter) page(folder string, render func(*bytes.Buffer) error) {
	m.file(folder+"index.html", render)
	m.file(folder+"index.md", func(b *bytes.Buffer) error {
		var page bytes.Buffer
		if err := render(&page); err != nil {
			return err
		}
		return markdownCopy(page.Bytes(), b)
	})
}

// editionPages yields the pages of one language and reports whether the caller
// wants more.
func (s *site) editionPages(l *local, yield func(Page) bool) bool {
	m := &emitter{prefix: l.prefix, yield: yield}
	m.page("", l.rootPage())
	for _, e := range l.editions {
		l.productPages(m, e)
		if m.done {
			return false
		}
	}
	m.page("scripts/", l.scriptsPage())
	m.page("api/", l.apiPage())
	m.file("search/index.html", l.searchPage())
	m.page("whats-new/", l.newsPage())
	m.page("feeds/", l.feedsPage())
	if l.prefix == "" {
		m.file("llms.txt", l.llms())
	}
	m.file("404.html", l.notFoundPage())
	for _, p := range l.plain {
		if p.url != "" { // else it is shown on the root page
			m.page(p.url, l.plainPage(p))
		}
	}
	return !m.done
}

func (l *local) productPages(m *emitter, e *edition) {
	home := ProductPath(e.id)
	m.page(home, l.homePage(e, home))
	for n, list := range pagesOf(e.releases, perPage) {
		m.page(pagePath(home+"releases/", n+1), l.releasesPage(e, list, n+1))
	}
	for _, r := range slices.Concat(e.releases, e.outside) {
		m.page(ReleasePath(e.id, r.ID), l.releasePage(e, r))
		if m.done {
			return
		}
	}
	for n, list := range pagesOf(targets(e), perPage) {
		m.page(pagePath(home+"upgrade/", n+1), l.upgradePage(e, list, n+1))
	}
	for _, p := range e.Pairs {
		m.page(UpgradePath(e.id, p.From, p.To), l.pathPage(e, p))
		if m.done {
			return
		}
	}
	l.changePages(m, e)
}

// pagesOf cuts a list into pages; an empty list has one page.
func pagesOf[T any](all []T, per int) [][]T {
	if len(all) == 0 {
		return [][]T{nil}
	}
	return slices.Collect(slices.Chunk(all, per))
}

// pager links the pages of a list.
func (f *frame) pager(folder string, total, per, current int) []linkView {
	if total <= per {
		return nil
	}
	var out []linkView
	for n := 1; (n-1)*per < total; n++ {
		out = append(out, linkView{URL: f.Page(pagePath(folder, n)), Text: f.T.fill(f.T.PageN, itoa(n)), Current: n == current})
	}
	return out
}
