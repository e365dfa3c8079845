package e2e

import (
	"regexp"
	"strconv"
	"strings"
)

var redrawn = regexp.MustCompile(`\r\x1b\[([0-9]+)A\x1b\[J`)

// settled is what remains on the screen when what was drawn for the moment is
// taken away again.
func settled(shown string) string {
	text := strings.ReplaceAll(shown, "\r\n", "\n")
	for {
		m := redrawn.FindStringSubmatchIndex(text)
		if m == nil {
			return text
		}
		n, _ := strconv.Atoi(text[m[2]:m[3]]) // digits, by the expression
		kept := text[:m[0]]
		for range n {
			kept = kept[:strings.LastIndexByte(strings.TrimSuffix(kept, "\n"), '\n')+1]
		}
		text = kept + text[m[1]:]
	}
}
