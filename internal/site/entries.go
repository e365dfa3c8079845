package site

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"upgraph/internal/release"
	"upgraph/internal/search"
)

// Entries are what the search finds: every release, change, step, note and piece
// of prose in every language of the site, with the address at which its page
// shows it, and the other pages.
func Entries(in *Input) []search.Entry {
	var out []search.Entry
	s, err := in.site()
	if err != nil {
		return nil // the pages report the same error
	}
	for l := range s.each() {
		for _, e := range l.editions {
			for i := len(e.releases) - 1; i >= 0; i-- {
				out = append(out, l.releaseEntries(e, e.releases[i])...)
			}
			for _, r := range e.outside {
				out = append(out, l.releaseEntries(e, r)...)
			}
			out = append(out, l.productEntries(e)...)
		}
		out = append(out, l.pageEntries()...)
	}
	return out
}

// entryMaker makes the entries of one release. Its ids are given out in the
// order in which the release's page gives them out.
type entryMaker struct {
	l      *local
	base   search.Entry
	url    string
	prefix string
	ids    *idSet
	out    []search.Entry
}

func (l *local) releaseEntries(e *edition, r *record) []search.Entry {
	m := &entryMaker{
		l: l, url: l.prefix + ReleasePath(e.id, r.ID), prefix: Segment(r.ID) + "-", ids: pageIDs(),
		base: search.Entry{Language: l.lang, Product: e.id, Release: r.ID, SortKey: r.SortKey},
	}
	facts := []string{r.Build, r.DeployVersion, r.Date, r.BuiltAt, r.Toolchain}
	if r.Date != "" {
		facts[3] = ""
	}
	if r.Git != nil {
		facts = append(facts, r.Git.Commit[:min(len(r.Git.Commit), 12)], r.Git.Branch)
	}
	m.add("release", strings.Join(append([]string{r.ID}, r.Aliases...), " · "), strings.Join(unique(facts), " "), "")
	m.out[0].Names = []string{r.Build, r.DeployVersion}
	also := []string{e.id, e.title}
	for _, p := range r.parts {
		also = append(also, p.guide.Heading, p.doc.Title)
	}
	also = unique(also)
	if n := len(e.releases); n > 0 && e.releases[n-1] == r { // who asks for the product wants this one before the others
		also = append(also, e.id, e.title)
	}
	m.out[0].Also = strings.Join(also, " ")
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
	return m.out
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
	for _, tag := range append(append([]string{}, c.Components...), c.ErrorCodes...) {
		if !strings.Contains(body, tag) {
			body += " · " + tag
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
	e.Tags = []string{search.Tag("type", kind)}
	if e.Product != "" && len(m.l.editions) > 1 {
		e.Tags = append(e.Tags, search.Tag("product", e.Product))
	}
	m.out = append(m.out, e)
}

// tag lets the last entry be narrowed to.
func (m *entryMaker) tag(facet, value string) {
	e := &m.out[len(m.out)-1]
	e.Tags = append(e.Tags, search.Tag(facet, value))
}

// plain is the text of a fragment without markup.
func (m *markdown) plain(source string) string {
	if !strings.ContainsAny(source, "`*_[<\\&~\n") {
		return source
	}
	if text, ok := simpleText(source); ok {
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
