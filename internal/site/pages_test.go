package site

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"upgraph/internal/search"
)

// render makes every page of a site, by path.
func render(t testing.TB, in *Input) map[string]string {
	t.Helper()
	out := map[string]string{}
	for p := range Pages(in) {
		var b bytes.Buffer
		if err := p.Render(&b); err != nil {
			t.Fatalf("render %s: %v", p.Path, err)
		}
		if _, twice := out[p.Path]; twice {
			t.Errorf("%s is there twice", p.Path)
		}
		out[p.Path] = b.String()
	}
	return out
}

// element is a start tag.
type element struct {
	name  string
	attrs map[string]string
}

// parse reads HTML as strictly as a well-formed tree: every element closed in
// order, void ones aside.
func parse(t testing.TB, page, html string) []element {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(html))
	d.Strict = false
	d.AutoClose = []string{"meta", "link", "input", "br", "hr", "img"}
	d.Entity = xml.HTMLEntity
	var out []element
	var open []string
	for {
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Errorf("%s is no well-formed HTML: %v", page, err)
			return out
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			e := element{strings.ToLower(tok.Name.Local), map[string]string{}}
			for _, a := range tok.Attr {
				e.attrs[strings.ToLower(a.Name.Local)] = a.Value
			}
			out = append(out, e)
			if !slices.Contains(d.AutoClose, e.name) {
				open = append(open, e.name)
			}
		case xml.EndElement:
			name := strings.ToLower(tok.Name.Local)
			if slices.Contains(d.AutoClose, name) {
				continue
			}
			if len(open) == 0 || open[len(open)-1] != name {
				t.Errorf("%s: </%s> closes %v", page, name, open)
				return out
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Errorf("%s: %v is never closed", page, open)
	}
	return out
}

// inspect holds every page against what all pages must be.
func inspect(t *testing.T, in *Input, pages map[string]string) {
	t.Helper()
	ids := map[string]map[string]bool{}
	parsed := map[string][]element{}
	for name, html := range pages {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		parsed[name] = parse(t, name, html)
		ids[name] = map[string]bool{}
		for _, e := range parsed[name] {
			if id, ok := e.attrs["id"]; ok {
				if ids[name][id] {
					t.Errorf("%s: id %q stands twice", name, id)
				}
				ids[name][id] = true
			}
		}
	}
	files := map[string]bool{}
	for _, a := range Assets(in.Theme) {
		files[a.Path] = true
	}
	for name := range pages {
		if ids[name] == nil {
			files[name] = true
		}
	}
	for _, e := range Entries(in) { // what is found leads somewhere
		files[search.EnginePath(e.Language)] = true
		follow(t, "index.html", e.URL, ids, files)
	}
	for name, elements := range parsed {
		for _, e := range elements {
			policy(t, name, e)
			for _, attr := range []string{"href", "src", "action", "data-engine"} {
				if link, ok := e.attrs[attr]; ok {
					follow(t, name, link, ids, files)
				}
			}
			for _, attr := range []string{"for", "aria-labelledby"} {
				if id, ok := e.attrs[attr]; ok && !ids[name][id] {
					t.Errorf("%s: %s=%q names no element", name, attr, id)
				}
			}
		}
	}
}

// policy holds an element against the strict content security policy.
func policy(t *testing.T, page string, e element) {
	t.Helper()
	if e.name == "style" || e.name == "iframe" || e.name == "object" || e.name == "img" && !strings.Contains(e.attrs["src"], "a/img-") || e.name == "base" {
		t.Errorf("%s holds <%s>", page, e.name)
	}
	if e.name == "script" && e.attrs["src"] == "" && e.attrs["type"] != "application/ld+json" {
		t.Errorf("%s holds an inline script", page)
	}
	for a := range e.attrs {
		if a == "style" || strings.HasPrefix(a, "on") {
			t.Errorf("%s: <%s> has the attribute %s", page, e.name, a)
		}
	}
}

// follow checks that a link leads to a page, a fragment or a file.
func follow(t *testing.T, page, link string, ids map[string]map[string]bool, files map[string]bool) {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Errorf("%s: link %q: %v", page, link, err)
		return
	}
	if u.Scheme != "" || u.Host != "" {
		if !slices.Contains([]string{"http", "https", "mailto", "data"}, u.Scheme) {
			t.Errorf("%s: link %q has a scheme of its own", page, link)
		}
		return
	}
	target := page
	if u.Path != "" {
		target = path.Join(path.Dir(page), u.Path)
		if after, ok := strings.CutPrefix(u.Path, "/"); ok {
			target = path.Clean(after)
		}
		if strings.HasSuffix(u.Path, "/") {
			target = path.Join(target, "index.html")
		}
	}
	if files[target] || strings.HasPrefix(target, "scripts/") && !strings.HasSuffix(target, "index.html") || strings.HasPrefix(target, "v1/") || strings.HasSuffix(target, ".atom") || strings.HasSuffix(target, ".json") || strings.HasPrefix(target, "schema/") {
		return
	}
	if ids[target] == nil {
		t.Errorf("%s: link %q leads to %s, which is not there", page, link, target)
		return
	}
	if u.Fragment != "" && !ids[target][u.Fragment] {
		t.Errorf("%s: link %q: %s has no id %q", page, link, target, u.Fragment)
	}
}

