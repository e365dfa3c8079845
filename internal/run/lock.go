package run

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"

	"upgraph/internal/term"
)

// Lock is the lock of a cluster. The kernel releases it when its holder ends,
// however it ends, so a killed runner blocks nobody. The lock that scripts take
// is held together with it.
type Lock struct {
	file  *os.File
	place *Place
}

// Lock takes the lock of the cluster or fails with [ExitLocked] at once.
func (p *Place) Lock(env *Env) (*Lock, error) {
	f, err := p.disk.create(p.root, lockName, os.O_RDWR)
	if err != nil {
		return nil, stateError("open the lock", err)
	}
	err = takeLock(f)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		who, _ := io.ReadAll(io.LimitReader(f, 200)) // only for the message
		f.Close()
		return nil, lockedError(p, strings.TrimSpace(string(who)))
	}
	if err != nil {
		f.Close()
		return nil, stateError("take the lock", err)
	}
	if err := p.lockScripts(); err != nil {
		f.Close()
		return nil, err
	}
	// The lock holds without this text: it is for the person who meets it.
	if f.Truncate(0) == nil {
		_, _ = fmt.Fprintf(f, "process %d since %s\n", os.Getpid(), env.Now().UTC().Format("2006-01-02 15:04:05Z"))
	}
	return &Lock{f, p}, nil
}

// Held reports who holds the lock of the cluster; empty when nobody does.
func (p *Place) Held() string {
	f, err := p.root.Open(lockName)
	if err != nil {
		return p.heldByScript()
	}
	defer f.Close()
	if !isLocked(f) {
		return p.heldByScript()
	}
	who, _ := io.ReadAll(io.LimitReader(f, 200)) // only for the message
	return "by " + term.Printable(strings.TrimSpace(string(who)))
}

func (p *Place) heldByScript() string {
	if who := p.scriptHolder(); who != "" {
		return "by " + term.Printable(who)
	}
	return ""
}

func lockedError(p *Place, who string) *Error {
	if who == "" {
		who = "another process"
	}
	return Fail(ExitLocked, "another run works on cluster %q of %s: %s", p.Cluster, p.Product, term.Printable(who)).
		Hinted("see where it stands with `status`; if you mean another cluster, name it with --cluster")
}

// Release gives the lock back.
func (l *Lock) Release() {
	if l != nil {
		l.place.unlockScripts()
		l.file.Close()
	}
}

// flock retries when a signal interrupts it.
func flock(f *os.File, how int) error {
	for {
		err := syscall.Flock(int(f.Fd()), how)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// takeLock takes an exclusive lock without waiting for another run. It tries for
// a moment, because who only looks whether a lock is held has to touch it.
func takeLock(f *os.File) error {
	const tries, pause = 6, 15 * time.Millisecond
	for range tries - 1 {
		err := flock(f, syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return err
		}
		time.Sleep(pause)
	}
	return flock(f, syscall.LOCK_EX|syscall.LOCK_NB)
}

// isLocked reports whether another open file holds a lock.
func isLocked(f *os.File) bool {
	err := flock(f, syscall.LOCK_SH|syscall.LOCK_NB)
	if err == nil {
		_ = flock(f, syscall.LOCK_UN) // closing the file would do the same
	}
	return errors.Is(err, syscall.EWOULDBLOCK)
}
