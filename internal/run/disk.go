package run

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// disk is how records are written. Its zero value writes; in tests fault is
// asked before each change what is to go wrong with it.
type disk struct {
	fault func(op string) error
}

// errShort is the fault of a write that is cut off in the middle.
var errShort = errors.New("short write")

func (d disk) may(op string) error {
	if d.fault == nil {
		return nil
	}
	return d.fault(op)
}

// writeAt writes data at a place of an open file.
func (d disk) writeAt(f *os.File, data []byte, at int64) error {
	if err := d.may("write"); err != nil {
		if errors.Is(err, errShort) {
			_, _ = f.WriteAt(data[:len(data)/2], at) // the rest is what goes wrong
			return io.ErrShortWrite
		}
		return err
	}
	_, err := f.WriteAt(data, at)
	return err
}

func (d disk) sync(f *os.File) error {
	if err := d.may("fsync"); err != nil {
		return err
	}
	return f.Sync()
}

func (d disk) truncate(f *os.File, size int64) error {
	if err := d.may("truncate"); err != nil {
		return err
	}
	return f.Truncate(size)
}

// create opens a file for writing, and makes it where it is not there.
func (d disk) create(root *os.Root, name string, flag int) (*os.File, error) {
	if err := d.may("create"); err != nil {
		return nil, err
	}
	return root.OpenFile(name, flag|os.O_CREATE, 0o600)
}

func (d disk) mkdir(root *os.Root, name string) error {
	if err := d.may("mkdir"); err != nil {
		return err
	}
	return root.Mkdir(name, 0o700)
}

func (d disk) rename(root *os.Root, from, to string) error {
	if err := d.may("rename"); err != nil {
		return err
	}
	return root.Rename(from, to)
}

func (d disk) link(root *os.Root, from, to string) error {
	if err := d.may("link"); err != nil {
		return err
	}
	return root.Link(from, to)
}

func (d disk) symlink(root *os.Root, text, name string) error {
	if err := d.may("symlink"); err != nil {
		return err
	}
	return root.Symlink(text, name)
}

func (d disk) remove(root *os.Root, name string) error {
	if err := d.may("remove"); err != nil {
		return err
	}
	return root.Remove(name)
}

// reserve gives an open file room for n bytes behind its end.
func (d disk) reserve(f *os.File, size, n int64) error {
	if err := d.may("reserve"); err != nil {
		return err
	}
	return preallocate(f, size, n)
}

// syncDir makes names that were created, renamed or removed in a directory
// durable.
func (d disk) syncDir(root *os.Root, name string) error {
	f, err := root.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	err = d.sync(f)
	if errors.Is(err, syscall.EINVAL) {
		return nil // a file system that cannot sync directories does it by itself
	}
	return err
}

// writeFile writes a new file of mode 0600 and returns when its content is on
// the disk. Its name is durable after syncDir.
func (d disk) writeFile(root *os.Root, name string, data []byte) error {
	f, err := d.create(root, name, os.O_WRONLY|os.O_TRUNC)
	if err != nil {
		return err
	}
	err = d.writeAt(f, data, 0)
	if err == nil {
		err = d.sync(f)
	}
	return errors.Join(err, f.Close())
}

// reserveFile creates a file with space for what is written into it later.
func (d disk) reserveFile(root *os.Root, name string, size int) error {
	return d.writeFile(root, name, make([]byte, size))
}

// fillReserved writes data into a reserved file and cuts it to length.
func (d disk) fillReserved(root *os.Root, name string, data []byte) error {
	f, err := d.create(root, name, os.O_WRONLY)
	if err != nil {
		return err
	}
	err = d.writeAt(f, data, 0)
	if err == nil {
		err = d.truncate(f, int64(len(data)))
	}
	if err == nil {
		err = d.sync(f)
	}
	return errors.Join(err, f.Close())
}
