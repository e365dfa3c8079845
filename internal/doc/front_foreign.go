package doc

import (
	"encoding/json"
	"regexp"
	"strings"

	"upgraph/internal/diag"
)

var keyLine = regexp.MustCompile(`^\s*[\w-]+\s*:(?:\s|$)`)

// foreignFront warns of what an author may have meant as front matter and what is
// text: TOML, JSON, or a fence that is not on the first line.
func foreignFront(path, text string) []diag.Diagnostic {
	body := strings.TrimLeft(text, " \t\n")
	line := 1 + strings.Count(text[:len(text)-len(body)], "\n")
	first, rest, _ := strings.Cut(body, "\n")
	warn := func(what, hint string) []diag.Diagnostic {
		d := problem("UG111", diag.Pos{File: path, Line: line, Column: 1}, what, hint)
		d.Severity = diag.Warning
		return []diag.Diagnostic{d}
	}
	switch first = strings.TrimSpace(first); {
	case first == "+++":
		if _, _, closed := strings.Cut(rest, "\n+++\n"); closed {
			return warn("front matter in TOML is not read: it is shown as text", "write it in YAML, as KEY: VALUE, between two lines of ---")
		}
	case strings.HasPrefix(first, "{"):
		var keys map[string]any
		if json.NewDecoder(strings.NewReader(body)).Decode(&keys) == nil && len(keys) > 0 {
			return warn("front matter in JSON is not read: it is shown as text", "write it in YAML, as KEY: VALUE, between two lines of ---")
		}
	case first == fence && len(body) < len(text):
		inner, _, closed := strings.Cut(rest, "\n"+fence)
		if closed && !strings.Contains(inner, "\n\n") && keyLine.MatchString(inner) {
			return warn("front matter that does not begin with the first character of the file is not read: it is shown as text", "remove what stands before it")
		}
	}
	return nil
}
