package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// pagefind indexes the pages that upgraph makes of the guides.
func pagefind(bin string) peer {
	return peer{
		name: "pagefind",
		prepare: func(guides, dir string) error {
			if err := os.RemoveAll(dir); err != nil {
				return fmt.Errorf("remove the pages before: %w", err)
			}
			build := exec.Command(filepath.Join(bin, "upgraph"), "build", "--content", guides, "--out", dir, "--only", "pages,assets")
			if said, err := build.CombinedOutput(); err != nil {
				return fmt.Errorf("make pages to index: %w\n%s", err, said)
			}
			return nil
		},
		command: func(dir, out string) []string {
			return []string{pagefindProgram(bin), "--site", dir, "--output-path", out, "--root-selector", "main", "--quiet"}
		},
	}
}

func pagefindProgram(bin string) string {
	return filepath.Join(bin, "peers", "node_modules", ".bin", "pagefind")
}

// upgraphSearch makes the index alone, from the guides.
func upgraphSearch(bin string) peer {
	return peer{name: "search", prepare: linked, command: func(dir, out string) []string {
		return []string{filepath.Join(bin, "upgraph"), "build", "--content", dir, "--out", out, "--only", "search"}
	}}
}
