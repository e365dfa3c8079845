package build

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"upgraph/internal/emit"
)

// memory makes an open file of bytes.
func memory(name string, content []byte) fs.File {
	f, err := fstest.MapFS{"x": {Data: content}}.Open("x")
	if err != nil {
		panic(err) // it is there
	}
	return f
}

// TestLiveIsWhatBuildWrites opens every file of a site that is rendered as it is
// looked at, in an order of its own, and holds it against a build.
func TestLiveIsWhatBuildWrites(t *testing.T) {
	out := t.TempDir() + "/site"
	opt := SiteOptions{Generator: "test", BaseURL: "https://docs.example.org/x/"}
	done := emit.NewLedger()
	read := func() *Content {
		return Load(os.DirFS("../../content"), Options{Name: "content", Generator: "test"})
	}
	in, err := read().Compile(opt, done)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Write(t.Context(), Job{Out: out, Jobs: 0}, in, done); err != nil {
		t.Fatal(err)
	}
	live, err := read().Live(opt, memory)
	if err != nil {
		t.Fatal(err)
	}
	paths := done.Paths("")
	if len(paths) < 100 {
		t.Fatalf("the site has only %d files", len(paths))
	}
	for i := range paths {
		name := paths[len(paths)-1-i]
		want, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		got, err := fs.ReadFile(live, name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if string(got) != string(want) {
			t.Errorf("%s differs from what a build writes", name)
		}
	}
	if _, err := live.Open("dm/nothing/index.html"); err == nil {
		t.Error("a file that no build writes was opened")
	}
	if info, err := fs.Stat(live, "dm/releases"); err != nil || !info.IsDir() {
		t.Errorf("dm/releases is no folder: %v", err)
	}
}
