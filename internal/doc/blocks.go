package doc

import (
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// builder turns goldmark's tree into blocks. goldmark says where a block
// begins; it ends before the next one of its container begins, blank lines
// taken off. Only blocks that may hold blank lines themselves say more.
type builder struct {
	syntax
	text  string // the body
	lines []int  // offset of each line of the body
	first int    // line of the file that the body begins on
	// definitions collects the Markdown of link reference definitions.
	definitions []string
	images      []Inline
	cursor      cursor
	pieces      []Inline // of the block before, to be written over
	fresh       []Block  // made at once, for the next blocks
}

// together is how many blocks are made at once: those of a file come and go
// together.
const together = 16

func (b *builder) newBlock(kind Kind, at Span) *Block {
	if len(b.fresh) == 0 {
		b.fresh = make([]Block, together)
	}
	block := &b.fresh[0]
	b.fresh = b.fresh[1:]
	block.Kind, block.Span = kind, at
	return block
}

func newBuilder(s syntax, body string, first int) *builder {
	b := &builder{syntax: s, text: body, first: first}
	b.lines = make([]int, 0, strings.Count(body, "\n"))
	for offset := 0; offset < len(body); {
		b.lines = append(b.lines, offset)
		offset += strings.IndexByte(body[offset:], '\n') + 1
	}
	return b
}

// blocks are the top-level blocks with the blank ones between them.
func (b *builder) blocks() []*Block {
	views := make([]view, len(b.lines))
	for i, start := range b.lines {
		end := len(b.text) - 1
		if i+1 < len(b.lines) {
			end = b.lines[i+1] - 1
		}
		views[i] = view{start: start, end: end}
	}
	next, blocks := b.first, b.children(b.root, views, 0)
	tiled := make([]*Block, 0, 2*len(blocks)+1)
	for _, block := range blocks {
		if block.Line > next {
			tiled = append(tiled, b.blank(next, block.Line-1))
		}
		tiled = append(tiled, block)
		next = block.EndLine + 1
	}
	if end := b.first + len(b.lines) - 1; next <= end {
		tiled = append(tiled, b.blank(next, end))
	}
	return tiled
}

func (b *builder) blank(line, end int) *Block { return b.newBlock(Blank, Span{line, end}) }

// children are the blocks of a container whose lines are views, the first of
// them being line at of the body.
func (b *builder) children(parent ast.Node, views []view, at int) []*Block {
	nodes, lines := b.siblings(parent, at, at+len(views))
	blocks := make([]*Block, 0, len(nodes))
	for i, node := range nodes {
		from, to := lines[i]-at, len(views)
		if i+1 < len(lines) {
			to = lines[i+1] - at
		}
		block := b.block(node, views[from:to], lines[i])
		if last := len(blocks) - 1; last >= 0 && block.Kind == LinkDefs &&
			blocks[last].Kind == LinkDefs && blocks[last].EndLine+1 == block.Line {
			blocks[last].EndLine = block.EndLine
			blocks[last].Markdown += "\n" + block.Markdown
			continue
		}
		blocks = append(blocks, block)
	}
	return blocks
}

// siblings are the children of a node and the line that each begins on,
// ascending, within [from, to). goldmark puts a heading behind the table that
// it found between the heading's text and its underline.
func (b *builder) siblings(parent ast.Node, from, to int) (nodes []ast.Node, lines []int) {
	nodes, lines = make([]ast.Node, 0, parent.ChildCount()), make([]int, 0, parent.ChildCount())
	last, ordered := from-1, true
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		line := b.lineOf(b.startOf(n))
		if line < from || line >= to {
			continue
		}
		nodes, lines = append(nodes, n), append(lines, line)
		ordered = ordered && line > last
		last = line
	}
	if ordered {
		return nodes, lines
	}
	slices.SortStableFunc(nodes, func(m, n ast.Node) int { return b.lineOf(b.startOf(m)) - b.lineOf(b.startOf(n)) })
	nodes = slices.CompactFunc(nodes, func(m, n ast.Node) bool { return b.lineOf(b.startOf(m)) == b.lineOf(b.startOf(n)) })
	lines = lines[:0]
	for _, n := range nodes {
		lines = append(lines, b.lineOf(b.startOf(n)))
	}
	return nodes, lines
}

// startOf is where a node begins. A table that goldmark split from a paragraph
// carries the paragraph's position; its header has the right one.
func (b *builder) startOf(n ast.Node) int {
	if start, noted := b.starts[n]; noted {
		return start
	}
	if table, ok := n.(*extast.Table); ok && table.FirstChild() != nil {
		return table.FirstChild().Pos()
	}
	return n.Pos()
}

// lineOf is the line of the body, from 0, that a position of goldmark is on.
func (b *builder) lineOf(pos int) int {
	i, found := slices.BinarySearch(b.lines, pos-b.base)
	if !found {
		i--
	}
	return i
}