func TestPages(t *testing.T) {
	in := fixture(t)
	pages := render(t, in)
	inspect(t, in, pages)
	for _, want := range []string{
		"index.html", "404.html", "dm/upgrade/404.html", "search/index.html", "scripts/index.html", "api/index.html", "about/index.html",
		"dm/index.html", "dm/releases/index.html", "dm/releases/v1.0.5/index.html", "dm/upgrade/index.html",
		"dm/upgrade/v1.0.1/v1.0.5/index.html", "dm/upgrade/v1.0.0-rc.1-12-gaa39ff9/v1.0.5/index.html",
	} {
		for _, lang := range []string{"", "zh/"} {
			if pages[lang+want] == "" {
				t.Errorf("no page %s", lang+want)
			}
		}
	}
	// 21 pairs with two pages, 7 releases, and per language: /, /dm/, two lists,
	// the changelog, 5 types, 2 components and their indexes, error codes, what is
	// new, feeds, scripts, JSON, two plain pages, each with its copy; search and both
	// 404 without; llms.txt, the builds and the ways once.
	if want := 2*(2*(2*21+7+4+1+6+2+1+2+2+2)+3) + 3; len(pages) != want {
		t.Errorf("%d pages, want %d", len(pages), want)
	}
}

// has checks that a page holds texts, in this order.
func has(t *testing.T, page string, texts ...string) {
	t.Helper()
	rest := page
	for _, text := range texts {
		_, after, ok := strings.Cut(rest, text)
		if !ok {
			if strings.Contains(page, text) {
				t.Errorf("%q stands in the wrong place", text)
			} else {
				t.Errorf("no %q", text)
			}
			continue
		}
		rest = after
	}
}

func TestReleasePage(t *testing.T) {
	pages := render(t, fixture(t))
	page := pages["dm/releases/v1.0.5/index.html"]
	has(t, page,
		"<h1>v1.0.5", "a8e9f53f91e29756b09a22cdc37a6a6efcdfe55b",
		"Prose among the changes", `<a href="https://example.com/issue">ref</a>`, // links see the references of the document
		">Added</h3>", "9007", ">Improved</h3>", "<code>UNIQUE KEY</code>", ">Fixed</h3>",
		"Download the new version", "dm_version = v1.0.5", "ansible-playbook local_prepare.yml", "approved",
		"rolling_update.yml", "dm/en/v1.0.5.md:32", "asks before it runs",
		"Remarks", "relay.meta", // a section that is nothing else is shown whole
		"sha256sum -c", "sh upgrade-to-v1.0.5.sh --from v1.0.4 --dry-run",
		"v1.0.4", "What changed since", `dm/compare/v1.0.3...v1.0.5/">v1.0.3`, "Before: v1.0.4",
	)
	old := pages["dm/releases/v1.0.3/index.html"]
	has(t, old, "Upgrade every component to v1.0.3", ">Breaking</h3>", "Remove the old prompt", "dmctl", "--master-addr")
	rc := pages["dm/releases/v1.0.0-rc.1-12-gaa39ff9/index.html"]
	has(t, rc, "no key <code>meta-file</code> in <code>dm-worker.toml</code>")
	if zh := pages["zh/dm/releases/v1.0.0-rc.1-12-gaa39ff9/index.html"]; !strings.Contains(zh, chinese().Untranslated) || !strings.Contains(zh, `<div lang="en">`) {
		t.Error("a release without a translation is not shown in English under a banner")
	}
	has(t, pages["zh/dm/releases/v1.0.5/index.html"], `<html lang="zh"`, "下载新版本", "执行")
}

