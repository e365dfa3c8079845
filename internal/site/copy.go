package site

import (
	"bytes"
	"fmt"
	"html"
	"strings"
)

// markdownCopy writes the main part of a page as Markdown. It reads only pages
// that this package made: every element is closed, and no attribute holds a
// greater-than sign.
func markdownCopy(page *sheet, out *bytes.Buffer) error {
	_, rest, ok := bytes.Cut(page.Bytes(), []byte("<main"))
	if !ok {
		return fmt.Errorf("copy a page as Markdown: it has no main part")
	}
	body, _, ok := bytes.Cut(rest, []byte("</main>"))
	if !ok {
		return fmt.Errorf("copy a page as Markdown: its main part has no end")
	}
	w := &copyWriter{}
	w.blocks(parseTree(string(body[bytes.IndexByte(body, '>')+1:]), page.repeats))
	out.WriteString(strings.TrimSpace(w.b.String()))
	out.WriteByte('\n')
	return nil
}

// blocksOf is HTML as Markdown.
func blocksOf(html string) string {
	w := &copyWriter{}
	w.blocks(parseTree(html, nil))
	return w.b.String()
}

// htmlNode is a node of a page: text where name is empty, or blocks that are
// copied already.
type htmlNode struct {
	name, text string
	attrs      string
	children   []*htmlNode
	ready      *repeated
}

// attr is the value of an attribute, empty where there is none.
func (n *htmlNode) attr(name string) string {
	for rest := n.attrs; rest != ""; {
		before, behind, ok := strings.Cut(rest, name)
		if !ok {
			break
		}
		if value, ok := strings.CutPrefix(behind, `="`); ok && strings.HasSuffix(before, " ") {
			value, _, _ = strings.Cut(value, `"`)
			return html.UnescapeString(value)
		}
		rest = behind
	}
	return ""
}

// has reports whether the element is of a class.
func (n *htmlNode) class(name string) bool {
	for c := range strings.FieldsSeq(n.attr("class")) {
		if c == name {
			return true
		}
	}
	return false
}

// void reports whether elements of a name have no content.
func void(name string) bool {
	return name == "br" || name == "hr" || name == "input" || name == "img" || name == "wbr"
}

// parseTree reads HTML. What is one of the repeats is not read again.
func parseTree(s string, repeats []*repeated) []*htmlNode {
	t := &tree{open: []*htmlNode{{}}}
	for _, p := range repeats {
		before, behind, ok := strings.Cut(s, string(p.html))
		if !ok || p.html == "" {
			continue
		}
		t.read(before)
		t.add(htmlNode{name: "section", ready: p})
		s = behind
	}
	t.read(s)
	return t.open[0].children
}

// tree is HTML that is being read.
type tree struct {
	open  []*htmlNode // the elements around what comes next
	spare []htmlNode  // nodes are made many at a time
}

func (t *tree) add(n htmlNode) *htmlNode {
	if len(t.spare) == 0 {
		t.spare = make([]htmlNode, 64)
	}
	kept := &t.spare[0]
	*kept, t.spare = n, t.spare[1:]
	top := t.open[len(t.open)-1]
	top.children = append(top.children, kept)
	return kept
}

func (t *tree) read(s string) {
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			i = len(s)
		}
		if i > 0 {
			t.add(htmlNode{text: html.UnescapeString(s[:i])})
			s = s[i:]
			continue
		}
		end := strings.IndexByte(s, '>')
		if end < 0 {
			break
		}
		t.tag(s[1:end])
		s = s[end+1:]
	}
}

func (t *tree) tag(tag string) {
	switch {
	case strings.HasPrefix(tag, "/"):
		if len(t.open) > 1 {
			t.open = t.open[:len(t.open)-1]
		}
	case strings.HasPrefix(tag, "!"):
	default:
		name, _, _ := strings.Cut(strings.TrimSuffix(tag, "/"), " ")
		n := t.add(htmlNode{name: name, attrs: strings.TrimSuffix(tag, "/")[len(name):]})
		if !void(name) && !strings.HasSuffix(tag, "/") {
			t.open = append(t.open, n)
		}
	}
}

// copyWriter writes blocks.
type copyWriter struct{ b strings.Builder }

// line writes a line of its own, with an empty one before it unless tight.
func (w *copyWriter) line(text string, tight bool) {
	if !tight {
		w.b.WriteByte('\n')
	}
	for more := true; more; {
		var l string
		l, text, more = strings.Cut(text, "\n")
		w.b.WriteString(strings.TrimRight(l, " "))
		w.b.WriteByte('\n')
	}
}