// block makes one block. Views are the lines up to the next block of the same
// container, the first being line at of the body.
func (b *builder) block(n ast.Node, views []view, at int) *Block {
	views = views[:b.length(n, views)]
	line := b.first + at
	block := b.newBlock(kindOf(n), Span{line, line + len(views) - 1})
	block.Markdown = join(b.text, views)
	switch n := n.(type) {
	case *ast.Heading:
		block.Level, block.Name = n.Level, TakeName(n, b.source)
		b.inlines(block, n)
	case *ast.Paragraph, *ast.TextBlock:
		b.inlines(block, n)
	case *ast.List:
		block.Ordered, block.Number = n.IsOrdered(), n.Start
		block.Children = b.children(n, views, at)
	case *ast.ListItem:
		b.item(block, n, views, at)
	case *ast.Blockquote:
		inner := make([]view, len(views))
		for i, v := range views {
			inner[i] = v.unquote(b.text)
		}
		block.Children = b.children(n, inner, at)
	case *ast.FencedCodeBlock:
		if n.Info != nil {
			block.Info = unescape(string(n.Info.Segment.Value(b.source)))
			block.Lang, _, _ = strings.Cut(block.Info, " ")
		}
		block.Content, block.ContentLine = b.content(n.Lines()), line+1
	case *ast.CodeBlock:
		block.Content, block.ContentLine = b.content(n.Lines()), line
	case *ast.HTMLBlock:
		block.Content, block.ContentLine = block.Markdown, line
	case *extast.Table:
		b.cells(block, n)
	case *ast.LinkReferenceDefinition:
		b.definitions = append(b.definitions, block.Markdown)
	}
	return block
}

func kindOf(n ast.Node) Kind {
	switch n.(type) {
	case *ast.Heading:
		return Heading
	case *ast.List:
		return List
	case *ast.ListItem:
		return Item
	case *ast.Blockquote:
		return Quote
	case *ast.FencedCodeBlock:
		return Fence
	case *ast.CodeBlock:
		return Code
	case *ast.HTMLBlock:
		return HTML
	case *ast.ThematicBreak:
		return Rule
	case *ast.LinkReferenceDefinition:
		return LinkDefs
	case *extast.Table:
		return Table
	}
	return Paragraph
}

// length is how many of the views belong to the node.
func (b *builder) length(n ast.Node, views []view) int {
	own := 0
	switch n := n.(type) {
	case *ast.FencedCodeBlock:
		own = 1 + n.Lines().Len()
		if own < len(views) && closesFence(b.text, views[0], views[own]) {
			own++
		}
	case *ast.HTMLBlock:
		own = n.Lines().Len()
		if n.HasClosure() {
			own++
		}
	}
	if own > 0 {
		return min(own, len(views))
	}
	length := len(views)
	for length > 1 && views[length-1].blank(b.text) {
		length--
	}
	return length
}

// closesFence reports whether a line closes the fence that another opens.
func closesFence(text string, open, line view) bool {
	opened := strings.TrimLeft(text[open.start:open.end], " \t")
	inner := line.skip(text, tabStop-1, false)
	closing := strings.TrimRight(text[inner.start:inner.end], " \t\r")
	if inner.pad > 0 || opened == "" || closing == "" || closing[0] != opened[0] {
		return false
	}
	return run(closing) == len(closing) && len(closing) >= run(opened)
}

// run is how often the first character of s stands at its beginning.
func run(s string) int {
	return len(s) - len(strings.TrimLeft(s, s[:1]))
}

// content is what goldmark finds inside a code block, without the last line
// feed.
func (b *builder) content(lines *text.Segments) string {
	var content strings.Builder
	for i := range lines.Len() {
		seg := lines.At(i)
		content.Write(seg.Value(b.source))
	}
	return strings.TrimSuffix(content.String(), "\n")
}

// item fills in a list item: the author's number and the blocks inside.
func (b *builder) item(block *Block, n *ast.ListItem, views []view, at int) {
	marker := strings.TrimLeft(block.Markdown, " \t")
	digits := len(marker) - len(strings.TrimLeft(marker, "0123456789"))
	if digits > 0 {
		block.Ordered = true
		block.Number, _ = strconv.Atoi(marker[:digits])
	}
	inner := make([]view, len(views))
	for i, v := range views {
		inner[i] = v.skip(b.text, n.Offset, i == 0)
	}
	// Behind a tab goldmark's offset may reach into the text.
	if c := n.FirstChild(); c != nil && len(views) > 0 {
		if pos := b.startOf(c) - b.base; pos > views[0].start && pos < inner[0].start {
			inner[0].start, inner[0].pad = pos, 0
		}
	}
	block.Children = b.children(n, inner, at)
}
