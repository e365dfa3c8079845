package site

import (
	"bytes"
	"html"
	"iter"
)

// htmlNode is a node of a page: text, an element, or a part that is copied already.
type htmlNode struct {
	kind  kind
	class class
	holds bool // a block is somewhere in it
	// from and to are where its tag stands, without < and >, or the text as it is
	// written; from is which of the repeats it is.
	from, to int32
	end      int32 // the node behind it and behind all that is in it
}

// inLine reports whether an element stands within a line.
func (n *htmlNode) inLine() bool { return n.kind <= plainElement }

// skipped reports whether only a browser has a use for an element.
func (n *htmlNode) skipped() bool { return n.kind == droppedElement || n.class&hiddenClass != 0 }

// tree is HTML as nodes in the order in which they stand, so that the first in an
// element is the one behind it. They are named by their numbers; 0 is the root. All
// of it is used again for what is read next.
type tree struct {
	html    []byte
	repeats []*repeated
	nodes   []htmlNode
	open    []int32 // the elements around what comes next
	plain   []byte  // of [tree.unescaped]
}

// root is the node that all others are in.
const root = 0

// in gives the nodes in an element, without those in them.
func (t *tree) in(n int) iter.Seq[int] { return t.between(n+1, int(t.nodes[n].end)) }

// between gives the nodes that stand side by side from one to before another.
func (t *tree) between(n, end int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for ; n < end; n = int(t.nodes[n].end) {
			if !yield(n) {
				return
			}
		}
	}
}

// first is the first node in an element, and whether it is of a kind.
func (t *tree) first(n int, k kind) (int, bool) {
	return n + 1, n+1 < int(t.nodes[n].end) && t.nodes[n+1].kind == k
}

// written is what stands between < and > of an element, or a text as it is written.
func (t *tree) written(n int) []byte { return t.html[t.nodes[n].from:t.nodes[n].to] }

func (t *tree) name(n int) string {
	return string(nameOf(t.written(n)))
}

// text is the text of a node, until the next one is asked for.
func (t *tree) text(n int) []byte { return t.unescaped(t.written(n)) }

// attr is the value of an attribute by what stands before it, such as ` href="`;
// empty where there is none. It holds as long as a text.
func (t *tree) attr(n int, before string) []byte {
	value, _ := attribute(t.written(n), before)
	return t.unescaped(value)
}

// attribute finds a value by what stands before it.
func attribute(tag []byte, before string) ([]byte, bool) {
	for {
		begin := bytes.IndexByte(tag, '"')
		if begin < 0 {
			return nil, false
		}
		value, rest, _ := bytes.Cut(tag[begin+1:], []byte(`"`))
		if bytes.HasSuffix(tag[:begin+1], []byte(before)) {
			return value, true
		}
		tag = rest
	}
}

// unescaped is what is written in HTML as it is read.
func (t *tree) unescaped(s []byte) []byte {
	if bytes.IndexByte(s, '&') < 0 {
		return s
	}
	t.plain = t.plain[:0]
	for {
		i := bytes.IndexByte(s, '&')
		if i < 0 {
			t.plain = append(t.plain, s...)
			return t.plain
		}
		t.plain = append(t.plain, s[:i]...)
		s = s[i:]
		c, size := entity(s)
		if size == 0 { // one that an author wrote
			t.plain = append(t.plain, html.UnescapeString(string(s))...)
			return t.plain
		}
		t.plain, s = append(t.plain, c), s[size:]
	}
}

// entity reads one of the entities that pages are written with.
func entity(s []byte) (c byte, size int) {
	end := bytes.IndexByte(s[:min(len(s), len("&quot;"))], ';') + 1
	switch string(s[:end]) {
	case "&lt;":
		return '<', end
	case "&gt;":
		return '>', end
	case "&amp;":
		return '&', end
	case "&quot;", "&#34;":
		return '"', end
	case "&#39;":
		return '\'', end
	case "&#43;":
		return '+', end
	}
	return 0, 0
}

// parse reads HTML to the end of the element of a name that it stands in, and
// reports whether that ends; without a name it reads all. What is one of the repeats
// is not read again.
func (t *tree) parse(page []byte, name string, repeats []*repeated) (ended bool) {
	t.html, t.repeats, t.nodes, t.open = page, repeats, t.nodes[:0], t.open[:0]
	t.add(blockElement, 0, 0)
	t.open = append(t.open, root)
	at := 0
	for i, p := range repeats {
		next := p.find(page[at:])
		if next < 0 {
			continue
		}
		t.read(at, at+next, "")
		t.add(readyPart, i, 0)
		at += next + len(p.html)
	}
	ended = t.read(at, len(page), name)
	for _, n := range t.open {
		t.nodes[n].end = int32(len(t.nodes))
	}
	return ended
}

// add puts a node behind what is read.
func (t *tree) add(k kind, from, to int) *htmlNode {
	t.nodes = append(t.nodes, htmlNode{kind: k, from: int32(from), to: int32(to), end: int32(len(t.nodes) + 1)})
	n := &t.nodes[len(t.nodes)-1]
	if !n.inLine() {
		for i := len(t.open) - 1; i >= 0 && !t.nodes[t.open[i]].holds; i-- {
			t.nodes[t.open[i]].holds = true
		}
	}
	return n
}

// read reads what stands between two places, but nothing behind the end of an
// element of a name, and reports whether it came to that.
func (t *tree) read(at, end int, name string) bool {
	s := t.html[:end]
	for at < end {
		size := bytes.IndexByte(s[at:], '<')
		if size < 0 {
			size = end - at
		}
		if size > 0 {
			t.add(textNode, at, at+size)
			at += size
			continue
		}
		if size = bytes.IndexByte(s[at:], '>'); size < 0 {
			break
		}
		tag := s[at+1 : at+size]
		if len(tag) > 0 && tag[0] == '/' {
			if string(tag[1:]) == name && name != "" {
				return true
			}
			t.close()
		} else if t.element(at+1, tag) == droppedElement { // nothing in it is looked at
			t.plain = append(append(t.plain[:0], "</"...), nameOf(tag)...)
			size = max(size, bytes.Index(s[at:], append(t.plain, '>'))-1)
		}
		at += size + 1
	}
	return false
}

// close ends the element that was begun last.
func (t *tree) close() {
	if last := len(t.open) - 1; last > 0 {
		t.nodes[t.open[last]].end = int32(len(t.nodes))
		t.open = t.open[:last]
	}
}

// element reads the tag that begins an element and gives the kind of one that has
// content.
func (t *tree) element(at int, tag []byte) kind {
	if bytes.HasPrefix(tag, []byte("!")) {
		return textNode
	}
	whole := bytes.TrimSuffix(tag, []byte("/"))
	name := nameOf(whole)
	n := t.add(kindOfElement(name), at, at+len(whole))
	if len(name) < len(whole) {
		if words, ok := attribute(whole, ` class="`); ok {
			n.class = classesOf(words)
		}
	}
	if void(name) || len(whole) < len(tag) {
		return textNode
	}
	t.open = append(t.open, int32(len(t.nodes)-1))
	return n.kind
}

func nameOf(tag []byte) []byte {
	for i, c := range tag {
		if c == ' ' {
			return tag[:i]
		}
	}
	return tag
}

// void reports whether elements of a name have no content.
func void(name []byte) bool {
	switch string(name) {
	case "br", "hr", "input", "img", "wbr":
		return true
	}
	return false
}
