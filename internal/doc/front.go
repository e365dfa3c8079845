package doc

import (
	"fmt"
	"strings"

	"upgraph/internal/diag"
)

const fence = "---"

// isFence reports whether a line opens or closes front matter: three dashes
// and nothing else but spaces behind them.
func isFence(line string) bool {
	return strings.TrimRight(line, " \t") == fence
}

// splitFront cuts normalized text into front matter (what is between the
// fences) and body, and says how many lines the front matter takes, fences
// included. Zero lines mean that there is none; closed is false when the
// fence on line 1 is never closed.
func splitFront(text string) (inner, body string, lines int, closed bool) {
	first, rest, _ := strings.Cut(text, "\n")
	if !isFence(first) {
		return "", text, 0, true
	}
	lines = 1
	for offset := 0; offset < len(rest); {
		line, _, _ := strings.Cut(rest[offset:], "\n")
		lines++
		next := min(offset+len(line)+1, len(rest))
		if isFence(line) {
			return rest[:offset], rest[next:], lines, true
		}
		offset = next
	}
	return "", text, 0, false
}

// readFront reads what is between the fences. The result is nil when there is
// an error among the diagnostics; plain says that there is one way to read it.
func readFront(path, inner string, lines int) (front *Front, plain bool, ds []diag.Diagnostic) {
	if len(inner) > maxFrontMatter {
		return nil, false, []diag.Diagnostic{problem("UG107", diag.Pos{File: path, Line: 1, Column: 1},
			fmt.Sprintf("the front matter has %d bytes, at most %d are read", len(inner), maxFrontMatter),
			"close it with a line of three dashes before the text begins")}
	}
	value, plain := plainFront(inner, 2)
	if !plain {
		value, ds = parseYAML(path, inner, 2)
	}
	if diag.HasErrors(ds) {
		return nil, false, ds
	}
	front = &Front{Span: Span{Line: 1, EndLine: lines}, Value: value}
	switch value.Kind {
	case Mapping:
	case Null:
		front.Value = Value{Kind: Mapping, Line: 1, Column: 1}
	default:
		return nil, false, append(ds, problem("UG105",
			diag.Pos{File: path, Line: value.Line, Column: value.Column},
			fmt.Sprintf("the front matter is a %s, wanted keys with values", value.Kind),
			"write one \"key: value\" on each line between the dashes"))
	}
	return front, plain, ds
}

func unclosedFront(path string) diag.Diagnostic {
	return problem("UG101", diag.Pos{File: path, Line: 1, Column: 1},
		"front matter opened by --- on line 1 is never closed",
		"close it with a line of exactly three dashes; if a rule is meant, write ***")
}
