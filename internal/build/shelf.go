package build

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"sync"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// Shelf keeps on disk what was read of guides, by a digest of everything that it
// was read from: a build reads those that are new. Only what comes back from the
// disk exactly as it was is kept. A nil one keeps nothing.
type Shelf struct {
	dir, name string
	program   [sha256.Size]byte // that reads
	known     map[[sha256.Size]byte]*shelved

	mu      sync.Mutex
	now     []*shelved // of this build
	fresh   bool       // one of them was not known
	configs map[*Product][]byte
}

// shelved is what was read of a guide.
type shelved struct {
	Key     [sha256.Size]byte
	At      place // with the language that was found
	Guessed bool
	Doc     *doc.Doc
	Guide   *release.Document
	Found   []diag.Diagnostic
}

const shelfHead = "upgraph shelf 1\n"

// Shelf is what is kept of the guides of the site, for the program among the
// inputs. What cannot be read is not there.
func (m *Memory) Shelf(in *Inputs) *Shelf {
	s := &Shelf{dir: filepath.Join(filepath.Dir(m.dir), "guides"), name: m.name, program: in.files[0].sum,
		known: map[[sha256.Size]byte]*shelved{}, configs: map[*Product][]byte{}}
	if f, err := os.Open(filepath.Join(s.dir, s.name)); err == nil {
		defer f.Close()
		for g, err := range s.each(f) {
			if err != nil {
				clear(s.known)
				break
			}
			s.known[g.Key] = g
		}
	}
	return s
}

// read is Read for a guide that only its records are asked of later; it is lean.
func (s *Shelf) read(text []byte, at place, product *Product) (*Page, []diag.Diagnostic) {
	key := s.key(text, at, product)
	g, ok := s.known[key]
	if !ok {
		page, ds := Read(at.Path, text, at, product)
		if page == nil || len(page.Guide.Releases) == 0 {
			return page, ds
		}
		page.slim()
		g = &shelved{Key: key, At: page.place, Guessed: page.guessed, Doc: page.Doc, Guide: page.Guide, Found: ds}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now, s.fresh = append(s.now, g), s.fresh || !ok
	return &Page{place: g.At, guessed: g.Guessed, Doc: g.Doc, Guide: g.Guide}, g.Found[:len(g.Found):len(g.Found)]
}

// key is a digest of everything that Read asks for.
func (s *Shelf) key(text []byte, at place, product *Product) (key [sha256.Size]byte) {
	h := sha256.New()
	h.Write(s.program[:])
	fmt.Fprintf(h, "%q %q %q %q %s\n", at.Path, at.Product, at.Language, at.Key, s.config(product))
	h.Write(text)
	return [sha256.Size]byte(h.Sum(nil))
}

// config is the settings of a product in words.
func (s *Shelf) config(p *Product) []byte {
	if p == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	words, ok := s.configs[p]
	if !ok {
		words, _ = json.Marshal(p.Config) // texts and numbers always encode
		s.configs[p] = words
	}
	return words
}

// keep writes down what was read, where it is not what was known. What fails costs
// the next build time, nothing else.
func (s *Shelf) keep() {
	if s == nil {
		return
	}
	defer func() { s.known, s.now = nil, nil }() // the pages are with the content
	if !s.fresh && len(s.now) == len(s.known) {
		return
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return
	}
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return
	}
	defer root.Close()
	f, err := newTemp(root, s.name)
	if err != nil {
		return
	}
	defer f.Close()
	temp := filepath.Base(f.Name())
	if err := s.write(f); err != nil || root.Rename(temp, s.name) != nil {
		_ = root.Remove(temp) // the next build but one does
	}
	forget(root)
}

// write writes all guides, reads them back, and where some differ writes the
// others.
func (s *Shelf) write(f *os.File) error {
	for range 2 {
		if err := s.encode(f); err != nil {
			return err
		}
		var exact []*shelved
		i := 0
		for g, err := range s.each(f) {
			if err != nil {
				return err
			}
			if reflect.DeepEqual(g, s.now[i]) {
				exact = append(exact, s.now[i])
			}
			i++
		}
		if len(exact) == len(s.now) {
			return nil
		}
		s.now = exact
	}
	return errors.New("guides are not read as they were written")
}

func (s *Shelf) encode(f *os.File) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	sum, w := crc32.NewIEEE(), bufio.NewWriterSize(f, 1<<16)
	out := io.MultiWriter(w, sum)
	_, err := io.WriteString(out, shelfHead)
	e := gob.NewEncoder(out)
	for _, g := range s.now {
		plain, guide := *g, *g.Guide
		guide.Front = nil // it is made of that of the document
		plain.Guide = &guide
		err = errors.Join(err, e.Encode(&plain))
	}
	_, last := w.Write(binary.LittleEndian.AppendUint32(nil, sum.Sum32()))
	size, seek := int64(0), w.Flush()
	if seek == nil {
		size, seek = f.Seek(0, io.SeekCurrent)
	}
	return errors.Join(err, last, seek, f.Truncate(size))
}
