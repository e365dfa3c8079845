package colour

import (
	"strings"
	"unicode"

	"github.com/alecthomas/chroma/v2"
)

var iniWords = setOf("true false yes no on off True False")

// ini reads ini files, properties, inventories and units.
func ini(s *scan) (chroma.TokenType, int) {
	rest := s.rest()
	if n := s.iniComment(); n > 0 {
		return comment, n
	}
	name := span(rest, inName)
	if eq := equals(rest[name:]); name > 0 && eq > 0 {
		s.take(attr, name)
		return plain, eq
	}
	if s.startsLine() {
		if n := section(rest); n > 0 {
			return key, n
		}
		if n, colon := colonKey(rest); n > 0 {
			s.take(attr, n)
			return plain, colon
		}
	}
	if n := blanks(rest); n > 0 {
		return plain, n
	}
	if n := max(s.quoted(rest, '"', escapes), s.quoted(rest, '\'', 0)); n > 0 {
		return str, n
	}
	if n := max(braced(rest, "${", "}"), braced(rest, "{{", "}}")); n > 0 {
		return variable, n
	}
	if strings.HasSuffix(strings.TrimRight(s.before(), " \t"), "=") {
		if kind, n := iniValue(rest); n > 0 {
			return kind, n
		}
	}
	return plain, span(rest, func(r rune) bool { return !unicode.IsSpace(r) && !strings.ContainsRune(";#\"'$={[", r) })
}

// iniComment is a comment: on a line of its own, or between blanks behind a value.
func (s *scan) iniComment() int {
	rest := s.rest()
	if n := blanks(rest); s.startsLine() && n < len(rest) && strings.IndexByte(";#!", rest[n]) >= 0 {
		return line(rest)
	}
	if rest[0] != ';' && rest[0] != '#' || blanks(rest[1:]) == 0 || strings.TrimRight(s.before(), " \t") == s.before() {
		return 0
	}
	return line(rest)
}

// section is a name in brackets with the blanks before it.
func section(text string) int {
	n := blanks(text)
	if inner, ok := strings.CutPrefix(text[n:], "["); ok {
		if i := strings.IndexAny(inner, "]\n"); i >= 0 && inner[i] == ']' {
			return n + i + 2
		}
	}
	return 0
}

// equals is an equals sign with the blanks before it.
func equals(text string) int {
	if n := blanks(text); strings.HasPrefix(text[n:], "=") {
		return n + 1
	}
	return 0
}

// colonKey is a name with the blanks before it, and the colon behind it with
// those before that; a blank follows.
func colonKey(text string) (name, colon int) {
	lead := blanks(text)
	n := span(text[lead:], inName)
	rest := text[lead+n:]
	gap := blanks(rest)
	if n == 0 || !strings.HasPrefix(rest[gap:], ":") || blanks(rest[gap+1:]) == 0 {
		return 0, 0
	}
	return lead + n, gap + 1
}

// inName reports whether a character is one of the name of a setting.
func inName(r rune) bool { return r == '.' || r == '/' || r == '-' || inWord(r) }

// iniValue is a value that is a number or a word for yes or no, up to the end of
// its line.
func iniValue(text string) (chroma.TokenType, int) {
	n := span(text, inWord)
	value, rest := text[:n], text[n:]
	switch rest = rest[blanks(rest):]; {
	case rest != "" && rest[0] != '\n':
	case iniWords[value]:
		return keyword, n
	case span(value, unicode.IsDigit) == n:
		return number, n
	}
	return plain, 0
}
