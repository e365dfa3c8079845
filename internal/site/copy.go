package site

import (
	"bytes"
	"fmt"
	"strconv"
	"sync"
)

// copier writes pages as Markdown. What it works with is kept from page to page.
type copier struct{ spare sync.Pool }

// page writes the main part of a page as Markdown. It reads only pages that this
// package made: every element is closed, and no attribute holds a greater-than
// sign.
func (c *copier) page(page *sheet, out *bytes.Buffer) error {
	_, rest, ok := bytes.Cut(page.Bytes(), []byte("<main"))
	if !ok {
		return fmt.Errorf("copy a page as Markdown: it has no main part")
	}
	w := c.writer()
	defer c.spare.Put(w)
	if !w.parse(rest[bytes.IndexByte(rest, '>')+1:], "main", page.repeats) {
		return fmt.Errorf("copy a page as Markdown: its main part has no end")
	}
	w.blocks(root)
	out.Write(bytes.TrimSpace(w.b))
	out.WriteByte('\n')
	return nil
}

// part is a part of a page as Markdown, which takes its place among the blocks of
// the page, or of a list where it is items of one.
func (c *copier) part(html []byte) []byte {
	w := c.writer()
	defer c.spare.Put(w)
	w.parse(html, "", nil)
	if _, listed := w.first(root, itemElement); listed {
		w.items(root, false)
	} else {
		w.blocks(root)
	}
	return bytes.Clone(w.b)
}

func (c *copier) writer() *copyWriter {
	w, ok := c.spare.Get().(*copyWriter)
	if !ok {
		w = &copyWriter{}
	}
	w.b = w.b[:0]
	return w
}

// copyWriter writes blocks.
type copyWriter struct {
	tree
	b     []byte
	moved []byte // what is written again in another place
}

func (w *copyWriter) add(text string) { w.b = append(w.b, text...) }

// end ends the lines from a place on: each begins with pad, but the first, and
// none ends with a space.
func (w *copyWriter) end(from int, pad string) {
	if bytes.IndexByte(w.b[from:], '\n') < 0 {
		w.b = append(bytes.TrimRight(w.b, " "), '\n')
		return
	}
	w.moved = append(w.moved[:0], w.b[from:]...)
	w.b = w.b[:from]
	for rest, more := w.moved, true; more; {
		var line []byte
		line, rest, more = bytes.Cut(rest, []byte("\n"))
		w.b = append(w.b, line...)
		for len(w.b) > from && w.b[len(w.b)-1] == ' ' {
			w.b = w.b[:len(w.b)-1]
		}
		w.b = append(w.b, '\n')
		if from = len(w.b); more {
			w.add(pad)
		}
	}
}

// line is a block of one line.
func (w *copyWriter) line(mark string, n int, behind string) {
	w.b = append(w.b, '\n')
	from := len(w.b)
	w.add(mark)
	w.words(n)
	w.add(behind)
	w.end(from, "")
}

// blocks writes what an element holds.
func (w *copyWriter) blocks(n int) { w.blocksFrom(n+1, int(w.nodes[n].end)) }

// blocksFrom writes nodes from one to before another; those that stand within a line
// and have no block around them make a line together.
func (w *copyWriter) blocksFrom(n, end int) {
	run := -1 // where the line begins that is being written
	flush := func() {
		if run < 0 {
			return
		}
		if w.trim(run + 1); len(w.b) == run+1 {
			w.b = w.b[:run]
		} else {
			w.b = append(w.b, '\n')
		}
		run = -1
	}
	for c := range w.between(n, end) {
		switch n := &w.nodes[c]; {
		case n.skipped() || run < 0 && w.blank(c):
		case n.kind == readyPart:
			flush()
			w.ready(c)
		case n.inLine() && !n.holds:
			if run < 0 {
				run = len(w.b)
				w.b = append(w.b, '\n')
			}
			w.inline(c)
		default:
			flush()
			w.block(c)
		}
	}
	flush()
}

// blank reports whether a node is the end of a line between two tags.
func (w *copyWriter) blank(n int) bool {
	text := &w.nodes[n]
	return text.kind == textNode && text.to-text.from == 1 && w.html[text.from] == '\n'
}

// ready writes a part that is copied already.
func (w *copyWriter) ready(n int) { w.b = append(w.b, w.repeats[w.nodes[n].from].markdown()...) }

