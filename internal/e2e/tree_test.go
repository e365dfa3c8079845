package e2e

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"testing"
)

// tree is a folder as it stands on the disk: for each file, by its path, its
// mode and the digest of its content. A folder that is not there is an empty
// tree.
type tree map[string]string

func readTree(t *testing.T, dir string) tree {
	t.Helper()
	all := tree{}
	fsys := os.DirFS(dir)
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		content, err := fs.ReadFile(fsys, p)
		all[p] = fmt.Sprintf("%v %x", info.Mode(), sha256.Sum256(content))
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return all
}

// differences names the files in which two trees differ.
func differences(a, b tree) []string {
	var names []string
	for p := range a {
		switch other, ok := b[p]; {
		case !ok:
			names = append(names, "gone: "+p)
		case other != a[p]:
			names = append(names, "changed: "+p)
		}
	}
	for p := range b {
		if _, ok := a[p]; !ok {
			names = append(names, "new: "+p)
		}
	}
	return slices.Sorted(slices.Values(names))
}

// under gives the part of a tree below a folder.
func (tr tree) under(folder string) tree {
	part := maps.Clone(tr)
	maps.DeleteFunc(part, func(p, _ string) bool { return len(p) <= len(folder) || p[:len(folder)+1] != folder+"/" })
	return part
}
