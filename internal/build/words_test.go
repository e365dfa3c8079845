package build

import (
	"bytes"
	"fmt"
	"html"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"upgraph/internal/emit"
	"upgraph/internal/site"
)

// inWords is a guide that tells most in prose, as those of many projects do.
func inWords() fstest.MapFS {
	long := strings.Repeat("This paragraph is one of very many about the new store.\n\n", 500)
	return fstest.MapFS{"tool/upgrade.md": {Data: []byte(`# Upgrading the tool

What holds whenever it is upgraded: look at the dashboard before.

## Upgrading to 1.5.0

### Everything about the store

` + long + `### Removed options

The option ` + "`--old`" + ` is gone.

## Upgrading to 1.4.0

The platform must be at 7.2 or newer now.

` + "```sh\nplatformctl apply -f https://example.com/1.4.0/objects.yaml\n```" + `

## Upgrading to 1.3.0

One word before all else.

### Master changes

The second master is gone; <kbd>settings</kbd> for it have no effect.

### Routing breaking changes

Ports that listen on the local host only are not reached any more.

- Other hosts answer as before
- Removed: the old port

Whoever needs it sets a flag, see [the options](https://example.com/options).

### Several clusters

#### Gateways

A gateway has to be linked anew.

### The old console needs a password now

## Upgrading to 1.2.0

Nothing is said here but this.

### Upgrading with the tool

Before the steps a word.

1. Stop the agent
2. Run ` + "`toolctl upgrade`" + `

### Upgrading with packages

Wait for a minute in between.

1. Download the packages

## Upgrading to 1.1.0

- Fix a leak
`)}}
}

// pagesOf renders the pages of guides.
func pagesOf(t *testing.T, root fs.FS) map[string]string {
	t.Helper()
	in, err := Load(root, Options{Name: "guides", Generator: "test"}).Compile(SiteOptions{}, emit.NewLedger())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for p := range site.Pages(in.Site) {
		if !strings.HasSuffix(p.Path, ".html") || !strings.Contains(p.Path, "/releases/") && !strings.Contains(p.Path, "/upgrade/") {
			continue
		}
		var b bytes.Buffer
		if err := p.Render(&b); err != nil {
			t.Fatal(err)
		}
		out[p.Path] = b.String()
	}
	return out
}

var (
	records   = regexp.MustCompile(`(?s)<div class="note.*?</div>\n</div>|<ol class="steps">.*?\n</ol>|<ul class="changes">.*?\n</ul>\n|<div class="check.*?</div>\n`)
	proseDiv  = regexp.MustCompile(`(?s)(?:<h[2-5][^>]* id="([^"]*)"|<div class="md( lead)?"(?: id="([^"]*)")?>(.*?)</div>\n)`)
	anyTag    = regexp.MustCompile(`<[^>]*>`)
	ofRelease = regexp.MustCompile(`^(.*)/releases/([^/]+)/index\.html$`)
)

func words(page string) string {
	return strings.Join(strings.Fields(html.UnescapeString(anyTag.ReplaceAllString(page, " "))), " ")
}

// untold reports each piece of prose on the page of a release that a page of a way
// there neither shows nor leads to.
func untold(release, segment, path string) (missing []string, n int) {
	text, place := words(path), ""
	for _, m := range proseDiv.FindAllStringSubmatch(records.ReplaceAllString(release, ""), -1) {
		if m[1] != "" {
			place = m[1]
			continue
		}
		if m[3] != "" {
			place = m[3]
		}
		says := words(m[4])
		if says == "" {
			continue
		}
		n++
		if !strings.Contains(text, says) && (place == "" || !strings.Contains(path, "releases/"+segment+"/#"+place+`"`)) {
			missing = append(missing, says[:min(len(says), 100)])
		}
	}
	return missing, n
}

// What the page of a release says in words, every path to it shows, or names
// with a link to its place.
func TestPathsTellWhatReleasesTell(t *testing.T) {
	folders := map[string]fs.FS{"in words": inWords(), "content": os.DirFS("../../content")}
	corpus := "../../../shared/corpus"
	entries, err := os.ReadDir(corpus)
	if err != nil {
		t.Logf("the guides of other projects are not there: %v", err)
	}
	for _, e := range entries {
		if e.IsDir() && !testing.Short() {
			folders[e.Name()] = os.DirFS(corpus + "/" + e.Name())
		}
	}
	for name, root := range folders {
		t.Run(name, func(t *testing.T) {
			pages := pagesOf(t, root)
			pieces := 0
			for at, page := range pages {
				m := ofRelease.FindStringSubmatch(at)
				if m == nil {
					continue
				}
				for _, way := range waysTo(pages, m[1], m[2]) {
					missing, n := untold(page, m[2], pages[way])
					if pieces += n; len(missing) > 0 {
						t.Errorf("%s leaves out %d of %d pieces that stand on %s: %q", way, len(missing), n, at, missing[0])
					}
				}
			}
			if name == "in words" && pieces < 10 {
				t.Errorf("%d pieces of prose only", pieces)
			}
		})
	}
}

// waysTo are two of the pages that lead to a release: the first and the last.
func waysTo(pages map[string]string, product, to string) []string {
	var first, last string
	for at := range pages {
		if strings.HasPrefix(at, product+"/upgrade/") && strings.HasSuffix(at, "/"+to+"/index.html") {
			if first == "" || at < first {
				first = at
			}
			last = max(last, at)
		}
	}
	switch first {
	case "":
		return nil
	case last:
		return []string{first}
	}
	return []string{first, last}
}

