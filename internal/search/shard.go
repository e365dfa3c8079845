package search

import (
	"encoding/binary"
	"strings"
	"unicode/utf8"
)

const (
	// shardSize is about how many bytes, before compression, a shard of the
	// dictionary holds. It is fetched for each word.
	shardSize = 5 << 10
	// headSize is how many entries of a term, the newest, stand in the
	// dictionary. The others are fetched only when those do not answer.
	headSize = 512
	// tailSize is about how many bytes, before compression, a file of others
	// holds.
	tailSize = 14 << 10
	// common is the part of all entries, one in so many, that makes a word too
	// common to tell its older entries from any others.
	common = 32
)

// dictionary writes the terms and where their entries are.
type dictionary struct {
	total  int      // entries
	spans  []uint32 // how many entries belong to the release that an entry is
	firsts []string // first term of each shard
	shards [][]byte
	tails  [][]byte
}

// add writes terms, in order, into shards. Of each it writes how many bytes it
// shares with the one before, how many follow, those bytes, and its entries.
func (d *dictionary) add(terms []term) {
	var b []byte
	before, last := "", ""
	for _, t := range terms {
		if len(b) >= shardSize || d.firsts == nil {
			d.flush(b)
			b, before = nil, ""
			d.firsts = append(d.firsts, separator(last, t.text))
		}
		shared := 0
		for shared < min(len(before), len(t.text), 255) && before[shared] == t.text[shared] {
			shared++
		}
		b = append(b, byte(shared), byte(len(t.text)-shared))
		b = append(b, t.text[shared:]...)
		b = d.entries(b, t)
		before, last = t.text, t.text
	}
	d.flush(b)
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

func (d *dictionary) flush(b []byte) {
	if len(b) > 0 {
		d.shards = append(d.shards, b)
	}
}

// entries writes the entries of a term. It begins with twice their number; one
// more says that only the newest stand here: their number follows, then the
// number of pieces of the others, and file and place of each piece.
func (d *dictionary) entries(b []byte, t term) []byte {
	ps := t.postings
	if len(ps) <= headSize+headSize/4 {
		b = binary.AppendUvarint(b, uint64(len(ps))<<1)
		return d.list(b, ps)
	}
	b = binary.AppendUvarint(b, uint64(len(ps))<<1|1)
	b = binary.AppendUvarint(b, headSize)
	var pieces [][2]int
	rest := ps[headSize:]
	if len(ps) > d.total/common && !strings.HasPrefix(t.text, tagMark) {
		rest = nil
	}
	for len(rest) > 0 {
		n := min(len(rest), tailSize/3)
		pieces = append(pieces, d.piece(rest[:n]))
		rest = rest[n:]
	}
	b = binary.AppendUvarint(b, uint64(len(pieces)))
	for _, p := range pieces {
		b = binary.AppendUvarint(b, uint64(p[0]))
		b = binary.AppendUvarint(b, uint64(p[1]))
	}
	return d.list(b, ps[:headSize])
}

// piece writes older entries and says where: the number of the file and the
// place in it.
func (d *dictionary) piece(ps []posting) [2]int {
	b := d.list(binary.AppendUvarint(nil, uint64(len(ps))), ps)
	last := len(d.tails) - 1
	if last < 0 || len(d.tails[last])+len(b) > tailSize {
		d.tails = append(d.tails, nil)
		last++
	}
	at := len(d.tails[last])
	d.tails[last] = append(d.tails[last], b...)
	return [2]int{last, at}
}

// list writes entries: for each the distance from the one before with the impact
// in the lowest four bits, and behind a release by its name the number of its
// entries.
func (d *dictionary) list(b []byte, ps []posting) []byte {
	next := uint32(0)
	for _, p := range ps {
		b = binary.AppendUvarint(b, uint64(p.doc-next)<<4|uint64(p.impact))
		if p.impact == best {
			b = binary.AppendUvarint(b, uint64(d.spans[p.doc]))
		}
		next = p.doc + 1
	}
	return b
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
