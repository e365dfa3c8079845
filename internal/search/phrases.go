package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// sampled is how many texts are looked at for phrases.
	sampled = 4000
	// rounds is how often neighbours are joined to longer phrases.
	rounds = 60
	// longest is how many bytes a phrase has at most, shortest how many at least.
	longest, shortest = 64, 3
	// seldom is how often a phrase is there at least, and many times that a part
	// of a word.
	seldom, many = 4, 4
	// parts is how many parts of words there are to choose from.
	parts = 150
	// longestPart is how many bytes they have at most.
	longestPart = 5
)

// pair is two pieces of text beside each other.
type pair struct{ a, b int32 }

// sampler joins pieces of texts that are often beside each other.
type sampler struct {
	texts  [][]int32
	pieces []string
	ids    map[string]int32
}

// phrasesOf are the pieces of the texts of entries that are there often, and a
// sample of the texts.
func phrasesOf(entries []*Entry) (texts, phrases, fragments []string) {
	s := &sampler{ids: map[string]int32{}}
	step := max(1, len(entries)/sampled)
	for i := 0; i < len(entries); i += step {
		text := line(cut(entries[i].Text, entries[i].Kind))
		texts = append(texts, text)
		s.texts = append(s.texts, s.split(text))
	}
	for range rounds {
		if !s.join() {
			break
		}
	}
	for _, text := range s.pieces {
		if len(text) >= shortest && !strings.Contains(text, "\x7f") {
			phrases = append(phrases, text)
		}
	}
	return texts, phrases, s.fragments(texts)
}

// fragments are the beginnings and middles of words that are there often.
func (s *sampler) fragments(texts []string) []string {
	counts := map[string]int{}
	for _, text := range texts {
		for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !isWord(r) }) {
			for i := range w {
				for n := shortest; n <= longestPart && i+n <= len(w); n++ {
					counts[w[i:i+n]]++
				}
			}
		}
	}
	var out []string
	for f, n := range counts {
		if _, ok := s.ids[f]; !ok && n >= many*seldom && utf8.ValidString(f) {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		return cmp.Or(saving(b, counts[b], len(b)*bitsOfCharacter)-saving(a, counts[a], len(a)*bitsOfCharacter), strings.Compare(a, b))
	})
	return out[:min(len(out), parts)]
}

func (s *sampler) id(text string) int32 {
	id, ok := s.ids[text]
	if !ok {
		id = int32(len(s.pieces))
		s.ids[text] = id
		s.pieces = append(s.pieces, text)
	}
	return id
}

// split parts a text before each word, and the sign before it belongs to it.
func (s *sampler) split(text string) []int32 {
	var out []int32
	start := 0
	rs := []rune(text)
	for i := 1; i <= len(rs); i++ {
		if i < len(rs) && isWord(rs[i]) && (isWord(rs[i-1]) || i-1 == start) {
			continue
		}
		out = append(out, s.id(string(rs[start:i])))
		start = i
	}
	return out
}

// join makes one piece of each of the commonest pairs, as far as no piece is in
// two of them.
func (s *sampler) join() bool {
	counts := map[pair]int{}
	for _, text := range s.texts {
		for i := 1; i < len(text); i++ {
			counts[pair{text[i-1], text[i]}]++
		}
	}
	var all []pair
	for p, n := range counts {
		if n >= seldom && len(s.pieces[p.a])+len(s.pieces[p.b]) <= longest {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(x, y pair) int {
		return cmp.Or(counts[y]-counts[x], strings.Compare(s.pieces[x.a], s.pieces[y.a]), strings.Compare(s.pieces[x.b], s.pieces[y.b]))
	})
	joined, used := map[pair]int32{}, map[int32]bool{}
	for _, p := range all {
		if counts[p]*2 < counts[all[0]] {
			break
		}
		if !used[p.a] && !used[p.b] {
			used[p.a], used[p.b] = true, true
			joined[p] = s.id(s.pieces[p.a] + s.pieces[p.b])
		}
	}
	for t, text := range s.texts {
		out := text[:0]
		for i := 0; i < len(text); i++ {
			if i+1 < len(text) {
				if id, ok := joined[pair{text[i], text[i+1]}]; ok {
					out = append(out, id)
					i++
					continue
				}
			}
			out = append(out, text[i])
		}
		s.texts[t] = out
	}
	return len(joined) > 0
}
