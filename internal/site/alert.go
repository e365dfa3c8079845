package site

import (
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// alertBlock is a quote that begins with "[!NOTE]", as a note of its severity.
type alertBlock struct {
	ast.BaseBlock
	severity, label string
}

var kindAlert = ast.NewNodeKind("Alert")

// Kind of the node.
func (a *alertBlock) Kind() ast.NodeKind { return kindAlert }

// Dump shows the node.
func (a *alertBlock) Dump(source []byte, level int) { ast.DumpHelper(a, source, level, nil, nil) }

var alertForm = regexp.MustCompile(`(?i)^\[!(note|tip|important|warning|caution)\]\s*$`)

// rewriteAlerts turns quotes with such a first line into notes.
func rewriteAlerts(root ast.Node, src []byte, at place) {
	var quotes []*ast.Blockquote
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if q, ok := n.(*ast.Blockquote); ok && entering {
			quotes = append(quotes, q)
		}
		return ast.WalkContinue, nil
	})
	for _, q := range quotes {
		p, ok := q.FirstChild().(*ast.Paragraph)
		if !ok || p.Lines().Len() == 0 {
			continue
		}
		first := p.Lines().At(0)
		m := alertForm.FindSubmatch(first.Value(src))
		if m == nil {
			continue
		}
		for c := p.FirstChild(); c != nil; {
			next := c.NextSibling()
			if t, ok := c.(*ast.Text); !ok || t.Segment.Start >= first.Stop {
				break
			}
			p.RemoveChild(p, c)
			c = next
		}
		if p.FirstChild() == nil {
			q.RemoveChild(q, p)
		}
		a := &alertBlock{severity: strings.ToLower(string(m[1]))}
		if a.label = a.severity; at.label != nil {
			a.label = at.label(a.severity)
		}
		moveChildren(q, func(c ast.Node) { a.AppendChild(a, c) })
		q.Parent().ReplaceChild(q.Parent(), q, a)
	}
}

// alert writes a note as those of guides look.
func (r *nodes) alert(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	a, ok := node.(*alertBlock)
	switch {
	case ok && entering:
		class := "note"
		if a.severity != class {
			class += " " + a.severity
		}
		_, _ = w.WriteString(`<div class="` + class + `"><p class="label">` + html.EscapeString(a.label) + "</p>\n")
	case ok:
		_, _ = w.WriteString("</div>\n")
	}
	return ast.WalkContinue, nil
}
