package search

import (
	"bytes"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"upgraph/internal/release"
)

const (
	// maxText is how many characters of an entry's text are shown, of prose, of
	// which the words that were asked for are a part, and of a title.
	maxText, maxProse, maxTitle = 300, 200, 100
	// ownRelease stands in a text for the release that the text belongs to.
	ownRelease = "\x01"
	// hidden is how many characters of what is long are left of an entry that
	// fits into no slot.
	hidden = 100
	// farthest is how many entries a piece has at most, which a character says.
	farthest = 1 << 14
)

// rower writes what is shown of entries, in pieces that are fetched one by one. A
// line that begins with > names a release, its product and its page for the rows
// behind it; a row begins with the number of its kind.
type rower struct {
	book   *codebook
	text   []byte
	ends   []int // of each entry of the piece in the text
	head   heading
	counts [len(kinds)]int // entries of each kind under the heading
	pieces [][]byte
	firsts []int // of each piece the first entry
}

// heading is what a line that begins with > says.
type heading struct{ release, product, page string }

// rows writes the entries and says which is the first of each piece. What is worth
// a goroutine begins with a new piece, however many of them run at once.
func rows(book *codebook, entries []*Entry) (pieces [][]byte, firsts []int) {
	shares := slices.Collect(slices.Chunk(entries, share))
	rowers := make([]rower, len(shares))
	var next atomic.Int32
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(shares)) {
		wait.Go(func() {
			d := newDeflater()
			for i := int(next.Add(1)) - 1; i < len(shares); i = int(next.Add(1)) - 1 {
				rowers[i].book = book
				rowers[i].rows(d, shares[i])
			}
		})
	}
	wait.Wait()
	for i, r := range rowers {
		pieces = append(pieces, r.pieces...)
		for _, first := range r.firsts {
			firsts = append(firsts, i*share+first)
		}
	}
	return pieces, firsts
}

// rows writes entries into pieces.
func (r *rower) rows(d *deflater, entries []*Entry) {
	f := newFiller()
	for at := 0; at < len(entries); {
		r.begin()
		measure := func(n int) int {
			for len(r.ends) < n {
				r.add(entries[at+len(r.ends)], false)
			}
			return r.ends[n-1]
		}
		n := f.fit(min(len(entries)-at, farthest), measure, func(n int) int { return len(d.pack(r.text[1:r.ends[n-1]])) })
		if n == 0 { // an address without end, say
			r.begin()
			r.add(entries[at], true)
			n = 1
		}
		r.pieces, r.firsts = append(r.pieces, bytes.Clone(d.pack(r.text[1:r.ends[n-1]]))), append(r.firsts, at)
		at += n
	}
}

func (r *rower) begin() { r.text, r.ends, r.head = r.text[:0], r.ends[:0], heading{} }

// add writes an entry; short leaves out what may be long.
func (r *rower) add(e *Entry, short bool) {
	page, anchor, _ := strings.Cut(e.URL, "#")
	title, text, id := line(cutAt(e.Title, maxTitle)), line(cut(e.Text, e.Kind)), e.Release
	if short {
		title, text, anchor, id = cutAt(title, hidden), "", "", cutAt(id, hidden)
		if len(page) > hidden {
			page = ""
		}
	}
	if h := (heading{id, e.Product, page}); len(r.ends) == 0 || h != r.head {
		shared := sharedPrefix(r.head.release, h.release)
		r.text = append(append(r.text, "\n>"...), byte(sign+shared))
		r.text = append(r.text, line(h.release[shared:])...)
		if h.product != r.head.product || h.release == "" || h.page != strings.Replace(r.head.page, r.head.release, h.release, 1) {
			r.text = append(append(append(append(r.text, '\t'), line(h.product)...), '\t'), h.page...)
		}
		r.head, r.counts = h, [len(kinds)]int{}
	}
	k := rank(e.Kind)
	r.counts[k]++
	r.text = append(r.text, '\n', byte('0'+k))
	if title != "" && title != e.Release {
		r.text = append(r.own(title), '\t')
	}
	r.text = r.own(text)
	if a := r.short(e.Kind, text, anchor); a != usual(e.Kind) {
		r.text = append(append(r.text, '\v'), a...)
	}
	r.ends = append(r.ends, len(r.text))
}

// own writes a text with a sign in place of the release that it belongs to.
func (r *rower) own(text string) []byte {
	for r.head.release != "" {
		before, after, ok := strings.Cut(text, r.head.release)
		if !ok {
			break
		}
		r.text = append(r.book.encode(r.text, before), ownRelease...)
		text = after
	}
	return r.book.encode(r.text, text)
}

// sharedPrefix is how many bytes two releases begin with alike, as far as one
// character can say, and without a part of one.
func sharedPrefix(a, b string) int {
	n := 0
	for n < min(len(a), len(b), '~'-sign) && a[n] == b[n] && a[n] < utf8.RuneSelf {
		n++
	}
	return n
}

// usual is the anchor that needs no saying.
func usual(kind string) string {
	if kind == "note" || kind == "change" || kind == "step" {
		return "="
	}
	return ""
}

// short is an anchor as it is written down. Those of steps are made of their
// release and their number, those of changes and notes of their release and the
// first words of their text, which whoever reads this does again: "=" stands for
// them, and "+" for the release alone.
func (r *rower) short(kind, text, anchor string) string {
	rest, ok := strings.CutPrefix(anchor, lastSegment(r.head.page)+"-")
	if !ok {
		return anchor
	}
	what, ok := strings.CutPrefix(rest, kind+"-")
	switch {
	case !ok || strings.ContainsRune(text, 'İ'):
	case kind == "step" && what == strconv.Itoa(r.counts[rank(kind)]):
		return "="
	case kind != "step" && what == release.Slug(firstWords(text)):
		return "="
	}
	return "+" + rest
}

// firstWords are the words of which an anchor is made.
func firstWords(text string) string {
	end := 0
	for range 6 {
		word := strings.IndexByte(text[end:], ' ')
		if word < 0 {
			return text
		}
		end += word + 1
	}
	return text[:end-1]
}

func lastSegment(address string) string {
	address = strings.TrimSuffix(address, "/")
	return address[strings.LastIndexByte(address, '/')+1:]
}

// line is a text without what parts rows.
func line(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, text)
}

func cut(text, kind string) string {
	if kind == "text" {
		return cutAt(text, maxProse)
	}
	return cutAt(text, maxText)
}

func cutAt(text string, most int) string {
	if len(text) <= most || utf8.RuneCountInString(text) <= most {
		return text
	}
	end := 0
	for range most {
		_, size := utf8.DecodeRuneInString(text[end:])
		end += size
	}
	return text[:end] + "…"
}
