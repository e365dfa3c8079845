package build

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// A tree is removed whole, however much a folder of it holds, and nothing behind a
// link out of it.
func TestRemoveTreeStaysInTheTree(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "mine", "kept.txt")
	for i := range 3 * chunk {
		sub := filepath.Join(dir, "site", "many", fmt.Sprint(i))
		if err := os.MkdirAll(sub, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(sub, "index.html"), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := NewFolder(filepath.Dir(mine)); err != nil {
		t.Fatal(err)
	}
	if err := NewFile(mine, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Dir(mine), filepath.Join(dir, "site", "link")); err != nil {
		t.Fatal(err)
	}
	parent, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer parent.Close()
	if err := removeTree(int(parent.Fd()), "site"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(filepath.Join(dir, "site")); !os.IsNotExist(err) {
		t.Errorf("the tree is still there: %v", err)
	}
	if _, err := os.Stat(mine); err != nil {
		t.Error(err)
	}
}
