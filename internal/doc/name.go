package doc

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// TakeName takes what stands in braces behind a heading, as in "## Title
// {#name}" and "## Title {: #name .class}", off the heading and gives the name,
// empty where there is none. Other braces are a part of the title.
func TakeName(h *ast.Heading, source []byte) string {
	last, ok := h.LastChild().(*ast.Text)
	if !ok || h.Lines().Len() == 0 {
		return ""
	}
	line := h.Lines().At(h.Lines().Len() - 1)
	title, inside, ok := cutBraces(line.Value(source))
	if !ok {
		return ""
	}
	name := ""
	for field := range strings.FieldsSeq(strings.TrimPrefix(inside, ":")) {
		switch id, isName := strings.CutPrefix(field, "#"); {
		case isName && name == "":
			name = id
		case !strings.HasPrefix(field, ".") || strings.Contains(field, "="):
			return ""
		}
	}
	stop := line.Start + title
	for ok && last.Segment.Start >= stop {
		h.RemoveChild(h, last)
		last, ok = h.LastChild().(*ast.Text)
	}
	if ok && last.Segment.Stop > stop {
		last.Segment.Stop = stop
	}
	return name
}

// cutBraces finds what stands in braces at the end of a line, and the length of
// the title before it.
func cutBraces(line []byte) (title int, inside string, ok bool) {
	text := bytes.TrimRight(line, " \t\r\n")
	open := bytes.LastIndexByte(text, '{')
	if open < 1 || text[open-1] == '\\' || text[len(text)-1] != '}' {
		return 0, "", false
	}
	inside = string(text[open+1 : len(text)-1])
	title = len(bytes.TrimRight(text[:open], " \t"))
	return title, inside, title > 0 && strings.TrimLeft(inside, ": ") != ""
}
