package site

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// idSet hands out ids that are unique on one page.
type idSet struct{ used map[string]bool }

func newIDs(reserved ...string) *idSet {
	s := &idSet{used: map[string]bool{}}
	for _, r := range reserved {
		s.used[r] = true
	}
	return s
}

// unique returns id, with a number behind it when it is taken.
func (s *idSet) unique(id string) string {
	if id == "" {
		id = "section"
	}
	try := id
	for n := 2; s.used[try]; n++ {
		try = fmt.Sprintf("%s-%d", id, n)
	}
	s.used[try] = true
	return try
}

// named returns an id made of the first words of a text, so that it stays when
// other texts come or go.
func (s *idSet) named(prefix, text string) string {
	fields := strings.Fields(text)
	return s.unique(prefix + slug(strings.Join(fields[:min(6, len(fields))], " ")))
}

// step returns the id of a numbered step.
func (s *idSet) step(prefix string, number int) string {
	return s.unique(fmt.Sprintf("%sstep-%d", prefix, number))
}

// maxSlug is how many characters of a text make an id.
const maxSlug = 60

// slug makes an id of a text: letters and digits of any script in lower case,
// dots within versions, and single hyphens for everything else. Versions that
// differ give ids that differ.
func slug(text string) string {
	var b strings.Builder
	n, gap, last := 0, false, ' '
	runes := []rune(strings.ToLower(text))
	for i, r := range runes {
		inner := r == '.' && unicode.IsDigit(last) && i+1 < len(runes) && unicode.IsDigit(runes[i+1])
		last = r
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && !inner {
			gap = true
			continue
		}
		if gap && n > 0 {
			b.WriteByte('-')
			n++
		}
		if gap = false; n >= maxSlug {
			break
		}
		b.WriteRune(r)
		n++
	}
	return strings.TrimSuffix(b.String(), "-")
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
			b.Write(c.Value)
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}
