package build

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// put writes a file into the stage, or links the old site's where it holds the
// same bytes, and reports which.
func (s *stage) put(name string, content []byte, sum [sha256.Size]byte, executable bool) (unchanged bool, err error) {
	mode := os.FileMode(0o644)
	if executable {
		mode = 0o755
	}
	err = s.fresh.with(name, func(dir int, base string) error {
		if unchanged = s.old != nil && s.reuse(dir, name, content, sum, mode); unchanged {
			return nil
		}
		return create(dir, base, content, uint32(mode))
	})
	if err != nil {
		return false, fmt.Errorf("write %s: %w", name, err)
	}
	return unchanged, nil
}

// reuse links the file of the site before into a folder of the stage when it
// holds the same bytes. It looks after it has linked: another build may exchange
// the old site at any moment.
func (s *stage) reuse(to int, name string, content []byte, sum [sha256.Size]byte, mode os.FileMode) bool {
	reused := false
	err := s.old.with(name, func(from int, base string) error {
		before, err := stateAt(from, base, false)
		if err != nil || before.size != int64(len(content)) || before.mode != unix.S_IFREG|uint32(mode) {
			return err
		}
		if err := link(from, base, to); err != nil {
			return err
		}
		now, err := stateAt(to, base, false)
		known := s.known.find(name)
		if known != nil && known.sure && known.state == before && now.sameBytes(before) {
			reused = known.sum == sum
		} else {
			reused = err == nil && now.mode == before.mode && holds(to, base, content)
		}
		if reused {
			return nil
		}
		return unix.Unlinkat(to, base, 0)
	})
	return reused && err == nil // create says so when a link is still there
}

// link gives a file one more name, in another folder.
func link(from int, base string, to int) error {
	err := uninterrupted(func() error { return unix.Linkat(from, base, to, base, 0) })
	if err != nil {
		return &os.LinkError{Op: "link", Old: base, New: base, Err: err}
	}
	return nil
}

// holds reports whether a file is of this content.
func holds(dir int, base string, content []byte) bool {
	f, err := openFile(dir, base, false)
	if err != nil {
		return false
	}
	defer f.Close()
	return equal(f, content)
}

// equal compares a stream with bytes without holding the stream in memory.
func equal(r io.Reader, want []byte) bool {
	var chunk [32 << 10]byte
	for {
		n, err := r.Read(chunk[:])
		if n > len(want) || !bytes.Equal(chunk[:n], want[:n]) {
			return false
		}
		want = want[n:]
		switch {
		case errors.Is(err, io.EOF):
			return len(want) == 0
		case err != nil:
			return false
		}
	}
}
