package build

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// state is what the system says of a file. While all of it stays as it was nobody
// wrote to the file: no program can set back the time at which an inode changed.
type state struct {
	dev, ino     uint64
	size         int64
	mtime, ctime int64 // in nanoseconds
	mode         uint32
	links        uint32 // names that the file has
}

// stateAt looks at a file below an open folder; a link is followed on request.
func stateAt(dir int, name string, follow bool) (state, error) {
	flags := unix.AT_SYMLINK_NOFOLLOW
	if follow {
		flags = 0
	}
	var st unix.Stat_t
	if err := uninterrupted(func() error { return unix.Fstatat(dir, name, &st, flags) }); err != nil {
		return state{}, &fs.PathError{Op: "look at", Path: name, Err: err}
	}
	return state{
		dev: uint64(st.Dev), ino: st.Ino, size: st.Size, mode: uint32(st.Mode), links: uint32(st.Nlink),
		mtime: unix.TimespecToNsec(st.Mtim), ctime: unix.TimespecToNsec(st.Ctim),
	}, nil
}

// uninterrupted calls the system until no signal comes between.
func uninterrupted(call func() error) error {
	for {
		if err := call(); err != unix.EINTR {
			return err
		}
	}
}

func (s state) isRegular() bool { return s.mode&unix.S_IFMT == unix.S_IFREG }

// sameBytes reports whether a file that was linked elsewhere in between is the
// one of before: that touches its inode and nothing else.
func (s state) sameBytes(o state) bool {
	return s.dev == o.dev && s.ino == o.ino && s.size == o.size && s.mtime == o.mtime && s.mode == o.mode
}

// tick is how far apart two changes are that a file system tells apart: of a
// clock that stands still between two interrupts, and of one of whole seconds.
const (
	tick       = 20 * time.Millisecond
	coarseTick = 2 * time.Second
)

// settled reports whether a file changed long enough before a moment, so that
// whoever writes to it after that moment gives it another time.
func (s state) settled(moment time.Time) bool {
	least := tick
	if s.mtime%int64(time.Second) == 0 && s.ctime%int64(time.Second) == 0 {
		least = coarseTick
	}
	return max(s.mtime, s.ctime)+int64(least) < moment.UnixNano()
}

// seen is a file with the digest of its bytes.
type seen struct {
	name  string
	state state
	sum   [sha256.Size]byte
	sure  bool // as long as the state stays, so does the digest
}

// look finds the digest of a file, without reading it where it is as it was.
// began is a moment before the file is looked at.
func look(dir int, name string, follow bool, known *seen, began time.Time) (seen, error) {
	now, err := stateAt(dir, name, follow)
	if err != nil {
		return seen{}, err
	}
	if known != nil && known.sure && known.state == now {
		return *known, nil
	}
	s := seen{name: name, state: now, sure: now.settled(began)}
	if !now.isRegular() {
		return s, &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("it is no file")}
	}
	s.sum, err = fileSum(dir, name, follow)
	return s, err
}

func fileSum(dir int, name string, follow bool) (sum [sha256.Size]byte, err error) {
	f, err := openFile(dir, name, follow)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return sum, err
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

// chunk is how many files one goroutine takes at a time.
const chunk = 64

// each calls f for 0 to n-1 on several goroutines, until one of the calls fails.
func each(n int, f func(i int) error) error {
	var next atomic.Int64
	var first error
	var once sync.Once
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n/chunk+1) {
		wg.Go(func() {
			for {
				from := int(next.Add(chunk)) - chunk
				for i := from; i < min(from+chunk, n); i++ {
					if err := f(i); err != nil {
						once.Do(func() { first = err })
						next.Store(int64(n)) // the others stop at their chunk's end
						return
					}
				}
				if from >= n {
					return
				}
			}
		})
	}
	wg.Wait()
	return first
}
