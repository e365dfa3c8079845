package site

import (
	"html/template"
	"regexp"
	"strings"
	"sync"

	"upgraph/internal/colour"
)

// highlighter colours code, and remembers what is the same on many pages.
type highlighter struct {
	patterns sync.Map // coloured text by pattern
}

func newHighlighter() *highlighter { return &highlighter{} }

// code writes source as HTML. What cannot be read as its language is shown
// plain.
func (h *highlighter) code(lang, source string) string { return colour.HTML(lang, source) }

// Words that stand in patterns for what differs from page to page.
const (
	wordPath = "UGWORDPATH"
	wordBase = "UGWORDBASE"
	wordSum  = "UGWORDSUM"
	wordFrom = "UGWORDFROM"
	wordTo   = "UGWORDTO"
)

// fill highlights shell text that is the same on many pages but for some words:
// pairs are words of the pattern and what they stand for. A value that is more
// than a plain word is highlighted with the text.
func (h *highlighter) fill(pattern string, pairs ...string) template.HTML {
	whole := strings.NewReplacer(pairs...)
	for i := 1; i < len(pairs); i += 2 {
		if !plainWord.MatchString(pairs[i]) {
			return template.HTML(h.code("sh", whole.Replace(pattern)))
		}
	}
	coloured, ok := h.patterns.Load(pattern)
	if !ok {
		coloured = h.code("sh", pattern)
		h.patterns.Store(pattern, coloured)
	}
	return template.HTML(whole.Replace(coloured.(string)))
}

// plainWord is a word without a meaning of its own to the shell, to quoting and
// to HTML, or a digest, which stands between quotes.
var plainWord = regexp.MustCompile(`^(?:[A-Za-z][\w./-]*[./-][\w./-]*|[0-9a-f]{64})$`)
