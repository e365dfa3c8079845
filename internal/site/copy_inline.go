package site

import (
	"bytes"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// words writes what an element holds within a line, without spaces around it.
func (w *copyWriter) words(n int) {
	from := len(w.b)
	w.inlines(n)
	w.trim(from)
}

// trim takes away the spaces around what stands from a place on; what is written
// within a line has no two of them together.
func (w *copyWriter) trim(from int) {
	if len(w.b) > from && w.b[from] == ' ' {
		w.b = append(w.b[:from], w.b[from+1:]...)
	}
	if len(w.b) > from && w.b[len(w.b)-1] == ' ' {
		w.b = w.b[:len(w.b)-1]
	}
}

func (w *copyWriter) inlines(n int) {
	for c := range w.in(n) {
		w.inline(c)
	}
}

// inline writes an element within a line.
func (w *copyWriter) inline(n int) {
	if w.nodes[n].skipped() {
		return
	}
	around := func(before, behind string) {
		w.add(before)
		w.words(n)
		w.add(behind)
	}
	switch kind := w.nodes[n].kind; kind {
	case textNode:
		w.b = prose(w.b, w.text(n))
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
		around("<"+w.name(n)+">", "</"+w.name(n)+">")
	case inputElement:
		w.add("[ ] ")
	case linkElement:
		w.link(n)
	case imageElement:
		w.add("![")
		w.b = prose(w.b, w.attr(n, ` alt="`))
		w.add("](")
		w.target(w.attr(n, ` src="`))
	default:
		w.inlines(n)
		if kind == spanElement {
			w.b = space(w.b)
		}
	}
}

// link writes a link; one to a place on the page, which the copy does not name, as
// its text.
func (w *copyWriter) link(n int) {
	href, _ := attribute(w.written(n), ` href="`)
	if bytes.HasPrefix(href, []byte("#")) {
		w.inlines(n)
		return
	}
	w.add("[")
	w.words(n)
	w.add("](")
	w.target(w.unescaped(href))
}

// prose writes text so that it is not read as markup.
func prose(b, text []byte) []byte {
	from := 0 // what is not written yet
	for i, c := range text {
		switch c {
		case '\\', '`', '*', '_', '[', ']', '<', '|':
			b = append(spaced(b, text[from:i]), '\\')
			from = i
		}
	}
	return spaced(b, text[from:])
}

// spaced writes text with single spaces between the words.
func spaced(b, text []byte) []byte {
	from := 0 // what is not written yet
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c > ' ' && c < utf8.RuneSelf || c == ' ' && i > from && text[i-1] != ' ' {
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if unicode.IsSpace(r) {
			b = space(append(b, text[from:i]...))
			from = i + size
		}
		i += size - 1
	}
	return append(b, text[from:]...)
}

// space writes a space, unless one stands there.
func space(b []byte) []byte {
	if len(b) > 0 && b[len(b)-1] == ' ' {
		return b
	}
	return append(b, ' ')
}

// span writes the code within a line.
func (w *copyWriter) span(n int) {
	from := len(w.b)
	w.b = append(w.b, '`')
	w.raw(n)
	w.b = spaced(w.b[:from+1], w.b[from+1:])
	w.trim(from + 1)
	if text := w.b[from+1:]; bytes.IndexByte(text, '`') >= 0 {
		w.b = append(w.b[:from], code(string(text))...)
		return
	}
	w.b = append(w.b, '`')
}

// inlineHTML is the content of an element that is written as HTML, in which
// Markdown is not read.
func (w *copyWriter) inlineHTML(n int) string {
	var b strings.Builder
	for c := range w.in(n) {
		switch w.nodes[c].kind {
		case textNode:
			b.WriteString(html.EscapeString(string(w.text(c))))
		case breakElement:
			b.WriteString("<br>")
		case phraseElement:
			b.WriteString("<" + w.name(c) + ">" + w.inlineHTML(c) + "</" + w.name(c) + ">")
		default:
			b.WriteString(w.inlineHTML(c))
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
func (w *copyWriter) raw(n int) {
	for c := range w.in(n) {
		switch node := &w.nodes[c]; {
		case node.kind == textNode:
			w.b = append(w.b, w.text(c)...)
		case !node.skipped():
			w.raw(c)
		}
	}
}

// rows writes the rows of a table, a rule below the first of all. It returns
// whether the next one is still the first.
func (w *copyWriter) rows(n int, first bool) bool {
	for c := range w.in(n) {
		if w.nodes[c].kind != rowElement {
			first = w.rows(c, first)
			continue
		}
		cells := 0
		w.add("| ")
		for cell := range w.in(c) {
			if w.nodes[cell].kind != cellElement {
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
func (w *copyWriter) flat(n int) {
	if !w.nodes[n].holds {
		w.words(n)
		return
	}
	from := len(w.b)
	for c := range w.in(n) {
		if !w.nodes[c].skipped() {
			w.next(from, ", ", func() { w.flat(c) })
		}
	}
}
