package doc

import (
	"slices"
	"strings"
)

// mostPlain is how many keys front matter may have that is read here.
const mostPlain = 50

// plainFront reads front matter that is nothing but lines of a key and words, as
// most is: all readers of YAML agree on it, and it takes none to read. What is not
// beyond doubt, or wrong, is left to them.
func plainFront(inner string, firstLine int) (Value, bool) {
	v := Value{Kind: Mapping, Line: firstLine, Column: 1}
	for line := range strings.Lines(inner) {
		key, words, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		known := slices.ContainsFunc(v.Fields, func(f Field) bool { return f.Key == key })
		if known || len(v.Fields) == mostPlain || !isPlainKey(key) || !isPlain(words) {
			return Value{}, false
		}
		if v.Fields == nil {
			v.Fields = make([]Field, 0, min(strings.Count(inner, "\n"), mostPlain))
		}
		at := firstLine + len(v.Fields)
		v.Fields = append(v.Fields, Field{
			Key: key, Line: at, Column: 1,
			Value: Value{Kind: Scalar, Scalar: words, Line: at, Column: len(key) + len(": ") + 1},
		})
	}
	return v, len(v.Fields) > 0
}

// isPlainKey reports whether a key is a short name in small letters.
func isPlainKey(key string) bool {
	for i := range len(key) {
		if c := key[i]; (c < 'a' || c > 'z') && (i == 0 || c != '_' && c != '-') {
			return false
		}
	}
	return key != "" && len(key) <= 64
}

// isPlain reports whether a value is words and numbers alone, with nothing that
// YAML could take for more, such as a colon, and is no word for nothing.
func isPlain(words string) bool {
	for i := range len(words) {
		c := words[i]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
		if !letter && (i == 0 || !strings.ContainsRune(" .,_/()+-'", rune(c))) {
			return false
		}
	}
	return words != "" && !strings.HasSuffix(words, " ") && !strings.EqualFold(words, "null")
}