func TestPathPage(t *testing.T) {
	pages := render(t, fixture(t))
	page := pages["dm/upgrade/v1.0.1/v1.0.5/index.html"]
	has(t, page,
		"<h1>v1.0.1", "4 hops", "12 commands", "1 warning<", "1 breaking", `<ol class="way"`,
		// The first screen.
		"What bites", "Breaking: Remove the old prompt", "Rule: Upgrade dmctl, DM-master", "What stands still", "All tasks have been stopped",
		"All tasks are restarted by hand", "Nothing in the guide is marked as being about going back", "Downgrades are refused",
		"Point of no return", `<a href="#v1.0.2-step-2">v1.0.2, step 2 (command)</a>`, `<svg class="pic" role="group"`, "you are here", `<a href="#hop-4" class="last">`,
		"Upgrade dmctl, DM-master, DM-worker together", "Remove the old prompt",
		"Before you start", `data-tick="before/artifacts-present"`, "v1.0.5", `data-tick="before/tasks-stopped"`,
		"upgrade-v1.0.1-to-v1.0.5.sh", strings.Repeat("0a", 32), "upgraph-run plan", "--from v1.0.1 --to v1.0.5",
		"Upgrade every component to v1.0.2", `data-tick="v1.0.2/1a"`, `data-tick="v1.0.2/1b"`, `data-tick="v1.0.2/2"`, `data-tick="v1.0.5/4"`,
		`data-tick="after/tasks-restarted"`, "Nothing in the guide is marked as being about going back", "<details>", "<code>UNIQUE KEY</code>",
	)
	// What a rule says stands once more, in its hop, in the words of the guide.
	if n := strings.Count(page, "Upgrade every component to v1.0.2"); n != 1 {
		t.Errorf("the note that a rule was read from is shown %d times", n)
	}
	has(t, pages["zh/dm/upgrade/v1.0.1/v1.0.5/index.html"], "4 跳", "所有任务已停止", "下载新版本", "指南中没有标明为回退的内容")
	has(t, pages["dm/upgrade/v1.0.0-10-geb2889c9/v1.0.1/index.html"], "1 hop<")
}

func TestHomeAndLists(t *testing.T) {
	pages := render(t, fixture(t))
	home := pages["dm/index.html"]
	has(t, home, `<form class="picker" action="../dm/upgrade/"`, `name="from"`, `value="v1.0.0-rc.1-12-gaa39ff9"`, "(1.0 GA)", `name="to"`,
		"Latest release", "What these pages are <em>about</em>", `<a href="../dm/releases/v1.0.5/">the newest</a>`, "All releases")
	has(t, pages["index.html"], `<form class="picker" action="./dm/upgrade/"`)
	has(t, pages["dm/upgrade/index.html"], `href="../../dm/upgrade/v1.0.4/v1.0.5/"`, "1 hop", "6 hops")
	has(t, pages["404.html"], `href="/dm/releases/v1.0.5/"`)
	about := pages["about/index.html"]
	has(t, about, `<a href="#how-it-works">above</a>`, `<a href="../more/">more</a>`, `gone <span class="dead">(gone.md)<`, `class="scroll"`)
	has(t, pages["zh/more/index.html"], chinese().Untranslated, "Text.")
	has(t, pages["zh/about/index.html"], `id="怎样工作"`)
	has(t, pages["api/index.html"], "schema/compat-v1.json", "jq -r")
	has(t, pages["search/index.html"], `data-engine="../search/en.js"`, `id="facets"`, `<a href="../dm/components/dmctl/">`, `<a href="../dm/releases/">`)
	has(t, pages["scripts/index.html"], "--from v1.0.4 --dry-run\n", "fleet/README.md", "upgrade-to-v1.0.5.sh", "12.3 kB", "upgrade-v1.0.4-to-v1.0.5.sh")
}

// A page that is served anywhere counts its addresses from the base path.
func TestBasePath(t *testing.T) {
	in := fixture(t)
	in.BaseURL = "https://example.com/docs/"
	pages := render(t, in)
	has(t, pages["404.html"], `href="/docs/a/site-`, `href="/docs/dm/releases/v1.0.5/"`)
	page := pages["dm/releases/v1.0.5/index.html"]
	has(t, page, `<link rel="canonical" href="https://example.com/docs/dm/releases/v1.0.5/">`, `href="../../../a/site-`, "https://example.com/docs/scripts/dm/upgrade-to-v1.0.5.sh")
	if strings.Contains(page, "$SITE") {
		t.Error("a command line has a variable where the address is known")
	}
}

// Rendering twice, in any order, gives the same bytes.
func TestDeterministic(t *testing.T) {
	a, b := render(t, fixture(t)), render(t, fixture(t))
	for name, html := range a {
		if b[name] != html {
			t.Errorf("%s differs between two runs", name)
		}
	}
}

// The links of a long list stand above and below it, and are one landmark.
func TestPagerIsOneLandmark(t *testing.T) {
	l, err := newSite(fixture(t))
	if err != nil {
		t.Fatal(err)
	}
	f, b := l.locals[0].frame("x/"), &bytes.Buffer{}
	f.Main = &listing{Pager: []linkView{{URL: "./", Text: "1", Current: true}, {URL: "./~p2/", Text: "2"}}}
	if err := f.execute("changes", &sheet{Buffer: b}); err != nil {
		t.Fatal(err)
	}
	if page := b.String(); strings.Count(page, `<nav class="pager"`) != 1 || strings.Count(page, `class="pager"`) != 2 {
		t.Errorf("the links of the list are not there twice, or are two landmarks:\n%s", page)
	}
}
