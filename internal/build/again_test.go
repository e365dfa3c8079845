package build

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAgainIsLoad writes guides one after the other, takes each alone, and holds
// every file of the site that a preview shows against one of which everything was
// read.
func TestAgainIsLoad(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	opt := Options{Name: "content", Generator: "test", Readings: NewReadings()}
	content := Load(os.DirFS(dir), opt)
	for _, c := range []struct{ name, file, old, now string }{
		{"a change", "dm/en/v1.0.4.md", "\n- ", "\n- Say more about everything\n- "},
		{"a step", "dm/en/v1.0.5.md", "`ansible-playbook ", "`ansible-playbook -v "},
		{"a translation", "dm/zh/v1.0.4.md", "\n- ", "\n- 多说一点\n- "},
		{"the newest", "upgraph/en/v0.2.0.md", "\n- ", "\n- Say more\n- "},
	} {
		name := filepath.Join(dir, filepath.FromSlash(c.file))
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		now := strings.Replace(string(text), c.old, c.now, 1)
		if now == string(text) {
			t.Fatalf("%s: %s has no %q", c.name, c.file, c.old)
		}
		put(t, name, now)
		again, ok := content.Again([]string{c.file}, opt.Readings)
		if !ok {
			t.Errorf("%s: everything is to be read", c.name)
			continue
		}
		content = again
	}
	same(t, content, Load(os.DirFS(dir), Options{Name: "content", Generator: "test"}))
}

// same holds every file of what two contents make against each other.
func same(t *testing.T, got, want *Content) {
	t.Helper()
	opt := SiteOptions{Generator: "test", BaseURL: "http://127.0.0.1:1313/"}
	ours, err := got.Live(opt, memory)
	if err != nil {
		t.Fatal(err)
	}
	all, err := want.Live(opt, memory)
	if err != nil {
		t.Fatal(err)
	}
	if err := all.Check(); err != nil {
		t.Fatal(err)
	}
	paths := all.done.Paths("")
	if len(paths) < 100 {
		t.Fatalf("the site has only %d files", len(paths))
	}
	for _, p := range paths {
		a, err := fs.ReadFile(ours, p)
		if err != nil {
			t.Error(err)
		}
		if b, err := fs.ReadFile(all, p); err != nil || string(a) != string(b) {
			t.Errorf("%s differs, %v", p, err)
		}
	}
}

// TestAgainLeavesTheRestToLoad names what is not to be taken alone.
func TestAgainLeavesTheRestToLoad(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	content := Load(os.DirFS(dir), Options{Name: "content", Generator: "test"})
	for _, c := range []struct{ file, text string }{
		{"site.yaml", "title: Other\n"},
		{"dm/product.yaml", "id: dm\n"},
		{"dm/steps.lock", ""},
		{"dm/en/new.md", "# New\n"},
		{"dm/en/_index.md", "---\ntitle: Other\n---\n\nText\n"},
		{"dm/en/v1.0.4.md", "---\ntitle: Upgrade\nversion: v1.0.4\nversion: v1.0.4\n---\n"},
		{"dm/en/v1.0.4.md", "---\ntitle: Upgrade\nversion: v1.0.9\n---\n\n## Changes\n\n- Fix\n"},
		{"dm/en/v1.0.4.md", ""},
	} {
		put(t, filepath.Join(dir, filepath.FromSlash(c.file)), c.text)
		if _, ok := content.Again([]string{c.file}, NewReadings()); ok {
			t.Errorf("%s with %q was taken alone", c.file, c.text)
		}
	}
	if err := os.Remove(filepath.Join(dir, "dm", "en", "v1.0.3.md")); err != nil {
		t.Fatal(err)
	}
	for _, files := range [][]string{nil, {"dm/en/v1.0.3.md"}, {"dm/en"}} {
		if _, ok := content.Again(files, NewReadings()); ok {
			t.Errorf("%q was taken alone", files)
		}
	}
}
