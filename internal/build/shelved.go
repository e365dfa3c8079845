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
	"reflect"
)

// A file of guides is a head and sections: what one build had to add. A section is
// the length of what it holds, guides one after the other, and a sum over both.

var errShelf = errors.New("these are no guides that were kept")

// lengthSize is the number of bytes of a section's length.
const lengthSize = 8

// readAll reads what was written and tells in how many sections.
func (s *Shelf) readAll(f *os.File) (sections int, err error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	head := make([]byte, len(shelfHead))
	if _, err := f.ReadAt(head, 0); err != nil || string(head) != shelfHead {
		return 0, errShelf
	}
	for at := int64(len(head)); at < info.Size(); sections++ {
		length, err := whole(f, at, info.Size())
		if err != nil {
			return 0, err
		}
		for g, err := range section(f, at, length) {
			if err != nil {
				return 0, err
			}
			s.known[g.Key] = g
		}
		at += lengthSize + length + crc32.Size
	}
	return sections, nil
}

// whole is the length of what a section holds, if its sum is that of all of it.
func whole(f *os.File, at, size int64) (length int64, err error) {
	var n [lengthSize]byte
	if _, err := f.ReadAt(n[:], at); err != nil {
		return 0, err
	}
	length = int64(binary.LittleEndian.Uint64(n[:]))
	if length < 0 || length > size-at-lengthSize-crc32.Size {
		return 0, errShelf
	}
	sum, last := crc32.NewIEEE(), make([]byte, crc32.Size)
	_, err = io.Copy(sum, io.NewSectionReader(f, at, lengthSize+length))
	if _, end := f.ReadAt(last, at+lengthSize+length); err != nil || end != nil {
		return 0, errors.Join(err, end)
	}
	if binary.LittleEndian.Uint32(last) != sum.Sum32() {
		return 0, errShelf
	}
	return length, nil
}

// section reads the guides of a section that is whole.
func section(f *os.File, at, length int64) iter.Seq2[*shelved, error] {
	return func(yield func(*shelved, error) bool) {
		body := bufio.NewReaderSize(io.NewSectionReader(f, at+lengthSize, length), 1<<16)
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

// writeSection writes guides at the end of a file, reads them back, and where some
// differ writes the others.
func writeSection(f *os.File, at int64, guides []*shelved) error {
	for range 2 {
		length, err := encodeSection(f, at, guides)
		if err != nil {
			return err
		}
		var exact []*shelved
		i := 0
		for g, err := range section(f, at, length) {
			if err != nil {
				return err
			}
			if reflect.DeepEqual(g, guides[i]) {
				exact = append(exact, guides[i])
			}
			i++
		}
		if len(exact) == len(guides) {
			return nil
		}
		guides = exact
	}
	return errors.New("guides are not read as they were written")
}

// encodeSection writes a section to the end of a file and gives the length of what
// it holds.
func encodeSection(f *os.File, at int64, guides []*shelved) (length int64, err error) {
	if _, err := f.Seek(at+lengthSize, io.SeekStart); err != nil {
		return 0, err
	}
	w := bufio.NewWriterSize(f, 1<<16)
	e := gob.NewEncoder(w)
	for _, g := range guides {
		plain, guide := *g, *g.Guide
		guide.Front = nil // it is made of that of the document
		plain.Guide = &guide
		err = errors.Join(err, e.Encode(&plain))
	}
	if err = errors.Join(err, w.Flush()); err != nil {
		return 0, err
	}
	end, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, err
	}
	length = end - at - lengthSize
	if _, err := f.WriteAt(binary.LittleEndian.AppendUint64(nil, uint64(length)), at); err != nil {
		return 0, err
	}
	sum := crc32.NewIEEE()
	if _, err := io.Copy(sum, io.NewSectionReader(f, at, lengthSize+length)); err != nil {
		return 0, err
	}
	_, err = f.WriteAt(binary.LittleEndian.AppendUint32(nil, sum.Sum32()), end)
	return length, errors.Join(err, f.Truncate(end+crc32.Size))
}
