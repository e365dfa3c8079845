package site

import (
	"bytes"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// text writes what an element holds within a line, with single spaces between
// the words and none around them.
func (w *copyWriter) text(n *htmlNode) {
	from := len(w.b)
	w.inlines(n)
	w.squeeze(from)
}

// squeeze leaves single spaces between the words from a place on, and none around
// them.
func (w *copyWriter) squeeze(from int) {
	in := w.b[from:]
	gap := true // before the first word as after a space
	for _, c := range in {
		if c > ' ' && c < utf8.RuneSelf {
			gap = false
		} else if c != ' ' || gap {
			w.b = words(w.b[:from], in)
			return
		} else {
			gap = true
		}
	}
	if gap && len(in) > 0 {
		w.b = w.b[:len(w.b)-1]
	}
}

// words writes words with single spaces between them. They may stand where they
// are written.
func words(out, in []byte) []byte {
	from, gap := len(out), false
	for len(in) > 0 {
		r, size := utf8.DecodeRune(in)
		switch {
		case unicode.IsSpace(r):
			gap = len(out) > from
		case gap:
			out, gap = append(out, ' '), false
			fallthrough
		default:
			out = append(out, in[:size]...)
		}
		in = in[size:]
	}
	return out
}

func (w *copyWriter) inlines(n *htmlNode) {
	for c := n.first; c != nil; c = c.next {
		w.inline(c)
	}
}

// inline writes an element within a line.
func (w *copyWriter) inline(n *htmlNode) {
	if n.skipped() {
		return
	}
	around := func(before, behind string) {
		w.add(before)
		w.text(n)
		w.add(behind)
	}
	switch n.kind {
	case textNode:
		w.b = escaped(w.b, n.text())
	case codeElement:
		w.span(n)
	case strongElement:
		around("**", "**")
	case emphasisElement:
		around("*", "*")
	case deletedElement:
		around("~~", "~~")
	case breakElement:
		w.add("<br>")
	case phraseElement:
		around("<"+n.name()+">", "</"+n.name()+">")
	case inputElement:
		w.add("[ ] ")
	case linkElement:
		href := n.attr(` href="`)
		if bytes.HasPrefix(href, []byte("#")) { // a place on the page, which the copy does not name
			w.inlines(n)
			break
		}
		around("[", "](")
		w.target(href)
	case imageElement:
		w.add("![")
		w.b = escaped(w.b, n.attr(` alt="`))
		w.add("](")
		w.target(n.attr(` src="`))
	default:
		w.inlines(n)
		if n.kind == spanElement {
			w.b = append(w.b, ' ')
		}
	}
}

// escaped writes text so that it is not read as markup.
func escaped(b, text []byte) []byte {
	from := 0
	for i, c := range text {
		switch c {
		case '\\', '`', '*', '_', '[', ']', '<', '|':
			b = append(append(b, text[from:i]...), '\\')
			from = i
		}
	}
	return append(b, text[from:]...)
}

// span writes the code within a line.
func (w *copyWriter) span(n *htmlNode) {
	from := len(w.b)
	w.b = append(w.b, '`')
	w.raw(n)
	w.squeeze(from + 1)
	if text := w.b[from+1:]; bytes.IndexByte(text, '`') >= 0 {
		w.b = append(w.b[:from], code(string(text))...)
		return
	}
	w.b = append(w.b, '`')
}

// inlineHTML is the content of an element that is written as HTML, in which
// Markdown is not read.
func inlineHTML(n *htmlNode) string {
	var b strings.Builder
	for c := n.first; c != nil; c = c.next {
		switch c.kind {
		case textNode:
			b.WriteString(html.EscapeString(string(c.text())))
		case breakElement:
			b.WriteString("<br>")
		case phraseElement:
			b.WriteString("<" + c.name() + ">" + inlineHTML(c) + "</" + c.name() + ">")
		default:
			b.WriteString(inlineHTML(c))
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// target writes the address of a link with the parenthesis behind it.
func (w *copyWriter) target(href []byte) {
	if bytes.ContainsAny(href, " ()<>") {
		w.add("<" + strings.NewReplacer("<", "%3C", ">", "%3E").Replace(string(href)) + ">")
	} else {
		w.b = append(w.b, href...)
	}
	w.b = append(w.b, ')')
}

// raw writes the text of an element without any mark.
func (w *copyWriter) raw(n *htmlNode) {
	if n.kind == textNode {
		w.b = append(w.b, n.text()...)
		return
	}
	for c := n.first; c != nil; c = c.next {
		if !c.skipped() {
			w.raw(c)
		}
	}
}

// rows writes the rows of a table, a rule below the first of all. It returns
// whether the next one is still the first.
func (w *copyWriter) rows(n *htmlNode, first bool) bool {
	for c := n.first; c != nil; c = c.next {
		if c.kind != rowElement {
			first = w.rows(c, first)
			continue
		}
		cells := 0
		w.add("| ")
		for cell := c.first; cell != nil; cell = cell.next {
			if cell.kind != cellElement {
				continue
			}
			if cells++; cells > 1 {
				w.add(" | ")
			}
			w.flat(cell)
		}
		w.add(" |\n")
		if first {
			w.add("| ---")
			for range cells - 1 {
				w.add(" | ---")
			}
			w.add(" |\n")
		}
		first = false
	}
	return first
}

// flat writes a cell in one line, whatever is in it.
func (w *copyWriter) flat(n *htmlNode) {
	if n.kind == textNode || !n.holds {
		w.text(n)
		return
	}
	from := len(w.b)
	for c := n.first; c != nil; c = c.next {
		if !c.skipped() {
			w.next(from, ", ", func() { w.flat(c) })
		}
	}
}
