package term

import (
	"strings"
	"unicode"
)

// Quote writes a word so that a POSIX shell reads it as one, for command lines
// that a person copies.
func Quote(s string) string {
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !safeInShell(r) }) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func safeInShell(r rune) bool {
	return r < 128 && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_./:=,@%+", r))
}

// Printable replaces what would act on a terminal instead of being shown:
// control characters, and those that turn the direction of text.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case unicode.IsPrint(r):
			return r
		}
		return '?'
	}, s)
}

// PlainLine makes a line of program output fit to be shown: colour sequences
// are dropped, and of a line that was drawn over only the last state is kept.
func PlainLine(s string) string {
	s = strings.TrimRight(s, "\r")
	if i := strings.LastIndexByte(s, '\r'); i >= 0 {
		s = s[i+1:]
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] == '\x1b' {
			i += escapeLength(s[i:])
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return Printable(b.String())
}

// escapeLength is the length of the terminal sequence that s begins with.
func escapeLength(s string) int {
	if len(s) < 2 || s[1] != '[' {
		return min(2, len(s))
	}
	for i := 2; i < len(s); i++ {
		if s[i] >= 0x40 && s[i] <= 0x7e {
			return i + 1
		}
	}
	return len(s)
}

// Cut shortens a line to so many columns; one that is cut ends with dots.
func Cut(s string, room int) string {
	const dots = "..."
	width, fits := 0, 0
	for i, r := range s {
		if width <= room-len(dots) {
			fits = i
		}
		if width += Columns(string(r)); width > room {
			return s[:fits] + dots
		}
	}
	return s
}
