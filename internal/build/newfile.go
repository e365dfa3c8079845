package build

import (
	"errors"
	"fmt"
	"os"
)

// NewFolder makes a folder, and those above it, where it is not there.
func NewFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	return nil
}

// NewFile writes a file that must not be there yet, such as a key: nothing is
// ever overwritten. A file that could not be written whole is removed again.
func NewFile(name string, content []byte, mode os.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fmt.Errorf("create a file: %w", err)
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", name, errors.Join(err, os.Remove(name)))
	}
	return nil
}
