package search

import (
	"math/bits"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// posting says how well a term describes an entry: the number of the entry, and in
// the lowest bits an impact from 1 to best.
type posting uint32

func newPosting(doc, impact uint32) posting { return posting(doc<<impactBits | impact) }

func (p posting) doc() uint32    { return uint32(p >> impactBits) }
func (p posting) impact() uint32 { return uint32(p & best) }

const (
	impactBits = 4
	best       = 1<<impactBits - 1 // a release by its own name; nothing else gets it
	// nameWeight is the weight of a term that names a release.
	nameWeight = 1 << 20
	// around is how many words longer than it is the prose around guides counts,
	// in which a word also counts no more for being there often: who asks for a
	// key or a command wants the release that is about it.
	around = 1 << 10
	// share is how many entries are worth a goroutine of their own.
	share = 1 << 14
)

// term is a word of the index with its entries in order.
type term struct {
	text     string
	postings []posting
}

// invert computes the terms in byte order. All arithmetic is on integers: the
// index is the same on every machine.
func invert(entries []*Entry) []term {
	return invertBy(entries, max(1, min(runtime.GOMAXPROCS(0), len(entries)/share)))
}

// invertBy is invert on so many goroutines.
func invertBy(entries []*Entry, workers int) []term {
	lists := make([][]term, workers)
	var wait sync.WaitGroup
	from := 0
	for i := range lists {
		to := max(from, len(entries)*(i+1)/len(lists))
		for to > 0 && to < len(entries) && entries[to].ofSameRelease(entries[to-1]) {
			to++ // what names a release is known to all of its entries
		}
		first := from
		wait.Go(func() { lists[i] = invertFrom(entries[:to], first) })
		from = to
	}
	wait.Wait()
	out := lists[0]
	for _, later := range lists[1:] {
		out = merged(out, later)
	}
	return out
}

// merged joins the terms of entries with those of later ones.
func merged(a, b []term) []term {
	out := make([]term, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch order := strings.Compare(a[0].text, b[0].text); {
		case order < 0:
			out, a = append(out, a[0]), a[1:]
		case order > 0:
			out, b = append(out, b[0]), b[1:]
		default:
			out = append(out, term{a[0].text, append(a[0].postings, b[0].postings...)})
			a, b = a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// inverter collects the entries of each term.
type inverter struct {
	words   *splitter
	ids     map[string]int32
	terms   []term
	use     []use  // of each term
	release int32  // whose entries come, by number
	length  uint32 // of the entry, in words
	found   []weighed
}

// use is where a term stands among those of the entry, if it is there, and which
// release it named last.
type use struct{ at, names int32 }

// weighed is a term with its weight in an entry.
type weighed struct {
	id     int32
	weight uint32
}

// invertFrom computes the terms of the entries from the first on.
func invertFrom(entries []*Entry, first int) []term {
	v := &inverter{words: newSplitter(), ids: map[string]int32{}}
	for i, e := range entries[first:] {
		if i == 0 || !e.ofSameRelease(entries[first+i-1]) {
			v.release++
		}
		v.entry(e)
		for _, w := range v.found {
			t := &v.terms[w.id]
			t.postings = append(t.postings, newPosting(uint32(first+i), v.impact(w.weight)))
		}
	}
	slices.SortFunc(v.terms, func(a, b term) int { return strings.Compare(a.text, b.text) })
	return v.terms
}

// entry finds the terms of an entry.
func (v *inverter) entry(e *Entry) {
	v.found, v.length = v.found[:0], 0
	for _, tag := range e.Tags {
		v.add(v.id(tag), 1)
	}
	if e.Kind == "page" && strings.Contains(e.URL, "#") {
		v.length = around
	}
	isRelease := e.Kind == "release"
	v.text(e.Title, 3, isRelease)
	for _, name := range e.Names {
		v.text(name, 3, isRelease)
	}
	v.text(e.Text, 1, false)
	v.text(e.Also, 1, false)
	for _, g := range v.words.split(e.Of) {
		v.length++
		v.add(v.id(g[0].Term), 1)
	}
}

func (v *inverter) id(text string) int32 {
	id, ok := v.ids[text]
	if !ok {
		id = int32(len(v.terms))
		v.ids[text] = id
		v.terms, v.use = append(v.terms, term{text: text}), append(v.use, use{})
	}
	return id
}

// text adds the words of a text to an entry; wholes of a name name it. A release
// by its name stands for all of its entries, which need not say it again.
func (v *inverter) text(text string, times uint32, name bool) {
	for _, g := range v.words.split(text) {
		for i := range g {
			t := &g[i]
			if t.id == 0 { // words are kept, and with them what they are here
				t.id = v.id(t.Term) + 1
			}
			id, by := t.id-1, times*uint32(t.Weight)
			v.length++
			if name && t.Weight == whole {
				by = nameWeight
				v.use[id].names = v.release
			} else if v.use[id].names == v.release && !name {
				continue
			}
			v.add(id, by)
		}
	}
}

func (v *inverter) add(id int32, by uint32) {
	u := &v.use[id]
	if int(u.at) < len(v.found) && v.found[u.at].id == id {
		w := &v.found[u.at].weight
		*w = min(*w+by, nameWeight)
		return
	}
	u.at = int32(len(v.found))
	v.found = append(v.found, weighed{id, by})
}

// impact is how much a word stands out in its entry, in steps of about half an
// octave. How rare the word is, whoever asks knows from the number of entries.
func (v *inverter) impact(weight uint32) uint32 {
	if weight >= nameWeight {
		return best
	}
	often := uint(min(weight, 12))
	if v.length >= around {
		often = min(often, 2)
	}
	score := max(often*64/uint(4+bits.Len32(v.length)), 4) // to 192
	n := bits.Len(score)
	half := score >> (n - 2) & 1
	return min(uint32(2*n-5)+uint32(half), best-1)
}
