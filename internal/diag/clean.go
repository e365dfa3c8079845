package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes text from an input file safe to show: control characters, which
// a terminal would obey, and characters that turn the direction of writing or
// cannot be seen become escapes (\x1b, \u202e), a tab a space. All on one
// line.
func Clean(s string) string {
	if isClean(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\t':
			b.WriteByte(' ')
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case !hidden(r):
			b.WriteRune(r)
		case r < 0x80:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
		i += size
	}
	return b.String()
}

func isClean(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, hidden) < 0
}

// hidden reports whether a character is obeyed or unseen rather than shown:
// controls, format characters (bidirectional controls, zero width, byte order
// mark, tags), line and paragraph separators, and what is no character yet.
func hidden(r rune) bool {
	return !unicode.IsPrint(r) && !unicode.Is(unicode.Zs, r) && !unicode.Is(unicode.Co, r)
}

// width is how many columns of a terminal a character takes.
func width(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return 0
	}
	for _, w := range wide {
		if r < w[0] {
			break
		}
		if r <= w[1] {
			return 2
		}
	}
	return 1
}

// wide are the ranges of characters that take two columns, ascending: those
// that Unicode's EastAsianWidth.txt calls wide or full width, in blocks.
var wide = [...][2]rune{
	{0x1100, 0x115f}, // Hangul Jamo
	{0x231a, 0x231b},
	{0x23e9, 0x23ec},
	{0x2614, 0x2615},
	{0x26a1, 0x26a1},
	{0x2705, 0x2705},
	{0x274c, 0x274c},
	{0x2753, 0x2757},
	{0x2e80, 0x303e}, // CJK radicals, punctuation
	{0x3041, 0x33ff}, // kana, Hangul compatibility, CJK symbols
	{0x3400, 0x4dbf},
	{0x4e00, 0xa4cf}, // CJK ideographs, Yi
	{0xa960, 0xa97f},
	{0xac00, 0xd7a3}, // Hangul
	{0xf900, 0xfaff},
	{0xfe10, 0xfe19},
	{0xfe30, 0xfe6f},
	{0xff00, 0xff60}, // full width forms
	{0xffe0, 0xffe6},
	{0x16fe0, 0x18cff},
	{0x1b000, 0x1b2ff},
	{0x1f300, 0x1f64f}, // pictographs
	{0x1f680, 0x1f6ff},
	{0x1f900, 0x1faff},
	{0x20000, 0x3fffd},
}
