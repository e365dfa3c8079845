package colour

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The functions of this file look at the begin of a text. What they look for has
// the length that they give, 0 where it is not there.

// span is as long as characters are in a set.
func span(text string, in func(rune) bool) int {
	for i, r := range text {
		if !in(r) {
			return i
		}
	}
	return len(text)
}

// inWord reports whether a character is one of a word, in any language.
func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '_' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z'
	}
	return unicode.In(r, unicode.L, unicode.Mn, unicode.Nd, unicode.Pc) || r == '\u200c' || r == '\u200d'
}

// letter reports whether a byte is a letter of ASCII, or an underline.
func letter(c byte) bool { return c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z' }

// blanks are spaces and tabs.
func blanks(text string) int { return len(text) - len(strings.TrimLeft(text, " \t")) }

// spaces are spaces alone.
func spaces(text string) int { return len(text) - len(strings.TrimLeft(text, " ")) }

// line is what stands on the first line, without its end.
func line(text string) int {
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		return i
	}
	return len(text)
}

// lineWith is line with the end.
func lineWith(text string) int { return min(line(text)+1, len(text)) }

// after is the length of the line where the text begins with a mark.
func after(text, mark string) int {
	if !strings.HasPrefix(text, mark) {
		return 0
	}
	return line(text)
}

// ends reports whether there is no text, or it begins with white space or one of
// some ASCII characters.
func ends(text, others string) bool {
	r, n := utf8.DecodeRuneInString(text)
	return n == 0 || unicode.IsSpace(r) || strings.ContainsRune(others, r)
}

// endsWord reports whether no word goes on in the text.
func endsWord(text string) bool {
	r, n := utf8.DecodeRuneInString(text)
	return n == 0 || !inWord(r)
}

// What may stand in quotes, beside what is on one line: a backslash before a
// character, one before the end of a line, ends of lines, and the quote twice.
const (
	escapes = 1 << iota
	continued
	lines
	doubled
)

// quoted is a text in quotes. Where only the first of two quotes can be its end,
// that is.
func quoted(text string, quote byte, may int) int {
	if text == "" || text[0] != quote {
		return 0
	}
	end := 0
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && may&escapes != 0:
			if i++; i == len(text) || text[i] == '\n' && may&continued == 0 {
				return end
			}
		case c == '\n' && may&lines == 0:
			return end
		case c == quote && may&doubled != 0 && strings.HasPrefix(text[i+1:], text[:1]):
			i++
			end = i
		case c == quote:
			return i + 1
		}
	}
	return end
}

// between is what begins with a mark and ends with the next of another.
func between(text, open, closing string) int {
	inner, ok := strings.CutPrefix(text, open)
	if !ok {
		return 0
	}
	if i := strings.Index(inner, closing); i >= 0 {
		return len(open) + i + len(closing)
	}
	return 0
}

// longestName is more than any name takes, in bytes; YAML allows half of it.
const longestName = 2048

// tripled is a text of several lines in three quotes of a kind.
func tripled(text string) int {
	return max(between(text, `"""`, `"""`), between(text, "'''", "'''"))
}

// braced is what stands between marks on one line, where the second is of closing
// braces and none stands before it.
func braced(text, open, closing string) int {
	inner, ok := strings.CutPrefix(text, open)
	if !ok {
		return 0
	}
	if i := strings.IndexAny(inner[:min(len(inner), longestName)], "}\n"); i >= 0 && strings.HasPrefix(inner[i:], closing) {
		return len(open) + i + len(closing)
	}
	return 0
}

// slashed is a comment of C and its kin.
func slashed(text string) int { return max(after(text, "//"), between(text, "/*", "*/")) }

// decimal is a number: digits and, behind the first, what else may stand among
// them; a fraction; an exponent where it may have one. It has an end behind it;
// where only its whole part has, it is that.
func decimal(text, among string, exponent bool, end func(rest string) bool) int {
	if r, _ := utf8.DecodeRuneInString(text); !unicode.IsDigit(r) {
		return 0
	}
	whole := span(text, func(r rune) bool { return unicode.IsDigit(r) || strings.ContainsRune(among, r) })
	n := whole
	if rest, ok := strings.CutPrefix(text[n:], "."); ok {
		if digits := span(rest, unicode.IsDigit); digits > 0 {
			n += 1 + digits
		}
	}
	if exponent {
		n += power(text[n:])
	}
	switch {
	case end(text[n:]):
		return n
	case end(text[whole:]):
		return whole
	}
	return 0
}

// power is the exponent of a number.
func power(text string) int {
	if text == "" || text[0]|0x20 != 'e' {
		return 0
	}
	rest := text[1:]
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		rest = rest[1:]
	}
	digits := span(rest, unicode.IsDigit)
	if digits == 0 {
		return 0
	}
	return len(text) - len(rest) + digits
}

// wherever is an end of a number that needs none.
func wherever(string) bool { return true }

// setOf is a set of words.
func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}
