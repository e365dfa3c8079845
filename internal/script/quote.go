package script

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"
)

// quote writes s as one word of POSIX shell. What no POSIX shell can read back
// (control characters, what is not UTF-8) is an error.
func quote(s string) (string, error) {
	if plainWord(s) {
		return s, nil // most words, and asking the parser costs more than all else
	}
	plain := s
	if utf8.ValidString(s) {
		plain = strings.Map(plainSpace, s)
	}
	word, err := syntax.Quote(plain, syntax.LangPOSIX)
	if err != nil {
		return "", fmt.Errorf("%q cannot stand in a POSIX shell script: %w", s, err)
	}
	if plain != s {
		word = quoted(s)
	}
	return word, nil
}

// quoted is s between single quotes, where a shell changes nothing.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// plainSpace makes of the spaces of other scripts, which the parser does not
// quote, the plain one.
func plainSpace(r rune) rune {
	if unicode.Is(unicode.Zs, r) {
		return ' '
	}
	return r
}

// plainWord reports whether s means itself wherever a shell reads it: a digit
// or a mark makes it no reserved word.
func plainWord(s string) bool {
	marked := false
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
		case '0' <= c && c <= '9' || c == '.' || c == '/' || c == '-' || c == '_':
			marked = true
		default:
			return false
		}
	}
	return marked
}

// quoteWords quotes each word and joins them with blanks.
func quoteWords(words []string) (string, error) {
	quoted := make([]string, len(words))
	for i, w := range words {
		word, err := quote(w)
		if err != nil {
			return "", err
		}
		quoted[i] = word
	}
	return strings.Join(quoted, " "), nil
}

// quoteScript quotes the lines of a shell script, where tabs are at home.
func quoteScript(script string) (string, error) {
	lines := strings.Split(strings.TrimRight(script, "\n"), "\n")
	for i, line := range lines {
		word, err := quote(strings.ReplaceAll(line, "\t", " "))
		if err != nil {
			return "", err
		}
		if strings.Contains(line, "\t") {
			word = quoted(line)
		}
		lines[i] = word
	}
	return strings.Join(lines, nextLine), nil
}

// nextLine goes on with a call on the next line of the script.
const nextLine = " \\\n\t\t"

// display quotes text that is shown to a person, a word for each line. What a
// terminal would not show as a character of its own is shown escaped.
func display(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i, line := range lines {
		lines[i] = must(strings.TrimRight(visible(line), " "))
	}
	return strings.Join(lines, nextLine)
}

// comment is text for the inside of a comment: one line, nothing hidden.
func comment(text string) string {
	return visible(strings.Join(strings.Fields(text), " "))
}

// visible replaces blanks by spaces and writes what does not print as \u and four hex digits.
func visible(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError:
			fmt.Fprintf(&b, `\x%02x`, s[0])
			size = 1
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		s = s[size:]
	}
	return b.String()
}

// must quotes text that is printable by construction.
func must(printable string) string {
	word, err := quote(printable)
	if err != nil {
		panic(err) // visible leaves nothing that quote refuses
	}
	return word
}
