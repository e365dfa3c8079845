package build

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

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

// TestReadingsChangeNothing reads a folder again and again with what was read before, after
// changes of every kind, and holds what it says against a reading without one.
func TestReadingsChangeNothing(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	readings := NewReadings()
	for _, c := range []struct{ name, file, text string }{
		{"nothing", "", ""},
		{"nothing again", "", ""},
		{"a guide", "dm/en/v1.0.5.md", "---\ntitle: Upgrade to v1.0.5\nversion: v1.0.5\n---\n\n## Changes\n\n- Fix words\n"},
		{"a setting of the product", "dm/product.yaml", "id: dm\ntitle: Other\ncomponents: [dmctl]\nparameters: [{id: cluster, placeholder: <cluster>, pattern: '[a-z]+'}]\n"},
		{"approvals", "dm/steps.lock", ""},
		{"languages", "site.yaml", "title: Other\nlanguages: [zh, en]\n"},
		{"a guide that is wrong", "dm/en/v1.0.4.md", "---\ntitle: A\ntitle: B\n---\n"},
		{"a new page", "dm/en/new.md", "# New\n\nText\n"},
	} {
		if c.file != "" {
			put(t, filepath.Join(dir, filepath.FromSlash(c.file)), c.text)
		}
		want := Load(os.DirFS(dir), Options{Name: "content", Generator: "test"})
		got := Load(os.DirFS(dir), Options{Name: "content", Generator: "test", Readings: readings})
		if diff := cmp.Diff(want.Diagnostics, got.Diagnostics); diff != "" {
			t.Errorf("after %s the findings differ (-want +got):\n%s", c.name, diff)
		}
		for i, p := range want.Products {
			if diff := cmp.Diff(p.Catalog, got.Products[i].Catalog); diff != "" {
				t.Errorf("after %s the catalog of %s differs (-want +got):\n%s", c.name, p.Dir, diff)
			}
		}
	}
}
