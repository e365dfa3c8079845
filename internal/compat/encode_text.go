package compat

import (
	"errors"
	"unicode/utf8"
)

var errNotUTF8 = errors.New("a text is not valid UTF-8")

// appendText writes a text with its quotes. Beside what JSON wants escaped, the
// two separators are that end a line of JavaScript, as Go writes them.
func appendText(b []byte, s string) ([]byte, error) {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < utf8.RuneSelf && c != '"' && c != '\\' {
			i++
			continue
		}
		size := 1
		var as string
		switch c {
		case '"', '\\':
			as = `\` + s[i:i+1]
		case '\b':
			as = `\b`
		case '\f':
			as = `\f`
		case '\n':
			as = `\n`
		case '\r':
			as = `\r`
		case '\t':
			as = `\t`
		default:
			if c < ' ' {
				as = `\u00` + string([]byte{hex[c>>4], hex[c&15]})
				break
			}
			var r rune
			switch r, size = utf8.DecodeRuneInString(s[i:]); {
			case r == utf8.RuneError && size == 1:
				return b, errNotUTF8
			case r == '\u2028' || r == '\u2029':
				as = `\u202` + string(hex[r&15])
			default:
				i += size
				continue
			}
		}
		b = append(append(b, s[from:i]...), as...)
		i += size
		from = i
	}
	return append(append(b, s[from:]...), '"'), nil
}
