package profile

import (
	"regexp"
	"strings"
)

// placeholderForm is one way of writing a placeholder. hint holds characters
// of which a text has at least one: looking for them first is much cheaper.
type placeholderForm struct {
	hint string
	form *regexp.Regexp
}

// placeholderForms are what authors write where the reader has to put a value
// of their own. They are looked for in the raw text, before any shell parser
// sees it: to a shell, <name> is two redirections that write a file.
var placeholderForms = []placeholderForm{
	{"<", regexp.MustCompile(`<[^<>\n]*[\pL][^<>\n]*>`)},
	{"{", regexp.MustCompile(`\{\{.*?\}\}`)},
	{"$%@", regexp.MustCompile(`\$\{[^}]*\}|\$[A-Za-z_]\w*|%[A-Z][A-Z0-9_]+%|@@?[A-Z][A-Z0-9_]+@`)},
	{"yY", regexp.MustCompile(`(?i)\byour[-_ ]?[a-z0-9_]+|\bmy[-_][a-z0-9_]+`)},
	{"ABCDEFGHIJKLMNOPQRSTUVWXYZ", regexp.MustCompile(`(?:^|[\s=/:])(?:[A-Z]+(?:_[A-Z0-9]+)+|VERSION|NAME|NAMESPACE|HOST|HOSTNAME|PORT|PATH|FILE|FILENAME|DIR|USER|PASSWORD|TOKEN|CLUSTER|IP)(?:$|[\s=/:.])`)},
	{".…xX/[", regexp.MustCompile(`\.\.\.|…|(?i:\bx{3,}\b)|/path/to\b|\[[\pL][\pL\d _-]*\]`)},
	{"xX", regexp.MustCompile(`\bv?(?:\d+\.)*\d+\.[xX]\b|\bv?[xX]\.[xXyY](?:\.[xXyYzZ])?\b`)},
	{"《〈（", regexp.MustCompile(`[《〈][^》〉]+[》〉]|（[^）]*）`)},
}

// Placeholder gives the first part of a command that a reader has to replace,
// or an empty text.
func Placeholder(command string) string {
	for _, p := range placeholderForms {
		if !strings.ContainsAny(command, p.hint) {
			continue
		}
		if found := p.form.FindString(command); found != "" {
			return found
		}
	}
	return ""
}
