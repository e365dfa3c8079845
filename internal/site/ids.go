package site

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"

	"upgraph/internal/release"
)

// idSet hands out ids that are unique on one page.
type idSet struct{ *release.IDs }

func newIDs() *idSet { return &idSet{release.NewIDs()} }

// layoutIDs are the ids that the layout uses.
var layoutIDs = release.NewIDs("main", "nav", "toc", "q", "results", "top", "search", "said", "facets", "found", "versions")

// pageIDs is the set of a page, in which those of the layout are taken.
func pageIDs() *idSet {
	s := newIDs()
	s.Take(layoutIDs)
	return s
}

func (s *idSet) unique(id string) string { return s.Unique(id) }

func (s *idSet) named(prefix, text string) string { return s.Named(prefix, text) }

func (s *idSet) change(prefix string, c release.Change) string { return s.Change(prefix, c) }

// step returns the id of a numbered step.
func (s *idSet) step(prefix string, number int) string {
	return s.unique(fmt.Sprintf("%sstep-%d", prefix, number))
}

// plainText is the text of a node without markup.
func plainText(n ast.Node, src []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch c := c.(type) {
		case *ast.Text:
			b.Write(c.Segment.Value(src))
			if c.SoftLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			if c.IsCode() {
				b.WriteString(" " + textOf(string(c.Value)))
				return ast.WalkContinue, nil
			}
			b.Write(c.Value)
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

func slug(text string) string { return release.Slug(text) }

// headingID is the id of a heading: the name that its author gave it, else its
// words.
func headingID(title, name string) string {
	if id := slug(name); id != "" {
		return id
	}
	return slug(title)
}
