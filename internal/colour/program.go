package colour

import (
	"strings"
	"unicode"

	"github.com/alecthomas/chroma/v2"
)

var (
	goWords = setOf(`break case chan const continue default defer else fallthrough for func go goto if import interface map package range
		return select struct switch type var true false nil iota`)
	pythonWords = setOf(`False None True and as assert async await break class continue def del elif else except finally for from global if
		import in is lambda nonlocal not or pass raise return try while with yield`)
)

// golang reads Go.
func golang(s *scan) (chroma.TokenType, int) {
	rest := s.rest()
	if n := slashed(rest); n > 0 {
		return comment, n
	}
	if n := max(s.quoted(rest, '`', lines), s.quoted(rest, '"', escapes)); n > 0 {
		return str, n
	}
	if n := s.quoted(rest, '\'', escapes); n > len("''") {
		return str, n
	}
	return s.programWord(goWords)
}

// python reads Python.
func python(s *scan) (chroma.TokenType, int) {
	rest := s.rest()
	if n := after(rest, "#"); n > 0 {
		return comment, n
	}
	if n := s.pythonText(); n > 0 {
		return str, n
	}
	if s.startsLine() {
		if n := decorator(rest); n > 0 {
			return variable, n
		}
	}
	return s.programWord(pythonWords)
}

// decorator is the name of one at the begin of a line.
func decorator(text string) int {
	lead := blanks(text)
	name, ok := strings.CutPrefix(text[lead:], "@")
	if n := span(name, func(r rune) bool { return r == '.' || inWord(r) }); ok && n > 0 {
		return lead + 1 + n
	}
	return 0
}

// pythonText is a text in quotes, with the letters before them that say how it is
// read.
func (s *scan) pythonText() int {
	rest := s.rest()
	read := 0
	for read < 2 && read < len(rest) && strings.IndexByte("rRbBfFuU", rest[read]) >= 0 {
		read++
	}
	if read > 0 && s.splitsWord() {
		return 0
	}
	text := rest[read:]
	n := tripled(text)
	if n == 0 {
		n = max(s.quoted(text, '"', escapes), s.quoted(text, '\'', escapes))
	}
	if n == 0 {
		return 0
	}
	return read + n
}

// programWord is a word of a language, a number, what is called, or any word.
func (s *scan) programWord(words map[string]bool) (chroma.TokenType, int) {
	rest := s.rest()
	if n := s.word(words); n > 0 {
		return keyword, n
	}
	if !s.splitsWord() {
		if n := max(based(rest), decimal(rest, "_", true, endsWord)); n > 0 {
			return number, n
		}
	}
	n := span(rest, inWord)
	if letters := shellName(rest); letters > 0 && strings.HasPrefix(rest[letters:], "(") {
		return function, letters
	}
	return plain, n
}

// based is a whole number of another base than ten.
func based(text string) int {
	if len(text) < 3 || text[0] != '0' || !strings.ContainsRune("xXbBoO", rune(text[1])) {
		return 0
	}
	n := span(text[2:], func(r rune) bool { return strings.ContainsRune("abcdefABCDEF_", r) || unicode.IsDigit(r) })
	if n == 0 || !endsWord(text[2+n:]) {
		return 0
	}
	return 2 + n
}
