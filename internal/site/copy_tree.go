package site

import (
	"bytes"
	"html"
)

// kind says what an element is to a copy.
type kind uint8

// The kinds; those up to plainElement stand within a line.
const (
	textNode kind = iota
	linkElement
	strongElement
	emphasisElement
	deletedElement
	codeElement
	breakElement
	phraseElement // written as it is
	inputElement
	imageElement
	spanElement // parted from what follows
	plainElement
	blockElement
	headingElement
	preElement
	listElement
	itemElement
	termsElement
	nameElement
	valueElement
	tableElement
	rowElement
	cellElement
	ruleElement
	summaryElement
	quoteElement
	droppedElement // only a browser has a use for it
)

func kindOfElement(name []byte) kind {
	switch string(name) {
	case "a":
		return linkElement
	case "b", "strong":
		return strongElement
	case "em", "i":
		return emphasisElement
	case "del":
		return deletedElement
	case "code":
		return codeElement
	case "br":
		return breakElement
	case "kbd", "sub", "sup":
		return phraseElement
	case "input":
		return inputElement
	case "img":
		return imageElement
	case "span", "label":
		return spanElement
	case "small", "time", "mark", "wbr":
		return plainElement
	case "svg", "nav", "button", "form", "noscript", "script":
		return droppedElement
	}
	return kindOfBlock(name)
}

func kindOfBlock(name []byte) kind {
	switch string(name) {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		return headingElement
	case "pre":
		return preElement
	case "ul", "ol":
		return listElement
	case "li":
		return itemElement
	case "dl":
		return termsElement
	case "dt":
		return nameElement
	case "dd":
		return valueElement
	case "table":
		return tableElement
	case "tr":
		return rowElement
	case "td", "th":
		return cellElement
	case "hr":
		return ruleElement
	case "summary":
		return summaryElement
	case "blockquote":
		return quoteElement
	}
	return blockElement
}

// void reports whether elements of a name have no content.
func void(name []byte) bool {
	switch string(name) {
	case "br", "hr", "input", "img", "wbr":
		return true
	}
	return false
}

// class is the classes of an element that mean something to a copy.
type class uint8

const (
	hiddenClass class = 1 << iota
	foldClass
	noteClass
	countsClass
	stepsClass
	wayClass
)

func classesOf(words []byte) (c class) {
	for word := range bytes.FieldsSeq(words) {
		switch string(word) {
		case "vh", "sign", "pager":
			c |= hiddenClass
		case "fold":
			c |= foldClass
		case "note":
			c |= noteClass
		case "counts":
			c |= countsClass
		case "steps":
			c |= stepsClass
		case "way":
			c |= wayClass
		}
	}
	return c
}

// htmlNode is a node of a page: text, an element, or what is copied already.
type htmlNode struct {
	kind              kind
	class             class
	holds             bool   // a block is somewhere in it
	tag               []byte // what stands between < and >, or the text as it is written
	first, last, next *htmlNode
	ready             *repeated
}

// inLine reports whether an element stands within a line.
func (n *htmlNode) inLine() bool { return n.kind <= plainElement }

// skipped reports whether only a browser has a use for an element.
func (n *htmlNode) skipped() bool { return n.kind == droppedElement || n.class&hiddenClass != 0 }

func (n *htmlNode) name() string {
	name, _, _ := bytes.Cut(n.tag, []byte(" "))
	return string(name)
}

// text is the text of a node.
func (n *htmlNode) text() []byte { return unescaped(n.tag) }

// unescaped is what is written in HTML as it is read.
func unescaped(s []byte) []byte {
	if bytes.IndexByte(s, '&') < 0 {
		return s
	}
	return []byte(html.UnescapeString(string(s)))
}

// attr is the value of an attribute by what stands before it, such as ` href="`;
// empty where there is none.
func (n *htmlNode) attr(before string) []byte {
	value, _ := attribute(n.tag, before)
	return unescaped(value)
}

// attribute finds a value by what stands before it.
func attribute(tag []byte, before string) ([]byte, bool) {
	i := bytes.Index(tag, []byte(before))
	if i < 0 {
		return nil, false
	}
	value, _, _ := bytes.Cut(tag[i+len(before):], []byte(`"`))
	return value, true
}

// tree is HTML that is being read. Its nodes are used again for what is read next.
type tree struct {
	open  []*htmlNode // the elements around what comes next
	nodes [][]htmlNode
	used  int
}

// perChunk is how many nodes are made at a time.
const perChunk = 256

// parse reads HTML. What is one of the repeats is not read again.
func (t *tree) parse(s []byte, repeats []*repeated) *htmlNode {
	t.used, t.open = 0, t.open[:0]
	root := t.node()
	root.kind = blockElement
	t.open = append(t.open, root)
	for _, p := range repeats {
		at := p.find(s)
		if at < 0 {
			continue
		}
		t.read(s[:at])
		t.add(blockElement, nil).ready = p
		s = s[at+len(p.html):]
	}
	t.read(s)
	return root
}

func (t *tree) node() *htmlNode {
	chunk := t.used / perChunk
	if chunk == len(t.nodes) {
		t.nodes = append(t.nodes, make([]htmlNode, perChunk))
	}
	n := &t.nodes[chunk][t.used%perChunk]
	t.used++
	*n = htmlNode{}
	return n
}

// add puts a node behind what is read.
func (t *tree) add(k kind, tag []byte) *htmlNode {
	n, top := t.node(), t.open[len(t.open)-1]
	n.kind, n.tag = k, tag
	if top.last == nil {
		top.first = n
	} else {
		top.last.next = n
	}
	top.last = n
	if !n.inLine() {
		for i := len(t.open) - 1; i >= 0 && !t.open[i].holds; i-- {
			t.open[i].holds = true
		}
	}
	return n
}

func (t *tree) read(s []byte) {
	for len(s) > 0 {
		i := bytes.IndexByte(s, '<')
		if i < 0 {
			i = len(s)
		}
		if i > 0 {
			t.add(textNode, s[:i])
			s = s[i:]
			continue
		}
		end := bytes.IndexByte(s, '>')
		if end < 0 {
			break
		}
		n := t.tag(s[1:end])
		s = s[end+1:]
		if n != nil && n.kind == droppedElement { // nothing in it is looked at
			name := "</" + n.name() + ">"
			if end := bytes.Index(s, []byte(name)); end >= 0 {
				s = s[end:]
			}
		}
	}
}

// tag reads a tag and gives the element that it begins, nil where it begins none.
func (t *tree) tag(tag []byte) *htmlNode {
	switch {
	case bytes.HasPrefix(tag, []byte("/")):
		if len(t.open) > 1 {
			t.open = t.open[:len(t.open)-1]
		}
	case bytes.HasPrefix(tag, []byte("!")):
	default:
		whole := bytes.TrimSuffix(tag, []byte("/"))
		name, _, _ := bytes.Cut(whole, []byte(" "))
		n := t.add(kindOfElement(name), whole)
		if words, ok := attribute(whole, ` class="`); ok {
			n.class = classesOf(words)
		}
		if void(name) || len(whole) < len(tag) {
			return nil
		}
		t.open = append(t.open, n)
		return n
	}
	return nil
}
