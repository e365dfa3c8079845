package release

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"upgraph/internal/regexp"
)

// blockStart begins a line that must stay a line of its own.
var blockStart = regexp.MustCompile("^(?:\\s*(?:[-*+]|\\d{1,9}[.)])\\s|\\s*>|\\s*#{1,6}\\s|\\s*```|\\s*~~~|\\s*\\||\\s*<| {4}|\\t)")

// flow joins the lines of each paragraph of a Markdown fragment to one line.
// Lists, quotes, tables and code keep their lines.
func flow(markdown string) string {
	var out []string
	fence := ""
	glue := false
	for line := range strings.SplitSeq(strings.TrimSpace(markdown), "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case fence != "":
			out = append(out, line)
			if strings.HasPrefix(trimmed, fence) {
				fence = ""
			}
			glue = false
			continue
		case strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~"):
			fence = trimmed[:3]
		}
		// A list item goes on over lines that are indented a little.
		starts := trimmed == "" || fence != "" || blockStart.MatchString(line)
		if glue && !starts {
			out[len(out)-1] = join(out[len(out)-1], trimmed)
			continue
		}
		if trimmed == "" {
			line = ""
		}
		out = append(out, line)
		glue = trimmed != "" && fence == "" && !strings.HasPrefix(trimmed, "|") && !strings.HasPrefix(trimmed, "#") && !strings.HasPrefix(line, "    ") && !strings.HasPrefix(line, "\t")
	}
	return strings.Join(out, "\n")
}

// join puts a space between two lines, except between two Han characters.
func join(a, b string) string {
	a = strings.TrimRight(a, " ")
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	if tight(last) && tight(first) {
		return a + b
	}
	return a + " " + b
}

func tight(r rune) bool {
	return unicode.Is(unicode.Han, r) || strings.ContainsRune("，。、；：！？（）《》“”", r)
}
