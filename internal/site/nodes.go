package site

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"

	"upgraph/internal/colour"
)

// nodes renders what goldmark's own renderer would leave out or decorate with
// inline style: HTML, code and tables.
type nodes struct{}

// RegisterFuncs tells goldmark which nodes are rendered here.
func (r *nodes) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindText, r.text)
	reg.Register(ast.KindRawHTML, r.rawHTML)
	reg.Register(ast.KindHTMLBlock, r.rawHTML)
	reg.Register(ast.KindFencedCodeBlock, r.fence)
	reg.Register(ast.KindCodeBlock, r.fence)
	reg.Register(east.KindTable, r.table)
	reg.Register(east.KindTableCell, r.cell)
	reg.Register(ast.KindCodeSpan, r.codeSpan)
	reg.Register(east.KindTaskCheckBox, r.task)
	reg.Register(kindAlert, r.alert)
}

// rawHTML writes what was found for the tag by rewriteHTML.
func (r *nodes) rawHTML(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		shown, _ := node.AttributeString(shownAs)
		text, _ := shown.(string)
		_, _ = w.WriteString(text)
	}
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
	_, _ = w.WriteString("<pre data-copyable><code>")
	_, _ = w.WriteString(colour.HTML(lang, string(node.Lines().Value(source))))
	_, _ = w.WriteString("</code></pre>\n")
	return ast.WalkSkipChildren, nil
}

// maxWhole is how many bytes of code are never broken at a hyphen, so that a flag
// does not lose its dashes.
const maxWhole = 24

// codeSpan writes code within a line.
func (r *nodes) codeSpan(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	var text []byte
	for c := node.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			text = append(text, bytes.ReplaceAll(t.Segment.Value(source), []byte{'\n'}, []byte{' '})...)
		}
	}
	_, _ = w.WriteString(codeHTML(string(text)))
	return ast.WalkSkipChildren, nil
}

// codeHTML is code within a line as HTML.
func codeHTML(text string) string {
	tag := "<code>"
	if strings.IndexByte(text, '-') >= 0 && len(text) <= maxWhole {
		tag = `<code class="k">`
	}
	return tag + string(util.EscapeHTML([]byte(text))) + "</code>"
}

// task shows whether a task is done. A box that cannot be ticked would only look
// like one.
func (r *nodes) task(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if n, ok := node.(*east.TaskCheckBox); ok && entering && n.IsChecked {
		_, _ = w.WriteString("☑ ")
	} else if entering {
		_, _ = w.WriteString("☐ ")
	}
	return ast.WalkContinue, nil
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

// cell is a cell of a table. What stands at the right, such as numbers, has a class
// in place of a style.
func (r *nodes) cell(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	tag := "td"
	if node.Parent().Kind() == east.KindTableHeader {
		tag = "th"
	}
	n, ok := node.(*east.TableCell)
	switch {
	case !entering:
		_, _ = w.WriteString("</" + tag + ">\n")
	case ok && n.Alignment == east.AlignRight:
		_, _ = w.WriteString("<" + tag + " class=\"r\">")
	default:
		_, _ = w.WriteString("<" + tag + ">")
	}
	return ast.WalkContinue, nil
}
