// Package build is the pipeline of the generator: it reads a content folder,
// compiles every product to its catalog, and writes the site. It is the only
// package on this side that writes to disk.
//
// It must not know how a guide is written or how an artefact looks.
package build

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"upgraph/internal/compat"
	"upgraph/internal/config"
	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/graph"
	"upgraph/internal/lint"
	"upgraph/internal/profile"
	"upgraph/internal/release"
	"upgraph/internal/site"
)

// Options of reading a content folder.
type Options struct {
	Name      string    // name of the content folder, for a product that has no other
	Generator string    // "upgraph 0.1.0"
	Drafts    bool      // read documents with "draft: true" too
	Jobs      int       // documents read at once; 0 is one for each processor
	Readings  *Readings // earlier ones, nil for none
	Once      bool      // nobody looks at the blocks of guides once they are read
	Shelf     *Shelf    // for reading once: earlier ones on disk, nil for none
	// Found is told how many bytes the documents have, before the first is read;
	// nil where nobody wants to know.
	Found func(bytes int64)
}

// Content is a content folder as it was read. When a diagnostic is an error
// the rest may be incomplete and must not be published.
type Content struct {
	Root        fs.FS
	Site        config.Site
	Products    []*Product
	Plain       []*Page // pages that are no guides
	Diagnostics []diag.Diagnostic

	theme *site.Theme // nil for none
}

// Product is one product of the content folder.
type Product struct {
	Dir     string // folder, relative to the content folder
	Config  config.Product
	Lock    *config.Lock
	Pages   []*Page // guides and product-wide pages, in content order
	Catalog *compat.Catalog
	lowered *release.Lowered // to Catalog
	// Of the catalog, once they are asked for: the pairs that have a page.
	pairs []graph.Pair
	shown []site.Pair
	ways  *site.Ways
	// gathered are the fragments that a guide holds already, by their names: a
	// release was made of them and they were not removed yet.
	gathered map[string]bool
}

// Page is one Markdown file with what was read from it.
type Page struct {
	place
	Doc   *doc.Doc
	Guide *release.Document

	guessed bool // the language: nothing states it
}

// Load reads every document under root, finds the products among them and
// lowers each to its catalog.
func Load(root fs.FS, opt Options) *Content {
	c := &Content{Root: root}
	settings, ds := config.LoadSite(root)
	c.Site = settings
	c.Diagnostics = append(c.Diagnostics, ds...)

	c.loadTheme()
	places, size, ds := find(root, settings.Theme)
	c.Diagnostics = append(c.Diagnostics, ds...)
	if opt.Found != nil {
		opt.Found(size)
	}
	configs := c.loadProducts(places, opt.Name)
	pages := c.readFolder(places, configs, opt)
	settle(pages)
	c.Site.Languages = languages(c.Site.Languages, pages)
	c.assign(pages, configs)
	for _, p := range c.Products {
		c.lower(p, opt.Generator)
	}
	if len(pages) == 0 && !diag.HasErrors(c.Diagnostics) {
		c.Diagnostics = append(c.Diagnostics, diag.Diagnostic{
			Code: "UG401", Severity: diag.Error, Pos: diag.Pos{File: "."},
			Message: "the content folder holds no Markdown file",
			Hint:    "name the folder of your guides with --content, or begin one with a file such as PRODUCT/v1.0.0.md",
		})
	}
	c.checkShortcodes()
	if !diag.HasErrors(c.Diagnostics) { // else permalinks are gone because of those
		c.checkAnchors()
	}
	c.checkAddresses()
	c.checkMixed()
	c.checkFiles(pages)
	var docs []*doc.Doc
	for _, p := range pages {
		docs = append(docs, p.Doc)
	}
	c.Diagnostics = lint.Suppress(append(c.Diagnostics, lint.Site(docs)...), docs, true)
	return c
}

// Source returns the text of a file of the content folder, nil where it cannot
// be read; diagnostics are printed with it.
func (c *Content) Source(file string) []byte {
	text, err := fs.ReadFile(c.Root, file)
	if err != nil {
		return nil
	}
	return text
}

// readAll reads the documents at places, several at once, and returns those
// that could be read in the order of places.
func (c *Content) readAll(places []place, configs map[string]*Product, opt Options) []*Page {
	type result struct {
		page *Page
		ds   []diag.Diagnostic
	}
	results := make([]result, len(places))
	jobs := opt.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(jobs, len(places)) {
		wg.Go(func() {
			for i := range next {
				r := &results[i]
				r.page, r.ds = readPage(c.Root, places[i], configs[places[i].Product], opt)
				if opt.Once && opt.Shelf == nil && r.page != nil && len(r.page.Guide.Releases) > 0 {
					r.page.slim()
				}
			}
		})
	}
	for i := range places {
		next <- i
	}
	close(next)
	wg.Wait()

	var pages []*Page
	for _, r := range results {
		if r.page != nil && r.page.draft() && !opt.Drafts {
			continue
		}
		c.Diagnostics = append(c.Diagnostics, r.ds...)
		if r.page != nil {
			pages = append(pages, r.page)
		}
	}
	return pages
}

