package search

import (
	"strings"
	"unicode/utf8"

	"upgraph/internal/release"
)

const (
	// blockSize is about how many bytes, before compression, a block of entries
	// holds. Entries of one block are fetched together to be shown.
	blockSize = 12 << 10
	// maxText is how many characters of an entry's text are shown.
	maxText = 300
)

// blocks is what is shown of the entries, and how many each block holds. A block
// is a list of releases: product, release, title, facts, address, and rows of
// kind, title, text and anchor. The rest of a block's text says itself.
func blocks(entries []*Entry) (contents [][]byte, counts []int) {
	var b []byte
	n := 0
	var open *Entry
	var page string
	flush := func() {
		if n > 0 {
			contents, counts = append(contents, append(b, "]]]"...)), append(counts, n)
		}
		b, n, open = nil, 0, nil
	}
	for _, e := range entries {
		if len(b) > blockSize {
			flush()
		}
		address, anchor, _ := strings.Cut(e.URL, "#")
		if open == nil || open.Product != e.Product || open.Release != e.Release || page != address {
			if open == nil {
				b = append(b, '[')
			} else {
				b = append(b, "]],"...)
			}
			b = append(b, '[')
			for _, s := range []string{e.Product, e.Release, address} {
				b = append(appendJSON(b, s), ',')
			}
			b = append(b, '[')
			open, page = e, address
		} else {
			b = append(b, ',')
		}
		b = append(b, '[', byte('0'+rank(e.Kind)), ',')
		b = append(appendJSON(b, e.Title), ',')
		b = append(appendJSON(b, cut(e.Text)), ',')
		b = append(appendJSON(b, short(e, address, anchor)), ']')
		n++
	}
	flush()
	return contents, counts
}

// short is an anchor as it is written down. Those of changes and notes are made
// of their release and the first words of their text, which whoever reads this
// does again: "=" stands for them, and "+" for the release alone.
func short(e *Entry, address, anchor string) string {
	rest, ok := strings.CutPrefix(anchor, lastSegment(address)+"-")
	if !ok {
		return anchor
	}
	text := cut(e.Text)
	words := strings.SplitN(text, " ", 7)
	if !strings.ContainsRune(text, 'İ') && rest == e.Kind+"-"+release.Slug(strings.Join(words[:min(6, len(words))], " ")) {
		return "="
	}
	return "+" + rest
}

func lastSegment(address string) string {
	address = strings.TrimSuffix(address, "/")
	return address[strings.LastIndexByte(address, '/')+1:]
}

func appendJSON(b []byte, s string) []byte {
	text := mustJSON(s)
	return append(b, text[:len(text)-1]...) // without the line break
}

func cut(s string) string {
	if utf8.RuneCountInString(s) <= maxText {
		return s
	}
	end := 0
	for range maxText {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	return s[:end] + "…"
}
