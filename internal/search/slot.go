package search

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"math"
)

const (
	// slotSize is how many bytes a piece of the index takes. As all take the same,
	// nobody has to be told where one lies.
	slotSize = 2 << 10
	// packSize is how many bytes a file of the index has at most. Where a host
	// serves no parts of files, this is what is fetched in place of a piece.
	packSize = 12 << 10
)

// pack lays pieces out in files.
func pack(name string, pieces [][]byte) []File {
	var files []File
	for i, p := range pieces {
		if i%(packSize/slotSize) == 0 {
			files = append(files, File{Path: fmt.Sprintf("%s%d.idx", name, len(files))})
		}
		f := &files[len(files)-1]
		f.Content = append(f.Content, p...)
		if i < len(pieces)-1 {
			f.Content = append(f.Content, make([]byte, slotSize-len(p))...)
		}
	}
	return files
}

// deflater packs texts.
type deflater struct {
	out bytes.Buffer
	z   *flate.Writer
}

func newDeflater() *deflater {
	d := &deflater{}
	d.z, _ = flate.NewWriter(&d.out, flate.BestCompression) // the level is valid
	return d
}

// pack gives a text packed, behind how many bytes that are, in two bytes. It holds
// until the next is packed.
func (d *deflater) pack(text []byte) []byte {
	d.out.Reset()
	d.out.Write([]byte{0, 0})
	d.z.Reset(&d.out)
	_, _ = d.z.Write(text) // a buffer takes everything
	_ = d.z.Close()
	out := d.out.Bytes()
	binary.LittleEndian.PutUint16(out, uint16(min(len(out)-2, math.MaxUint16)))
	return out
}

// tries is how often a piece is packed at most until it fills its slot.
const tries = 6

// filler fills slots. It knows of the last try how much was packed, by some measure
// that grows with each thing, and how many bytes that took.
type filler struct{ packed, took int }

func newFiller() *filler { return &filler{packed: 1, took: 1} }

// full is a slot that is full enough, and its middle between that and all of it.
const full, middle = slotSize * 63 / 64, slotSize * 127 / 128

// fit looks for the largest number of things, at most all, that fit into a slot
// together, and is content with one near it; 0 where a single one does not. Of the
// first n of them measure says how much they are, and size how many bytes they take.
func (f *filler) fit(all int, measure, size func(n int) int) int {
	low, high := 0, all+1 // low fits, high does not
	for try := 1; high-low > 1 && (try <= tries || low == 0); try++ {
		n := low + 1
		for n+1 < high && measure(n+1)*f.took <= middle*f.packed {
			n++
		}
		f.packed, f.took = measure(n), size(n)
		if f.took > slotSize {
			high = n
		} else if low = n; f.took > full {
			break
		}
	}
	return low
}

// sign is the character for the number 0.
const sign = '#'
