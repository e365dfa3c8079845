package step

import (
	"bytes"
	"regexp"
	"strings"
)

// section is one "-- name --" part of a test file.
type section struct {
	name string
	text string
}

var marker = regexp.MustCompile(`(?m)^-- (.+) --\n`)

// parseSections reads the txtar format.
func parseSections(data []byte) (comment string, sections []section) {
	text := string(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")))
	at := marker.FindAllStringSubmatchIndex(text, -1)
	if len(at) == 0 {
		return text, nil
	}
	for i, m := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		sections = append(sections, section{text[m[2]:m[3]], text[m[1]:end]})
	}
	return text[:at[0][0]], sections
}

// formatSections writes it.
func formatSections(comment string, sections []section) []byte {
	var b strings.Builder
	b.WriteString(comment)
	for _, s := range sections {
		b.WriteString("-- " + s.name + " --\n" + s.text)
	}
	return []byte(b.String())
}
