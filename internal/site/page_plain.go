package site

import (
	"cmp"
	"html/template"
	"path"
	"slices"
	"strconv"
	"strings"

	"upgraph/internal/doc"
)

// plainPage is a page that is no guide, in one language.
type plainPage struct {
	doc     *doc.Doc
	url     string // "" for the root page
	lang    string // of the text
	title   string
	summary string
	weight  int
	body    string
	date    string // of its text, where the front matter gives one
	tags    []string
	index   bool          // the page of its folder
	html    template.HTML // of a page that no document makes
}

// plainPages are the plain pages of a site as one language shows them: each
// page in that language, else in the first that has it. By weight, then
// address.
func plainPages(all []*Plain, languages []string, lang string) []*plainPage {
	byURL := map[string]map[string]*Plain{}
	var urls []string
	for _, p := range all {
		u := cleanURL(p.URL)
		if byURL[u] == nil {
			byURL[u] = map[string]*Plain{}
			urls = append(urls, u)
		}
		byURL[u][p.Language] = p
	}
	var out []*plainPage
	for _, u := range urls {
		for _, try := range append([]string{lang}, languages...) {
			if p := byURL[u][try]; p != nil {
				out = append(out, newPlain(p, u))
				break
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *plainPage) int {
		return cmp.Or(cmp.Compare(a.weight, b.weight), cmp.Compare(a.url, b.url))
	})
	return out
}

// PlainFolder is the folder of a plain page whose address came from a file name,
// below the prefix of its language; empty for the root page.
func PlainFolder(url string) string { return cleanURL(url) }

// cleanURL makes safe segments of an address that came from a file name.
func cleanURL(u string) string {
	var out []string
	for part := range strings.SplitSeq(path.Clean("/"+u), "/") {
		if part != "" {
			out = append(out, Segment(part))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return strings.Join(out, "/") + "/"
}

func newPlain(p *Plain, url string) *plainPage {
	v := &plainPage{doc: p.Doc, url: url, lang: p.Language}
	front := func(key string) string {
		if p.Doc.Front == nil {
			return ""
		}
		value, _ := p.Doc.Front.Value.Get(key)
		return value.Scalar
	}
	v.title, v.summary = front("title"), front("summary")
	v.weight, _ = strconv.Atoi(front("weight"))
	name := strings.TrimSuffix(path.Base(p.Doc.Path), path.Ext(p.Doc.Path))
	v.index = name == "index" || name == "_index"
	v.date, v.tags = modified(p.Doc, ""), tagsOf(p.Doc)
	var body strings.Builder
	titled := false
	for _, b := range p.Doc.Blocks {
		switch {
		case b.Kind == doc.FrontMatter:
			continue
		case b.Kind == doc.Heading && b.Level == 1 && !titled && (v.title == "" || v.title == b.Text):
			v.title, titled = b.Text, true // the page's own heading stands above
			continue
		}
		body.WriteString(b.Markdown)
		body.WriteByte('\n')
	}
	if v.title == "" {
		v.title = path.Base(strings.TrimSuffix(p.Doc.Path, path.Ext(p.Doc.Path)))
	}
	v.body = body.String()
	return v
}

func (l *local) plainPage(p *plainPage) func(*sheet) error {
	return func(b *sheet) error {
		f := l.frame(p.url)
		f.Title, f.Description = p.title, p.summary
		f.anyNav(p.url)
		f.language(p.lang)
		if p.doc == nil {
			f.meta(nil, "")
			f.Main = plainView{Title: p.title, Body: p.html}
			return f.execute("plain", b)
		}
		f.edit(p.doc.Path)
		f.Date, f.MainRTL = p.date, writtenFromRight(p.title+p.body)
		f.Crumbs = f.folderCrumbs(p)
		f.meta(nil, "article")
		v := plainView{Title: p.title, Summary: p.summary, Body: f.plainBody(p), Date: p.date, At: trace{File: p.doc.Path, Line: 1}}
		for _, tag := range p.tags {
			v.Tags = append(v.Tags, linkView{URL: f.Page(tagsPath) + "#" + slug(tag), Text: tag})
		}
		f.Main = v
		return f.execute("plain", b)
	}
}

// plainView is what the template of a plain page shows.
type plainView struct {
	Title, Summary string
	Body           template.HTML
	Date           string // of its last change, as the front matter gives it
	Tags           []linkView
	At             trace
}

// plainBody renders the text of a page; its headings make the contents list.
func (f *frame) plainBody(p *plainPage) template.HTML {
	at := f.place(p.doc, 2)
	at.whole, at.label = true, f.T.severity
	at.resolve, at.ids = f.local.resolvePlain(f.linker, p), f.ids
	at.heading = func(level int, id, title string) {
		if level == 2 {
			f.TOC = append(f.TOC, linkView{URL: "#" + id, Text: title})
		}
	}
	return f.local.md.fragment(at, p.body)
}

// resolvePlain also knows the headings of the page itself.
func (l *local) resolvePlain(link linker, p *plainPage) func(*doc.Doc, string) (string, bool) {
	outer := l.resolve(link)
	return func(from *doc.Doc, dest string) (string, bool) {
		if fragment, ok := strings.CutPrefix(dest, "#"); ok {
			return l.places().own(p.doc.Path, fragment)
		}
		return outer(from, dest)
	}
}