// has reports texts that a page does not have in this order.
func has(t *testing.T, name, page string, texts ...string) {
	t.Helper()
	rest := page
	for _, text := range texts {
		_, after, ok := strings.Cut(rest, text)
		if !ok {
			t.Errorf("%s: no %q, or in the wrong place", name, text)
			continue
		}
		rest = after
	}
}

// A hop tells in the words of the guide, under its headings, and what its
// headings warn of is named at the top.
func TestHopsTellInWords(t *testing.T) {
	pages := pagesOf(t, inWords())
	page := func(from, to string) (string, string) {
		at := fmt.Sprintf("tool/upgrade/%s/%s/index.html", from, to)
		if pages[at] == "" {
			t.Fatalf("no page %s", at)
		}
		return at, pages[at]
	}
	at, path := page("1.2.0", "1.5.0")
	has(t, at, path,
		"<dt>What bites</dt>", "Breaking: Routing breaking changes · 1.3.0",
		"Nothing is marked as having to be stopped.", `<a href="#1.3.0-words">`,
		`<a href="#1.3.0-section-routing-breaking-changes">Routing breaking changes</a> <span class="tag">1.3.0</span>`,
		`releases/1.5.0/#section-removed-options">Removed options</a> <span class="tag">1.5.0</span>`,
		"Nothing is marked as to be done before the first hop.", `<a href="../../../../tool/#mind">`,
		`<details class="words" id="1.3.0-words" open><summary>The guide in words: Master changes · Routing breaking changes · Several clusters · The old console needs a password now`,
		"One word before all else.", `<h3 class="told" id="1.3.0-section-master-changes">Master changes`, "<kbd>settings</kbd>",
		"Routing breaking changes", "local host only", `<a href="#changes">2 changes</a>`, "Whoever needs it",
		">Several clusters", `<h4 class="told" id="1.3.0-section-gateways">Gateways`, "linked anew", ">The old console needs a password now",
		`id="1.4.0-words" open><summary>The guide in words <span`, "7.2 or newer", "<pre data-copyable>",
		`id="1.5.0-words" open><summary>The guide in words: Everything about the store`, "This is long", `releases/1.5.0/#section-everything-about-the-store">`,
		`The guide lists no changes; its words stand with the hop: <a href="#1.4.0-words">1.4.0</a>`)
	if n := strings.Count(path, "This paragraph is one of"); n > 0 {
		t.Errorf("a very long text stands on the path %d times", n)
	}
	if strings.Contains(path, "marked as a warning") {
		t.Error("nothing is said to be a warning where a heading is one")
	}
	at, path = page("1.1.0", "1.2.0")
	has(t, at, path, "Nothing on this way is marked as a warning. ", `id="1.2.0-words"><summary>The guide in words: Upgrading with the tool · Upgrading with packages`,
		"Before the steps a word.", "Wait for a minute")
}

// Where several sections of changes or steps have prose, each keeps its heading,
// and its records stand in it.
func TestReleasesKeepHeadingsOfProse(t *testing.T) {
	pages := pagesOf(t, inWords())
	at := "tool/releases/1.3.0/index.html"
	has(t, at, pages[at], `<h2 id="changes">`,
		`<h3 class="told" id="section-master-changes">Master changes`, "The second master",
		`<h3 class="told" id="section-routing-breaking-changes">Routing breaking changes`, "local host only",
		`<ul class="changes">`, "Other hosts answer", "the old port", "</ul>", "Whoever needs it")
	at = "tool/releases/1.2.0/index.html"
	has(t, at, pages[at], `<h2 id="steps">`, ">Upgrading with the tool", "Before the steps", "Stop the agent", "toolctl", "</ol>",
		">Upgrading with packages", "Wait for a minute", "Download the packages")
	at = "tool/releases/1.5.0/index.html"
	has(t, at, pages[at], ">Everything about the store<")
}

// A release that several documents tell of shows what each of them says, under
// its name, whatever they say alike.
func TestHopsTellWhatEachDocumentSays(t *testing.T) {
	page := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	pages := pagesOf(t, fstest.MapFS{
		"p/v1.0.0.md":      page("---\ntitle: v1.0.0\nversion: v1.0.0\n---\n\n## Changes\n\n- Add a thing\n"),
		"p/v1.1.0.md":      page("---\ntitle: The way to v1.1.0\nversion: v1.1.0\n---\n\n## Storage\n\nA new format.\n\n## Upgrade steps\n\n1. Stop it\n"),
		"p/notes/1.1.0.md": page("---\ntitle: What v1.1.0 brings\nversion: v1.1.0\n---\n\n## Storage\n\nIt is faster.\n"),
	})
	at := "p/upgrade/v1.0.0/v1.1.0/index.html"
	has(t, at, pages[at],
		`<details class="words" id="v1.1.0-words"><summary>The guide in words (`, `id="v1.1.0-section-storage">Storage`, "A new format.",
		`<details class="words" id="v1.1.0-words-2" open><summary>The guide in words (`, `id="v1.1.0-section-storage-2">Storage`, "It is faster.")
}
