package build

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// record is what is remembered of a site.
type record struct {
	inputs *Inputs
	files  []seen // of the site
	marks  *marks // of what they are made of; nil where that is not known
	said   []byte // by the build, at its end
}

// recordHead begins a record; another form of it begins otherwise.
const recordHead = "upgraph site 3\n"

// encode gives a record as bytes, with a sum over all of them at the end.
func (r *record) encode() []byte {
	b := make([]byte, 0, 1024+len(r.said)+80*(len(r.files)+len(r.inputs.files)))
	b = append(b, recordHead...)
	b = appendText(b, r.inputs.words)
	b = appendText(b, string(r.said))
	b = appendFiles(b, r.inputs.files)
	b = appendFiles(b, r.files)
	b = appendMarks(b, r.marks)
	return binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// appendFiles writes of each name only what differs from the end of the one
// before.
func appendFiles(b []byte, files []seen) []byte {
	b = binary.AppendUvarint(b, uint64(len(files)))
	before := ""
	for _, f := range files {
		common := 0
		for common < min(len(before), len(f.name)) && before[common] == f.name[common] {
			common++
		}
		before = f.name
		b = binary.AppendUvarint(b, uint64(common))
		b = appendText(b, f.name[common:])
		for _, n := range []uint64{f.state.dev, f.state.ino, uint64(f.state.mode), uint64(f.state.links)} {
			b = binary.AppendUvarint(b, n)
		}
		for _, n := range []int64{f.state.size, f.state.mtime, f.state.ctime} {
			b = binary.AppendVarint(b, n)
		}
		sure := byte(0)
		if f.sure {
			sure = 1
		}
		b = append(append(b, sure), f.sum[:]...)
	}
	return b
}

// appendMarks writes a list that holds marks, or none.
func appendMarks(b []byte, m *marks) []byte {
	if m == nil {
		return append(b, 0)
	}
	b = append(append(b, 1), m.around[:]...)
	b = binary.AppendUvarint(b, uint64(len(m.products)))
	for _, p := range m.products {
		b = appendText(b, p.id)
		b = binary.AppendUvarint(b, uint64(len(p.releases)))
		for _, sum := range p.releases {
			b = append(b, sum[:]...)
		}
	}
	return b
}

var errRecord = errors.New("this is no record of a site")

// decodeRecord reads what encode wrote.
func decodeRecord(b []byte) (*record, error) {
	if len(b) < len(recordHead)+crc32.Size || string(b[:len(recordHead)]) != recordHead {
		return nil, errRecord
	}
	b, sum := b[:len(b)-crc32.Size], b[len(b)-crc32.Size:]
	if crc32.ChecksumIEEE(b) != binary.LittleEndian.Uint32(sum) {
		return nil, errRecord
	}
	return decodeBody(b[len(recordHead):])
}

func decodeBody(b []byte) (*record, error) {
	in := &recordReader{rest: b}
	r := &record{inputs: &Inputs{words: string(in.bytes())}}
	r.said = in.bytes()
	r.inputs.files = in.files()
	r.files = in.files()
	r.marks = in.marks()
	if in.bad || len(in.rest) > 0 {
		return nil, errRecord
	}
	return r, nil
}

// recordReader reads the parts of a record; what is not there makes it bad.
type recordReader struct {
	rest []byte
	bad  bool
}

func (r *recordReader) uint() uint64 {
	n, size := binary.Uvarint(r.rest)
	r.skip(size)
	return n
}

func (r *recordReader) int() int64 {
	n, size := binary.Varint(r.rest)
	r.skip(size)
	return n
}

func (r *recordReader) skip(size int) {
	if size <= 0 {
		r.bad, r.rest = true, nil
		return
	}
	r.rest = r.rest[size:]
}

func (r *recordReader) bytes() []byte { return r.take(r.uint()) }

func (r *recordReader) take(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.bad, r.rest = true, nil
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *recordReader) files() []seen {
	n := r.uint()
	if n > uint64(len(r.rest)) {
		r.bad = true
		return nil
	}
	files := make([]seen, n)
	before := []byte{}
	for i := range files {
		f := &files[i]
		common := r.uint()
		if common > uint64(len(before)) {
			r.bad = true
			return nil
		}
		before = append(before[:common], r.bytes()...)
		f.name = string(before)
		f.state.dev, f.state.ino, f.state.mode, f.state.links = r.uint(), r.uint(), uint32(r.uint()), uint32(r.uint())
		f.state.size, f.state.mtime, f.state.ctime = r.int(), r.int(), r.int()
		if flag := r.take(1); len(flag) == 1 {
			f.sure = flag[0] == 1
		}
		copy(f.sum[:], r.take(sha256.Size))
		if r.bad {
			return nil
		}
	}
	return files
}

func (r *recordReader) marks() *marks {
	there := r.take(1)
	if len(there) == 0 || there[0] == 0 {
		return nil
	}
	m := &marks{}
	copy(m.around[:], r.take(sha256.Size))
	for n := r.uint(); n > 0 && !r.bad; n-- {
		p := productMarks{id: string(r.bytes())}
		sums := r.uint()
		if sums > uint64(len(r.rest)) {
			r.bad = true
			return nil
		}
		p.releases = make([]checksum, sums)
		for i := range p.releases {
			copy(p.releases[i][:], r.take(sha256.Size))
		}
		m.products = append(m.products, p)
	}
	return m
}
