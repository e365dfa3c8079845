package search

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"upgraph/internal/release"
)

const (
	// maxText is how many characters of an entry's text are shown, and of prose,
	// of which the words that were asked for are a part.
	maxText, maxProse = 300, 200
	// step is what the number of the first entry of a piece of rows is a multiple
	// of, so that the root can say it in a character.
	step = 32
)

// rowSize is about how many bytes, before compression, a piece of rows of a kind
// holds. What is like its neighbours packs well in large pieces; releases, which
// are asked for most and hold what nothing else does, lose nothing in small ones.
var rowSize = [...]int{12 << 10, 7 << 10, 28 << 10, 28 << 10, 27 << 10, 60 << 10}

// ownRelease stands in a text for the release that the text belongs to.
const ownRelease = "\x01"

// farthest is how many entries of other kinds lie between two rows of a piece at
// most.
const farthest = 1 << 14

// column is what is shown of the entries of one kind, in pieces that are fetched
// one by one. A line that begins with > names a release, its product and its page
// for the rows behind it; a row begins with a character that says how many entries
// of other kinds lie before it.
type column struct {
	pieces [][]byte
	starts string // steps from the first entry of each piece to that of the next
	first  int    // step of the piece that is being written
	next   int    // entry behind the last row
	head   heading
	count  int // rows under the heading
}

// heading is what a line that begins with > says.
type heading struct{ release, product, page string }

// columns writes the entries of each kind.
func columns(entries []*Entry) []column {
	cs := make([]column, len(kinds))
	for i, e := range entries {
		k := rank(e.Kind)
		cs[k].add(i, e, rowSize[k])
	}
	return cs
}

func (c *column) add(i int, e *Entry, size int) {
	last := len(c.pieces) - 1
	if last < 0 || i-c.next > farthest || len(c.pieces[last]) > size && i/step > (c.next-1)/step {
		c.pieces = append(c.pieces, nil)
		last++
		c.starts += string(sign + rune(i/step-c.first))
		c.first, c.next, c.head = i/step, i/step*step, heading{}
	}
	b := c.pieces[last]
	page, anchor, _ := strings.Cut(e.URL, "#")
	if h := (heading{e.Release, e.Product, page}); len(b) == 0 || h != c.head {
		shared := sharedPrefix(c.head.release, h.release)
		b = append(append(b, "\n>"...), byte(sign+shared))
		b = append(b, line(h.release[shared:])...)
		if h.product != c.head.product || h.release == "" || h.page != strings.Replace(c.head.page, c.head.release, h.release, 1) {
			b = append(append(append(append(b, '\t'), line(h.product)...), '\t'), h.page...)
		}
		c.head, c.count = h, 0
	}
	c.count++
	b = utf8.AppendRune(append(b, '\n'), rune('@'+i-c.next))
	if title := line(e.Title); title != "" && title != e.Release {
		b = append(append(b, c.own(title)...), '\t')
	}
	text := line(cut(e.Text, e.Kind))
	b = append(b, c.own(text)...)
	if a := c.short(e.Kind, text, anchor); a != usual(e.Kind) {
		b = append(append(b, '\v'), a...)
	}
	c.pieces[last], c.next = b, i+1
}

// own is a text with a sign in place of the release that it belongs to.
func (c *column) own(text string) string {
	if c.head.release == "" {
		return text
	}
	return strings.ReplaceAll(text, c.head.release, ownRelease)
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
func (c *column) short(kind, text, anchor string) string {
	rest, ok := strings.CutPrefix(anchor, lastSegment(c.head.page)+"-")
	if !ok {
		return anchor
	}
	what, ok := strings.CutPrefix(rest, kind+"-")
	words := strings.SplitN(text, " ", 7)
	switch {
	case !ok || strings.ContainsRune(text, 'İ'):
	case kind == "step" && what == strconv.Itoa(c.count):
		return "="
	case kind != "step" && what == release.Slug(strings.Join(words[:min(6, len(words))], " ")):
		return "="
	}
	return "+" + rest
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
	most := maxText
	if kind == "text" {
		most = maxProse
	}
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