// skipped are elements that only a browser has a use for.
func skipped(n *htmlNode) bool {
	switch n.name {
	case "svg", "nav", "button", "form", "noscript", "script":
		return true
	}
	return n.attrs != "" && (n.class("vh") || n.class("sign") || n.class("pager"))
}

// inlineElement reports whether an element stands within a line.
func inlineElement(n *htmlNode) bool {
	switch n.name {
	case "", "a", "b", "strong", "em", "i", "code", "span", "small", "del", "kbd", "sub", "sup", "br", "input", "label", "time", "mark", "img", "wbr":
		return true
	}
	return false
}

func (w *copyWriter) blocks(ns []*htmlNode) {
	var run []*htmlNode
	flush := func() {
		if text := inlineText(run); text != "" {
			w.line(text, false)
		}
		run = nil
	}
	for _, n := range ns {
		switch {
		case skipped(n):
		case n.ready != nil:
			flush()
			w.b.WriteString(n.ready.markdown())
		case inlineElement(n) && !holdsBlocks(n):
			run = append(run, n)
		default:
			flush()
			w.block(n)
		}
	}
	flush()
}

// holdsBlocks reports whether there is a block in an element.
func holdsBlocks(n *htmlNode) bool {
	for _, c := range n.children {
		if !inlineElement(c) || holdsBlocks(c) {
			return true
		}
	}
	return false
}

func (w *copyWriter) block(n *htmlNode) {
	switch n.name {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		w.line(strings.Repeat("#", int(n.name[1]-'0'))+" "+inlineText(n.children), false)
	case "pre":
		code := strings.TrimRight(rawText(n), "\n")
		fence := "```"
		for strings.Contains(code, fence) {
			fence += "`"
		}
		w.line(fence+"\n"+code+"\n"+fence, false)
	case "ul", "ol":
		w.list(n)
	case "dl":
		for _, d := range n.children {
			w.term(d)
		}
	case "table":
		w.table(n)
	case "hr":
		w.line("---", false)
	case "summary":
		w.line("**"+inlineText(n.children)+"**", false)
	case "blockquote":
		w.quote(n)
	default:
		switch {
		case n.class("fold"):
			w.fold(n)
		case n.class("note"):
			w.quote(n)
		case n.class("counts"):
			w.line(joined(n), false)
		default:
			w.blocks(n.children)
		}
	}
}

// fold writes a details element of a guide as one. Our own stay open.
func (w *copyWriter) fold(n *htmlNode) {
	tag, rest := "<details>", n.children
	if strings.HasSuffix(n.attrs, " open") {
		tag = "<details open>"
	}
	if len(rest) > 0 && rest[0].name == "summary" {
		tag += "\n<summary>" + inlineHTML(rest[0].children) + "</summary>"
		rest = rest[1:]
	}
	w.line(tag, false)
	w.blocks(rest)
	w.line("</details>", false)
}

// quote writes blocks behind a mark.
func (w *copyWriter) quote(n *htmlNode) {
	inner := &copyWriter{}
	inner.blocks(n.children)
	text := strings.TrimSpace(inner.b.String())
	w.line("> "+strings.ReplaceAll(text, "\n", "\n> "), false)
}

// term writes a name and its values; each stands in a div of its own.
func (w *copyWriter) term(n *htmlNode) {
	var name string
	for _, c := range n.children {
		switch c.name {
		case "dt":
			name = inlineText(c.children)
		case "dd":
			mark := "- **" + name + ":** "
			if len(c.children) > 0 && (c.children[0].name == "ul" || c.children[0].name == "ol") {
				mark = "- **" + name + ":**\n\n"
			}
			w.item(mark, c)
		}
	}
}

func (w *copyWriter) list(n *htmlNode) {
	w.b.WriteByte('\n')
	i := 0
	for _, c := range n.children {
		if c.name != "li" {
			continue
		}
		i++
		mark := "- "
		if n.name == "ol" && !n.class("steps") && !n.class("way") {
			mark = fmt.Sprintf("%d. ", i)
		}
		w.item(mark, c)
	}
}

// item writes a list item: its first line behind the mark, the rest indented.
func (w *copyWriter) item(mark string, n *htmlNode) {
	inner := &copyWriter{}
	inner.blocks(n.children)
	pad := "  "
	if mark[0] != '-' {
		pad = strings.Repeat(" ", len(mark))
	}
	w.line(strings.ReplaceAll(mark+strings.TrimSpace(inner.b.String()), "\n", "\n"+pad), true)
}

// joined is the parts of a line that the style sheet puts dots between.
func joined(n *htmlNode) string {
	var parts []string
	for _, c := range n.children {
		if t := inlineText([]*htmlNode{c}); t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, " · ")
}
