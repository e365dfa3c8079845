package site

import (
	"bytes"
	"slices"
	"strings"
	"sync"
)

// perPage is how many entries a page of a list holds.
const perPage = 200

// emitter hands pages to the caller until the caller has enough.
type emitter struct {
	prefix string
	yield  func(Page) bool
	done   bool
	alone  bool // pages have no copies
	copier *copier
	copies []Page    // that are still to be handed out
	spare  sync.Pool // buffers of pages whose copy is made
	only   string    // the path of the page that is looked for, empty for all
}

// below reports whether a page that is looked for may be below a folder.
func (m *emitter) below(folder string) bool {
	return m.only == "" || strings.HasPrefix(m.only, m.prefix) && strings.HasPrefix(m.only[len(m.prefix):], folder)
}

// is reports whether the page that is looked for is this one.
func (m *emitter) is(folder, name string) bool {
	return m.below(folder) && (m.only == "" || m.only[len(m.prefix)+len(folder):] == name)
}

func (m *emitter) whole(p Page) bool {
	if !m.done && (m.only == "" || m.only == p.Path) {
		m.done = !m.yield(p) || m.only != ""
	}
	return !m.done
}

func (m *emitter) file(path string, render func(*bytes.Buffer) error) {
	m.whole(Page{Path: m.prefix + path, Render: render})
}

// page is a page with its copy in Markdown beside it.
func (m *emitter) page(folder string, render func(*sheet) error) { m.pageOf(nil, folder, render) }

// pageOf is a page that tells of little.
func (m *emitter) pageOf(extent *Extent, folder string, render func(*sheet) error) {
	if !m.is(folder, "index.html") && !m.is(folder, "index.md") {
		return
	}
	if m.alone {
		m.whole(Page{Path: m.prefix + folder + "index.html", Extent: extent, Render: alone(render)})
		return
	}
	once := &twin{render: render, spare: &m.spare}
	m.whole(Page{Path: m.prefix + folder + "index.html", Extent: extent, Render: func(b *bytes.Buffer) error {
		return once.take(func(page *sheet) error {
			b.Write(page.Bytes())
			return nil
		})
	}})
	m.copies = append(m.copies, Page{Path: m.prefix + folder + "index.md", Extent: extent, Render: func(b *bytes.Buffer) error {
		return once.take(func(page *sheet) error { return m.copier.page(page, b) })
	}})
	// A copy comes a few pages after its page, which is then there already.
	if len(m.copies) > copiesBehind {
		m.next()
	}
}

// copiesBehind is how many pages come between a page and its copy.
const copiesBehind = 8

// next hands out the oldest copy.
func (m *emitter) next() {
	m.whole(m.copies[0])
	m.copies = m.copies[1:]
}

// twin renders a page once for itself and its copy, and keeps it no longer than
// until both have it.
type twin struct {
	mu     sync.Mutex
	render func(*sheet) error
	page   *sheet
	spare  *sync.Pool
}

// take lets read have the page.
func (w *twin) take(read func(*sheet) error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if page := w.page; page != nil {
		w.page = nil
		err := read(page)
		w.spare.Put(page.Buffer)
		return err
	}
	b, ok := w.spare.Get().(*bytes.Buffer)
	if !ok {
		b = &bytes.Buffer{}
	}
	b.Reset()
	page := &sheet{Buffer: b}
	if err := w.render(page); err != nil {
		return err
	}
	w.page = page
	return read(page)
}

// editionPages yields the pages of one language and reports whether the caller
// wants more.
func (s *site) editionPages(l *local, m *emitter) bool {
	m.prefix = l.prefix
	m.page("", l.rootPage())
	for _, e := range l.editions {
		if m.below(ProductPath(e.id)) {
			l.productPages(m, e)
		}
		if m.done {
			return false
		}
	}
	m.page("scripts/", l.scriptsPage())
	m.page("api/", l.apiPage())
	m.file("search/index.html", alone(l.searchPage()))
	m.page("whats-new/", l.newsPage())
	m.page("feeds/", l.feedsPage())
	if l.prefix == "" {
		m.file("llms.txt", l.llms())
	}
	m.file("404.html", alone(l.notFoundPage()))
	for _, p := range l.plain {
		if p.url != "" { // else it is shown on the root page
			m.page(p.url, l.plainPage(p))
		}
	}
	if tags := l.tagsPage(); tags != nil {
		m.page(tags.url, l.plainPage(tags))
	}
	for len(m.copies) > 0 {
		m.next()
	}
	return !m.done
}

func (l *local) productPages(m *emitter, e *edition) {
	home := ProductPath(e.id)
	m.page(home, l.homePage(e, home))
	if l.prefix == "" {
		m.file(buildsPath(e.id), l.builds(e))
		m.file(waysPath(e.id), l.ways(e))
	}
	if m.below(home + "releases/") {
		for n, list := range pagesOf(e.releases, perPage) {
			m.page(pagePath(home+"releases/", n+1), l.releasesPage(e, list, n+1))
		}
	}
	if m.below(home + "upgrade/") {
		for n, list := range pagesOf(targets(e), perPage) {
			m.page(pagePath(home+"upgrade/", n+1), l.upgradePage(e, list, n+1))
		}
		m.file(home+"upgrade/404.html", alone(l.noWayPage(e)))
	}
	l.changePages(m, e)
	if m.below(home+"releases/") || m.below(home+"upgrade/") || m.below(home+"compare/") {
		l.releasePages(m, e)
	}
}

// releasePages are the pages of releases, each with the ways into it, so that pages
// with releases and hops in common come one after the other.
func (l *local) releasePages(m *emitter, e *edition) {
	home := ProductPath(e.id)
	releases, ways := m.below(home+"releases/"), m.below(home+"upgrade/") || m.below(home+"compare/")
	for _, r := range slices.Backward(slices.Concat(e.releases, e.outside)) {
		if folder := ReleasePath(e.id, r.ID); releases && m.below(folder) {
			m.pageOf(e.releaseExtent(r), folder, l.releasePage(e, r))
		}
		if ways {
			l.wayPages(m, e, r)
		}
		if m.done {
			return
		}
	}
}

// wayPages are the pages of the ways into a release.
func (l *local) wayPages(m *emitter, e *edition, r *record) {
	for _, p := range e.into[r.ID] {
		way := e.pathExtent(p)
		m.pageOf(way, UpgradePath(e.id, p.From, p.To), l.pathPage(e, p))
		if l.compares(e, p.From, p.To) {
			m.pageOf(way, ComparePath(e.id, p.From, p.To), l.comparePage(e, p))
		}
	}
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
