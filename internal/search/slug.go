package search

import (
	"strings"
	"unicode"
)

// maxSlug is how many characters of a text make an anchor.
const maxSlug = 60

// Slug makes an anchor of a text: letters and digits of any script in lower case,
// dots within versions, and single hyphens for everything else. Versions that
// differ give anchors that differ.
func Slug(text string) string {
	var b strings.Builder
	n, gap, last := 0, false, ' '
	runes := []rune(strings.ToLower(text))
	for i, r := range runes {
		inner := r == '.' && unicode.IsDigit(last) && i+1 < len(runes) && unicode.IsDigit(runes[i+1])
		last = r
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && !inner {
			gap = true
			continue
		}
		if gap && n > 0 {
			b.WriteByte('-')
			n++
		}
		if gap = false; n >= maxSlug {
			break
		}
		b.WriteRune(r)
		n++
	}
	return strings.TrimSuffix(b.String(), "-")
}

// AnchorWords makes the anchor of a record of its first words, so that it stays
// when other texts come or go.
func AnchorWords(text string) string {
	fields := strings.Fields(text)
	return Slug(strings.Join(fields[:min(6, len(fields))], " "))
}
