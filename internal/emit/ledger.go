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
	end int // only paths claimed before this many others are listed; 0 for all
}

type records struct {
	mu    sync.Mutex
	sums  map[string]Sum
	later map[string]func() ([]byte, error)
	order map[string]int
}

// NewLedger returns an empty ledger.
func NewLedger() *Ledger {
	return &Ledger{records: &records{sums: map[string]Sum{}, later: map[string]func() ([]byte, error){}, order: map[string]int{}}}
}

// SoFar is the same ledger for an output that begins now: of files that are
// claimed after, Paths says nothing.
func (l *Ledger) SoFar() *Ledger {
	l.mu.Lock()
	defer l.mu.Unlock()
	return &Ledger{records: l.records, end: len(l.order) + 1}
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
	l.order[p] = len(l.order) + 1
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

// Content renders a file that was given to Later. It reports whether there is
// one.
func (l *Ledger) Content(p string) ([]byte, bool, error) {
	l.mu.Lock()
	render, ok := l.later[p]
	l.mu.Unlock() // rendering asks for other files
	if !ok {
		return nil, false, nil
	}
	content, err := render()
	return content, true, err
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
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Sorted(func(yield func(string) bool) {
		for p := range maps.Keys(l.sums) {
			if strings.HasPrefix(p, prefix) && (l.end == 0 || l.order[p] < l.end) && !yield(p) {
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
