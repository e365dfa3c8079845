package site

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// nodes renders what goldmark's own renderer would leave out or decorate with
// inline style: HTML, code and tables.
type nodes struct{ highlight *highlighter }

// RegisterFuncs tells goldmark which nodes are rendered here.
func (r *nodes) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindRawHTML, r.rawHTML)
	reg.Register(ast.KindHTMLBlock, r.htmlBlock)
	reg.Register(ast.KindFencedCodeBlock, r.fence)
	reg.Register(ast.KindCodeBlock, r.fence)
	reg.Register(east.KindTable, r.table)
}

// rawHTML shows a tag as text. A line break is one, a comment is nothing.
func (r *nodes) rawHTML(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	raw := node.(*ast.RawHTML).Segments.Value(source)
	switch tag := strings.ToLower(string(raw)); {
	case strings.HasPrefix(tag, "<!--"):
	case tag == "<br>" || tag == "<br/>" || tag == "<br />":
		_, _ = w.WriteString("<br>")
	default:
		_, _ = w.WriteString(`<span class="raw">`)
		_, _ = w.Write(util.EscapeHTML(raw))
		_, _ = w.WriteString(`</span>`)
	}
	return ast.WalkContinue, nil
}

// htmlBlock shows a block of HTML as text, comments aside.
func (r *nodes) htmlBlock(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.HTMLBlock)
	raw := n.Lines().Value(source)
	if n.HasClosure() {
		raw = append(bytes.Clone(raw), n.ClosureLine.Value(source)...)
	}
	raw = bytes.TrimSpace(raw)
	if bytes.HasPrefix(raw, []byte("<!--")) && bytes.Index(raw, []byte("-->")) == len(raw)-3 {
		return ast.WalkSkipChildren, nil
	}
	_, _ = w.WriteString(`<p class="raw">`)
	_, _ = w.Write(util.EscapeHTML(raw))
	_, _ = w.WriteString("</p>\n")
	return ast.WalkSkipChildren, nil
}

// fence writes code with classes for its tokens.
func (r *nodes) fence(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	lang := ""
	if n, ok := node.(*ast.FencedCodeBlock); ok {
		lang = string(n.Language(source))
	}
	_, _ = w.WriteString("<pre><code>")
	_, _ = w.WriteString(r.highlight.code(lang, string(node.Lines().Value(source))))
	_, _ = w.WriteString("</code></pre>\n")
	return ast.WalkSkipChildren, nil
}

// table lets a wide table scroll by itself, by keyboard too.
func (r *nodes) table(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<div class=\"scroll\" tabindex=\"0\"><table>\n")
	} else {
		_, _ = w.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}
