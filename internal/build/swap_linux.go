package build

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// swap puts folder from in the place of folder to, in one step where the file
// system can; the former to is then called from.
func swap(parent *os.Root, from, to string, exists bool) error {
	if !exists {
		return parent.Rename(from, to)
	}
	dir, err := parent.Open(".")
	if err != nil {
		return err
	}
	defer dir.Close()
	fd := int(dir.Fd())
	err = unix.Renameat2(fd, from, fd, to, unix.RENAME_EXCHANGE)
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) {
		return swapInTwo(parent, from, to)
	}
	return err
}
