package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// bookSize is how many bytes the phrases have for which a sign stands: whoever
	// searches fetches them with the engine.
	bookSize = 9 << 9
	// first is how many times as large the first choice is.
	first = 16
	// lastSign is the last character that may stand for a phrase: later ones take
	// three bytes.
	lastSign = 0x7ff
)

// codebook puts signs, which are characters that no text has, in the place of
// phrases that stand in many texts. Pieces of an index are too small to say them
// themselves.
type codebook struct {
	phrases []string
	signs   []string       // of the phrases
	starts  [1 << 16]int32 // the longest of those that begin alike, from 1
	shorter []int32        // of each phrase the next of them
	bySign  string         // the phrases, each at the place of its sign
}

// start is where phrases are looked for, by how they begin.
func start(text string) uint32 {
	return (uint32(text[0])<<16 | uint32(text[1])<<8 | uint32(text[2])) * golden >> 16
}

// newCodebook finds the phrases of entries. What is left out is said with others,
// which are more frequent then: it is left out little by little.
func newCodebook(entries []*Entry) *codebook {
	texts, phrases, fragments := phrasesOf(entries)
	b := &codebook{}
	for size := bookSize * first; ; size = max(bookSize, size*3/4) {
		b.set(slices.Concat(phrases, fragments))
		phrases = b.best(texts, size)
		if size == bookSize {
			break
		}
		fragments = slices.DeleteFunc(fragments, func(f string) bool { return slices.Contains(phrases, f) })
	}
	b.set(phrases)
	b.number(takenSigns(entries))
	return b
}

// set makes these the phrases; signs are given later.
func (b *codebook) set(phrases []string) {
	b.phrases, b.shorter = phrases, make([]int32, len(phrases))
	clear(b.starts[:])
	byLength := make([]int32, len(phrases))
	for i := range byLength {
		byLength[i] = int32(i)
	}
	slices.SortFunc(byLength, func(x, y int32) int { return len(phrases[x]) - len(phrases[y]) })
	for _, id := range byLength {
		key := start(phrases[id])
		b.shorter[id], b.starts[key] = b.starts[key], id+1
	}
}

// number gives signs to the phrases.
func (b *codebook) number(taken *[lastSign + 1]bool) {
	b.signs = make([]string, len(b.phrases))
	sign := rune(ownRelease[0])
	var bySign []string
	for i, text := range b.phrases {
		for sign++; sign == '\t' || sign == '\n' || sign == '\v' || sign == '\r' || sign >= ' ' && sign < 0x80 || sign <= lastSign && taken[sign]; {
			sign++
		}
		if sign > lastSign {
			b.set(b.phrases[:i])
			break
		}
		b.signs[i] = string(sign)
		bySign = append(append(bySign, slices.Repeat([]string{""}, int(sign)-len(bySign))...), text)
	}
	b.bySign = strings.Join(bySign, "\x7f")
}

// About how many bits a sign and a character take when they are packed.
const bitsOfSign, bitsOfCharacter = 9, 5

// best are the phrases that save most for their length, up to a size, the
// commonest first.
func (b *codebook) best(texts []string, size int) []string {
	counts := make([]int, len(b.phrases))
	for _, text := range texts {
		for i := 0; i < len(text); {
			if p := b.at(text[i:], -1); p >= 0 {
				counts[p]++
				i += len(b.phrases[p])
			} else {
				i++
			}
		}
	}
	saves := make([]int, len(counts))
	var all []int
	for id, text := range b.phrases {
		if saves[id] = saving(text, counts[id], b.cost(text, id)); saves[id] > 0 {
			all = append(all, id)
		}
	}
	slices.SortFunc(all, func(x, y int) int { return cmp.Or(saves[y]-saves[x], strings.Compare(b.phrases[x], b.phrases[y])) })
	n := 0
	for took := 0; n < len(all); n++ {
		if took += len(b.phrases[all[n]]) + 1; took > size {
			break
		}
	}
	all = all[:n]
	slices.SortFunc(all, func(x, y int) int { return cmp.Or(counts[y]-counts[x], strings.Compare(b.phrases[x], b.phrases[y])) })
	out := make([]string, n)
	for i, id := range all {
		out[i] = b.phrases[id]
	}
	return out
}

// saving is what a sign for a phrase saves, for what it takes to say the phrase.
func saving(phrase string, count, bits int) int {
	return count * (bits - bitsOfSign) * 64 / (len(phrase) + 2)
}

// cost is about how many bits a text takes without one of the phrases.
func (b *codebook) cost(text string, without int) int {
	bits := 0
	for i := 0; i < len(text); {
		if p := b.at(text[i:], without); p >= 0 {
			bits += bitsOfSign
			i += len(b.phrases[p])
		} else {
			bits += bitsOfCharacter
			i++
		}
	}
	return bits
}

// at is the longest phrase that a text begins with, but for one; -1 where there
// is none.
func (b *codebook) at(text string, without int) int {
	if len(text) < shortest {
		return -1
	}
	id := int(b.starts[start(text)]) - 1
	for id >= 0 && (id == without || !strings.HasPrefix(text, b.phrases[id])) {
		id = int(b.shorter[id]) - 1
	}
	return id
}

// takenSigns are the characters that texts have themselves, or their terms.
func takenSigns(entries []*Entry) *[lastSign + 1]bool {
	var taken [lastSign + 1]bool
	for _, e := range entries {
		for _, texts := range [...][]string{{e.Text, e.Also, e.Of, e.Title, e.Product, e.Release, e.URL}, e.Names, e.Tags} {
			for _, text := range texts {
				for i := 0; i < len(text); i++ {
					if text[i] >= 0xc2 {
						r, _ := utf8.DecodeRuneInString(text[i:])
						taken[min(r, lastSign)], taken[min(unicode.ToLower(r), lastSign)] = true, true
					}
				}
			}
		}
	}
	return &taken
}

// encode puts signs into a text, from its beginning the longest phrase wherever
// there is one.
func (b *codebook) encode(out []byte, text string) []byte {
	for i := 0; i < len(text); {
		if p := b.at(text[i:], -1); p >= 0 {
			out = append(out, b.signs[p]...)
			i += len(b.phrases[p])
		} else {
			out = append(out, text[i])
			i++
		}
	}
	return out
}
