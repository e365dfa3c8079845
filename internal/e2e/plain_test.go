package e2e

import (
	"encoding/base64"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"upgraph/internal/preview"
)

// dot is a picture of one pixel.
const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="

// plainFolders hold ten pages each, in both languages.
var plainFolders = []string{"", "ops", "ops/backup", "concepts"}

// mixedContent writes 40 plain pages in two languages that link to each other, to
// guides and to pictures in every way that authors do, beside guides in a folder.
func mixedContent(t *testing.T, dir string) {
	t.Helper()
	pixel, err := base64.StdEncoding.DecodeString(dot)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "site.yaml"), "title: Handbook\nlanguages: [en, zh]\nedit_link: https://git.example.com/edit/{path}\n")
	write(t, filepath.Join(dir, "static", "robots-policy.txt"), "as it is\n")
	for _, v := range []string{"v1.0.0", "v1.1.0"} {
		write(t, filepath.Join(dir, "tool", "en", v+".md"), release(v)+"\nSee [the handbook](../../en/ops/page-1.md#what-it-does) and ![a dot](dot.png).\n")
	}
	write(t, filepath.Join(dir, "tool", "en", "dot.png"), string(pixel))
	for _, lang := range []string{"en", "zh"} {
		for f, folder := range plainFolders {
			for n := range 10 {
				name := fmt.Sprintf("page-%d.md", n)
				if n == 0 && folder != "" {
					name = "_index.md"
				}
				write(t, filepath.Join(dir, lang, filepath.FromSlash(folder), name), mixedPage(lang, f, n))
			}
			write(t, filepath.Join(dir, lang, filepath.FromSlash(folder), "img", "dot.png"), string(pixel))
		}
	}
}

// mixedPage is page n of a folder.
func mixedPage(lang string, f, n int) string {
	up := strings.Repeat("../", strings.Count(plainFolders[f]+"/", "/"))
	if plainFolders[f] == "" {
		up = ""
	}
	next := fmt.Sprintf("page-%d.md", n%9+1)
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: \"%s %d.%d\"\nweight: %d\ndate: 2026-03-%02d\ntags: [daily, part %d]\n---\n\n", lang, f, n, 10-n, n+1, f)
	fmt.Fprintf(&b, "A page with [the next](%s), [its part](%s#what-it-does), [this part](#what-it-does),\n", next, next)
	fmt.Fprintf(&b, "[another folder](%sconcepts/page-3.md), [the folder](%sops/_index.md) and [a guide](%s../tool/en/v1.1.0.md).\n\n", up, up, up)
	b.WriteString("![A dot](img/dot.png)\n\n## What it does\n\nIt turns.[^why]\n\n[^why]: Because it must.\n\n")
	b.WriteString("- [x] done\n- [ ] open\n\nTerm\n: What it means\n\n> [!WARNING]\n> Mind the *gap*.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n## What it does\n\nAgain.\n")
	return b.String()
}

