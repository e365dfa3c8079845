package profile

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// oneLine joins the lines of a paragraph as a renderer would: a soft break is
// one space, between two Han characters none.
func oneLine(markdown string) string {
	if !strings.Contains(markdown, "\n") {
		return strings.TrimSpace(markdown) // a piece of the guide, as most are
	}
	var b strings.Builder
	for line := range strings.SplitSeq(markdown, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if b.Len() > 0 && !joinsTight(b.String(), line) {
			b.WriteByte(' ')
		}
		b.WriteString(line)
	}
	return b.String()
}

func joinsTight(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	return wide(last) && wide(first)
}

// wide reports whether a rune is written without spaces around it.
func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || strings.ContainsRune("，。、；：！？（）《》“”", r)
}

// plain is the text of inlines without markup; a break counts as a space.
func plain(in []doc.Inline) string {
	var b strings.Builder
	for _, i := range in {
		if i.Kind == doc.SoftBreak {
			b.WriteByte(' ')
			continue
		}
		b.WriteString(i.Text)
	}
	return b.String()
}

// span copies the lines of a block.
func span(s doc.Span) release.Span { return release.Span{Line: s.Line, EndLine: s.EndLine} }

// capital gives a clause the first letter of a sentence.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || !unicode.IsLower(r) {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// walk visits a block and everything in it, in the order of the lines.
func walk(b *doc.Block, visit func(*doc.Block)) {
	visit(b)
	for _, c := range b.Children {
		walk(c, visit)
	}
}

// firstParagraph is the first block of an item when it is a paragraph.
func firstParagraph(b *doc.Block) *doc.Block {
	for _, c := range b.Children {
		switch c.Kind {
		case doc.Blank:
			continue
		case doc.Paragraph:
			return c
		}
		return nil
	}
	return nil
}
