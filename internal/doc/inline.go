package doc

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// cursor remembers the last position that was counted out in characters, so
// that long lines are not counted from their beginning for each piece.
type cursor struct{ line, offset, column int }

// place is the line of the file and the column of an offset into the body.
func (b *builder) place(offset int) (line, column int) {
	offset = min(max(offset, 0), len(b.text))
	i := max(b.lineOf(offset+b.base), 0)
	c := &b.cursor
	if c.line != i+1 || c.offset > offset {
		*c = cursor{line: i + 1, offset: b.lines[i], column: 1}
	}
	c.column += utf8.RuneCountInString(b.text[c.offset:offset])
	c.offset = offset
	return b.first + i, c.column
}

// style is what emphasis around a piece makes of it.
type style struct{ strong, emph, strike bool }

// inlines fills in the pieces of a heading or paragraph and its text.
func (b *builder) inlines(block *Block, n ast.Node) {
	f := flattener{builder: b, pieces: b.pieces[:0]}
	f.walk(n, style{})
	b.pieces = f.pieces
	block.Inlines = append([]Inline(nil), f.pieces...)
	block.Text = strings.TrimSpace(textOf(f.pieces))
}

// cells keeps the links of a table.
func (b *builder) cells(block *Block, n ast.Node) {
	f := flattener{builder: b, pieces: b.pieces[:0]}
	f.walk(n, style{})
	b.pieces = f.pieces
	for _, piece := range f.pieces {
		if piece.Kind == Link {
			block.Inlines = append(block.Inlines, piece)
		}
	}
}

func textOf(pieces []Inline) string {
	if len(pieces) == 1 && pieces[0].Kind != RawHTML {
		return pieces[0].Text
	}
	var text strings.Builder
	for _, piece := range pieces {
		if piece.Kind != RawHTML {
			text.WriteString(piece.Text)
		}
	}
	return text.String()
}

type flattener struct {
	*builder
	pieces []Inline
}

// of is the text of a segment: a piece of the body where the segment is.
func (f *flattener) of(seg text.Segment) string {
	if seg.Padding > 0 || seg.ForceNewline || seg.Start < f.base {
		return string(seg.Value(f.source))
	}
	return f.builder.text[seg.Start-f.base : seg.Stop-f.base]
}

func (f *flattener) walk(parent ast.Node, s style) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			f.text(n, s)
		case *ast.String:
			f.add(Inline{Kind: Text, Text: string(n.Value)}, n.Pos(), s)
		case *ast.Emphasis:
			inner := s
			inner.strong = s.strong || n.Level == 2
			inner.emph = s.emph || n.Level == 1
			f.walk(n, inner)
		case *extast.Strikethrough:
			inner := s
			inner.strike = true
			f.walk(n, inner)
		case *ast.CodeSpan:
			f.add(Inline{Kind: CodeSpan, Text: f.label(n)}, n.Pos(), s)
		case *ast.Link:
			f.add(Inline{Kind: Link, Text: f.label(n), URL: unescape(string(n.Destination))}, n.Pos(), s)
			f.imagesIn(n)
		case *ast.Image:
			f.add(f.image(n), n.Pos(), s)
		case *ast.AutoLink:
			f.autoLink(n, s)
		case *ast.RawHTML:
			f.add(Inline{Kind: RawHTML, Text: f.raw(n)}, n.Pos(), s)
		case *extast.TaskCheckBox:
		default:
			f.walk(n, s)
		}
	}
}

// image is a picture, which the document is said to show.
func (f *flattener) image(n *ast.Image) Inline {
	piece := Inline{Kind: Image, Text: f.label(n), URL: unescape(string(n.Destination))}
	piece.Line, piece.Column = f.place(n.Pos() - f.base)
	f.images = append(f.images, piece)
	return piece
}

// imagesIn finds the pictures that a link is around.
func (f *flattener) imagesIn(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if image, ok := n.(*ast.Image); ok {
			f.image(image)
			continue
		}
		f.imagesIn(n)
	}
}

// text adds a piece of text, joined with the one before where nothing but the
// parser's workings divides them, and the break behind it.
func (f *flattener) text(n *ast.Text, s style) {
	value := f.of(n.Segment)
	if !n.IsRaw() {
		value = unescape(value)
	}
	if value != "" {
		f.add(Inline{Kind: Text, Text: value}, n.Segment.Start, s)
	}
	if n.SoftLineBreak() || n.HardLineBreak() {
		f.add(Inline{Kind: SoftBreak, Text: "\n"}, n.Segment.Stop, s)
	}
}

func (f *flattener) add(piece Inline, pos int, s style) {
	piece.Strong, piece.Emph, piece.Strike = s.strong, s.emph, s.strike
	if last := len(f.pieces) - 1; last >= 0 && piece.Kind == Text {
		before := &f.pieces[last]
		if before.Kind == Text && before.Strong == s.strong && before.Emph == s.emph && before.Strike == s.strike {
			before.Text += piece.Text
			return
		}
	}
	piece.Line, piece.Column = f.place(pos - f.base)
	f.pieces = append(f.pieces, piece)
}

// autoLink adds a bare URL. goldmark's position of one that stands without
// angle brackets is that of the character before it.
func (f *flattener) autoLink(n *ast.AutoLink, s style) {
	label := string(n.Label(f.source))
	url := string(n.URL(f.source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(url), "mailto:") {
		url = "mailto:" + url
	}
	pos := n.Pos()
	if pos < len(f.source) && f.source[pos] != '<' && !strings.HasPrefix(string(f.source[pos:min(pos+len(label), len(f.source))]), label) {
		pos++
	}
	f.add(Inline{Kind: Link, Text: label, URL: url}, pos, s)
}

func (f *flattener) raw(n *ast.RawHTML) string {
	var b strings.Builder
	for i := range n.Segments.Len() {
		seg := n.Segments.At(i)
		b.Write(seg.Value(f.source))
	}
	return b.String()
}

// label is the text inside of a link, an image or a code span.
func (f *flattener) label(parent ast.Node) string {
	if only, ok := parent.FirstChild().(*ast.Text); ok && only.IsRaw() && only.NextSibling() == nil {
		return strings.ReplaceAll(f.of(only.Segment), "\n", " ")
	}
	var b strings.Builder
	f.writeLabel(&b, parent)
	return b.String()
}

func (f *flattener) writeLabel(b *strings.Builder, parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			value := f.of(n.Segment)
			if n.IsRaw() {
				b.WriteString(strings.ReplaceAll(value, "\n", " "))
				continue
			}
			b.WriteString(unescape(value))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte('\n')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(f.source))
		case *ast.RawHTML:
		default:
			f.writeLabel(b, n)
		}
	}
}
