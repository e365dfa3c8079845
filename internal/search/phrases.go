package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// sampled is how many texts are looked at for phrases.
	sampled = 2000
	// longest is how many bytes a phrase has at most, shortest how many at least.
	longest, shortest = 64, 3
	// seldom is how often a phrase is there at least, many how often a part of a
	// word.
	seldom, many = 8, 32
	// parts is how many parts of words there are to choose from.
	parts = 150
	// longestPart is how many bytes they have at most.
	longestPart = 5
)

// pair is two pieces of text beside each other.
type pair struct{ a, b int32 }

// none is no place, and no pair.
const none = -1

// place is where a piece of a text stands, of all texts one behind the other.
type place struct {
	piece       int32
	left, right int32 // the places beside it in its text
	pair        int32 // that it and the one to the right are
	up, down    int32 // other places of this pair
}

// couple is a pair that is there count times, the first of them at head.
type couple struct {
	pair
	count, head int32
}

// sampler joins pieces of texts that are often beside each other.
type sampler struct {
	pieces  []string
	ids     map[string]int32
	places  []place
	couples []couple
	pairs   map[pair]int32 // where they are in couples
	queue   [][]int32      // couples by how often they are there
	grown   []int32        // couples with more places than before
}

// golden times a number is spread evenly over all numbers of 32 bits.
const golden = 2654435769

// phrasesOf are the pieces of the texts of entries that are there often, and a
// sample of the texts.
func phrasesOf(entries []*Entry) (texts, phrases, fragments []string) {
	s := &sampler{ids: map[string]int32{}, pairs: map[pair]int32{}}
	for i := range min(len(entries), sampled) {
		e := entries[i]
		if len(entries) > sampled { // in even steps all might be of one kind
			e = entries[uint64(uint32(i)*golden)*uint64(len(entries))>>32]
		}
		text := line(cut(e.Text, e.Kind))
		texts = append(texts, text)
		s.split(text)
	}
	s.joinAll()
	for _, text := range s.pieces {
		if len(text) >= shortest && !strings.Contains(text, "\x7f") {
			phrases = append(phrases, text)
		}
	}
	return texts, phrases, s.fragments(texts)
}

// fragments are the beginnings and middles of words that are there often.
func (s *sampler) fragments(texts []string) []string {
	words, counts := map[string]int{}, map[string]int{}
	for _, text := range texts {
		for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !isWord(r) }) {
			words[w]++
		}
	}
	for w, often := range words {
		for i := range w {
			for n := shortest; n <= longestPart && i+n <= len(w); n++ {
				counts[w[i:i+n]] += often
			}
		}
	}
	var out []string
	for f, n := range counts {
		if _, ok := s.ids[f]; !ok && n >= many && utf8.ValidString(f) {
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
func (s *sampler) split(text string) {
	start, left := 0, int32(none)
	add := func(end int) {
		at := int32(len(s.places))
		s.places = append(s.places, place{piece: s.id(text[start:end]), left: left, right: none, pair: none})
		if left != none {
			s.places[left].right = at
			s.link(left)
		}
		start, left = end, at
	}
	inside, alone := false, false // of the character before: in a word, and the first of its piece
	for i, r := range text {
		word := isWord(r)
		if i > 0 && !(word && (inside || alone)) {
			add(i)
		}
		inside, alone = word, i == start
	}
	if text != "" {
		add(len(text))
	}
}

// link adds a place to the pair that it begins.
func (s *sampler) link(at int32) {
	p := &s.places[at]
	key := pair{p.piece, s.places[p.right].piece}
	if len(s.pieces[key.a])+len(s.pieces[key.b]) > longest {
		return
	}
	id, ok := s.pairs[key]
	if !ok {
		id = int32(len(s.couples))
		s.pairs[key] = id
		s.couples = append(s.couples, couple{pair: key, head: none})
	}
	c := &s.couples[id]
	p.pair, p.up, p.down = id, none, c.head
	if c.head != none {
		s.places[c.head].up = at
	}
	c.head = at
	if c.count++; int(c.count) == seldom {
		s.grown = append(s.grown, id)
	}
}

// unlink takes a place out of its pair.
func (s *sampler) unlink(at int32) {
	p := &s.places[at]
	if p.pair == none {
		return
	}
	c := &s.couples[p.pair]
	c.count--
	if p.up == none {
		c.head = p.down
	} else {
		s.places[p.up].down = p.down
	}
	if p.down != none {
		s.places[p.down].up = p.up
	}
	p.pair = none
}

// joinAll makes one piece of each pair that is not seldom, the commonest first.
// To join some makes others that are as common at most: the queue is gone through
// once, and a couple of which others took places moves on in it.
func (s *sampler) joinAll() {
	most := 0
	for _, id := range s.grown {
		most = max(most, int(s.couples[id].count))
	}
	s.queue = make([][]int32, most+1)
	for level := most; level >= seldom; level-- {
		s.enqueue(level)
		for i := 0; i < len(s.queue[level]); i++ {
			id := s.queue[level][i]
			if n := int(s.couples[id].count); n >= level {
				s.join(id)
				s.enqueue(level)
			} else if n >= seldom {
				s.queue[n] = append(s.queue[n], id)
			}
		}
	}
}

// enqueue puts couples that became common enough into the queue.
func (s *sampler) enqueue(level int) {
	for _, id := range s.grown {
		if n := min(int(s.couples[id].count), level); n >= seldom {
			s.queue[n] = append(s.queue[n], id)
		}
	}
	s.grown = s.grown[:0]
}

// join makes one piece of a pair wherever it is.
func (s *sampler) join(id int32) {
	piece := s.id(s.pieces[s.couples[id].a] + s.pieces[s.couples[id].b])
	for s.couples[id].head != none {
		at := s.couples[id].head
		p := &s.places[at]
		gone := p.right
		s.unlink(at)
		s.unlink(gone)
		p.piece, p.right = piece, s.places[gone].right
		if p.right != none {
			s.places[p.right].left = at
			s.link(at)
		}
		if p.left != none {
			s.unlink(p.left)
			s.link(p.left)
		}
	}
}
