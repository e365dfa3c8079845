package site

import (
	"html/template"
	"slices"
	"strings"
	"unicode"

	"upgraph/internal/doc"
	"upgraph/internal/search"
)

// frame is what every page template gets: the words and addresses around the
// main part, which is in Main.
type frame struct {
	linker
	Lang         string
	ContentLang  string // of the main part, where it differs from Lang; else empty
	T            *messages
	W            map[string]any // the words of T for the templates
	Title        string         // of the page
	SiteTitle    string
	Description  string
	Canonical    string // absolute, empty without a base URL
	Alternates   []alternate
	Assets       assetNames
	Engine       string // of the search
	Crumbs       []linkView
	TOC          []linkView
	Banner       string // said above the main part
	Generator    string
	LD           []template.JS // what the page is, after schema.org
	OGType       string
	Date         string // of what the page is about
	Markdown     bool   // a copy stands beside the page
	Edit         string // where the source of the page is edited
	RTL, MainRTL bool   // the page, and its main part, are written from right to left
	Absolute     bool   // addresses count from the root: pages that are served anywhere
	Wide         bool   // no column for the contents of the page
	Main         any
	around

	local   *local
	ids     *idSet
	side    sideKey
	fed     []*edition // the products whose feeds the page names
	nav     func() []navGroup
	repeats []*repeated // on the page
}

// alternate is the same page in another language.
type alternate struct{ Lang, Name, URL, Absolute string }

// linkView is a link with its text.
type linkView struct {
	URL, Text string
	Current   bool
}

// navGroup is a headed list of links.
type navGroup struct {
	Title string
	Links []linkView
}

// frame makes the frame of the page in a folder below the language's prefix.
func (l *local) frame(folder string) *frame {
	f := &frame{
		linker: linkerFor(l.prefix+folder, l.prefix), Lang: l.lang, T: l.text, W: l.words, SiteTitle: l.in.Title,
		Assets: l.assets, Engine: search.EnginePath(l.lang), Generator: l.in.Generator, local: l, ids: pageIDs(),
		OGType: "website", Markdown: !l.in.NoCopies, RTL: fromRight(l.lang), MainRTL: fromRight(l.lang),
	}
	if f.SiteTitle == "" {
		f.SiteTitle = l.text.SiteTitle
	}
	if l.in.BaseURL != "" {
		f.Canonical = l.absolute(l.prefix + folder)
	}
	for _, o := range l.others() {
		a := alternate{Lang: o.lang, Name: o.text.Language, URL: f.File(o.prefix + folder)}
		if l.in.BaseURL != "" {
			a.Absolute = l.absolute(o.prefix + folder)
		}
		f.Alternates = append(f.Alternates, a)
	}
	return f
}

// fromRight reports whether a language is written from right to left.
func fromRight(lang string) bool {
	base, _, _ := strings.Cut(lang, "-")
	return slices.Contains([]string{"ar", "dv", "fa", "he", "ps", "ur", "yi"}, base)
}

// writtenFromRight reports whether most letters of a text are of a script that is
// written from right to left.
func writtenFromRight(text string) bool {
	right, all := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			all++
			if unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana) {
				right++
			}
		}
	}
	return 2*right > all
}

// absolute is the full address of a path, which must consist of segments.
func (s *site) absolute(path string) string {
	return strings.TrimSuffix(s.in.BaseURL, "/") + "/" + path
}

// shellURL is the address of a file for a command line: absolute where the
// base URL is known, else below the shell variable SITE.
func (s *site) shellURL(path string) string {
	if s.in.BaseURL == "" {
		return `"$SITE"/` + path
	}
	q, _ := quote(s.absolute(path))
	return q
}

// execute renders the page.
func (f *frame) execute(view string, b *sheet) error {
	if f.Description == "" { // of a page without a summary: search engines ask for one
		f.Description = f.Title + " · " + f.SiteTitle
	}
	var err error
	if f.around, err = f.local.aroundPage(f); err != nil {
		return err
	}
	from := b.Len()
	if err = f.local.views[view].Execute(b.Buffer, f); err == nil {
		showControls(b.Buffer, from)
		b.repeats = f.repeats
		return nil
	}
	return problemOf(err)
}

// place is where Markdown of a document is shown on the page.
func (f *frame) place(d *doc.Doc, level int) place {
	return place{doc: d, link: f.linker, resolve: f.local.resolve(f.linker), image: f.local.image, level: level, fold: f.T.Fold}
}

// inline renders Markdown that holds no headings.
func (f *frame) inline(d *doc.Doc, source string) template.HTML {
	return f.local.md.fragment(f.place(d, 3), source)
}

// extra renders a block that is no record. Its headings are of a level or below
// and get ids that begin with prefix.
func (f *frame) extra(d *doc.Doc, x foldedExtra, prefix string, level int) template.HTML {
	at := f.place(d, level)
	at.ids, at.prefix, at.loose = f.ids, prefix, x.loose
	return f.local.md.fragment(at, x.Text)
}

// section adds a part of the page to its contents and returns its id.
func (f *frame) section(id, title string) string {
	id = f.ids.unique(id)
	f.TOC = append(f.TOC, linkView{URL: "#" + id, Text: title})
	return id
}