// TestPlainPages builds a folder of plain pages in two languages with guides
// beside them under a base path: every link leads somewhere, every form of
// Markdown is what it means, and a page that is moved is missed.
func TestPlainPages(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	content, site := filepath.Join(dir, "content"), filepath.Join(dir, "public")
	mixedContent(t, content)
	build := []string{"build", "--content", content, "--out", site, "--base-url", "https://docs.example.com/up/"}
	must(t, dir, "upgraph", build...)
	if n := checkLinks(t, site, "/up/"); n < 2*40 {
		t.Errorf("only %d pages", n)
	}
	page := read(t, filepath.Join(site, "ops", "backup", "page-2", "index.html"))
	for _, want := range []string{
		`<time datetime="2026-03-03">2026-03-03</time>`, `href="../../../tags/#daily"`, `href="https://git.example.com/edit/en/ops/backup/page-2.md"`,
		`<h2 id="what-it-does">`, `<h2 id="what-it-does-2">`, `<div class="note warning">`, "☑ done", "<dt>Term</dt>", `class="footnote-ref"`,
		`<a href="../../../ops/backup/page-3/">the next</a>`, `<a href="../../../tool/releases/v1.1.0/">a guide</a>`, `src="../../../a/img-`,
		`<h2>en 2.0</h2>`, `<a href="../../../ops/">en 1.0</a>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if zh := read(t, filepath.Join(site, "zh", "ops", "page-1", "index.html")); !strings.Contains(zh, `<a href="../../../zh/concepts/page-3/">`) {
		t.Error("a page in another language does not link to its own language")
	}
	sitemap := read(t, filepath.Join(site, "sitemap.xml"))
	for _, want := range []string{"<loc>https://docs.example.com/up/ops/page-4/</loc><lastmod>2026-03-05</lastmod>", "<image:loc>https://docs.example.com/up/a/img-"} {
		if !strings.Contains(sitemap, want) {
			t.Errorf("the sitemap lacks %s", want)
		}
	}
	if got := read(t, filepath.Join(site, "_redirects")); !strings.HasPrefix(got, "/up/tool/upgrade/ from=:from to=:to /up/tool/upgrade/:from/:to/ 302!\n") {
		t.Errorf("redirects do not know the base path:\n%s", got)
	}
	movedPage(t, dir, content, build)
}

// TestPlainPagesAreFollowed follows every link of such a folder, fragments
// included, with a tool that others use.
func TestPlainPagesAreFollowed(t *testing.T) {
	tools, node := gates(t, "linkinator"), tool(t, "node")
	dir := t.TempDir()
	content, site := filepath.Join(dir, "content"), filepath.Join(dir, "public")
	mixedContent(t, content)
	must(t, dir, "upgraph", "build", "--content", content, "--out", site, "--base-url", "https://docs.example.com/up/")
	server := httptest.NewServer(http.StripPrefix("/up", preview.Handler(site)))
	t.Cleanup(server.Close)
	_, n := linkinator(t, tools, node, server.URL+"/up/")
	t.Logf("%d links", n)
}

// movedPage moves a page whose address was recorded, without and with an alias.
func movedPage(t *testing.T, dir, content string, build []string) {
	t.Helper()
	must(t, dir, "upgraph", "lock", "--content", content)
	texts := map[string]string{} // by the new place
	for _, lang := range []string{"en", "zh"} {
		from := filepath.Join(content, lang, "ops", "page-7.md")
		text := strings.ReplaceAll(read(t, from), "(img/dot.png)", "(../img/dot.png)")
		texts[lang] = strings.NewReplacer("](page-8.md", "](../page-8.md", "](../concepts/", "](../", "](../ops/", "](../../ops/", "](../../tool", "](../../../tool").Replace(text)
		if err := os.Remove(from); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(content, lang, "concepts", "sub", "page-7.md"), texts[lang])
	}
	r := run(t, command(dir, nil, "upgraph", build...))
	for _, want := range []string{"content/anchors.lock:", "the permalink ops/page-7/ was published and is gone; concepts/sub/page-7/ is there now", `aliases: ["/zh/ops/page-7/"]`} {
		if r.code != 1 || !strings.Contains(r.stderr, want) {
			t.Errorf("a page that was moved without a word does not say %q: %v", want, r)
		}
	}
	for lang, alias := range map[string]string{"en": "/ops/page-7/", "zh": "/zh/ops/page-7/"} {
		write(t, filepath.Join(content, lang, "concepts", "sub", "page-7.md"), strings.Replace(texts[lang], "weight:", "aliases: [\""+alias+"\"]\nweight:", 1))
	}
	must(t, dir, "upgraph", build...)
	if got := read(t, filepath.Join(dir, "public", "_redirects")); !strings.Contains(got, "/up/ops/page-7/ /up/concepts/sub/page-7/ 301\n") {
		t.Errorf("the alias is no redirect:\n%s", got)
	}
}

// TestPlainShortcodes warns of calls that nothing follows, with their place, and
// shows their text.
func TestPlainShortcodes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "content", "tool", "v1.0.0.md"), release("v1.0.0"))
	write(t, filepath.Join(dir, "content", "about.md"), "---\ntitle: About\n---\n\nSee {{< youtube abc >}} and `{{< code >}}`.\n")
	r := must(t, dir, "upgraph", "build", "--content", "content", "--out", "public")
	if !strings.Contains(r.stderr, `content/about.md:5:5: warning UG410: there is no shortcode "youtube"`) || strings.Contains(r.stderr, `"code"`) {
		t.Errorf("got %v", r)
	}
	if page := read(t, filepath.Join(dir, "public", "about", "index.html")); !strings.Contains(page, "{{&lt; youtube abc &gt;}}") {
		t.Error("the text of the call is not on the page")
	}
}

// TestPickerWithoutScript sends the form of the picker as a browser without
// JavaScript does: the host's rule leads to the page of the path, also where the
// name of a release is not that of its folder.
func TestPickerWithoutScript(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, v := range []string{"v1.0.0", "v1.1.0+build.7"} {
		write(t, filepath.Join(dir, "content", "tool", v+".md"), release(v))
	}
	escaped := buildSite(t, filepath.Join(dir, "content"))
	for _, c := range []struct{ site, folder, from, to string }{
		{ownSite(t), "/dm/upgrade/", "v1.0.2", "v1.0.4"},
		{ownSite(t), "/zh/dm/upgrade/", "v1.0.2", "v1.0.4"},
		{escaped, "/tool/upgrade/", "v1.0.0", "v1.1.0+build.7"},
	} {
		h := preview.Handler(c.site)
		form := read(t, filepath.Join(c.site, filepath.FromSlash(c.folder), "index.html"))
		chosen := func(id string) string {
			for _, m := range regexp.MustCompile(`<option value="([^"]*)"[^>]*>([^ <]*)`).FindAllStringSubmatch(form, -1) {
				if html.UnescapeString(m[2]) == id {
					return html.UnescapeString(m[1])
				}
			}
			t.Fatalf("%s does not offer %s", c.folder, id)
			return ""
		}
		query := url.Values{"from": {chosen(c.from)}, "to": {chosen(c.to)}}.Encode()
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", c.folder+"?"+query, nil))
		if w.Code != http.StatusFound {
			t.Fatalf("%s?%s: got %d", c.folder, query, w.Code)
		}
		to := w.Header().Get("Location")
		w = httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", to, nil))
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "<h1>"+html.EscapeString(c.from)+" ") {
			t.Errorf("%s?%s leads to %s, which is not the page of the path: %d", c.folder, query, to, w.Code)
		}
	}
}
