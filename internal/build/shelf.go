package build

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
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

	mu       sync.Mutex
	now      []*shelved // of this build
	fresh    []*shelved // those of them that were not known
	missed   int        // how many these are
	sections int        // of the file that was read, 0 where it is not to be gone on with
	configs  map[*Product][]byte
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

const shelfHead = "upgraph shelf 2\n"

// mostSections is how many sections a file has before it is written anew; each
// costs a few kilobytes.
const mostSections = 32

// Shelf is what is kept of the guides of the site, for the program among the
// inputs. What cannot be read is not there.
func (m *Memory) Shelf(in *Inputs) *Shelf {
	s := &Shelf{dir: filepath.Join(filepath.Dir(m.dir), "guides"), name: m.name, program: in.files[0].sum,
		known: map[[sha256.Size]byte]*shelved{}, configs: map[*Product][]byte{}}
	if f, err := os.Open(filepath.Join(s.dir, s.name)); err == nil {
		defer f.Close()
		if s.sections, err = s.readAll(f); err != nil {
			clear(s.known)
			s.sections = 0
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
	s.now = append(s.now, g)
	if !ok {
		s.fresh, s.missed = append(s.fresh, g), s.missed+1
	}
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

// keep writes down what was read and not known, behind what is there, or everything
// where too much of that is no longer asked for. What fails costs the next build
// time, nothing else.
func (s *Shelf) keep() {
	if s == nil {
		return
	}
	defer func() { s.known, s.now, s.fresh = nil, nil, nil }() // the pages are with the content
	stale := len(s.known) - (len(s.now) - s.missed)
	anew := s.sections == 0 || s.sections >= mostSections || 4*stale > len(s.now)
	if s.missed == 0 && !anew {
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
	if err := s.write(f, root, anew); err != nil || root.Rename(temp, s.name) != nil {
		_ = root.Remove(temp) // the next build but one does
	}
	forget(root)
}

// write writes a file of all guides, or one that goes on where that of before ends.
func (s *Shelf) write(f *os.File, root *os.Root, anew bool) error {
	if anew {
		if _, err := io.WriteString(f, shelfHead); err != nil {
			return err
		}
		return writeSection(f, int64(len(shelfHead)), s.now)
	}
	before, err := root.Open(s.name)
	if err != nil {
		return err
	}
	defer before.Close()
	size, err := io.Copy(f, before)
	if err != nil {
		return err
	}
	return writeSection(f, size, s.fresh)
}
