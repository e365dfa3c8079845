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
	end := bytes.LastIndex(rest, []byte("</main>")) // little stands behind it
	if end < 0 {
		return fmt.Errorf("copy a page as Markdown: its main part has no end")
	}
	c.with(rest[bytes.IndexByte(rest, '>')+1:end], page.repeats, func(w *copyWriter, root *htmlNode) {
		w.blocks(root)
		out.Write(bytes.TrimSpace(w.b))
	})
	out.WriteByte('\n')
	return nil
}

// part is a part of a page as Markdown, which takes its place among the blocks of
// the page, or of a list where it is items of one.
func (c *copier) part(html []byte) (out []byte) {
	c.with(html, nil, func(w *copyWriter, root *htmlNode) {
		if root.first != nil && root.first.kind == itemElement {
			w.items(root, false)
		} else {
			w.blocks(root)
		}
		out = bytes.Clone(w.b)
	})
	return out
}

// with reads HTML and lets write have it with a writer, for as long as it runs.
func (c *copier) with(html []byte, repeats []*repeated, write func(*copyWriter, *htmlNode)) {
	w, ok := c.spare.Get().(*copyWriter)
	if !ok {
		w = &copyWriter{}
	}
	w.b = w.b[:0]
	write(w, w.tree.parse(html, repeats))
	c.spare.Put(w)
}

// copyWriter writes blocks.
type copyWriter struct {
	tree  tree
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
func (w *copyWriter) line(mark string, n *htmlNode, behind string) {
	w.b = append(w.b, '\n')
	from := len(w.b)
	w.add(mark)
	w.text(n)
	w.add(behind)
	w.end(from, "")
}

// blocks writes what an element holds; what stands within a line and has no block
// around it makes a line together.
func (w *copyWriter) blocks(n *htmlNode) {
	run := -1 // where the line begins that is being written
	flush := func() {
		if run < 0 {
			return
		}
		if w.squeeze(run + 1); len(w.b) == run+1 {
			w.b = w.b[:run]
		} else {
			w.b = append(w.b, '\n')
		}
		run = -1
	}
	for c := n.first; c != nil; c = c.next {
		switch {
		case c.skipped():
		case c.ready != nil:
			flush()
			w.b = append(w.b, c.ready.markdown()...)
		case c.inLine() && !c.holds:
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

func (w *copyWriter) block(n *htmlNode) {
	switch n.kind {
	case headingElement:
		w.line("######"[:n.tag[1]-'0']+" ", n, "")
	case preElement:
		w.code(n)
	case listElement:
		w.b = append(w.b, '\n')
		w.items(n, n.tag[0] == 'o' && n.class&(stepsClass|wayClass) == 0)
	case termsElement:
		for c := n.first; c != nil; c = c.next {
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
		switch {
		case n.class&foldClass != 0:
			w.fold(n)
		case n.class&noteClass != 0:
			w.quote(n)
		case n.class&countsClass != 0:
			w.joined(n)
		default:
			w.blocks(n)
		}
	}
}

// code writes a block of code behind fences that it does not hold.
func (w *copyWriter) code(n *htmlNode) {
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
func (w *copyWriter) fold(n *htmlNode) {
	tag := "\n<details>"
	if bytes.HasSuffix(n.tag, []byte(" open")) {
		tag = "\n<details open>"
	}
	w.add(tag)
	rest := *n
	if n.first != nil && n.first.kind == summaryElement {
		w.add("\n<summary>" + inlineHTML(n.first) + "</summary>")
		rest.first = n.first.next
	}
	w.b = append(w.b, '\n')
	w.blocks(&rest)
	w.add("\n</details>\n")
}

// quote writes blocks behind a mark.
func (w *copyWriter) quote(n *htmlNode) {
	w.b = append(w.b, '\n')
	w.item("> ", "> ", n)
}

// term writes a name and its values; each stands in a div of its own.
func (w *copyWriter) term(n *htmlNode) {
	name := ""
	for c := n.first; c != nil; c = c.next {
		switch {
		case c.kind == nameElement:
			from := len(w.b)
			w.text(c)
			name = string(w.b[from:])
			w.b = w.b[:from]
		case c.kind == valueElement && c.first != nil && c.first.kind == listElement:
			w.item("- **"+name+":**\n\n", "  ", c)
		case c.kind == valueElement:
			w.item("- **"+name+":** ", "  ", c)
		}
	}
}

// items writes the items of a list.
func (w *copyWriter) items(n *htmlNode, numbered bool) {
	i := 0
	for c := n.first; c != nil; c = c.next {
		switch {
		case c.ready != nil:
			w.b = append(w.b, c.ready.markdown()...)
		case c.kind != itemElement:
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
func (w *copyWriter) item(mark, pad string, n *htmlNode) {
	from := len(w.b)
	w.add(mark)
	inner := len(w.b)
	w.blocks(n)
	w.b = append(w.b[:inner], bytes.TrimSpace(w.b[inner:])...)
	w.end(from, pad)
}

// joined is the parts of a line that the style sheet puts dots between.
func (w *copyWriter) joined(n *htmlNode) {
	w.b = append(w.b, '\n')
	from := len(w.b)
	for c := n.first; c != nil; c = c.next {
		w.next(from, " · ", func() {
			at := len(w.b)
			w.inline(c)
			w.squeeze(at)
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
