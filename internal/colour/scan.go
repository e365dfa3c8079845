package colour

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
)

// kinds of tokens, by the words of this package.
const (
	plain    = chroma.Text
	comment  = chroma.Comment
	str      = chroma.LiteralString
	number   = chroma.LiteralNumber
	keyword  = chroma.Keyword
	variable = chroma.NameVariable
	function = chroma.NameFunction
	key      = chroma.NameTag
	attr     = chroma.NameAttribute
	prompt   = chroma.GenericPrompt
	output   = chroma.GenericOutput
)

// scanner is a lexer that is written by hand: it says of which kind the next
// token is and how long, 0 for one character that is nothing special. Tokens
// before that one it takes itself.
type scanner func(*scan) (kind chroma.TokenType, n int)

// scan is a place in a text, with the tokens before it.
type scan struct {
	text   string
	start  int // where the text begins for what looks behind
	at     int
	tokens []chroma.Token
	// vain is how far ends were looked for that are not there, in bytes. It keeps a
	// text that opens much and closes nothing from being looked through for each.
	vain int
}

// maxVain is how far ends are looked for in vain; then nothing is opened any more.
const maxVain = 64 * longest

// Tokenise is a method of [chroma.Lexer], as are those below.
func (f scanner) Tokenise(_ *chroma.TokeniseOptions, text string) (chroma.Iterator, error) {
	s := &scan{text: text, tokens: make([]chroma.Token, 0, len(text)/8+8)}
	s.run(f, len(text))
	return chroma.Literator(s.tokens...), nil
}

// Config says nothing: a lexer is asked for by its name.
func (f scanner) Config() *chroma.Config { return &chroma.Config{} }

// SetRegistry does nothing: no other lexer is looked for.
func (f scanner) SetRegistry(*chroma.LexerRegistry) chroma.Lexer { return f }

// SetAnalyser does nothing: the language of a text is not guessed.
func (f scanner) SetAnalyser(func(string) float32) chroma.Lexer { return f }

// AnalyseText says nothing about a text.
func (f scanner) AnalyseText(string) float32 { return 0 }

// run scans the next n bytes, as a text of their own.
func (s *scan) run(f scanner, n int) {
	outer := *s
	s.text, s.start = s.text[:s.at+n], s.at
	for s.at < len(s.text) {
		kind, n := f(s)
		if n == 0 {
			kind = plain
			_, n = utf8.DecodeRuneInString(s.rest())
		}
		s.take(kind, n)
	}
	s.text, s.start = outer.text, outer.start
}

// take makes a token of the next n bytes, one with that before where both are of
// one kind.
func (s *scan) take(kind chroma.TokenType, n int) {
	from, last := s.at, len(s.tokens)-1
	s.at += n
	switch {
	case n == 0:
	case last >= 0 && s.tokens[last].Type == kind:
		s.tokens[last].Value = s.text[from-len(s.tokens[last].Value) : s.at]
	default:
		s.tokens = append(s.tokens, chroma.Token{Type: kind, Value: s.text[from:s.at]})
	}
}

// rest is the text from the place on.
func (s *scan) rest() string { return s.text[s.at:] }

// before is the text up to the place.
func (s *scan) before() string { return s.text[s.start:s.at] }

// startsLine reports whether a line begins at the place.
func (s *scan) startsLine() bool { return s.at == s.start || s.text[s.at-1] == '\n' }

// behind reports whether the text begins at the place, or white space or one of
// some ASCII characters stands before it.
func (s *scan) behind(others string) bool {
	r, n := utf8.DecodeLastRuneInString(s.before())
	return n == 0 || unicode.IsSpace(r) || strings.ContainsRune(others, r)
}

// splitsWord reports whether a character of a word stands before the place.
func (s *scan) splitsWord() bool {
	r, n := utf8.DecodeLastRuneInString(s.before())
	return n > 0 && inWord(r)
}

// quoted is the function of that name, as long as not too much is in vain.
func (s *scan) quoted(text string, quote byte, may int) int {
	if text == "" || text[0] != quote || s.vain > maxVain {
		return 0
	}
	n := quoted(text, quote, may)
	if n == 0 && may&lines != 0 {
		s.vain += len(text)
	} else if n == 0 {
		s.vain += line(text)
	}
	return n
}

// word gives the length of a whole word at the place that is in a set.
func (s *scan) word(set map[string]bool) int {
	if s.splitsWord() {
		return 0
	}
	n := span(s.rest(), inWord)
	if !set[s.rest()[:n]] {
		return 0
	}
	return n
}
