package build

import (
	"os"
	"syscall"
)

// swapInTwo exchanges two folders by renames, for file systems that cannot do
// it in one. If the second rename fails the first is taken back.
func swapInTwo(parent *os.Root, from, to string) error {
	aside := from + ".old"
	if err := parent.Rename(to, aside); err != nil {
		return err
	}
	if err := parent.Rename(from, to); err != nil {
		_ = parent.Rename(aside, to)
		return err
	}
	return parent.Rename(aside, from)
}

// lockFile takes the lock of an open file or folder and fails at once when
// somebody else holds it. The system lets go of it when the process ends.
func lockFile(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}

// waitLock takes the lock of an open file or folder when it is free.
func waitLock(f *os.File) error {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
		if err != syscall.EINTR {
			return err
		}
	}
}
