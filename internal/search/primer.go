package search

import (
	"cmp"
	"slices"
	"strings"
)

const (
	// primerSize is about how many bytes the text has that is packed with every
	// block.
	primerSize = 3 << 10
	// wordSize is how many of single words stand before it.
	wordSize = 700
	// sampled is how many texts are looked at for it.
	sampled = 4000
	// phraseWords is how many words a phrase has.
	phraseWords = 4
)

// commonText is made of the phrases that stand in most texts, the commonest last,
// where packing finds them soonest.
func commonText(entries []*Entry) string {
	counts, single := map[string]int{}, map[string]int{}
	step := max(1, len(entries)/sampled)
	for i := 0; i < len(entries); i += step {
		text, words := entries[i].Text, 0
		for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !isWord(r) }) {
			single[w]++
		}
		starts := [phraseWords + 1]int{}
		for at := 0; at <= len(text); at++ { // every run of words
			if at < len(text) && text[at] != ' ' {
				continue
			}
			words++
			copy(starts[:], starts[1:])
			starts[phraseWords] = at + 1
			if words >= phraseWords {
				counts[text[starts[0]:at]]++
			}
		}
	}
	return strings.Join(append(frequent(single, wordSize, nil), frequent(counts, primerSize, overlap)...), "\n")
}

// frequent are the texts that take most room in all, the commonest last; none
// that is too much like another.
func frequent(counts map[string]int, room int, like func(a, b string) bool) []string {
	type phrase struct {
		text string
		n    int
	}
	var all []phrase
	for text, n := range counts {
		if n >= 4 && len(text) > 3 {
			all = append(all, phrase{text, n})
		}
	}
	slices.SortFunc(all, func(a, b phrase) int {
		return cmp.Or(cmp.Compare(b.n*len(b.text), a.n*len(a.text)), strings.Compare(a.text, b.text))
	})
	var kept []string
	size := 0
	for _, p := range all {
		if size+len(p.text) > room {
			break
		}
		if like == nil || !slices.ContainsFunc(kept, func(k string) bool { return like(k, p.text) }) {
			kept = append(kept, p.text)
			size += len(p.text) + 1
		}
	}
	slices.Reverse(kept)
	return kept
}

// overlap reports whether most of one phrase stands in another.
func overlap(a, b string) bool {
	half := b[strings.IndexByte(b, ' ')+1:]
	return strings.Contains(a, half) || strings.Contains(a, b[:strings.LastIndexByte(b, ' ')])
}
