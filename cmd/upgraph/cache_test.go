package main

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// site is a content folder with a site that is built with a cache and one that
// is built without.
type site struct {
	t   *testing.T
	dir string
}

func (s site) path(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

func (s site) put(name, text string) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(s.path(name)), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(s.path(name), []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

func (s site) remove(name string) {
	s.t.Helper()
	if err := os.RemoveAll(s.path(name)); err != nil {
		s.t.Fatal(err)
	}
}

// build runs `upgraph build` and gives what it printed.
func (s site) build(out string, args ...string) string {
	s.t.Helper()
	var said bytes.Buffer
	root := newRoot()
	root.SetArgs(append([]string{"build", "--json", "--content", s.path("content"), "--out", s.path(out), "--cache", s.path("cache")}, args...))
	root.SetOut(&said)
	root.SetErr(&said)
	if err := root.Execute(); err != nil {
		s.t.Fatalf("%v\n%s", err, &said)
	}
	return said.String()
}

func (s site) tree(out string) map[string]string {
	s.t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(s.path(out)), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(os.DirFS(s.path(out)), p)
		files[p] = string(text)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return files
}

// forge writes other bytes into a file and sets its time back.
func (s site) forge(name, old, now string) {
	s.t.Helper()
	info, err := os.Stat(s.path(name))
	if err != nil {
		s.t.Fatal(err)
	}
	s.put(name, s.edited(name, old, now))
	if err := os.Chtimes(s.path(name), info.ModTime(), info.ModTime()); err != nil {
		s.t.Fatal(err)
	}
}

// replace puts a file of other bytes, but of the same time, into the place of one.
func (s site) replace(name, old, now string) {
	s.t.Helper()
	s.put("other", s.edited(name, old, now))
	info, err := os.Stat(s.path(name))
	if err == nil {
		err = os.Chtimes(s.path("other"), info.ModTime(), info.ModTime())
	}
	if err == nil {
		err = os.Rename(s.path("other"), s.path(name))
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// relink puts a link to a file of other bytes into the place of one.
func (s site) relink(name, old, now string) {
	s.t.Helper()
	target := "linked-" + filepath.Base(name)
	s.put(target, s.edited(name, old, now))
	s.remove(name)
	if err := os.Symlink(s.path(target), s.path(name)); err != nil {
		s.t.Fatal(err)
	}
}

func (s site) edited(name, old, now string) string {
	s.t.Helper()
	text, err := os.ReadFile(s.path(name))
	if err != nil {
		s.t.Fatal(err)
	}
	if !strings.Contains(string(text), old) || len(old) != len(now) {
		s.t.Fatalf("%s holds no %q that could become %q", name, old, now)
	}
	return strings.ReplaceAll(string(text), old, now)
}

func (s site) chmod(name string, mode os.FileMode) {
	s.t.Helper()
	if err := os.Chmod(s.path(name), mode); err != nil {
		s.t.Fatal(err)
	}
}

// garble changes one byte of what is remembered.
func (s site) garble() {
	s.t.Helper()
	for name, text := range s.tree("cache") {
		s.put("cache/"+name, text[:len(text)/2]+string(text[len(text)/2]^1)+text[len(text)/2+1:])
	}
}

func knew(said string) bool { return !strings.Contains(said, `"name": "read"`) }

const cachedGuide = "---\ntitle: %s\nversion: %s\n---\n\n## Changes\n\n- Add a thing\n"

// Whatever changes, a build with the cache gives the site that one without it
// gives; where nothing changes it has nothing to do.
func TestCacheIsNeverWrong(t *testing.T) {
	s := site{t, t.TempDir()}
	guide := func(v, more string) {
		s.put("content/p/"+v+".md", strings.NewReplacer("%s", v).Replace(cachedGuide)+more)
	}
	guide("v1.0.0", "")
	guide("v1.0.1", "\n## Upgrade\n\n1. Run `make all` to do it.\n")
	s.put("content/site.yaml", "title: One\n")
	s.put("content/static/x.txt", "x")
	s.put("content/look/_more.tmpl", "")
	s.put("tools/run", "binary")
	if knew(s.build("public")) {
		t.Error("the first build has something to do")
	}
	flags := []string{}
	for _, c := range []struct {
		name   string
		change func()
	}{
		{"a guide", func() { guide("v1.0.0", "- Fix another\n") }},
		{"one more guide", func() { guide("v1.0.2", "") }},
		{"one guide less", func() { s.remove("content/p/v1.0.2.md") }},
		{"a guide of another name", func() { guide("v1.0.3", "") }},
		{"the site's settings", func() { s.put("content/site.yaml", "title: Two\ntheme: look\n") }},
		{"a theme", func() { s.put("content/look/_own.tmpl", `{{define "own"}}x{{end}}`) }},
		{"its style", func() { s.put("content/look/assets/theme.css", "body { color: black }\n") }},
		{"the product's settings", func() { s.put("content/p/product.yaml", "id: p\ntitle: Product\n") }},
		{"the approvals", func() { s.put("content/p/steps.lock", "") }},
		{"a static file", func() { s.put("content/static/x.txt", "y") }},
		{"a flag", func() { flags = append(flags, "--base-url", "https://example.org/a/") }},
		{"another flag", func() { flags = append(flags, "--noindex") }},
		{"drafts", func() { flags = append(flags, "--drafts") }},
		{"an included folder", func() { flags = append(flags, "--include", "runner="+s.path("tools")) }},
		{"a file of it", func() { s.put("tools/run", "other") }},
		{"outputs", func() { flags = append(flags, "--only", "pages,assets") }},
		{"a page that is gone", func() { s.remove("public/p/index.html") }},
		{"a page that was written to", func() { s.put("public/p/index.html", "mine") }},
		{"a guide of the same size and time", func() { s.forge("content/p/v1.0.1.md", "make all", "make ALL") }},
		{"a guide in whose place another was put", func() { s.replace("content/p/v1.0.1.md", "make ALL", "make any") }},
		{"a guide that is a link now", func() { s.relink("content/p/v1.0.1.md", "make any", "make one") }},
		{"a file of the included folder that can be run", func() { s.chmod("tools/run", 0o755) }},
		{"a page of the same size and time", func() { s.forge("public/p/index.html", "<title>", "<TITLE>") }},
		{"a page in whose place another was put", func() { s.replace("public/p/index.html", "<title>", "<TITLE>") }},
		{"a page that only its owner reads", func() { s.chmod("public/p/index.html", 0o600) }},
		{"a page that is a link now", func() { s.relink("public/p/index.html", "<title>", "<title>") }},
		{"the list of files", func() { s.forge("public/.upgraph", "p/index.html", "p/index.htmm") }},
		{"a list that is gone", func() { s.remove("public/.upgraph"); s.remove("public") }},
		{"the cache itself", func() { s.remove("cache") }},
		{"a cache of other bytes", func() { s.garble() }},
		{"a broken cache", func() { s.remove("cache"); s.put("cache/sites", "no folder") }},
	} {
		c.change()
		if knew(s.build("public", flags...)) {
			t.Errorf("%s: the build took the site for the same", c.name)
		}
		s.remove("fresh")
		s.build("fresh", append([]string{"--no-cache"}, flags...)...)
		if got, want := s.tree("public"), s.tree("fresh"); !maps.Equal(got, want) {
			t.Errorf("%s: the site differs from a fresh one: %v and %v", c.name, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
		}
		if c.name != "a broken cache" && !knew(s.build("public", flags...)) {
			t.Errorf("%s: the same again was built again", c.name)
		}
	}
	s.remove("cache")
	s.build("public", flags...)
	if s.put("content/p/v1.0.0.md", s.edited("content/p/v1.0.0.md", "a", "a")); !knew(s.build("public", flags...)) {
		t.Error("a guide that was saved as it was is built again")
	}
	if s.put("public/p/index.html", s.edited("public/p/index.html", "a", "a")); !knew(s.build("public", flags...)) {
		t.Error("a page that was saved as it was is built again")
	}
	if knew(s.build("public", append([]string{"--no-cache"}, flags...)...)) {
		t.Error("--no-cache does not build")
	}
}
