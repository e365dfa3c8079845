package profile

import (
	"slices"
	"strings"

	"upgraph/internal/regexp"
)

// placeholderForm is one way of writing a placeholder. Hints are texts in small
// letters of which a command has at least one, capitals says that it has two in
// a row: looking for them first is much cheaper.
type placeholderForm struct {
	hints    []string
	capitals bool
	form     *regexp.Regexp
}

// placeholderForms are what authors write where the reader has to put a value
// of their own. They are looked for in the raw text, before any shell parser
// sees it: to a shell, <name> is two redirections that write a file.
var placeholderForms = []placeholderForm{
	{[]string{"<"}, false, regexp.MustCompile(`<[^<>\n]*[\pL][^<>\n]*>`)},
	{[]string{"{{"}, false, regexp.MustCompile(`\{\{.*?\}\}`)},
	{[]string{"$", "%", "@"}, false, regexp.MustCompile(`\$\{[^}]*\}|\$[A-Za-z_]\w*|%[A-Z][A-Z0-9_]+%|@@?[A-Z][A-Z0-9_]+@`)},
	{[]string{"your", "my-", "my_"}, false, regexp.MustCompile(`(?i)\byour[-_ ]?[a-z0-9_]+|\bmy[-_][a-z0-9_]+`)},
	{nil, true, regexp.MustCompile(`(?:^|[\s=/:])(?:[A-Z]+(?:_[A-Z0-9]+)+|VERSION|NAME|NAMESPACE|HOST|HOSTNAME|PORT|PATH|FILE|FILENAME|DIR|USER|PASSWORD|TOKEN|CLUSTER|IP)(?:$|[\s/:.])`)},
	{[]string{"...", "…", "xxx", "/path/to", "["}, false, regexp.MustCompile(`\.\.\.|…|(?i:\bx{3,}\b)|/path/to\b|(?:^|[^\pL\d_\])])\[[\pL][\pL\d _-]*\]|\[[A-Z][A-Z\d _-]+\]`)},
	{[]string{".x", "x."}, false, regexp.MustCompile(`\bv?(?:\d+\.)*\d+\.[xX]\b|\bv?[xX]\.[xXyY](?:\.[xXyYzZ])?\b`)},
	{[]string{"《", "〈", "（"}, false, regexp.MustCompile(`[《〈][^》〉]+[》〉]|（[^）]*）`)},
}

// Placeholder gives the first part of a command that a reader has to replace,
// or an empty text.
func Placeholder(command string) string {
	lower := strings.ToLower(command)
	for _, p := range placeholderForms {
		if p.capitals && !twoCapitals(command) || !p.capitals && !slices.ContainsFunc(p.hints, func(h string) bool { return strings.Contains(lower, h) }) {
			continue
		}
		if found := p.form.FindString(command); found != "" {
			if p.capitals {
				found = strings.Trim(found, " \t\n=/:.")
			}
			return strings.TrimLeft(found, " \t\n=/:")
		}
	}
	return ""
}

// twoCapitals reports whether a command has a capital letter with another one,
// or an underline, right behind it.
func twoCapitals(command string) bool {
	before := false
	for i := range len(command) {
		is := command[i] >= 'A' && command[i] <= 'Z'
		if before && (is || command[i] == '_') {
			return true
		}
		before = is
	}
	return false
}
