package main

import (
	"bytes"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"upgraph/internal/build"
	"upgraph/internal/preview"
)

// A template that fails while a page is made is named on that page and, once, on
// the terminal; other pages are as they are.
func TestBrokenTemplateIsNamed(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"site.yaml":         "theme: look\n",
		"look/release.tmpl": "{{define \"main\"}}\n<p>{{.Main.Nothing}}</p>\n{{end}}\n",
		"p/v1.0.0.md":       strings.ReplaceAll(cachedGuide, "%s", "v1.0.0"),
	} {
		site{t, dir}.put(name, text)
	}
	var said bytes.Buffer
	root := newRoot()
	root.SetErr(&said)
	content := build.Load(os.DirFS(dir), build.Options{Generator: "test"})
	live, err := content.Live(build.SiteOptions{Generator: "test"}, preview.NewFile)
	if err != nil {
		t.Fatal(err)
	}
	server := preview.NewLive()
	s := &screen{cmd: root, live: server}
	server.Show(s.explain(live, content), nil)
	get := func(page string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, httptest.NewRequest("GET", page, nil))
		return w
	}
	const at = "look/release.tmpl:2:"
	for range 2 {
		w := get("/p/releases/v1.0.0/")
		for _, want := range []string{at, "UG407", "Nothing", "&lt;p&gt;{{.Main.Nothing}}&lt;/p&gt;", "live.js", "hint"} {
			if w.Code != 500 || !strings.Contains(w.Body.String(), want) {
				t.Errorf("%d, and the page has no %q:\n%s", w.Code, want, w.Body)
			}
		}
	}
	if strings.Count(said.String(), at) != 1 {
		t.Errorf("the terminal is not told once: %s", &said)
	}
	if w := get("/p/changelog/"); w.Code != 200 {
		t.Errorf("another page gives %d", w.Code)
	}
	if w := get("/nowhere/"); w.Code != 404 {
		t.Errorf("a page that is not there gives %d", w.Code)
	}
}
