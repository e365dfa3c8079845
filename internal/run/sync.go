package run

import (
	"errors"
	"os"
	"syscall"
)

// syncDir makes names that were created, renamed or removed in a directory
// durable.
func syncDir(root *os.Root, name string) error {
	d, err := root.Open(name)
	if err != nil {
		return err
	}
	defer d.Close()
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) {
		return nil // a file system that cannot sync directories does it by itself
	}
	return err
}

// writeFile writes a new file of mode 0600 and returns when its content is on
// the disk. Its name is durable after [syncDir].
func writeFile(root *os.Root, name string, data []byte) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// reserveFile creates a file with space for what is written into it later.
func reserveFile(root *os.Root, name string, size int) error {
	return writeFile(root, name, make([]byte, size))
}

// fillReserved writes data into a reserved file and cuts it to length.
func fillReserved(root *os.Root, name string, data []byte) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(data, 0)
	if err == nil {
		err = f.Truncate(int64(len(data)))
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