// readPage reads one document. The page is nil when it cannot be read at all.
func readPage(root fs.FS, at place, product *Product, opt Options) (*Page, []diag.Diagnostic) {
	text, err := fs.ReadFile(root, at.Path)
	if err != nil {
		return nil, []diag.Diagnostic{{Code: "UG402", Severity: diag.Error, Pos: diag.Pos{File: at.Path},
			Message: fmt.Sprintf("the file cannot be read: %v", err), Hint: "check the file's permissions"}}
	}
	read := opt.Readings.read
	if opt.Shelf != nil {
		read = opt.Shelf.read
	}
	page, ds := read(text, at, product)
	if page != nil && page.Guide.Title == "" {
		ds = append(ds, diag.Diagnostic{Code: "UG405", Severity: diag.Error, Pos: diag.Pos{File: at.Path, Line: 1, Column: 1},
			Message: "the document has no title: neither front matter nor a heading gives one",
			Hint:    "begin the file with three lines: ---, title: NAME, ---"})
	}
	return page, ds
}

// Read reads one document: blocks, records and the findings of the rules that
// need no other document. at says where the document stands in the content
// folder; product is nil for a document that stands alone.
func Read(name string, text []byte, at place, product *Product) (*Page, []diag.Diagnostic) {
	d, ds := doc.Parse(name, text)
	if d == nil {
		return nil, ds
	}
	guessed := false
	if at.Language == "" {
		at.Language, guessed = documentLanguage(d, name, text)
	}
	ds = append(ds, badLanguage(d)...)
	opt := profile.Options{Language: at.Language, Key: at.Key}
	if product != nil {
		opt.Product = &product.Config
	}
	guide := profile.Read(d, opt)
	ds = append(ds, guide.Diagnostics...)
	ds = append(ds, lint.Document(guide, d)...)
	return &Page{place: at, Doc: d, Guide: guide, guessed: guessed}, ds
}

// languageKeys are the keys of front matter that name the language of a text.
var languageKeys = [...]string{"language", "lang"}

// documentLanguage is what the front matter says, else a folder, else what the
// text looks like, which is a guess.
func documentLanguage(d *doc.Doc, name string, text []byte) (language string, guessed bool) {
	if d.Front != nil {
		for _, key := range languageKeys {
			if v, ok := d.Front.Value.Get(key); ok && config.IsLanguage(v.Scalar) {
				return v.Scalar, false
			}
		}
	}
	return config.Language(name, text), !slices.ContainsFunc(strings.Split(path.Dir(name), "/"), config.IsLanguage)
}

// badLanguage reports a language that is no code of one: it would get a site of
// its own, in which nobody looks.
func badLanguage(d *doc.Doc) []diag.Diagnostic {
	if d.Front == nil {
		return nil
	}
	var out []diag.Diagnostic
	for _, key := range languageKeys {
		if v, ok := d.Front.Value.Get(key); ok && v.Scalar != "" && !config.IsLanguage(v.Scalar) {
			out = append(out, diag.Diagnostic{Code: "UG320", Severity: diag.Warning, Pos: diag.Pos{File: d.Path, Line: v.Line, Column: v.Column},
				Message: fmt.Sprintf("%s %q is no code of a language and counts for nothing", key, v.Scalar), Hint: "write two small letters, and a region if need be: " + key + ": en, or pt-BR"})
		}
	}
	return out
}

// draft reports whether the author holds the page back.
func (p *Page) draft() bool {
	if p.Doc.Front == nil {
		return false
	}
	v, ok := p.Doc.Front.Value.Get("draft")
	return ok && v.Scalar == "true"
}

// isGuide reports whether releases or product-wide facts were read from the
// page.
func (p *Page) isGuide() bool {
	return len(p.Guide.Releases) > 0 || path.Base(p.Path) == "_index.md"
}

// assign gives each page to its product, or to the plain pages.
func (c *Content) assign(pages []*Page, configs map[string]*Product) {
	for _, p := range pages {
		product := configs[p.Product]
		if p.isFragment() && (product == nil || !p.isGuide() || product.gathered[path.Base(p.Path)]) {
			continue // it says nothing, or is in a guide already
		}
		if product != nil && p.isGuide() {
			product.Pages = append(product.Pages, p)
			continue
		}
		c.Plain = append(c.Plain, p)
	}
	for _, dir := range slices.Sorted(maps.Keys(configs)) {
		p := configs[dir]
		// A product may begin with changes that wait for its first release.
		if slices.ContainsFunc(p.Pages, func(q *Page) bool { return len(q.Guide.Releases) > 0 }) {
			c.Products = append(c.Products, p)
			c.checkID(p)
			continue
		}
		c.Plain = append(c.Plain, p.Pages...)
	}
	slices.SortFunc(c.Plain, func(a, b *Page) int { return strings.Compare(a.Path, b.Path) })
}

// checkID refuses products whose pages would lie on those of another product
// or of the site itself. Folders become products by their guides, so this is
// known only here.
func (c *Content) checkID(p *Product) {
	at := diag.Diagnostic{Code: "UG404", Severity: diag.Error, Pos: diag.Pos{File: p.Pages[0].Path, Line: 1, Column: 1},
		Hint: "give the product another id: in product.yaml of its folder, or by the folder's name"}
	if config.Reserved(p.Config.ID) {
		at.Message = fmt.Sprintf("the guide makes a product %q, and the site uses that address itself: it is reserved", p.Config.ID)
		c.Diagnostics = append(c.Diagnostics, at)
	}
	for _, q := range c.Products {
		if q != p && q.Config.ID == p.Config.ID {
			at.Message = fmt.Sprintf("the folders %s and %s are both product %q", q.Dir, p.Dir, p.Config.ID)
			c.Diagnostics = append(c.Diagnostics, at)
		}
	}
}
