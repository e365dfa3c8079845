package e2e

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// gateSite is a site that the gates look at, served under its own address and
// packed as hosts do.
type gateSite struct {
	name, dir, base string
	own             bool
	product         string   // whose pages are looked at; empty for the largest of any
	query           string   // that finds something
	plain           []string // addresses of plain pages
	content         func(t *testing.T) string
}

// gateSites are our own site, one of many made-up releases with every part that a
// plain page may have, one of another project's guide, one of a guide that is in
// Chinese alone, and one of guides that are hard on a layout.
var gateSites = []gateSite{
	{name: "own", own: true, product: "dm", query: "1.0.4", plain: []string{"/about/", "/upgrade-at-the-terminal/"}, content: func(*testing.T) string { return ownContent() }},
	{name: "300", query: "2.9.8", plain: []string{"/handbook/parts/"}, content: manyReleases},
	{name: "corpus", query: "middleware", content: func(t *testing.T) string { return corpus(t, "traefik") }},
	{name: "chinese", query: "1.0.4", content: chineseGuide},
	{name: "odd", query: "server", plain: []string{"/right/", "/hanonly/", "/one/", "/one/upgrade/", "/de/three/releases/v1.1.0/"}, content: oddContent},
}

// chineseGuide copies a guide that nobody translated.
func chineseGuide(t *testing.T) string {
	guide, err := os.ReadFile(filepath.Join(corpus(t, "docs-dm"), "zh", "upgrade-dm-1.0.md"))
	if err != nil {
		t.Fatal(err)
	}
	content := t.TempDir()
	write(t, filepath.Join(content, "dm", "upgrade-dm-1.0.md"), string(guide))
	return content
}

// manyReleases writes guides of 300 made-up releases and a plain page.
func manyReleases(t *testing.T) string {
	content := t.TempDir()
	if r := run(t, command(root(), nil, "go", "run", "./internal/bench/guides", "-n", "300", content)); r.code != 0 {
		t.Fatalf("write guides: %v", r)
	}
	write(t, filepath.Join(content, "handbook", "parts.md"), plainParts)
	return content
}

// plainParts is a plain page with every part that Markdown can give it.
const plainParts = `---
title: Every part of a page
description: A page with all that a plain page may hold.
tags: [layout, reference]
date: 2020-03-01
---

Some words with a note below[^1], ~~struck out~~, ` + "`code`" + ` and <https://example.org/>.

[^1]: The note, with a [link](#a-table).

## A table

| name | value | about |
|:-----|------:|:-----:|
| one  | 1     | ` + "`--first`" + ` |
| two  | 22    | with words enough to need a second line on a narrow screen |

## Lists

1. first
2. second
   - within
     - deeper

- [x] done
- [ ] open

Term
: What it means.

Another term
: What that means.

> [!WARNING]
> Mind this.

> [!TIP]
> Try that.

> A quotation.

## Code

` + "```yaml" + `
key: value # with a comment
list: [1, 2]
` + "```" + `

` + "```sh" + `
curl -fsSL https://example.org/a/very/long/address/that/does/not/fit/on/a/narrow/screen/at/all | sh -s -- --dry-run
` + "```" + `

---

The end.
`

// serve builds the site under the address at which it is then served, until the
// end of the test.
func (s gateSite) serve(t *testing.T, content string) *gateSite {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	s.base, s.dir = "http://"+server.Listener.Addr().String(), filepath.Join(t.TempDir(), "public")
	must(t, root(), "upgraph", "build", "--content", content, "--out", s.dir, "--base-url", s.base+"/")
	server.Config.Handler = packed(newHost(t, s.dir))
	server.Start()
	t.Cleanup(server.Close)
	return &s
}

// pages gives the largest page of each kind that the site has.
func (s *gateSite) pages(t *testing.T) []*gatePage {
	t.Helper()
	var out []*gatePage
	add := func(kind, path string) { out = append(out, &gatePage{site: s, kind: kind, path: path}) }
	for _, k := range []struct{ kind, pattern string }{
		{"home", "*"}, {"releases", "*/releases"}, {"release", "*/releases/v*"}, {"upgrade table", "*/upgrade"}, {"path", "*/upgrade/v*/v*"},
		{"compare", "*/compare/*"}, {"changelog", "*/changelog"}, {"types", "*/types"}, {"type", "*/types/*"}, {"components", "*/components"},
		{"component", "*/components/*"}, {"error codes", "*/errors"}, {"whats-new", "whats-new"}, {"scripts", "scripts"}, {"api", "api"}, {"feeds", "feeds"},
		{"tags", "tags"}, {"zh home", "zh/*"}, {"zh release", "zh/*/releases/v*"}, {"zh path", "zh/*/upgrade/v*/v*"}, {"zh changelog", "zh/*/changelog"},
		{"zh scripts", "zh/scripts"},
	} {
		if page := s.largest(t, k.kind, s.pattern(k.pattern)); page != "" {
			add(k.kind, page)
		}
	}
	for _, p := range s.plain {
		add("plain", p)
	}
	add("root", "/")
	add("search", "/search/?q="+s.query)
	add("404", "/404.html")
	if page := s.largest(t, "upgrade table", s.pattern("*/upgrade")); page != "" {
		add("404", page+"404.html")
	}
	return out
}

// pattern is of the product whose pages are looked at, where one is named.
func (s *gateSite) pattern(p string) string {
	if s.product == "" {
		return p
	}
	return strings.Replace(p, "*", s.product, 1)
}

// largest is the address of the largest page of those that a pattern names.
func (s *gateSite) largest(t *testing.T, kind, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(s.dir, filepath.FromSlash(pattern), "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	best, most := "", int64(0)
	for _, f := range files {
		// Only the home of a product has pages of paths below it.
		if _, err := os.Stat(filepath.Join(filepath.Dir(f), "upgrade")); err != nil && strings.HasSuffix(kind, "home") {
			continue
		}
		if info, err := os.Stat(f); err == nil && info.Size() > most {
			best, most = f, info.Size()
		}
	}
	if best == "" {
		return ""
	}
	page, err := filepath.Rel(s.dir, filepath.Dir(best))
	if err != nil {
		t.Fatal(err)
	}
	return "/" + filepath.ToSlash(page) + "/"
}

// file is the file of a page.
func (p *gatePage) file() string {
	page, _, _ := strings.Cut(p.path, "?")
	if strings.HasSuffix(page, "/") {
		page += "index.html"
	}
	return filepath.Join(p.site.dir, filepath.FromSlash(page))
}

// packed compresses text on its way.
func packed(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text := strings.HasSuffix(r.URL.Path, "/") || slices.Contains([]string{".html", ".js", ".css", ".json", ".txt"}, filepath.Ext(r.URL.Path))
		if !text || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		z, _ := gzip.NewWriterLevel(w, gzip.BestCompression) // the level is valid
		defer z.Close()
		h.ServeHTTP(packedWriter{w, z}, r)
	})
}

type packedWriter struct {
	http.ResponseWriter
	z io.Writer
}

func (w packedWriter) WriteHeader(status int) {
	w.Header().Del("Content-Length")
	w.ResponseWriter.WriteHeader(status)
}

func (w packedWriter) Write(b []byte) (int, error) { return w.z.Write(b) }
