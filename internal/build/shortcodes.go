package build

import (
	"fmt"
	"regexp"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
)

// shortcode is how generators write calls of templates into Markdown.
var shortcode = regexp.MustCompile(`\{\{[<%]\s*/?\s*([\w./-]+)|\{%-?\s*(\w+)`)

// checkShortcodes warns of calls of templates on plain pages: none is followed,
// and readers see the text.
func (c *Content) checkShortcodes() {
	for _, p := range c.Plain {
		var walk func(bs []*doc.Block)
		walk = func(bs []*doc.Block) {
			for _, b := range bs {
				for _, in := range b.Inlines {
					if in.Kind == doc.Text {
						c.Diagnostics = append(c.Diagnostics, shortcodesIn(p.Path, in)...)
					}
				}
				walk(b.Children)
			}
		}
		walk(p.Doc.Blocks)
	}
}

func shortcodesIn(file string, in doc.Inline) []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, m := range shortcode.FindAllStringSubmatchIndex(in.Text, -1) {
		name := in.Text[max(m[2], 0):max(m[3], 0)]
		if m[2] < 0 {
			name = in.Text[m[4]:m[5]]
		}
		out = append(out, diag.Diagnostic{Code: "UG410", Severity: diag.Warning,
			Pos:     diag.Pos{File: file, Line: in.Line, Column: in.Column + len([]rune(in.Text[:m[0]]))},
			Message: fmt.Sprintf("there is no shortcode %q, its text is shown as it stands", name),
			Hint:    "write it in Markdown, or put it into backquotes if readers are meant to see it"})
	}
	return out
}
