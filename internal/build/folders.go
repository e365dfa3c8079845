package build

import (
	"fmt"
	"os"
	"path/filepath"

	"upgraph/internal/config"
)

// Scratch makes a temporary folder and returns where in it a site may be
// written, and what removes it again.
func Scratch() (out string, remove func(), err error) {
	temp, err := os.MkdirTemp("", "upgraph-")
	if err != nil {
		return "", nil, fmt.Errorf("make a temporary folder: %w", err)
	}
	return filepath.Join(temp, "site"), func() { _ = os.RemoveAll(temp) }, nil
}

// WriteLock records the approvals of a product in the content folder at dir.
func WriteLock(dir string, p *Product, lock *config.Lock) error {
	return inside(dir, func(root *os.Root) error { return config.WriteLock(root, p.Dir, lock) })
}

// WriteAnchors records permalinks in a folder of the content folder at dir.
func WriteAnchors(dir string, l Locked, urls []string) error {
	return inside(dir, func(root *os.Root) error { return config.WriteAnchors(root, l.Dir, urls) })
}

// inside opens the content folder at dir for writing.
func inside(dir string, write func(*os.Root) error) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open content folder: %w", err)
	}
	defer root.Close()
	return write(root)
}
