package doc

import (
	"fmt"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	meta "github.com/yuin/goldmark-meta"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Extensions are what Upgraph's Markdown has beyond CommonMark. Whoever
// renders a fragment of a [Doc] has to use the same.
func Extensions() []goldmark.Extender {
	return []goldmark.Extender{
		extension.NewTable(),
		extension.Strikethrough,
		extension.TaskList,
		extension.Linkify,
	}
}

// engine is goldmark with front matter, our extensions and our limits. It
// keeps no state between files and may be used by many at once.
var engine = sync.OnceValue(func() parser.Parser {
	p := parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(placed{parser.NewThematicBreakParser()}, 200),
			util.Prioritized(depthGuard{placed{parser.NewListParser()}}, 300),
			util.Prioritized(depthGuard{placed{parser.NewListItemParser()}}, 400),
			util.Prioritized(placed{parser.NewCodeBlockParser()}, 500),
			util.Prioritized(headingGuard{placed{parser.NewATXHeadingParser()}}, 600),
			util.Prioritized(placed{parser.NewFencedCodeBlockParser()}, 700),
			util.Prioritized(depthGuard{placed{parser.NewBlockquoteParser()}}, 800),
			util.Prioritized(placed{parser.NewHTMLBlockParser()}, 900),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		parser.WithParagraphTransformers(
			util.Prioritized(definitionGuard{}, 50),
			util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
			util.Prioritized(tableGuard{}, 150), // tables are at 200
			util.Prioritized(paragraphGuard{}, 1000),
		),
	)
	return goldmark.New(
		goldmark.WithParser(p),
		goldmark.WithExtensions(append(Extensions(), meta.Meta)...),
	).Parser()
})

// syntax is a parsed body.
type syntax struct {
	root   ast.Node
	source []byte // that positions in the tree point into
	base   int    // offset of the body in source
	// starts are the right positions of nodes whose own is wrong; see placed.
	starts map[ast.Node]int
	front  map[string]any // as goldmark-meta reads it
}

// parseMarkdown gives goldmark the verified front matter, written anew so that
// there is one way to read it, and the body. The error is a [*refusal] where a
// limit is exceeded, with an offset into the body.
func parseMarkdown(front *Front, body string) (s syntax, err error) {
	var b strings.Builder
	b.WriteString(fence + "\n")
	if front != nil {
		writeFlow(&b, front.Value)
	}
	b.WriteString("\n" + fence + "\n")
	s.base = b.Len()
	s.source = append(append(make([]byte, 0, b.Len()+len(body)), b.String()...), body...)

	defer func() {
		switch r := recover().(type) {
		case nil:
		case *refusal:
			r.offset = max(r.offset-s.base, 0)
			err = r
		default:
			err = fmt.Errorf("the Markdown parser stopped: %v", r)
		}
	}()
	pc := parser.NewContext()
	g := &guard{starts: make(map[ast.Node]int)}
	pc.Set(guardKey, g)
	s.root = engine().Parse(text.NewReader(s.source), parser.WithContext(pc))
	s.starts = g.starts
	s.front, err = meta.TryGet(pc)
	return s, err
}

// writeFlow writes a value as YAML of printable ASCII. Every scalar is quoted, so
// that no reader makes a number of it, and has a line of its own: what stands on
// one line may be a key for all that goldmark-meta knows, and is kept until the
// line is read.
func writeFlow(b *strings.Builder, v Value) {
	switch v.Kind {
	case Scalar:
		quoteYAML(b, v.Scalar)
	case Sequence:
		b.WriteByte('[')
		for i, item := range v.Items {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteByte('\n')
			writeFlow(b, item)
		}
		b.WriteByte(']')
	case Mapping:
		b.WriteByte('{')
		for i, f := range v.Fields {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteByte('\n')
			quoteYAML(b, f.Key)
			b.WriteString(": ")
			writeFlow(b, f.Value)
		}
		b.WriteByte('}')
	default:
		b.WriteByte('~')
	}
}

func quoteYAML(b *strings.Builder, s string) {
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c >= ' ' && c <= '~':
			b.WriteRune(c)
		case c > 0xffff:
			fmt.Fprintf(b, `\U%08x`, c)
		default:
			fmt.Fprintf(b, `\u%04x`, c)
		}
	}
	b.WriteByte('"')
}

// sameAsMeta reports whether what goldmark-meta made of the front matter is
// what was read strictly.
func sameAsMeta(ours, theirs any) bool {
	switch ours := ours.(type) {
	case map[string]any:
		switch theirs := theirs.(type) {
		case map[string]any:
			return len(ours) == len(theirs) && everyKey(ours, func(k string) (any, bool) { v, ok := theirs[k]; return v, ok })
		case map[any]any:
			return len(ours) == len(theirs) && everyKey(ours, func(k string) (any, bool) { v, ok := theirs[k]; return v, ok })
		}
		return false
	case []any:
		list, ok := theirs.([]any)
		if !ok || len(list) != len(ours) {
			return false
		}
		for i := range ours {
			if !sameAsMeta(ours[i], list[i]) {
				return false
			}
		}
		return true
	default:
		return ours == theirs
	}
}

func everyKey(ours map[string]any, theirs func(string) (any, bool)) bool {
	for k, v := range ours {
		other, ok := theirs(k)
		if !ok || !sameAsMeta(v, other) {
			return false
		}
	}
	return true
}
