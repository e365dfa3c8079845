package search

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// shardSize is about how many bytes, packed, a piece of the dictionary has.
	// One is fetched for each word.
	shardSize = 1400
	// headSize is how many entries of a term, the newest, stand in the
	// dictionary. The others are fetched only when those do not answer.
	headSize = 256
	// tailSize is how many others a piece of them holds.
	tailSize = 4 << 10
	// common is the part of all entries, one in so many, that makes a word too
	// common to tell its older entries from any others.
	common = 192
)

// dictionary writes the terms and where their entries are.
type dictionary struct {
	lists  *lister
	firsts []string // first term of each piece
	pieces [][]byte
	tails  []File
}

// add writes terms, in order, into pieces: first the terms, each on a line with how
// many characters it shares with the one before, then their entries.
func (d *dictionary) add(terms []term) {
	var b []byte
	w := &bitWriter{}
	before, last := "", ""
	for _, t := range terms {
		first := separator(last, t.text)
		if size := len(b)/2 + len(w.bytes); d.firsts == nil || size >= shardSize+len(first)*shardSize/8 {
			d.flush(b, w)
			b, w, before = nil, &bitWriter{}, ""
			d.firsts = append(d.firsts, first)
		}
		at, n := shared(before, t.text)
		b = utf8.AppendRune(append(b, '\n'), rune(sign+n))
		b = append(b, t.text[at:]...)
		d.entries(w, t)
		before, last = t.text, t.text
	}
	d.flush(b, w)
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

// flush ends a piece. It begins with how many bytes the terms have, in two bytes.
func (d *dictionary) flush(b []byte, w *bitWriter) {
	if len(b) > 0 {
		b = b[1:] // the first line break
		d.pieces = append(d.pieces, append(append(binary.LittleEndian.AppendUint16(nil, uint16(len(b))), b...), w.done()...))
	}
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
		w.count((len(rest) + tailSize - 1) / tailSize)
		for chunk := range slices.Chunk(rest, tailSize) {
			for _, n := range d.tail(chunk) {
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
// and where in it they begin and end.
func (d *dictionary) tail(ps []posting) [4]int {
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
	return [4]int{len(ps), last, at, len(f.Content)}
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
