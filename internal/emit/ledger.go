package emit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Sum is the SHA-256, in hex, and the size in bytes of a written file.
type Sum struct {
	SHA256 string
	Size   int64
}

// Ledger holds the sums of the files written so far, and files that are
// rendered only when they are asked for. It is safe for use by many goroutines.
type Ledger struct {
	*records
	output int    // that claims paths, counted from 1; 0 where none is named
	source Source // of files that nobody claimed yet, nil for none
}

// Source claims files where they are first asked for.
type Source interface {
	// Find claims the file at a path, if an output would write one.
	Find(path string)
	// Before claims every file of the outputs before one; 0 is all of them.
	Before(output int)
}

type records struct {
	mu    sync.Mutex
	files map[string]claimed
	later map[string]func() ([]byte, error)
}

// claimed is what is known of a path.
type claimed struct {
	by   int32 // the output that claimed it
	done bool  // it is written, and the rest is known
	size int64
	sum  [sha256.Size]byte
}

// NewLedger returns an empty ledger.
func NewLedger() *Ledger {
	return &Ledger{records: &records{files: map[string]claimed{}, later: map[string]func() ([]byte, error){}}}
}

// For is the same ledger for one output, counted from 1, of files that a source
// claims: Paths says nothing of those of the outputs behind it.
func (l *Ledger) For(output int, source Source) *Ledger {
	return &Ledger{records: l.records, output: output, source: source}
}

// Claim reserves a path before its file is rendered. It refuses paths that no
// web server can serve, paths outside the site, and paths claimed before: two
// outputs, or two releases of one name, must never write over each other.
func (l *Ledger) Claim(p string) error {
	if err := checkPath(p); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, taken := l.files[p]; taken {
		return fmt.Errorf("two outputs write %s: rename the document, the release or the file below static that takes this name", p)
	}
	l.files[p] = claimed{by: int32(l.output)}
	return nil
}

// Record notes the SHA-256 and the size of a claimed file.
func (l *Ledger) Record(p string, sum [sha256.Size]byte, size int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.files[p] = claimed{by: l.files[p].by, done: true, size: size, sum: sum}
}

// Later reserves the path of a file like Claim. It is rendered once, when its
// sum or its content is first asked for.
func (l *Ledger) Later(f File) error {
	if err := l.Claim(f.Path); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.later[f.Path] = sync.OnceValues(func() ([]byte, error) {
		var b bytes.Buffer
		if err := f.Render(&b); err != nil {
			return nil, fmt.Errorf("render %s: %w", f.Path, err)
		}
		l.Record(f.Path, sha256.Sum256(b.Bytes()), int64(b.Len()))
		return b.Bytes(), nil
	})
	return nil
}

// Claimed reports whether this output claimed a path.
func (l *Ledger) Claimed(p string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	f, ok := l.files[p]
	return ok && int(f.by) == l.output
}

// Has reports whether there is a file at a path, without rendering it.
func (l *Ledger) Has(p string) bool {
	if l.source != nil && !l.Known(p) {
		l.source.Find(p)
	}
	return l.Known(p)
}

// Known reports whether any output claimed a path so far.
func (l *Ledger) Known(p string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, ok := l.files[p]
	return ok
}

// Content renders a file that was given to Later. It reports whether there is
// one.
func (l *Ledger) Content(p string) ([]byte, bool, error) {
	render, ok := l.renderer(p)
	if !ok && l.source != nil {
		l.source.Find(p)
		render, ok = l.renderer(p)
	}
	if !ok {
		return nil, false, nil
	}
	content, err := render()
	return content, true, err
}

func (l *Ledger) renderer(p string) (func() ([]byte, error), bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	render, ok := l.later[p]
	return render, ok
}

// Get returns the sum of a file that was written before, or is rendered now.
func (l *Ledger) Get(p string) (Sum, bool) {
	if _, ok, err := l.Content(p); ok && err != nil {
		return Sum{}, false
	}
	f := l.file(p)
	if !f.done {
		return Sum{}, false
	}
	return Sum{SHA256: hex.EncodeToString(f.sum[:]), Size: f.size}, true
}

// Digest is the SHA-256 of a file that was written before, all zeros where none
// was.
func (l *Ledger) Digest(p string) [sha256.Size]byte { return l.file(p).sum }

func (l *Ledger) file(p string) claimed {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.files[p]
}

// Paths returns the written paths that begin with prefix, sorted.
func (l *Ledger) Paths(prefix string) []string {
	if l.source != nil {
		l.source.Before(l.output)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Sorted(func(yield func(string) bool) {
		for p, f := range l.files {
			if strings.HasPrefix(p, prefix) && (l.output == 0 || int(f.by) < l.output) && !yield(p) {
				return
			}
		}
	})
}

// checkPath accepts clean, relative, printable UTF-8 paths.
func checkPath(p string) error {
	switch {
	case p == "" || p == "." || path.Clean(p) != p || path.IsAbs(p) || p == ".." || strings.HasPrefix(p, "../"):
		return fmt.Errorf("output path %q leaves the site", p)
	case !utf8.ValidString(p) || strings.ContainsFunc(p, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }):
		return fmt.Errorf("output path %q holds characters that no server serves", p)
	}
	for part := range strings.SplitSeq(p, "/") {
		if len(part) > 255 {
			return fmt.Errorf("output path %q has a name of more than 255 bytes", p)
		}
	}
	return nil
}
