package site

import (
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// text writes words, and what their line ends with. The end of a line is a space
// between words and nothing between Chinese characters, whatever stands around
// them: goldmark's own rule knows words alone and glues them to the code, the
// emphasis or the link on the next line.
func (r *nodes) text(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n, ok := node.(*ast.Text)
	if !entering || !ok {
		return ast.WalkContinue, nil
	}
	value := n.Segment.Value(source)
	if n.IsRaw() {
		html.DefaultWriter.RawWrite(w, value)
		return ast.WalkContinue, nil
	}
	html.DefaultWriter.Write(w, value)
	switch {
	case n.HardLineBreak():
		_, _ = w.WriteString("<br>\n")
	case n.SoftLineBreak() && !(wide(lastRune(value)) && wide(firstRune(n.NextSibling(), source))):
		_ = w.WriteByte('\n')
	}
	return ast.WalkContinue, nil
}

func wide(r rune) bool { return r > utf8.RuneSelf && util.IsEastAsianWideRune(r) }

func lastRune(text []byte) rune {
	r, _ := utf8.DecodeLastRune(text)
	return r
}

// firstRune is what a node begins with as it is read, a space where that is no word.
func firstRune(n ast.Node, source []byte) rune {
	for n != nil {
		switch x := n.(type) {
		case *ast.Text:
			r, _ := utf8.DecodeRune(x.Segment.Value(source))
			return r
		case *ast.Emphasis, *ast.Link:
			n = n.FirstChild()
		default:
			return ' '
		}
	}
	return ' '
}
