package build

import (
	"bufio"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"hash/crc32"
	"io"
	"iter"
	"os"
)

var errShelf = errors.New("these are no guides that were kept")

// each reads what was written, after it is known to be whole.
func (s *Shelf) each(f *os.File) iter.Seq2[*shelved, error] {
	return func(yield func(*shelved, error) bool) {
		body, err := whole(f)
		if err != nil {
			yield(nil, err)
			return
		}
		for d := gob.NewDecoder(body); ; {
			g := &shelved{}
			err := d.Decode(g)
			if errors.Is(err, io.EOF) {
				return
			}
			if err == nil && (g.Doc == nil || g.Guide == nil) {
				err = errShelf
			}
			if err == nil && g.Doc.Front != nil {
				g.Guide.Front, _ = g.Doc.Front.Value.Any().(map[string]any)
			}
			if !yield(g, err) || err != nil {
				return
			}
		}
	}
}

// whole gives what is between the head and the sum of a file, if the sum is that
// of all before it.
func whole(f *os.File) (io.Reader, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	size := info.Size() - crc32.Size
	if size < int64(len(shelfHead)) {
		return nil, errShelf
	}
	sum, head, last := crc32.NewIEEE(), make([]byte, len(shelfHead)), make([]byte, crc32.Size)
	_, err = io.Copy(sum, io.NewSectionReader(f, 0, size))
	_, one := f.ReadAt(head, 0)
	_, two := f.ReadAt(last, size)
	if err := errors.Join(err, one, two); err != nil {
		return nil, err
	}
	if string(head) != shelfHead || binary.LittleEndian.Uint32(last) != sum.Sum32() {
		return nil, errShelf
	}
	return bufio.NewReaderSize(io.NewSectionReader(f, int64(len(shelfHead)), size-int64(len(shelfHead))), 1<<16), nil
}
