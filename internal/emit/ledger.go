package emit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
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
	sums  map[string]Sum
	later map[string]func() ([]byte, error)
	by    map[string]int // the output that claimed a path
}

// NewLedger returns an empty ledger.
func NewLedger() *Ledger {
	return &Ledger{records: &records{sums: map[string]Sum{}, later: map[string]func() ([]byte, error){}, by: map[string]int{}}}
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
	if _, taken := l.sums[p]; taken {
		return fmt.Errorf("two outputs write %s", p)
	}
	l.sums[p] = Sum{}
	l.by[p] = l.output
	return nil
}

// Record notes the sum of a claimed file.
func (l *Ledger) Record(p string, s Sum) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sums[p] = s
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
		sum := sha256.Sum256(b.Bytes())
		l.Record(f.Path, Sum{SHA256: hex.EncodeToString(sum[:]), Size: int64(b.Len())})
		return b.Bytes(), nil
	})
	return nil
}

// Claimed reports whether this output claimed a path.
func (l *Ledger) Claimed(p string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	by, ok := l.by[p]
	return ok && by == l.output
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
	_, ok := l.by[p]
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
	l.mu.Lock()
	defer l.mu.Unlock()
	s, ok := l.sums[p]
	return s, ok && s.SHA256 != ""
}

// Paths returns the written paths that begin with prefix, sorted.
func (l *Ledger) Paths(prefix string) []string {
	if l.source != nil {
		l.source.Before(l.output)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Sorted(func(yield func(string) bool) {
		for p := range maps.Keys(l.sums) {
			if strings.HasPrefix(p, prefix) && (l.output == 0 || l.by[p] < l.output) && !yield(p) {
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
