package site

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf8"
)

// showControls makes the characters of a page visible that act on a terminal or
// on the order of what is read, from offset on: a command must not look like
// another one, and a page that is copied must not carry an escape sequence.
func showControls(b *bytes.Buffer, from int) {
	page := b.Bytes()[from:]
	first := firstActing(page)
	if first < 0 {
		return
	}
	rest := bytes.Clone(page[first:])
	b.Truncate(from + first)
	for len(rest) > 0 {
		r, size := utf8.DecodeRune(rest)
		switch {
		case !acts(r):
			b.Write(rest[:size])
		case r < ' ':
			b.WriteRune('␀' + r)
		default:
			fmt.Fprintf(b, "[U+%04X]", r)
		}
		rest = rest[size:]
	}
}

// firstActing is where the first such character may stand, -1 where there is
// none: nearly every page passes by a look at eight bytes at a time.
func firstActing(page []byte) int {
	for i := 0; i < len(page); i++ {
		for len(page)-i >= 8 && allPrinted(binary.LittleEndian.Uint64(page[i:])) {
			if i += 8; i == len(page) {
				return -1
			}
		}
		c := page[i]
		if c >= ' ' && c < 0x7f || c == '\n' || c == '\t' || c == '\r' || !utf8.RuneStart(c) {
			continue
		}
		if r, _ := utf8.DecodeRune(page[i:]); acts(r) {
			return i
		}
	}
	return -1
}

// allPrinted reports whether each of eight bytes is the end of a line or a character
// of ASCII that is shown. Of those none has its highest bit, or gets it where 32 is
// taken off or 1 is put on.
func allPrinted(eight uint64) bool {
	const ones = 0x0101010101010101
	acting := (eight | (eight - ' '*ones) | (eight + ones)) & (0x80 * ones)
	if acting == 0 {
		return true
	}
	other := eight ^ '\n'*ones // 0 at the end of a line, and only there without a bit below
	return acting&((other&(0x7f*ones)+0x7f*ones)|other) == 0
}

// acts reports whether a character is a control or changes the direction of the
// text behind it.
func acts(r rune) bool {
	switch {
	case r < ' ':
		return r != '\n' && r != '\t' && r != '\r'
	case r < 0x7f:
		return false
	case r < 0xa0:
		return true
	}
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}
