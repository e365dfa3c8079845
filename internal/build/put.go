package build

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// put writes a file into the stage, or links the old site's where it holds the
// same bytes, and reports which.
func (s *stage) put(name string, content []byte, sum [sha256.Size]byte, executable bool) (unchanged bool, err error) {
	mode := modeOf(executable)
	err = s.fresh.with(name, func(dir int, base string) error {
		unchanged = s.old != nil && s.reuse(dir, name, int64(len(content)), mode, func(sure bool) bool {
			if sure {
				return s.known.find(name).sum == sum
			}
			return holds(dir, base, content)
		})
		if unchanged {
			return nil
		}
		return create(dir, base, content, uint32(mode))
	})
	if err != nil {
		return false, fmt.Errorf("write %s: %w", name, err)
	}
	return unchanged, nil
}

// take links the file of the site before into the stage where it holds what was
// written, and reports whether it does. It is read where its state is another one
// than is remembered.
func (s *stage) take(known *seen, executable bool) (taken bool, err error) {
	mode := modeOf(executable)
	if s.old == nil || known.state.mode != unix.S_IFREG|uint32(mode) {
		return false, nil
	}
	err = s.fresh.with(known.name, func(to int, base string) error {
		taken = s.reuse(to, known.name, known.state.size, mode, func(sure bool) bool {
			if sure {
				return true
			}
			sum, err := fileSum(to, base, false)
			return err == nil && sum == known.sum
		})
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("take over %s: %w", known.name, err)
	}
	return taken, nil
}

// modeOf is the mode that a file gets.
func modeOf(executable bool) os.FileMode {
	if executable {
		return 0o755
	}
	return 0o644
}

// reuse links the file of the site before into a folder of the stage when it is of
// a size and a mode and passes for the one that is wanted. It looks after it has
// linked: another build may exchange the old site at any moment. passes is told
// whether the file is surely the one that is remembered.
func (s *stage) reuse(to int, name string, size int64, mode os.FileMode, passes func(sure bool) bool) bool {
	reused := false
	err := s.old.with(name, func(from int, base string) error {
		before, err := stateAt(from, base, false)
		if err != nil || before.size != size || before.mode != unix.S_IFREG|uint32(mode) {
			return err
		}
		if err := link(from, base, to); err != nil {
			return err
		}
		now, err := stateAt(to, base, false)
		known := s.known.find(name)
		sure := known != nil && known.sure && known.state == before && now.sameBytes(before)
		if reused = err == nil && now.mode == before.mode && passes(sure); reused {
			return nil
		}
		return unlink(to, base, 0)
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

// holds reports whether a file is of this content. It never holds all of the file in
// memory.
func holds(dir int, base string, content []byte) bool {
	fd, err := openToRead(dir, base, unix.O_NOFOLLOW)
	if err != nil {
		return false
	}
	defer unix.Close(fd)
	var chunk [32 << 10]byte
	for {
		n := 0
		err := uninterrupted(func() (err error) { n, err = unix.Read(fd, chunk[:]); return err })
		if err != nil || n > len(content) || !bytes.Equal(chunk[:n], content[:n]) {
			return false
		}
		if n == 0 {
			return len(content) == 0
		}
		content = content[n:]
	}
}
