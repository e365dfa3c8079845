package bench

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestGuidesHangOnSeedAndPlaceOnly(t *testing.T) {
	few, many := map[string][]byte{}, map[string][]byte{}
	for g := range Guides(20, 7) {
		few[g.Path] = g.Text
	}
	for g := range Guides(60, 7) {
		many[g.Path] = g.Text
	}
	if len(few) != 23 || len(many) != 63 {
		t.Fatalf("%d and %d files, want 3 more than releases", len(few), len(many))
	}
	for path, text := range few {
		if !bytes.Equal(text, many[path]) {
			t.Errorf("%s is another text among more guides", path)
		}
	}
	for g := range Guides(20, 8) {
		if g.Version != "" && bytes.Equal(g.Text, few[g.Path]) {
			t.Errorf("%s is the same with another seed", g.Path)
		}
	}
}

func TestVersionsAreDistinct(t *testing.T) {
	seen := map[string]bool{}
	for i := range 10000 {
		v := versionAt(i)
		if seen[v] {
			t.Fatalf("release %d is %s again", i, v)
		}
		seen[v] = true
	}
}

func TestGuidesHoldWhatRealOnesHold(t *testing.T) {
	var all bytes.Buffer
	n := 200
	for g := range Guides(n, 1) {
		all.Write(g.Text)
	}
	for _, mark := range []string{"```bash", "```yaml", "```sql", "```go", "> **Note:**", "> **Warning:**", "aliases: [", "| --- |", "- Breaking:", "2. Run `"} {
		if got := bytes.Count(all.Bytes(), []byte(mark)); got < 10 {
			t.Errorf("%q comes %d times in %d guides", mark, got, n)
		}
	}
}

func TestWriteWritesWhatFSHolds(t *testing.T) {
	dir := t.TempDir()
	if err := Write(dir, 5, 1); err != nil {
		t.Fatal(err)
	}
	want := FS(5, 1)
	n := 0
	err := fs.WalkDir(want, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		n++
		text, err := fs.ReadFile(want, p)
		if err != nil {
			return err
		}
		got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(p)))
		if err == nil && !bytes.Equal(got, text) {
			t.Errorf("%s differs", p)
		}
		return err
	})
	if err != nil || n != 8 {
		t.Errorf("%d files, %v", n, err)
	}
}
