package site

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"upgraph/internal/release"
	"upgraph/internal/search"
)

// Entries are what the search finds: every release, change, step, note and piece
// of prose in every language of the site, with the address at which its page
// shows it, and the other pages.
func Entries(in *Input) []search.Entry {
	s, err := in.site()
	if err != nil {
		return nil // the pages report the same error
	}
	var lists [][]search.Entry
	for l := range s.each() {
		for _, e := range l.editions {
			lists = append(append(lists, l.productEntries(e)), l.releaseEntries(e)...)
		}
		lists = append(lists, l.pageEntries())
	}
	return slices.Concat(lists...)
}

// together is how many releases one goroutine looks at before it takes more.
const together = 64

// releaseEntries are those of all releases of a product, the newest first.
func (l *local) releaseEntries(e *edition) [][]search.Entry {
	chunks := slices.Collect(slices.Chunk(slices.Concat(e.releases, e.outside), together))
	lists := make([][]search.Entry, len(chunks))
	var next atomic.Int32
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(chunks)) {
		wait.Go(func() {
			m := newEntryMaker(l, e.id)
			for i := int(next.Add(1)) - 1; i < len(chunks); i = int(next.Add(1)) - 1 {
				m.out = make([]search.Entry, 0, len(m.out))
				for _, r := range chunks[i] {
					m.release(e, r)
				}
				lists[i] = m.out
			}
		})
	}
	wait.Wait()
	return lists
}

// entryMaker makes the entries of a product. Its ids are given out in the order in
// which the page of a release gives them out.
type entryMaker struct {
	l      *local
	base   search.Entry
	url    string
	prefix string
	ids    *idSet
	tags   map[facetValue]string // that were made before
	out    []search.Entry
}

// facetValue is what results can be narrowed to.
type facetValue struct{ facet, value string }

func newEntryMaker(l *local, product string) *entryMaker {
	return &entryMaker{l: l, base: search.Entry{Language: l.lang, Product: product}, ids: pageIDs(), tags: map[facetValue]string{}}
}

// release adds the entries of a release.
func (m *entryMaker) release(e *edition, r *record) {
	m.url, m.prefix, m.ids = m.l.prefix+ReleasePath(e.id, r.ID), Segment(r.ID)+"-", pageIDs()
	m.base.Release, m.base.SortKey = r.ID, r.SortKey
	facts := []string{r.Build, r.DeployVersion, r.Date, r.BuiltAt, r.Toolchain}
	if r.Date != "" {
		facts[3] = ""
	}
	if r.Git != nil {
		facts = append(facts, r.Git.Commit[:min(len(r.Git.Commit), 12)], r.Git.Branch)
	}
	m.add("release", strings.Join(append([]string{r.ID}, r.Aliases...), " · "), strings.Join(unique(facts), " "), "")
	own := &m.out[len(m.out)-1]
	own.Names = []string{r.Build, r.DeployVersion}
	also := []string{e.id, e.title}
	for _, p := range r.parts {
		also = append(also, p.guide.Heading, p.doc.Title)
	}
	also = unique(also)
	if n := len(e.releases); n > 0 && e.releases[n-1] == r { // who asks for the product wants this one before the others
		also = append(also, e.id, e.title)
	}
	own.Also = strings.Join(also, " ")
	for _, p := range r.parts {
		if len(p.doc.Releases) == 1 {
			m.notes(p.doc.Notes)
		}
		m.notes(p.guide.Notes)
		m.changes(p.guide.Changes)
		for _, s := range p.guide.Steps {
			m.notes(s.Notes)
			m.add("step", "", m.l.md.plain(s.Text), m.ids.step(m.prefix, s.Number))
		}
		m.prose(p)
	}
}

// unique is the words that are there, each once.
func unique(words []string) []string {
	var out []string
	for _, w := range words {
		if w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

func (m *entryMaker) notes(ns []release.Note) {
	for _, n := range ns {
		m.add("note", "", m.l.md.plain(n.Text), m.ids.named(m.prefix+"note-", n.Text))
	}
}

// maxJoined is how many bytes a change has at most that takes in what is nested in
// it: the parts of a short one say little by themselves.
const maxJoined = 300

func (m *entryMaker) changes(cs []release.Change) {
	for _, c := range cs {
		m.add("change", "", m.changeText(c), m.ids.change(m.prefix, c))
		m.changeTags(c)
		if len(c.Children) == 0 {
			continue
		}
		at := len(m.out) - 1
		m.changes(c.Children)
		var joined strings.Builder
		joined.WriteString(m.out[at].Text)
		for _, child := range m.out[at+1:] {
			joined.WriteString(" · " + child.Text)
		}
		if joined.Len() <= maxJoined {
			for _, child := range m.out[at+1:] {
				m.out[at].Tags = unique(append(m.out[at].Tags, child.Tags...))
			}
			m.out[at].Text, m.out = joined.String(), m.out[:at+1]
		}
	}
}

func (m *entryMaker) changeText(c release.Change) string {
	body := m.l.md.plain(c.Text)
	for _, tags := range [...][]string{c.Components, c.ErrorCodes} {
		for _, tag := range tags {
			if !strings.Contains(body, tag) {
				body += " · " + tag
			}
		}
	}
	return body
}

func (m *entryMaker) changeTags(c release.Change) {
	m.tag("type", kindOf(c))
	for _, name := range c.Components {
		m.tag("component", name)
	}
}

func (m *entryMaker) add(kind, title, body, id string) {
	e := m.base
	e.Kind, e.Title, e.Text, e.URL = kind, title, body, m.url
	if id != "" {
		e.URL += "#" + id
	}
	m.out = append(m.out, e)
	m.tag("type", kind)
	if e.Product != "" && len(m.l.editions) > 1 {
		m.tag("product", e.Product)
	}
}

// tag lets the last entry be narrowed to.
func (m *entryMaker) tag(facet, value string) {
	key := facetValue{facet, value}
	tag, ok := m.tags[key]
	if !ok {
		tag = search.Tag(facet, value)
		m.tags[key] = tag
	}
	e := &m.out[len(m.out)-1]
	e.Tags = append(e.Tags, tag)
}

// plain is the text of a fragment without markup.
func (m *markdown) plain(source string) string {
	if !strings.ContainsAny(source, "`*_[<\\&~\n") {
		return source
	}
	text, ok := simpleText(source)
	if ok && !strings.Contains(text, "  ") {
		return text
	}
	if !ok {
		text, ok = fencedText(source)
	}
	if ok {
		return strings.Join(strings.Fields(text), " ")
	}
	return m.parsedText(source)
}

// parsedText is the text of any Markdown.
func (m *markdown) parsedText(source string) string {
	src := []byte(source)
	root := m.engine.Parser().Parse(text.NewReader(src))
	var blocks []string
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Type() != ast.TypeBlock {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindParagraph, ast.KindTextBlock, ast.KindHeading:
			blocks = append(blocks, plainText(n, src))
			return ast.WalkSkipChildren, nil
		case ast.KindFencedCodeBlock, ast.KindCodeBlock, ast.KindHTMLBlock:
			blocks = append(blocks, string(n.Lines().Value(src)))
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(strings.Join(blocks, " ")), " ")
}
