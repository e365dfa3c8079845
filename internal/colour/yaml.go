package colour

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
)

var yamlWords = setOf("true false null yes no on off True False ~")

// yaml reads YAML: keys, scalars of any style, anchors and tags.
func yaml(s *scan) (chroma.TokenType, int) {
	rest := s.rest()
	if n := after(rest, "#"); n > 0 && s.behind("") {
		return comment, n
	}
	if s.startsLine() {
		if kind, n := s.yamlLine(); n > 0 {
			return kind, n
		}
	}
	if r, n := utf8.DecodeRuneInString(rest); unicode.IsSpace(r) {
		return plain, max(n, blanks(rest))
	}
	if s.inFlow() {
		if n := yamlKey(rest, func(rest string) bool { return len(rest) > 1 && ends(rest[1:], "") }); n > 0 {
			s.take(key, n)
			return plain, 1
		}
	}
	if n := max(s.quoted(rest, '"', escapes|continued|lines), s.quoted(rest, '\'', lines|doubled)); n > 0 {
		return str, n
	}
	if s.behind("[{,") {
		if kind, n := yamlScalar(rest); n > 0 {
			return kind, n
		}
	}
	if rest[0] == '!' && s.behind("") {
		return keyword, span(rest, func(r rune) bool { return !unicode.IsSpace(r) })
	}
	return plain, span(rest, func(r rune) bool { return !unicode.IsSpace(r) && !strings.ContainsRune("[]{},\"'#", r) })
}

// yamlLine is what only stands at the begin of a line: a mark between documents,
// a directive, a key with the dashes before it.
func (s *scan) yamlLine() (chroma.TokenType, int) {
	rest := s.rest()
	for _, mark := range []string{"---", "..."} {
		if behind, ok := strings.CutPrefix(rest, mark); ok && ends(behind, "") {
			return keyword, len(mark)
		}
	}
	if n := after(rest, "%"); n > 0 {
		return keyword, n
	}
	if n := s.yamlBlock(); n > 0 {
		return str, n
	}
	lead := spaces(rest)
	for n := dash(rest[lead:]); n > 0; n = dash(rest[lead:]) {
		lead += n
	}
	n := yamlKey(rest[lead:], func(rest string) bool { return ends(rest[1:], "") })
	if n == 0 {
		return plain, 0
	}
	s.take(plain, lead)
	s.take(key, n)
	return plain, 1
}

// dash is the dash before an item, with the spaces behind it.
func dash(text string) int {
	if behind, ok := strings.CutPrefix(text, "-"); ok && spaces(behind) > 0 {
		return 1 + spaces(behind)
	}
	return 0
}

// yamlKey is a key, before a colon that is accepted with what is behind it.
func yamlKey(text string, accept func(rest string) bool) int {
	if n := max(quoted(text, '"', 0), quoted(text, '\'', 0)); n > 0 {
		if strings.HasPrefix(text[n:], ":") && accept(text[n:]) {
			return n
		}
		return 0
	}
	before := ' '
	for i, r := range text[:min(len(text), longestName)] {
		switch {
		case i == 0:
			if !inWord(r) && !strings.ContainsRune("./$<*~", r) {
				return 0
			}
		case r == ':' && accept(text[i:]):
			return i
		case r == '\n', r == ':' && ends(text[i+1:], ""), r == '#' && unicode.IsSpace(before):
			return 0
		}
		before = r
	}
	return 0
}

// yamlBlock takes a key with a block of text behind it, but for the text, whose
// length it gives. The text reaches as far as it is indented more than the key.
func (s *scan) yamlBlock() int {
	rest := s.rest()
	indent := spaces(rest)
	item := dash(rest[indent:])
	name := yamlKey(rest[indent+item:], func(rest string) bool { _, _, _, ok := blockHead(rest); return ok })
	if name == 0 {
		return 0
	}
	colon, mark, remark, _ := blockHead(rest[indent+item+name:])
	s.take(plain, indent+item)
	s.take(key, name)
	s.take(plain, colon)
	s.take(str, mark)
	s.take(comment, remark)
	if item > 0 {
		indent += 2
	}
	body := 1
	for rest = s.rest(); body < len(rest); {
		next := rest[body:]
		n := lineWith(next)
		if in := spaces(next); in <= indent && (in != line(next) || n == in) {
			break
		}
		body += n
	}
	return body
}

// blockHead is what stands between a key and the end of its line where a block of
// text follows: the colon with spaces, the mark with spaces, a comment.
func blockHead(text string) (colon, mark, remark int, ok bool) {
	colon = 1 + spaces(text[1:])
	rest := text[colon:]
	if colon == 1 || rest == "" || rest[0] != '|' && rest[0] != '>' {
		return 0, 0, 0, false
	}
	mark = 1
	if strings.HasPrefix(rest[mark:], "+") || strings.HasPrefix(rest[mark:], "-") {
		mark++
	}
	if r, n := utf8.DecodeRuneInString(rest[mark:]); unicode.IsDigit(r) {
		mark += n
	}
	mark += spaces(rest[mark:])
	remark = after(rest[mark:], "#")
	return colon, mark, remark, strings.HasPrefix(rest[mark+remark:], "\n")
}

// inFlow reports whether an opening brace or a comma stands before the place.
func (s *scan) inFlow() bool {
	before := strings.TrimRightFunc(s.before(), unicode.IsSpace)
	return strings.HasSuffix(before, "{") || strings.HasSuffix(before, ",")
}

// yamlScalar is an anchor or its name, or a value that is no text.
func yamlScalar(text string) (chroma.TokenType, int) {
	if text[0] == '&' || text[0] == '*' {
		if n := span(text[1:], func(r rune) bool { return r == '.' || r == '-' || inWord(r) }); n > 0 {
			return variable, 1 + n
		}
		return plain, 0
	}
	word := span(text, func(r rune) bool { return r == '~' || r < utf8.RuneSelf && r != '_' && letter(byte(r)) })
	if yamlWords[text[:word]] && yamlEnds(text[word:]) {
		return keyword, word
	}
	unsigned := strings.TrimPrefix(strings.TrimPrefix(text, "-"), "+")
	if n := decimal(unsigned, "_", false, yamlEnds); n > 0 {
		return number, len(text) - len(unsigned) + n
	}
	return plain, 0
}

// yamlEnds reports whether a value ends here: at the end of a line, a comment or
// what parts values.
func yamlEnds(text string) bool {
	n := span(text, unicode.IsSpace)
	if n == len(text) || strings.Contains(text[:n], "\n") {
		return true
	}
	return strings.IndexByte(",]}", text[n]) >= 0 || text[n] == '#' && strings.HasSuffix(text[:n], " ")
}