func (w *copyWriter) block(n int) {
	switch w.nodes[n].kind {
	case headingElement:
		w.line("######"[:w.written(n)[1]-'0']+" ", n, "")
	case preElement:
		w.code(n)
	case listElement:
		w.b = append(w.b, '\n')
		w.items(n, w.written(n)[0] == 'o' && w.nodes[n].class&(stepsClass|wayClass) == 0)
	case termsElement:
		for c := range w.in(n) {
			w.term(c)
		}
	case tableElement:
		w.b = append(w.b, '\n')
		w.rows(n, true)
	case ruleElement:
		w.add("\n---\n")
	case summaryElement:
		w.line("**", n, "**")
	case quoteElement:
		w.quote(n)
	default:
		switch class := w.nodes[n].class; {
		case class&foldClass != 0:
			w.fold(n)
		case class&noteClass != 0:
			w.quote(n)
		case class&countsClass != 0:
			w.joined(n)
		default:
			w.blocks(n)
		}
	}
}

// code writes a block of code behind fences that it does not hold.
func (w *copyWriter) code(n int) {
	from := len(w.b)
	w.raw(n)
	text := bytes.TrimRight(w.b[from:], "\n")
	fence := "```"
	for bytes.Contains(text, []byte(fence)) {
		fence += "`"
	}
	w.moved = append(w.moved[:0], text...)
	w.b = append(w.b[:from], "\n"+fence+"\n"...)
	for rest, more := w.moved, true; more; {
		var line []byte
		line, rest, more = bytes.Cut(rest, []byte("\n"))
		w.b = append(append(w.b, bytes.TrimRight(line, " ")...), '\n')
	}
	w.add(fence + "\n")
}

// fold writes a details element of a guide as one. Our own stay open.
func (w *copyWriter) fold(n int) {
	tag := "\n<details>"
	if bytes.HasSuffix(w.written(n), []byte(" open")) {
		tag = "\n<details open>"
	}
	w.add(tag)
	from := n + 1
	if first, ok := w.first(n, summaryElement); ok {
		w.add("\n<summary>" + w.inlineHTML(first) + "</summary>")
		from = int(w.nodes[first].end)
	}
	w.b = append(w.b, '\n')
	w.blocksFrom(from, int(w.nodes[n].end))
	w.add("\n</details>\n")
}

// quote writes blocks behind a mark.
func (w *copyWriter) quote(n int) {
	w.b = append(w.b, '\n')
	w.item("> ", "> ", n)
}

// term writes a name and its values; each stands in a div of its own.
func (w *copyWriter) term(n int) {
	name := ""
	for c := range w.in(n) {
		switch w.nodes[c].kind {
		case nameElement:
			from := len(w.b)
			w.words(c)
			name = string(w.b[from:])
			w.b = w.b[:from]
		case valueElement:
			behind := " "
			if _, listed := w.first(c, listElement); listed {
				behind = "\n\n"
			}
			w.item("- **"+name+":**"+behind, "  ", c)
		}
	}
}

// items writes the items of a list.
func (w *copyWriter) items(n int, numbered bool) {
	i := 0
	for c := range w.in(n) {
		switch kind := w.nodes[c].kind; {
		case kind == readyPart:
			w.ready(c)
		case kind != itemElement:
		case numbered:
			i++
			mark := strconv.Itoa(i) + ". "
			w.item(mark, "          "[:len(mark)], c)
		default:
			w.item("- ", "  ", c)
		}
	}
}

// item writes blocks behind a mark, the lines after the first behind a pad.
func (w *copyWriter) item(mark, pad string, n int) {
	from := len(w.b)
	w.add(mark)
	inner := len(w.b)
	w.blocks(n)
	w.b = append(w.b[:inner], bytes.TrimSpace(w.b[inner:])...)
	w.end(from, pad)
}

// joined is the parts of a line that the style sheet puts dots between.
func (w *copyWriter) joined(n int) {
	w.b = append(w.b, '\n')
	from := len(w.b)
	for c := range w.in(n) {
		w.next(from, " · ", func() {
			at := len(w.b)
			w.inline(c)
			w.trim(at)
		})
	}
	w.end(from, "")
}

// next writes something behind a separator, neither where there is nothing to
// write.
func (w *copyWriter) next(from int, separator string, write func()) {
	before := len(w.b)
	if before > from {
		w.add(separator)
	}
	begin := len(w.b)
	if write(); len(w.b) == begin {
		w.b = w.b[:before]
	}
}
