package site

import (
	"regexp"
	"strings"
)

// breakingMark is how authors begin a change that breaks something: the word in
// bold, in brackets, or with a colon behind it.
var breakingMark = regexp.MustCompile(`^(?i:(?:\*\*|__)[\[(【]?` + breakingWord + `[\])】]?[:：]?(?:\*\*|__)[:：]?|[\[(【]` + breakingWord + `[\])】][:：]?|` + breakingWord + `[:：])\s*`)

const breakingWord = `(?:breaking(?: changes?)?|不兼容(?:性)?(?:变更|改动|更改)?)`

// unmarked is the text of a change without the author's word for "breaking",
// where a heading or a label of the page says it.
func unmarked(text string) string {
	if rest := breakingMark.ReplaceAllString(text, ""); strings.TrimSpace(rest) != "" {
		return rest
	}
	return text
}
