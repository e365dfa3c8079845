package search

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// headSize is how many entries of a term, the newest, stand in the
	// dictionary. The others are fetched only when those do not answer.
	headSize = 256
	// spare is the part of the terms of a piece, one in so many, that may go into
	// the next.
	spare = 8
	// tailSize is how many others a piece of them holds, or more: a term names at
	// most so many pieces.
	tailSize = 4 << 10
	maxTails = 24
	// common is the part of all entries, one in so many, that makes a word too
	// common to tell its older entries from any others.
	common = 192
)

// dictionary writes the terms and where their entries are.
type dictionary struct {
	lists  *lister
	book   *codebook
	firsts []string // first term of each piece
	pieces [][]byte
	tails  []File
	older  map[string][][5]int // where the older entries of a term are in tails

	lines []byte    // of the piece that is being written
	bits  bitWriter // of it
	ends  []ending
}

// ending is where a term of a piece ends.
type ending struct{ lines, bits int }

// add writes terms, in order, into pieces: first the terms, packed, each on a line
// with how many characters it shares with the one before, then their entries.
func (d *dictionary) add(terms []term) {
	z := newDeflater()
	f := newFiller()
	for at, last := 0, ""; at < len(terms); {
		d.lines, d.bits, d.ends = d.lines[:0], bitWriter{bytes: d.bits.bytes[:0]}, d.ends[:0]
		measure := func(n int) int {
			for i := len(d.ends); i < n; i++ {
				before := ""
				if i > 0 {
					before = terms[at+i-1].text
				}
				d.term(before, terms[at+i])
			}
			return d.ends[n-1].lines*5 + d.ends[n-1].bits // packed, a character takes about so many
		}
		size := func(n int) int {
			end := d.ends[n-1]
			return len(z.pack(d.lines[1:end.lines])) + (end.bits+7)/8
		}
		n := f.fit(len(terms)-at, measure, size)
		if ps := terms[at].postings; n == 0 && len(ps) > 1 {
			// No author writes like this, but who would harm a site may: of a term
			// that fits into no piece the oldest entries are not found by it.
			terms[at].postings = ps[:len(ps)*3/4]
			delete(d.older, terms[at].text)
			continue
		}
		n = max(n, 1)
		first := separator(last, terms[at].text)
		d.firsts = append(d.firsts, first)
		n = short(terms[at:], n, first)
		d.pieces = append(d.pieces, d.piece(z, d.ends[n-1]))
		at, last = at+n, terms[at+n-1].text
	}
}

// short is the number of terms near n behind which a separator adds least to the
// one before: the root holds all of them.
func short(terms []term, n int, before string) int {
	best, least := n, math.MaxInt
	for k := n; k > n-n/spare && k < len(terms); k-- {
		s := separator(terms[k-1].text, terms[k].text)
		if at, _ := shared(before, s); len(s)-at < least {
			best, least = k, len(s)-at
		}
	}
	return best
}

func (d *dictionary) term(before string, t term) {
	at, n := shared(before, t.text)
	d.lines = utf8.AppendRune(append(d.lines, '\n'), rune(sign+n))
	d.lines = d.book.encode(d.lines, t.text[at:])
	d.entries(&d.bits, t)
	d.ends = append(d.ends, ending{len(d.lines), len(d.bits.bytes)*8 + d.bits.n})
}

func (d *dictionary) piece(z *deflater, end ending) []byte {
	b := bytes.Clone(z.pack(d.lines[1:end.lines]))
	n := end.bits / 8
	b = append(b, d.bits.bytes[:min(n, len(d.bits.bytes))]...)
	if end.bits%8 == 0 {
		return b
	}
	if n < len(d.bits.bytes) {
		return append(b, d.bits.bytes[n])
	}
	return append(b, byte(d.bits.rest))
}

// shared is how far two texts begin alike, in bytes and in characters, of those
// that every language counts alike.
func shared(a, b string) (at, n int) {
	for at < len(a) {
		r, size := utf8.DecodeRuneInString(a[at:])
		if r > 0xffff || !strings.HasPrefix(b[at:], a[at:at+size]) {
			break
		}
		at, n = at+size, n+1
	}
	return at, n
}

// separator is the shortest text behind one term that begins the next.
func separator(last, next string) string {
	for i, r := range next {
		if end := i + utf8.RuneLen(r); next[:end] > last {
			return next[:end]
		}
	}
	return next
}

// entries writes the entries of a term: first their number. Of many only the newest
// stand here, behind the number of pieces of the others, and of each its entries,
// its file and where in it begins and ends.
func (d *dictionary) entries(w *bitWriter, t term) {
	ps := t.postings
	w.count(len(ps))
	if len(ps) > headSize+headSize/4 {
		rest := ps[headSize:]
		if d.cutOff(t) {
			rest = nil
		}
		if _, ok := d.older[t.text]; !ok { // it may have been tried in another piece
			for chunk := range slices.Chunk(rest, max(tailSize, (len(rest)+maxTails-1)/maxTails)) {
				d.older[t.text] = append(d.older[t.text], d.tail(chunk))
			}
		}
		w.count(len(d.older[t.text]))
		for _, tail := range d.older[t.text] {
			for _, n := range tail {
				w.count(n)
			}
		}
		ps = ps[:headSize]
	}
	d.lists.list(w, ps)
}

// cutOff reports whether the older entries of a term are left out: those of a word
// too common, and of a kind, which each entry of any other term says.
func (d *dictionary) cutOff(t term) bool {
	if facet, ok := strings.CutPrefix(t.text, Tag("type", "")); ok {
		return rank(facet) >= 0
	}
	return len(t.postings) > len(d.lists.kinds)/common && !strings.HasPrefix(t.text, tagMark)
}

// tail writes older entries and says how many there are, the number of the file,
// where in it they begin and end, and which is the first.
func (d *dictionary) tail(ps []posting) [5]int {
	w := &bitWriter{}
	d.lists.list(w, ps)
	b := w.done()
	last := len(d.tails) - 1
	if last < 0 || len(d.tails[last].Content)+len(b) > packSize {
		d.tails = append(d.tails, File{Path: fmt.Sprintf("x%d.idx", len(d.tails))})
		last++
	}
	f := &d.tails[last]
	at := len(f.Content)
	f.Content = append(f.Content, b...)
	return [5]int{len(ps), last, at, len(f.Content), int(ps[0].doc())}
}

// spans counts the entries of each release, at the entry of the release itself.
func spans(entries []*Entry) []uint32 {
	out := make([]uint32, len(entries))
	first := 0
	for i, e := range entries {
		if at := entries[first]; at.Product != e.Product || at.Release != e.Release {
			first = i
		}
		out[first]++
	}
	return out
}
