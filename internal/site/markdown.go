package site

import (
	"bytes"
	"html/template"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"upgraph/internal/doc"
)

// markdown renders fragments of guides. HTML in them is shown as text but for a
// few elements, links lead to pages that exist or are no links, and headings get
// our own ids.
type markdown struct {
	*buffers
	engine goldmark.Markdown // of the parts of guides
	whole  goldmark.Markdown // of plain pages
	mu     sync.Mutex
	refs   map[*doc.Doc]parser.Context
	cache  map[cacheKey]template.HTML
	held   int // bytes in cache
}

// cacheKey is everything that the HTML of a fragment without ids hangs on.
type cacheKey struct {
	doc    *doc.Doc
	link   linker
	source string
}

// maxCache is how many bytes of rendered fragments are kept: the same steps and
// changes stand on many path pages.
const maxCache = 16 << 20

func newMarkdown(b *buffers) *markdown {
	with := func(more ...goldmark.Extender) goldmark.Markdown {
		return goldmark.New(
			goldmark.WithExtensions(append([]goldmark.Extender{
				extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
				extension.Strikethrough,
				extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"})),
				extension.TaskList,
			}, more...)...),
			goldmark.WithRendererOptions(
				renderer.WithNodeRenderers(util.Prioritized(&nodes{}, 100)),
			),
		)
	}
	return &markdown{
		buffers: b,
		engine:  with(), whole: with(extension.Footnote, extension.DefinitionList),
		refs:  map[*doc.Doc]parser.Context{},
		cache: map[cacheKey]template.HTML{},
	}
}

// place is where a fragment comes from and where it is shown.
type place struct {
	doc     *doc.Doc // for its references and relative links; may be nil
	link    linker
	resolve func(from *doc.Doc, dest string) (url string, ok bool)
	image   func(from *doc.Doc, dest string) (shot, bool)
	ids     *idSet // nil where headings are not expected: they get no id
	prefix  string // of heading ids
	level   int    // the highest heading allowed
	heading func(level int, id, title string)
	label   func(severity string) string // what stands above an alert
	whole   bool                         // the fragment is a whole document: footnotes, terms and alerts are read
	fold    string                       // the summary of a details that has none
	// loose means that what stands between the tags of a details is shown elsewhere
	// on the page: its summary is left as a line of its own.
	loose bool
}

// fragment renders Markdown. A single paragraph comes without its tags.
func (m *markdown) fragment(at place, source string) template.HTML {
	if at.ids != nil {
		return m.render(at, source)
	}
	key := cacheKey{doc: at.doc, link: at.link, source: source}
	if !strings.ContainsAny(source, "[<") { // neither link, picture nor HTML: the same on every page
		key.doc, key.link.root = nil, ""
	}
	m.mu.Lock()
	out, ok := m.cache[key]
	m.mu.Unlock()
	if ok {
		return out
	}
	out = m.render(at, source)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.held += len(out) + len(source); m.held > maxCache {
		clear(m.cache)
		m.held = 0
	}
	m.cache[key] = out
	return out
}

func (m *markdown) render(at place, source string) template.HTML {
	if html, ok := simpleHTML(source); ok {
		return template.HTML(html)
	}
	return m.parsed(at, source)
}

// parsed renders any Markdown.
func (m *markdown) parsed(at place, source string) template.HTML {
	src := []byte(source)
	engine := m.engine
	if at.whole {
		engine = m.whole
	}
	root := engine.Parser().Parse(text.NewReader(src), parser.WithContext(m.context(at.doc, source)))
	rewrite(root, src, at)
	b := m.buffer()
	defer m.done(b)
	if err := engine.Renderer().Render(b, src, root); err != nil {
		return template.HTML(template.HTMLEscapeString(source)) // the buffer never fails; shown plain all the same
	}
	return template.HTML(unwrap(string(bytes.TrimSpace(b.Bytes()))))
}

// unwrap takes the tags off a single paragraph.
func unwrap(s string) string {
	inner, ok := strings.CutPrefix(s, "<p>")
	if !ok {
		return s
	}
	inner, ok = strings.CutSuffix(inner, "</p>")
	if !ok || strings.Contains(inner, "<p>") || strings.Contains(inner, "</p>") {
		return s
	}
	return inner
}

