package site

import (
	"html/template"
	"slices"
	"strings"
	"sync"

	"upgraph/internal/colour"
	"upgraph/internal/regexp"
)

// pattern is shell text that many pages show with other words in it. It is
// coloured once; a page only puts its words in.
type pattern struct {
	text   string
	words  []string // in the text, each for one that is put in
	pieces func() []patternPiece
}

// patternPiece is coloured text and the number of the word behind it, -1 where
// there is none.
type patternPiece struct {
	text string
	word int
}

// Words that stand in patterns.
const (
	wordPath = "UGWORDPATH"
	wordBase = "UGWORDBASE"
	wordSum  = "UGWORDSUM"
	wordFrom = "UGWORDFROM"
	wordTo   = "UGWORDTO"
)

func newPattern(text string, words ...string) *pattern {
	pieces := sync.OnceValue(func() []patternPiece { return piecesBetween(colour.HTML("sh", text), words) })
	return &pattern{text: text, words: words, pieces: pieces}
}

// piecesBetween cuts a text behind each of some words in it.
func piecesBetween(text string, words []string) []patternPiece {
	var out []patternPiece
	for {
		at, word := len(text), -1
		for n, w := range words {
			if i := strings.Index(text, w); i >= 0 && i < at {
				at, word = i, n
			}
		}
		out = append(out, patternPiece{text[:at], word})
		if word < 0 {
			return out
		}
		text = text[at+len(words[word]):]
	}
}

// fill puts words in, in the order of those of the pattern. One that is more than
// a plain word is coloured with the text.
func (p *pattern) fill(words ...string) template.HTML {
	if !slices.ContainsFunc(words, func(w string) bool { return !plainWord.MatchString(w) }) {
		return template.HTML(join(p.pieces(), words))
	}
	return template.HTML(colour.HTML("sh", join(piecesBetween(p.text, p.words), words)))
}

// join is the text of pieces with words between them.
func join(pieces []patternPiece, words []string) string {
	var b strings.Builder
	size := 0
	for _, p := range pieces {
		if size += len(p.text); p.word >= 0 {
			size += len(words[p.word])
		}
	}
	b.Grow(size)
	for _, p := range pieces {
		if b.WriteString(p.text); p.word >= 0 {
			b.WriteString(words[p.word])
		}
	}
	return b.String()
}

// plainWord is a word without a meaning of its own to the shell, to quoting and
// to HTML, or a digest, which stands between quotes.
var plainWord = regexp.MustCompile(`^(?:[A-Za-z][\w./-]*[./-][\w./-]*|[0-9a-f]{64})$`)
