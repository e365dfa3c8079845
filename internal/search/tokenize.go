// Package search makes the index that the search page asks: a tokenizer that
// keeps versions, identifiers, flags, error codes and hashes whole, and an
// inverted index in shards that are fetched by the first letters of a word.
//
// It must not know where entries come from nor how results are shown.
package search

import (
	"regexp"
	"strings"
	"unicode"
)

// Token is a term with its weight: 2 for what the author wrote as one, 1 for a
// part of it.
type Token struct {
	Term   string
	Weight int
	id     int32 // in the index that is being made, from 1
}

const (
	whole = 2
	piece = 1
	// maxTerm is how many characters of a term count.
	maxTerm = 40
	// maxHash is how many characters of a hash count; longer ones are found by
	// their beginning.
	maxHash = 12
)

// Tokenize splits a text into groups, one for each word as the author wrote it:
// first the whole, then other ways to write it, then its parts. The search
// engine in JavaScript splits queries in exactly the same way.
func Tokenize(text string) [][]Token { return words{}.split(text) }

// words keeps the groups of words that were split before: guides repeat theirs.
type words map[string][]Token

// maxWords bounds what is kept.
const maxWords = 1 << 16

func (w words) split(text string) [][]Token {
	var groups [][]Token
	rs := fold(text)
	for i := 0; i < len(rs); {
		switch {
		case isCJK(rs[i]):
			end := i
			for end < len(rs) && isCJK(rs[end]) {
				end++
			}
			groups = append(groups, bigrams(rs[i:end])...)
			i = end
		case isWord(rs[i]):
			end := compoundEnd(rs, i)
			groups = append(groups, w.compound(string(rs[i:end]), dashes(rs, i)))
			i = end
		default:
			i++
		}
	}
	return groups
}

// fold lowers letters and narrows full-width forms, character by character.
func fold(text string) []rune {
	rs := []rune(text)
	for i, r := range rs {
		switch {
		case r == 0x3000:
			rs[i] = ' '
			continue
		case r >= 0xff01 && r <= 0xff5e:
			r -= 0xfee0
		}
		if r != 'İ' { // its lower case is two characters
			r = unicode.ToLower(r)
		}
		rs[i] = r
	}
	return rs
}

func isCJK(r rune) bool {
	return r >= 0x2e80 && r <= 0x2fdf || r >= 0x3040 && r <= 0x30ff || r >= 0x3400 && r <= 0x4dbf ||
		r >= 0x4e00 && r <= 0x9fff || r >= 0xac00 && r <= 0xd7af || r >= 0xf900 && r <= 0xfaff || r >= 0x20000 && r <= 0x3ffff
}

func isWord(r rune) bool { return !isCJK(r) && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// joins reports whether a character holds two words together.
func joins(r rune) bool { return r == '.' || r == '-' || r == '_' || r == '+' }

// compoundEnd is the end of the compound that begins at i: words held together
// by single joining characters.
func compoundEnd(rs []rune, i int) int {
	for i < len(rs) {
		switch {
		case isWord(rs[i]), joins(rs[i]) && i+1 < len(rs) && isWord(rs[i+1]):
			i++
		default:
			return i
		}
	}
	return i
}

// dashes is the "--" or "-" of an option before i.
func dashes(rs []rune, i int) string {
	n := 0
	for n < 2 && i-n > 0 && rs[i-n-1] == '-' {
		n++
	}
	if n == 0 || i-n > 0 && (rs[i-n-1] == '-' || isWord(rs[i-n-1]) || isCJK(rs[i-n-1])) {
		return ""
	}
	return strings.Repeat("-", n)
}

var (
	versionLike = regexp.MustCompile(`^v?[0-9]+(\.[0-9a-z]+)+([-+][0-9a-z.+-]+)?$`)
	describe    = regexp.MustCompile(`^(.+)-[0-9]+-g([0-9a-f]{7,})$`)
	described   = regexp.MustCompile(`^g([0-9a-f]{7,40})$`) // a hash as git describe writes it
	hashLike    = regexp.MustCompile(`^[0-9a-f]{13,}$`)
	prefixed    = regexp.MustCompile(`[_+-](v?[0-9]+(\.[0-9a-z]+)+([-+][0-9a-z.+-]+)?)$`) // a version behind a name
	separators  = regexp.MustCompile(`[._+-]`)
)

func (w words) compound(word, dashes string) []Token {
	key := dashes + word
	group, ok := w[key]
	if !ok {
		group = compound(word, dashes)
		if len(w) >= maxWords {
			clear(w)
		}
		w[key] = group
	}
	return group
}

// compound makes the group of one word.
func compound(word, dashes string) []Token {
	var group []Token
	add := func(term string, weight int) {
		if hashLike.MatchString(term) {
			term = term[:maxHash]
		}
		if rs := []rune(term); len(rs) > maxTerm {
			term = string(rs[:maxTerm])
		}
		for _, t := range group {
			if t.Term == term {
				return
			}
		}
		group = append(group, Token{Term: term, Weight: weight})
	}
	if dashes != "" {
		add(dashes+word, whole)
	}
	if versionLike.MatchString(word) {
		addVersion(word, add)
		return group
	}
	add(word, whole)
	if m := described.FindStringSubmatch(word); m != nil {
		add(m[1], piece)
	}
	if m := prefixed.FindStringSubmatch(word); m != nil {
		addVersion(m[1], add)
	}
	for _, p := range separators.Split(word, -1) {
		add(p, piece)
	}
	return group
}

// addVersion adds a version without its v, the version without what git describe
// puts behind it, and the hash of that.
func addVersion(word string, add func(string, int)) {
	word = strings.TrimPrefix(word, "v")
	add(word, whole)
	if m := describe.FindStringSubmatch(word); m != nil {
		add(m[1], whole)
		add(m[2], whole)
	}
}

// bigrams makes one group of each pair of neighbours; a single character stands
// alone.
func bigrams(rs []rune) [][]Token {
	if len(rs) == 1 {
		return [][]Token{{{Term: string(rs), Weight: whole}}}
	}
	var groups [][]Token
	for i := range len(rs) - 1 {
		groups = append(groups, []Token{{Term: string(rs[i : i+2]), Weight: whole}})
	}
	return groups
}