// context lets a fragment see the link references of its whole document.
func (m *markdown) context(d *doc.Doc, source string) parser.Context {
	own := parser.NewContext()
	if d == nil || d.References == "" || !strings.Contains(source, "[") {
		return own
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	refs := m.refs[d]
	if refs == nil {
		refs = parser.NewContext()
		m.engine.Parser().Parse(text.NewReader([]byte(d.References)), parser.WithContext(refs))
		m.refs[d] = refs
	}
	return &lookup{Context: own, document: refs}
}

// lookup asks the references of the document after those of the fragment.
type lookup struct {
	parser.Context
	document parser.Context
}

func (l *lookup) Reference(label string) (parser.Reference, bool) {
	if r, ok := l.Context.Reference(label); ok {
		return r, true
	}
	return l.document.Reference(label)
}

// rewrite gives headings their level and id, and resolves links and images.
func rewrite(root ast.Node, src []byte, at place) {
	var found []ast.Node
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			rewriteHTML(n, src, at)
			switch n.Kind() {
			case ast.KindLink, ast.KindImage, ast.KindHeading:
				found = append(found, n)
			}
		}
		return ast.WalkContinue, nil
	})
	if at.whole {
		rewriteAlerts(root, src, at)
	}
	// Inner nodes first, so that an image within a link is replaced before it.
	for i := len(found) - 1; i >= 0; i-- {
		switch n := found[i].(type) {
		case *ast.Image:
			rewriteImage(n, at)
		case *ast.Link:
			rewriteLink(n, at)
		}
	}
	for _, n := range found {
		if h, ok := n.(*ast.Heading); ok {
			rewriteHeading(h, src, at)
		}
	}
}

func rewriteHeading(h *ast.Heading, src []byte, at place) {
	h.Level = min(max(h.Level, at.level), 6)
	name := doc.TakeName(h, src)
	if at.ids == nil {
		return
	}
	title := plainText(h, src)
	id := at.ids.unique(at.prefix + headingID(title, name))
	h.SetAttributeString("id", []byte(id))
	if at.heading != nil {
		at.heading(h.Level, id, title)
	}
}

// rewriteLink keeps a link that leads somewhere and turns any other into its
// text with the target behind it.
func rewriteLink(n *ast.Link, at place) {
	dest := string(n.Destination)
	if url, ok := target(at, dest); ok {
		n.Destination = []byte(url)
		return
	}
	replaceByChildren(n, deadTarget(dest))
}

// rewriteImage shows a picture that lies beside the document. Any other becomes a
// link to it, or its text: the policy of the site loads nothing from elsewhere.
func rewriteImage(n *ast.Image, at place) {
	dest := string(n.Destination)
	if at.image != nil {
		if s, ok := at.image(at.doc, dest); ok {
			n.Destination = []byte(at.link.File(s.path))
			n.SetAttributeString("loading", []byte("lazy"))
			if s.width > 0 {
				n.SetAttributeString("width", []byte(itoa(s.width)))
				n.SetAttributeString("height", []byte(itoa(s.height)))
			}
			return
		}
	}
	url, ok := target(at, dest)
	if _, inLink := n.Parent().(*ast.Link); !ok || inLink {
		replaceByChildren(n, deadTarget(dest))
		return
	}
	link := ast.NewLink()
	link.Destination, link.Title = []byte(url), n.Title
	if n.FirstChild() == nil {
		link.AppendChild(link, ast.NewString([]byte(dest)))
	}
	moveChildren(n, func(c ast.Node) { link.AppendChild(link, c) })
	n.Parent().ReplaceChild(n.Parent(), n, link)
}

// deadTarget shows where a link would lead that leads nowhere here.
func deadTarget(dest string) ast.Node {
	if dest == "" {
		return ast.NewString(nil)
	}
	n := ast.NewString([]byte(` <span class="dead">(` + template.HTMLEscapeString(dest) + ")</span>"))
	n.SetCode(true) // it is HTML
	return n
}

func replaceByChildren(n ast.Node, last ast.Node) {
	p := n.Parent()
	moveChildren(n, func(c ast.Node) { p.InsertBefore(p, n, c) })
	p.ReplaceChild(p, n, last)
}

func moveChildren(n ast.Node, to func(ast.Node)) {
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		n.RemoveChild(n, c)
		to(c)
		c = next
	}
}

// target is the address for a destination written in a guide.
func target(at place, dest string) (string, bool) {
	scheme, _, ok := strings.Cut(dest, ":")
	if ok && !strings.ContainsAny(scheme, "/?#") {
		switch strings.ToLower(scheme) {
		case "http", "https", "mailto":
			return dest, true
		}
		return "", false
	}
	if strings.HasPrefix(dest, "//") || at.resolve == nil {
		return "", false
	}
	return at.resolve(at.doc, dest)
}
