package colour

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
)

var (
	jsonWords = setOf("true false null")
	tomlWords = setOf("true false inf nan")
)

// json reads JSON, with the comments that some tools allow.
func json(s *scan) (chroma.TokenType, int) {
	rest := s.rest()
	if n := s.quoted(rest, '"', escapes); n > 0 {
		if strings.HasPrefix(strings.TrimLeftFunc(rest[n:], unicode.IsSpace), ":") {
			return key, n
		}
		return str, n
	}
	if n := slashed(rest); n > 0 {
		return comment, n
	}
	unsigned := strings.TrimPrefix(rest, "-")
	if n := decimal(unsigned, "", true, wherever); n > 0 {
		return number, len(rest) - len(unsigned) + n
	}
	return keyword, s.word(jsonWords)
}

// toml reads TOML.
func toml(s *scan) (chroma.TokenType, int) {
	rest := s.rest()
	if n := after(rest, "#"); n > 0 {
		return comment, n
	}
	if s.startsLine() {
		if n := section(rest); n > 0 {
			if strings.HasPrefix(rest[n:], "]") {
				n++
			}
			return key, n
		}
	}
	if n := blanks(rest); n > 0 {
		return plain, n
	}
	if s.atKey() {
		if n := tomlKey(rest); n > 0 && equals(rest[n:]) > 0 {
			s.take(attr, n)
			return plain, equals(rest[n:])
		}
	}
	if n := tripled(rest); n > 0 {
		return str, n
	}
	if n := max(s.quoted(rest, '"', escapes), s.quoted(rest, '\'', 0)); n > 0 {
		return str, n
	}
	if n := tomlNumber(s); n > 0 {
		return number, n
	}
	return keyword, s.word(tomlWords)
}

// atKey reports whether a key of TOML may stand at the place: on a line of its
// own, or in a table in braces.
func (s *scan) atKey() bool {
	before := strings.TrimRight(s.before(), " \t")
	return before == "" || strings.ContainsRune("\n{,", rune(before[len(before)-1]))
}

// tomlKey is a key: names, in quotes or not, joined by dots.
func tomlKey(text string) int {
	n := tomlName(text)
	for n > 0 {
		dot := n + blanks(text[n:])
		if !strings.HasPrefix(text[dot:], ".") {
			break
		}
		next := dot + 1 + blanks(text[dot+1:])
		more := tomlName(text[next:])
		if more == 0 {
			break
		}
		n = next + more
	}
	return n
}

func tomlName(text string) int {
	return max(quoted(text, '"', 0), quoted(text, '\'', 0), span(text, func(r rune) bool { return r == '-' || inWord(r) }))
}

// tomlNumber is a number, a day or a time of a day.
func tomlNumber(s *scan) int {
	rest := s.rest()
	if s.splitsWord() {
		if !strings.HasPrefix(rest, "-") && !strings.HasPrefix(rest, "+") {
			return 0
		}
	} else if n := day(rest); n > 0 {
		return n
	}
	unsigned := rest
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		unsigned = rest[1:]
	}
	if n := decimal(unsigned, "_abcdefABCDEF", true, endsWord); n > 0 {
		return len(rest) - len(unsigned) + n
	}
	return 0
}

// day is a day of TOML, with a time where one follows.
func day(text string) int {
	n := 0
	for i, digits := range []int{4, 2, 2} {
		if i > 0 {
			if !strings.HasPrefix(text[n:], "-") {
				return 0
			}
			n++
		}
		for range digits {
			width := digit(text[n:])
			if width == 0 {
				return 0
			}
			n += width
		}
	}
	return n + clock(text[n:])
}

// clock is the time behind a day.
func clock(text string) int {
	if text == "" || !strings.ContainsRune("Tt ", rune(text[0])) {
		return 0
	}
	inTime := func(r rune) bool { return r == ':' || unicode.IsDigit(r) }
	n := span(text[1:], func(r rune) bool { return r == '.' || inTime(r) })
	if n == 0 {
		return 0
	}
	n++
	zone := text[n:]
	if zone != "" && zone[0]|0x20 == 'z' {
		return n + 1
	}
	if zone != "" && (zone[0] == '-' || zone[0] == '+') {
		if offset := span(zone[1:], inTime); offset > 0 {
			return n + 1 + offset
		}
	}
	return n
}

// digit is one digit.
func digit(text string) int {
	if r, n := utf8.DecodeRuneInString(text); unicode.IsDigit(r) {
		return n
	}
	return 0
}
