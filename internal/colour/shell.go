package colour

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
)

var shellWords = setOf(`if then else elif fi for in do done while until case esac select function return exit break continue
	export local set unset source trap exec eval`)

// shell reads POSIX shell and what bash adds in guides.
func shell(s *scan) (chroma.TokenType, int) {
	rest := s.rest()
	switch c := rest[0]; c {
	case '#':
		if s.behind(";(") {
			return comment, line(rest)
		}
	case '<':
		if n := s.hereDocument(); n > 0 {
			return str, n
		}
	case '\'':
		return str, s.quoted(rest, '\'', lines)
	case '"':
		return s.double()
	case '$':
		if n := s.quoted(rest[1:], '\'', lines); n > 0 {
			return str, 1 + n
		}
		return variable, shellVariable(rest)
	case '\\':
		_, n := utf8.DecodeRuneInString(rest[1:])
		return plain, 1 + n
	default:
		if kind, n := s.shellWord(); n > 0 {
			return kind, n
		}
	}
	return plain, span(rest, func(r rune) bool { return !unicode.IsSpace(r) && !strings.ContainsRune("'\"$\\;()&|<>`=", r) })
}

// shellWord is a word that means something where it stands: a variable that is
// set, a word of the language, a number.
func (s *scan) shellWord() (chroma.TokenType, int) {
	rest := s.rest()
	if !s.behind(";(&|`=<>") {
		return plain, 0
	}
	name := shellName(rest)
	if set := strings.TrimPrefix(rest[name:], "+"); name > 0 && strings.HasPrefix(set, "=") && s.behind(";(&|") {
		s.take(variable, name)
		return plain, len(rest) - name - len(set) + 1
	}
	if shellWords[rest[:name]] && ends(rest[name:], ";)&|`") && s.behind(";(&|`") {
		return keyword, name
	}
	if n := decimal(rest, "", false, func(rest string) bool { return ends(rest, ";)<>&|") }); n > 0 && s.behind("=;(<>&|") {
		return number, n
	}
	return plain, 0
}

// shellName is the name of a variable.
func shellName(text string) int {
	if text == "" || !letter(text[0]) {
		return 0
	}
	return span(text, inWord)
}

// shellVariable is a variable that is asked for.
func shellVariable(text string) int {
	if n := braced(text, "${", "}"); n > 0 {
		return n
	}
	behind := text[1:]
	if n := shellName(behind); n > 0 {
		return 1 + n
	}
	if behind != "" && strings.IndexByte("0123456789@*#?$!-", behind[0]) >= 0 {
		return 2
	}
	return 0
}

// double takes a text in double quotes, in which variables are, up to its last
// token.
func (s *scan) double() (chroma.TokenType, int) {
	s.take(str, 1)
	for s.at < len(s.text) {
		rest := s.rest()
		switch rest[0] {
		case '"':
			return str, 1
		case '\\':
			if len(rest) == 1 {
				return plain, 1
			}
			_, n := utf8.DecodeRuneInString(rest[1:])
			s.take(str, 1+n)
		case '$':
			if n := shellVariable(rest); n > 0 {
				s.take(variable, n)
			} else {
				s.take(str, 1)
			}
		default:
			s.take(str, span(rest, func(r rune) bool { return r != '"' && r != '\\' && r != '$' }))
		}
	}
	return str, 0
}

// hereDocument takes a here-document but for the word that ends it, whose length
// it gives: the word behind <<, its text, and the word alone.
func (s *scan) hereDocument() int {
	rest := s.rest()
	opening, ok := strings.CutPrefix(rest, "<<")
	if !ok {
		return 0
	}
	opening = strings.TrimPrefix(opening, "-")
	opening = opening[blanks(opening):]
	lead := len(rest) - len(opening)
	quote := 0
	if opening != "" && strings.IndexByte(`'"\`, opening[0]) >= 0 {
		quote = 1
	}
	name := span(opening[quote:], inWord)
	word := opening[quote : quote+name]
	behind := opening[quote+name:]
	closing := 0
	if behind != "" && (behind[0] == '\'' || behind[0] == '"') {
		closing = 1
	}
	body := lineWith(behind)
	if name == 0 || body == 0 || behind[body-1] != '\n' || s.vain > maxVain {
		return 0
	}
	end := hereEnd(behind[body:], word)
	if end < 0 {
		s.vain += len(rest)
		return 0
	}
	s.take(plain, lead)
	s.take(str, quote+name+closing)
	s.run(shell, body-closing)
	s.take(str, end)
	return blanks(s.rest()) + len(word)
}

// hereEnd is where the line begins that ends a here-document, -1 where none does.
func hereEnd(text, word string) int {
	for at := 0; at <= len(text); {
		next := text[at:]
		if behind, ok := strings.CutPrefix(next[blanks(next):], word); ok && ends(behind, "") {
			return at
		}
		n := line(next)
		if n == len(next) {
			break
		}
		at += n + 1
	}
	return -1
}
