package run

import (
	"fmt"
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
	draft := fmt.Sprintf(".%s.%d.new", name, os.Getpid())
	var d disk
	err = d.writeFile(root, draft, data)
	if err == nil {
		err = d.rename(root, draft, name)
	}
	if err != nil {
		_ = root.Remove(draft) // as far as it came
		return Fail(ExitUsage, "write %s: %w", path, err)
	}
	return d.syncDir(root, ".")
}
