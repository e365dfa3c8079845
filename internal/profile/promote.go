package profile

import (
	"slices"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
)

// Some changelogs have no headings: a release is a line of its own with its day
// or in bold, or a bullet among the bullets of its changes.

var logNames = regexp.MustCompile(`(?i)change[-_ ]?log|changes|history|\bnews\b|release[-_ ]?notes`)

// isLog reports whether title or file name say that the document lists what
// changed.
func (s *survey) isLog() bool {
	return logNames.MatchString(s.titleText) || logNames.MatchString(s.doc.Path[strings.LastIndex(s.doc.Path, "/")+1:])
}

// promote makes headings of the lines that stand for the headings of releases
// in a changelog, and reports whether there are several.
func (s *survey) promote() bool {
	found := 0
	var blocks []*doc.Block
	for _, b := range s.doc.Blocks {
		var out []*doc.Block
		switch {
		case s.boxed[b]: // what readers open holds no release
			out = []*doc.Block{b}
		case b.Kind == doc.Paragraph && standsForHeading(b):
			out = []*doc.Block{headingOf(b, b.Span)}
			found++
		case b.Kind == doc.List && !b.Ordered:
			var n int
			out, n = split(b)
			found += n
		default:
			out = []*doc.Block{b}
		}
		blocks = append(blocks, out...)
	}
	if found < 2 {
		return false
	}
	s.doc.Blocks = blocks
	return true
}

// standsForHeading reports whether a paragraph is one line with a version, and
// with a day or all bold.
func standsForHeading(b *doc.Block) bool {
	if b.Kind != doc.Paragraph || strings.Contains(b.Markdown, "\n") {
		return false
	}
	t := parseTitle(b.Text)
	bold := !slices.ContainsFunc(b.Inlines, func(i doc.Inline) bool { return !i.Strong && strings.TrimSpace(i.Text) != "" })
	return t.Version != "" && t.From == "" && t.Prefix == "" && t.Suffix == "" && !t.Titled && (bold || t.Date.text != "")
}

// headingOf is a paragraph as a heading on some lines.
func headingOf(p *doc.Block, at doc.Span) *doc.Block {
	return &doc.Block{Kind: doc.Heading, Level: 2, Span: at, Markdown: p.Markdown, Text: p.Text, Inlines: p.Inlines}
}

// split cuts a list at the items that stand for headings: what is in these and
// the items between them come out as blocks of the document. The number says
// how many there are.
func split(list *doc.Block) (out []*doc.Block, n int) {
	lines := strings.Split(list.Markdown, "\n")
	flush := func(run []*doc.Block) {
		for len(run) > 0 && run[0].Kind == doc.Blank {
			out, run = append(out, run[0]), run[1:]
		}
		end := len(run)
		for end > 0 && run[end-1].Kind == doc.Blank {
			end--
		}
		if end > 0 {
			l := *list
			l.Children, l.Line, l.EndLine = run[:end], run[0].Line, run[end-1].EndLine
			l.Markdown = strings.Join(lines[l.Line-list.Line:l.EndLine-list.Line+1], "\n")
			out = append(out, &l)
		}
		out = append(out, run[end:]...)
	}
	from := 0
	for i, item := range list.Children {
		if item.Kind != doc.Item || len(item.Children) == 0 || !standsForHeading(item.Children[0]) {
			continue
		}
		flush(list.Children[from:i])
		p := item.Children[0]
		out = append(append(out, headingOf(p, p.Span)), item.Children[1:]...)
		from, n = i+1, n+1
	}
	if n == 0 {
		return []*doc.Block{list}, 0
	}
	flush(list.Children[from:])
	return filled(out, list.Span), n
}

// filled puts blank blocks where blocks leave lines of a span out.
func filled(blocks []*doc.Block, whole doc.Span) []*doc.Block {
	var out []*doc.Block
	next := whole.Line
	for _, b := range append(blocks, &doc.Block{Span: doc.Span{Line: whole.EndLine + 1}}) {
		if b.Line > next {
			out = append(out, &doc.Block{Kind: doc.Blank, Span: doc.Span{Line: next, EndLine: b.Line - 1}})
		}
		out, next = append(out, b), b.EndLine+1
	}
	return out[:len(out)-1]
}
