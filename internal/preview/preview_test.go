package preview

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func newSite(t *testing.T, files map[string]string) http.Handler {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return Handler(dir)
}

func TestServe(t *testing.T) {
	h := newSite(t, map[string]string{
		"index.html":    "home",
		"404.html":      "lost",
		"dm/index.html": "product",
		"a/site.css":    "body{}",
		".upgraph":      "list",
		"_headers":      "/*\n  X-All: yes\n  Cache-Control: short\n/a/*\n  Cache-Control: long\n",
		"_redirects": "# picker\n/dm/upgrade/ from=:from to=:to /dm/upgrade/:from/:to/ 302\n/old/ /dm/\n" +
			"/dm/upgrade/v1+b/* /dm/upgrade/v1~2Bb/:splat 302\n/dm/upgrade/:from/v1+b/ /dm/upgrade/:from/v1~2Bb/ 302\n/dm/upgrade/* /dm/upgrade/404.html 404\n",
		"dm/upgrade/404.html": "no way",
		"dm/upgrade/x.md":     "text",
	})
	cases := []struct {
		url    string
		status int
		header string // "Name: value"
		body   string
	}{
		{"/", 200, "X-All: yes", "home"},
		{"/dm/", 200, "Cache-Control: short", "product"},
		{"/dm", 301, "Location: /dm/", ""},
		{"/a/site.css", 200, "Cache-Control: long", "body{}"},
		{"/nowhere", 404, "Content-Type: text/html; charset=utf-8", "lost"},
		{"/../../etc/passwd", 404, "X-All: yes", "lost"},
		{"/_headers", 404, "X-All: yes", "lost"},
		{"/.upgraph", 404, "X-All: yes", "lost"},
		{"/dm/upgrade/?from=v1&to=v2", 302, "Location: /dm/upgrade/v1/v2/", ""},
		{"/dm/upgrade/?from=v1&to=..", 404, "X-All: yes", "no way"},
		{"/dm/upgrade/?from=a/b&to=v2", 404, "X-All: yes", "no way"},
		{"/dm/upgrade/?from=1.0+GA&to=v2", 302, "Location: /dm/upgrade/1.0%20GA/v2/", ""},
		{"/dm/upgrade/?from=v1", 404, "X-All: yes", "no way"},
		{"/old/", 301, "Location: /dm/", ""},
		{"/dm/upgrade/?from=v1%2Bb&to=v2", 302, "Location: /dm/upgrade/v1+b/v2/", ""},
		{"/dm/upgrade/v1+b/v2/", 302, "Location: /dm/upgrade/v1~2Bb/v2/", ""},
		{"/dm/upgrade/v0/v1+b/", 302, "Location: /dm/upgrade/v0/v1~2Bb/", ""},
		{"/dm/upgrade/v0/v9/", 404, "X-All: yes", "no way"}, // the nearest page says so
		{"/dm/v0/", 404, "X-All: yes", "lost"},
	}
	for _, c := range cases {
		t.Run(c.url, func(t *testing.T) {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest("GET", c.url, nil))
			name, value, _ := strings.Cut(c.header, ": ")
			if w.Code != c.status || w.Header().Get(name) != value {
				t.Errorf("got %d with %s %q, want %d with %q", w.Code, name, w.Header().Get(name), c.status, value)
			}
			if c.body != "" && w.Body.String() != c.body {
				t.Errorf("got body %q, want %q", w.Body, c.body)
			}
		})
	}
}

func TestServeRefusesOtherMethods(t *testing.T) {
	w := httptest.NewRecorder()
	newSite(t, map[string]string{"index.html": "home"}).ServeHTTP(w, httptest.NewRequest("POST", "/", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("got %d, want 405", w.Code)
	}
}

// A build exchanges the folder under a server that is running.
func TestServeFollowsAnExchange(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	h := Handler(dir)
	get := func() string {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
		return w.Body.String()
	}
	for _, text := range []string{"one", "two"} {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if got := get(); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
}
