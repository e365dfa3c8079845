package preview

import (
	"io/fs"
	"net/http"
	"strings"
)

const headersFile = "_headers"

// headerRule is a path pattern of _headers with the headers under it.
type headerRule struct {
	pattern string
	lines   [][2]string
}

// readHeaders reads _headers: a pattern at the beginning of a line, headers
// indented below it. A site without the file has no rules.
func readHeaders(root fs.FS) []headerRule {
	text, err := fs.ReadFile(root, headersFile)
	if err != nil {
		return nil
	}
	var rules []headerRule
	for line := range strings.Lines(string(text)) {
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || strings.HasPrefix(trimmed, "#"):
		case line[0] != ' ' && line[0] != '\t':
			rules = append(rules, headerRule{pattern: trimmed})
		case len(rules) > 0:
			if name, value, ok := strings.Cut(trimmed, ":"); ok {
				last := &rules[len(rules)-1]
				last.lines = append(last.lines, [2]string{name, strings.TrimSpace(value)})
			}
		}
	}
	return rules
}

// apply sets the headers for a path that the pattern matches. Of two rules
// with one header the later one holds.
func (r headerRule) apply(path string, h http.Header) {
	if !matches(r.pattern, path) {
		return
	}
	for _, l := range r.lines {
		h.Set(l[0], l[1])
	}
}

// matches holds a path against a pattern in which one "*" stands for anything.
func matches(pattern, path string) bool {
	before, after, wild := strings.Cut(pattern, "*")
	if !wild {
		return pattern == path
	}
	return len(path) >= len(before)+len(after) && strings.HasPrefix(path, before) && strings.HasSuffix(path, after)
}
