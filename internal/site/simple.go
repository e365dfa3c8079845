package site

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Most changes, notes and steps are a line of words with a few of them as code.
// Such a line means the same wherever it stands, and is read here without asking
// the parser, which costs many times as much.

// simpleHTML is the HTML of a line of plain words and code; false for anything
// that may mean more.
func simpleHTML(line string) (string, bool) {
	var b strings.Builder
	ok := simple(line, func(text string, code bool) {
		if code {
			text = codeHTML(text)
		} else {
			text = strings.ReplaceAll(text, `"`, "&quot;") // the only one of words that is escaped
		}
		b.WriteString(text)
	})
	return b.String(), ok
}

// simpleText is the same as text without markup.
func simpleText(line string) (string, bool) {
	var b strings.Builder
	b.Grow(len(line))
	ok := simple(line, func(text string, _ bool) { b.WriteString(text) })
	return b.String(), ok
}

// fencedText is the text of one block of code between fences; false for anything
// that may be more than that.
func fencedText(source string) (string, bool) {
	rest, opens := strings.CutPrefix(source, "```")
	rest, closes := strings.CutSuffix(rest, "\n```")
	info, code, lines := strings.Cut(rest, "\n")
	return code, opens && closes && lines && !strings.Contains(info, "`") && !strings.Contains(code, "```")
}

// simple cuts a line into words and code. It reports false, having cut some of it
// or nothing, where a character or its place may mean something else.
func simple(line string, piece func(text string, code bool)) bool {
	if line == "" || line[0] < utf8.RuneSelf && line[0] != '`' && !letter(line[0]) || line[len(line)-1] == ' ' ||
		strings.Contains(line, "``") || strings.Contains(line, "://") || strings.Contains(line, "www.") || !utf8.ValidString(line) {
		return false
	}
	for line != "" {
		text, rest, more := strings.Cut(line, "`")
		if strings.ContainsFunc(text, meansMore) {
			return false
		}
		if text != "" {
			piece(text, false)
		}
		if !more {
			return true
		}
		code, behind, closed := strings.Cut(rest, "`")
		if !closed || code == "" || code[0] == ' ' || code[len(code)-1] == ' ' || strings.ContainsFunc(code, odd) {
			return false
		}
		piece(code, true)
		line = behind
	}
	return true
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// meansMore reports whether a character among words may mean something.
func meansMore(r rune) bool { return odd(r) || strings.ContainsRune(`\*_~[]<>&!|@`, r) }

// odd reports whether a character is neither shown nor a plain space.
func odd(r rune) bool {
	return r < ' ' || r == 0x7f || r >= utf8.RuneSelf && (unicode.IsSpace(r) || r == utf8.RuneError)
}
