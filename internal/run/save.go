package run

import (
	"os"
	"path/filepath"
)

// SaveFile writes a file whole or not at all, for a plan that is to be reviewed.
func SaveFile(path string, data []byte) error {
	dir, name := filepath.Split(path)
	root, err := os.OpenRoot(filepath.Clean(dir))
	if err != nil {
		return Fail(ExitUsage, "write the file: %w", err)
	}
	defer root.Close()
	draft := "." + name + ".new"
	if err := writeFile(root, draft, data); err != nil {
		return Fail(ExitUsage, "write %s: %w", path, err)
	}
	if err := root.Rename(draft, name); err != nil {
		return Fail(ExitUsage, "write %s: %w", path, err)
	}
	return syncDir(root, ".")
}
