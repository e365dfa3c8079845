package emit

import (
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

// Ledger holds the sums of the files written so far. It is safe for use by
// many goroutines.
type Ledger struct {
	mu   sync.Mutex
	sums map[string]Sum
}

// NewLedger returns an empty ledger.
func NewLedger() *Ledger { return &Ledger{sums: map[string]Sum{}} }

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
	return nil
}

// Record notes the sum of a claimed file.
func (l *Ledger) Record(p string, s Sum) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sums[p] = s
}

// Get returns the sum of a file that was written before.
func (l *Ledger) Get(p string) (Sum, bool) {
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
			if strings.HasPrefix(p, prefix) && !yield(p) {
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
