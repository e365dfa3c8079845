package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"upgraph/internal/bench"
)

// linked lets the peer read the guides where they are.
func linked(guides, dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("remove what was there: %w", err)
	}
	abs, err := filepath.Abs(guides)
	if err != nil {
		return fmt.Errorf("find the guides: %w", err)
	}
	return os.Symlink(abs, dir)
}

// upgraphGuides makes what the yardstick makes, a page of each guide, with lists
// and the search: no paths, no comparisons.
func upgraphGuides(bin string) peer {
	return peer{name: "guides+search", prepare: linked, command: func(dir, out string) []string {
		return []string{filepath.Join(bin, "upgraph"), "build", "--content", dir, "--out", out, "--only", "pages,search,assets", "--pairs", "0"}
	}}
}

// upgraphPages makes all pages, those of pairs of releases too, and the search.
func upgraphPages(bin string) peer {
	return peer{name: "pages+search", prepare: linked, command: func(dir, out string) []string {
		return []string{filepath.Join(bin, "upgraph"), "build", "--content", dir, "--out", out, "--only", "pages,search,assets"}
	}}
}

// upgraphAll makes everything.
func upgraphAll(bin string) peer {
	return peer{name: "everything", prepare: linked, command: func(dir, out string) []string {
		return []string{filepath.Join(bin, "upgraph"), "build", "--content", dir, "--out", out}
	}}
}

// upgraphWarm makes everything again when nothing has changed.
func upgraphWarm(bin string) peer {
	p := upgraphAll(bin)
	p.name, p.warm = "unchanged", true
	return p
}

// upgraphChanged makes everything again when a guide in the middle has changed.
func upgraphChanged(bin string) peer {
	p := upgraphWarm(bin)
	p.name, p.prepare = "one guide changed", copied
	p.change = func(dir string, round int) error {
		guides, err := filepath.Glob(filepath.Join(dir, bench.Product, "en", "v*.md"))
		if err != nil || len(guides) == 0 {
			return fmt.Errorf("find a guide to change: %w", errors.Join(err, fs.ErrNotExist))
		}
		name := guides[len(guides)/2]
		text, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("change a guide: %w", err)
		}
		changed := bytes.Replace(text, []byte("\n- "), fmt.Appendf(nil, "\n- In turn %d: ", round), 1)
		if bytes.Equal(changed, text) {
			return fmt.Errorf("change a guide: %s tells of no change", name)
		}
		return put(name, changed)
	}
	return p
}

// copied gives the peer guides of its own.
func copied(guides, dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("remove what was there: %w", err)
	}
	return os.CopyFS(dir, os.DirFS(guides))
}
