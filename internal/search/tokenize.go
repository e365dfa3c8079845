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
	"unicode/utf8"
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
func Tokenize(text string) [][]Token { return newSplitter().split(text) }

// splitter keeps the groups of words that were split before: guides repeat theirs.
type splitter struct {
	kept   map[string][]Token
	text   []byte // that is being split, folded
	groups [][]Token
}

func newSplitter() *splitter { return &splitter{kept: map[string][]Token{}} }

// maxKept bounds what is kept.
const maxKept = 1 << 16

// split gives the groups of a text. They hold until the next is split.
func (s *splitter) split(text string) [][]Token {
	s.text, s.groups = fold(s.text[:0], text), s.groups[:0]
	for i := 0; i < len(s.text); {
		switch r, size := utf8.DecodeRune(s.text[i:]); {
		case isCJK(r):
			i = s.pairs(i)
		case isWord(r):
			end := compoundEnd(s.text, i)
			s.add(i, end, dashes(s.text[:i]))
			i = end
		default:
			i += size
		}
	}
	return s.groups
}

// pairs adds one group for each pair of neighbours; a single character stands
// alone. It returns where they end.
func (s *splitter) pairs(i int) int {
	for first := true; ; first = false {
		_, size := utf8.DecodeRune(s.text[i:])
		next, more := utf8.DecodeRune(s.text[i+size:])
		if isCJK(next) {
			s.add(i, i+size+more, 0)
		} else if first {
			s.add(i, i+size, 0)
		}
		if i += size; !isCJK(next) {
			return i
		}
	}
}

// add adds the group of the word at a place, with so many dashes before it.
func (s *splitter) add(from, to, dashes int) {
	group, ok := s.kept[string(s.text[from-dashes:to])]
	if !ok {
		word := string(s.text[from-dashes : to])
		if r, _ := utf8.DecodeRuneInString(word); isCJK(r) {
			group = []Token{{Term: word, Weight: whole}}
		} else {
			group = compound(word[dashes:], word[:dashes])
		}
		if len(s.kept) >= maxKept {
			clear(s.kept)
		}
		s.kept[word] = group
	}
	s.groups = append(s.groups, group)
}

// fold lowers letters and narrows full-width forms, character by character.
func fold(out []byte, text string) []byte {
	for _, r := range text {
		switch {
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r < utf8.RuneSelf:
		case r == 0x3000:
			r = ' '
		case r == 'İ': // its lower case is two characters
		case r >= 0xff01 && r <= 0xff5e:
			r = unicode.ToLower(r - 0xfee0)
		default:
			r = unicode.ToLower(r)
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

func isCJK(r rune) bool {
	return r >= 0x2e80 && (r <= 0x2fdf || r >= 0x3040 && r <= 0x30ff || r >= 0x3400 && r <= 0x4dbf ||
		r >= 0x4e00 && r <= 0x9fff || r >= 0xac00 && r <= 0xd7af || r >= 0xf900 && r <= 0xfaff || r >= 0x20000 && r <= 0x3ffff)
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9'
	}
	return !isCJK(r) && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// joins reports whether a character holds two words together.
func joins(r rune) bool { return r == '.' || r == '-' || r == '_' || r == '+' }

// compoundEnd is the end of the compound that begins at i: words held together
// by single joining characters.
func compoundEnd(text []byte, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRune(text[i:])
		if !isWord(r) {
			if next, _ := utf8.DecodeRune(text[i+size:]); !joins(r) || !isWord(next) {
				return i
			}
		}
		i += size
	}
	return i
}

// dashes is how many, two at most, stand before an option at the end of a text.
func dashes(text []byte) int {
	n := 0
	for n < min(2, len(text)) && text[len(text)-n-1] == '-' {
		n++
	}
	if before, _ := utf8.DecodeLastRune(text[:len(text)-n]); before == '-' || isWord(before) || isCJK(before) {
		return 0
	}
	return n
}

var (
	versionLike = regexp.MustCompile(`^v?[0-9]+(\.[0-9a-z]+)+([-+][0-9a-z.+-]+)?$`)
	describe    = regexp.MustCompile(`^(.+)-[0-9]+-g([0-9a-f]{7,})$`)
	described   = regexp.MustCompile(`^g([0-9a-f]{7,40})$`) // a hash as git describe writes it
	hashLike    = regexp.MustCompile(`^[0-9a-f]{13,}$`)
	prefixed    = regexp.MustCompile(`[_+-](v?[0-9]+(\.[0-9a-z]+)+([-+][0-9a-z.+-]+)?)$`) // a version behind a name
)

// compound makes the group of one word.
func compound(word, dashes string) []Token {
	var group []Token
	add := func(term string, weight int) {
		if len(term) > maxHash && hashLike.MatchString(term) {
			term = term[:maxHash]
		}
		if len(term) > maxTerm {
			term = string([]rune(term)[:min(maxTerm, utf8.RuneCountInString(term))])
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
	if plain(word) {
		add(word, whole)
		return group
	}
	if versionLike.MatchString(word) {
		addVersion(word, add)
		return group
	}
	add(word, whole)
	if m := described.FindStringSubmatch(word); m != nil {
		add(m[1], piece)
	}
	if strings.ContainsFunc(word, joins) {
		if m := prefixed.FindStringSubmatch(word); m != nil {
			addVersion(m[1], add)
		}
		for p := range strings.FieldsFuncSeq(word, joins) {
			add(p, piece)
		}
	}
	return group
}

// plain reports whether a word is neither version nor hash and has no parts, as
// most of them.
func plain(word string) bool {
	return strings.ContainsAny(word, "hijklmnopqrstuvwxyz") && !strings.ContainsAny(word, "0123456789._+-")
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
