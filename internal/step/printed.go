package step

import "strings"

// Printed finds the version in what a program printed: where the words around
// {version} in the pattern stand for the first time with a number between
// them; without a pattern the first number with a dot. What is more than
// numbers and dots, as in 2.10.0rc1, is found and is no version to compare:
// plain is false. Scripts find it the same way.
func Printed(pattern, text string) (found string, plain bool) {
	before, after, _ := strings.Cut(pattern, Placeholder)
	for i := range text {
		rest, ok := strings.CutPrefix(text[i:], before)
		if !ok || pattern == "" && i > 0 && wordByte(text[i-1]) {
			continue
		}
		number := leadingNumber(rest)
		if number == "" || pattern == "" && !strings.Contains(number, ".") {
			continue
		}
		switch rest = rest[len(number):]; {
		case after != "" && !strings.HasPrefix(rest, after):
			continue
		case after == "" && rest != "" && wordByte(rest[0]):
			return number + leadingWord(rest), false
		}
		return strings.TrimPrefix(number, "v"), true
	}
	return "", false
}

// leadingNumber is the version that a text begins with: numbers joined by dots.
func leadingNumber(s string) string {
	end := 0
	for i := len(s) - len(strings.TrimPrefix(s, "v")); i < len(s) && digit(s[i]); i++ {
		for i < len(s) && digit(s[i]) {
			i++
		}
		end = i
		if i == len(s) || s[i] != '.' {
			break
		}
	}
	return s[:end]
}

func leadingWord(s string) string {
	return s[:len(s)-len(strings.TrimLeft(s, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_+-"))]
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// wordByte reports whether c belongs to the word of a number beside it.
func wordByte(c byte) bool {
	return digit(c) || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == '+' || c == '-'
}
