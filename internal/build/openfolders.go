package build

import (
	"container/list"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"sync"

	"golang.org/x/sys/unix"
)

// mostOpen is how many folders of a tree stay open although nobody uses them now.
const mostOpen = 64

// folders are the folders of a tree, each opened once for all files that are
// written into it one after the other. Every one is opened below the one that it
// is in and by its own name, never through a link, and so is every file: nothing
// leads out of the tree.
type folders struct {
	root  int  // of the tree
	makes bool // folders that are not there

	mu   sync.Mutex
	open map[string]*handle
	idle *list.List // of those that nobody uses, used last first
}

// handle is a folder that is open while it has users, and a while after.
type handle struct {
	name  string
	ready sync.Once
	fd    int
	err   error
	users int
	idle  *list.Element // nil while it has users
}

// openTree opens the tree at a folder of another one.
func openTree(parent int, name string, makes bool) (*folders, error) {
	fd, err := openDir(parent, name)
	if err != nil {
		return nil, err
	}
	return &folders{root: fd, makes: makes, open: map[string]*handle{}, idle: list.New()}, nil
}

func openDir(parent int, name string) (fd int, err error) {
	err = uninterrupted(func() (err error) {
		fd, err = unix.Openat(parent, name, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
		return err
	})
	if err != nil {
		return -1, &fs.PathError{Op: "open folder", Path: name, Err: err}
	}
	return fd, nil
}

// with calls f with the folder that a file is in, and the name of the file there.
func (t *folders) with(file string, f func(dir int, base string) error) error {
	dir, base := path.Split(file)
	if dir == "" {
		return f(t.root, base)
	}
	d := t.get(dir[:len(dir)-1])
	defer t.put(d)
	if d.err != nil {
		return d.err
	}
	return f(d.fd, base)
}

// get takes a folder into use.
func (t *folders) get(dir string) *handle {
	t.mu.Lock()
	d := t.open[dir]
	if d == nil {
		d = &handle{name: dir, fd: -1}
		t.open[dir] = d
	}
	if d.idle != nil {
		t.idle.Remove(d.idle)
		d.idle = nil
	}
	d.users++
	t.mu.Unlock()
	d.ready.Do(func() {
		d.err = t.with(dir, func(parent int, base string) (err error) {
			if t.makes {
				err = uninterrupted(func() error { return unix.Mkdirat(parent, base, 0o755) })
				if err != nil && !errors.Is(err, fs.ErrExist) {
					return &fs.PathError{Op: "make folder", Path: dir, Err: err}
				}
			}
			d.fd, err = openDir(parent, base)
			return err
		})
	})
	return d
}

// put says that a folder is no longer used, and closes the one that was not used
// longest where there are too many.
func (t *folders) put(d *handle) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if d.users--; d.users > 0 {
		return
	}
	d.idle = t.idle.PushFront(d)
	if t.idle.Len() > mostOpen {
		t.drop(t.idle.Back().Value.(*handle))
	}
}

func (t *folders) drop(d *handle) {
	t.idle.Remove(d.idle)
	delete(t.open, d.name)
	if d.fd >= 0 {
		_ = unix.Close(d.fd)
	}
}

// close closes every folder. Nobody may use one.
func (t *folders) close() {
	if t == nil {
		return
	}
	for t.idle.Len() > 0 {
		t.drop(t.idle.Back().Value.(*handle))
	}
	_ = unix.Close(t.root)
}

// create writes a new file. It never writes into one that is there: that might be
// a link to one of the site before.
func create(dir int, name string, content []byte, mode uint32) error {
	fd := -1
	err := uninterrupted(func() (err error) {
		fd, err = unix.Openat(dir, name, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL|unix.O_NOFOLLOW|unix.O_CLOEXEC, mode)
		return err
	})
	if err != nil {
		return err
	}
	for len(content) > 0 {
		n := 0
		if err = uninterrupted(func() (err error) { n, err = unix.Write(fd, content); return err }); err != nil {
			break
		}
		if n == 0 {
			err = io.ErrUnexpectedEOF
			break
		}
		content = content[n:]
	}
	return errors.Join(err, unix.Close(fd))
}

// openFile opens a file to read it.
func openFile(dir int, name string, follow bool) (*os.File, error) {
	flags := unix.O_NOFOLLOW
	if follow {
		flags = 0
	}
	fd, err := openToRead(dir, name, flags)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return os.NewFile(uintptr(fd), name), nil
}

func openToRead(dir int, name string, flags int) (fd int, err error) {
	err = uninterrupted(func() (err error) {
		fd, err = unix.Openat(dir, name, unix.O_RDONLY|unix.O_CLOEXEC|flags, 0)
		return err
	})
	return fd, err
}

// walk calls f for each entry of the tree that is no folder, with the folder that
// it is in and its name from the root, for several at a time.
func (t *folders) walk(f func(dir int, name string) error) error { return walk(t.root, ".", "", f) }

func walk(parent int, name, prefix string, f func(dir int, name string) error) error {
	return entries(parent, name, func(dir int, e fs.DirEntry) error {
		if e.IsDir() {
			return walk(dir, e.Name(), prefix+e.Name()+"/", f)
		}
		return f(dir, prefix+e.Name())
	})
}

// removeTree removes a folder and all that is in it. What cannot be removed stays,
// with others.
func removeTree(parent int, name string) error {
	err := entries(parent, name, func(dir int, e fs.DirEntry) error {
		if e.IsDir() {
			return removeTree(dir, e.Name())
		}
		return unlink(dir, e.Name(), 0)
	})
	if err != nil {
		return err
	}
	return unlink(parent, name, unix.AT_REMOVEDIR)
}

func unlink(dir int, name string, flags int) error {
	return uninterrupted(func() error { return unix.Unlinkat(dir, name, flags) })
}

// entries calls f for each entry of a folder, for several at a time where there are
// many.
func entries(parent int, name string, f func(dir int, e fs.DirEntry) error) error {
	fd, err := openDir(parent, name)
	if err != nil {
		return err
	}
	dir := os.NewFile(uintptr(fd), name)
	defer dir.Close()
	all, err := dir.ReadDir(-1)
	if err != nil {
		return err
	}
	return each(len(all), func(i int) error { return f(fd, all[i]) })
}
