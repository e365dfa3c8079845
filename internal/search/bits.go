package search

import (
	"math/bits"
	"slices"
)

// bitWriter writes numbers of any number of bits, the lowest bit first.
type bitWriter struct {
	bytes []byte
	rest  uint64 // bits that fill no byte yet
	n     int    // how many
}

func (w *bitWriter) bits(v uint32, n int) {
	w.rest |= uint64(v) << w.n
	for w.n += n; w.n >= 8; w.n -= 8 {
		w.bytes = append(w.bytes, byte(w.rest))
		w.rest >>= 8
	}
}

// rice writes a number as its lowest k bits behind as many ones as the others
// say, and a zero.
func (w *bitWriter) rice(v uint32, k int) {
	for high := v >> k; high > 0; high-- {
		w.bits(1, 1)
	}
	w.bits(0, 1)
	w.bits(v&(1<<k-1), k)
}

// count writes a number, small ones in few bits.
func (w *bitWriter) count(v int) {
	n := bits.Len(uint(v+1)) - 1
	for range n {
		w.bits(1, 1)
	}
	w.bits(0, 1)
	w.bits(uint32(v+1)&(1<<n-1), n)
}

// done fills the last byte.
func (w *bitWriter) done() []byte {
	w.bits(0, (8-w.n)%8)
	return w.bytes
}

// riceBits is the k with which numbers of such a sum take least.
func riceBits(sum uint32, n int) int { return bits.Len32(sum / uint32(n) * 11 / 16) }

const (
	riceSize = 5 // bits that say k
	signBits = 2 // k of the place of a sign among all
)

// lister writes lists of entries.
type lister struct {
	signs []uint8  // of each entry's kind and impact, by how often
	kinds []uint8  // of each entry
	spans []uint32 // how many entries belong to the release that an entry is
}

// kindBits is how many bits of a sign are its kind; the others are the impact.
const kindBits = 3

// place is where the sign of an entry stands among all.
func (l *lister) place(p posting) uint32 {
	return uint32(l.signs[p.impact()<<kindBits|uint32(l.kinds[p.doc()])])
}

// list writes entries in order: the first by its number, the others by their
// distance from the one before, and with each its sign where it is not that of
// the one before. Behind a release by its name stands the number of its entries.
func (l *lister) list(w *bitWriter, ps []posting) {
	last := len(ps) - 1
	k := 0
	if last > 0 {
		k = riceBits(ps[last].doc()-ps[0].doc()-uint32(last), last)
		w.bits(uint32(k), riceSize)
	}
	for i, p := range ps {
		sign := l.place(p)
		if i == 0 {
			w.bits(p.doc(), bits.Len(uint(len(l.kinds))))
		} else {
			w.rice(p.doc()-ps[i-1].doc()-1, k)
		}
		switch {
		case i == 0:
			w.rice(sign, signBits)
		case sign == l.place(ps[i-1]):
			w.bits(0, 1)
		default:
			w.bits(1, 1)
			w.rice(sign, signBits)
		}
		if p.impact() == best {
			w.count(int(l.spans[p.doc()]))
		}
	}
}

// newLister counts the signs of terms. Order says which sign has which place.
func newLister(entries []*Entry, terms []term) (l *lister, order string) {
	l = &lister{signs: make([]uint8, (best+1)<<kindBits), kinds: make([]uint8, len(entries)), spans: spans(entries)}
	for i, e := range entries {
		l.kinds[i] = uint8(rank(e.Kind))
	}
	counts := make([]int, len(l.signs))
	for _, t := range terms {
		for i, p := range t.postings {
			weight := 1
			if i < headSize { // the others are read rarely
				weight = 64
			}
			counts[p.impact()<<kindBits|uint32(l.kinds[p.doc()])] += weight
		}
	}
	all := make([]int, len(counts))
	for i := range all {
		all[i] = i
	}
	slices.SortStableFunc(all, func(a, b int) int { return counts[b] - counts[a] })
	for place, s := range all {
		l.signs[s] = uint8(place)
		if counts[s] > 0 {
			order += string(sign + rune(s))
		}
	}
	return l, order
}
