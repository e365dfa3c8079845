package emit

import (
	"encoding/json"
	"encoding/xml"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"upgraph/internal/compat"
)

const base = "https://example.org/docs/"

// atoms are the Atom feeds of a site.
func (r *rendered) atoms(t *testing.T) map[string]atomRead {
	t.Helper()
	feeds := map[string]atomRead{}
	for path, content := range r.files {
		if !strings.HasSuffix(path, ".atom") {
			continue
		}
		var f atomRead
		if err := xml.Unmarshal(content, &f); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		feeds[path] = f
	}
	return feeds
}

// atomRead is a feed as a reader takes it, with the rules of RFC 4287 in mind
// and not the types that wrote it.
type atomRead struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"http://www.w3.org/2005/Atom id"`
	Updated string   `xml:"http://www.w3.org/2005/Atom updated"`
	Author  string   `xml:"http://www.w3.org/2005/Atom author>name"`
	Links   []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"http://www.w3.org/2005/Atom link"`
	Entries []struct {
		ID        string `xml:"http://www.w3.org/2005/Atom id"`
		Title     string `xml:"http://www.w3.org/2005/Atom title"`
		Updated   string `xml:"http://www.w3.org/2005/Atom updated"`
		Published string `xml:"http://www.w3.org/2005/Atom published"`
		Link      struct {
			Href string `xml:"href,attr"`
		} `xml:"http://www.w3.org/2005/Atom link"`
		Content string `xml:"http://www.w3.org/2005/Atom content"`
	} `xml:"http://www.w3.org/2005/Atom entry"`
}

// jing holds every Atom feed against the grammar of the RFC, with and without
// an address of the site.
func TestAtomGrammar(t *testing.T) {
	jing, err := exec.LookPath("jing")
	if err != nil {
		t.Skip("jing is not installed")
	}
	dir := t.TempDir()
	args := []string{"-c", "testdata/atom.rnc"}
	for name, base := range map[string]string{"based": base, "loose": ""} {
		for path, content := range smallSite(t, base).files {
			if !strings.HasSuffix(path, ".atom") {
				continue
			}
			file := filepath.Join(dir, name+strings.ReplaceAll(path, "/", "_"))
			if err := os.WriteFile(file, content, 0o600); err != nil {
				t.Fatal(err)
			}
			args = append(args, file)
		}
	}
	if len(args) != 2+8 {
		t.Errorf("%d feeds, want 8", len(args)-2)
	}
	if out, err := exec.Command(jing, args...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	// The grammar is not one that takes anything.
	bad := filepath.Join(dir, "bad.atom")
	text := strings.Replace(string(smallSite(t, "").files["tool/feed.atom"]), "<updated>", "<updated>x", 1)
	if err := os.WriteFile(bad, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(jing, "-c", "testdata/atom.rnc", bad).CombinedOutput(); err == nil {
		t.Errorf("a feed with a broken date is taken:\n%s", out)
	}
}

// What the RFC asks beyond its grammar.
func TestAtomRules(t *testing.T) {
	for _, at := range []string{base, ""} {
		for path, f := range smallSite(t, at).atoms(t) {
			self := ""
			for _, l := range f.Links {
				if l.Rel == "self" {
					self = l.Href
				}
				if u, err := url.Parse(l.Href); err != nil || u.IsAbs() != (at != "") {
					t.Errorf("%s: link %q", path, l.Href)
				}
			}
			if at != "" && self != at+path {
				t.Errorf("%s: its own address is %q", path, self)
			}
			if f.Author == "" || !strings.HasPrefix(f.ID, "tag:") {
				t.Errorf("%s: author %q, id %q", path, f.Author, f.ID)
			}
			ids := map[string]bool{}
			newest := ""
			for _, e := range f.Entries {
				if ids[e.ID] || !strings.HasPrefix(e.ID, "tag:") || e.Title == "" || e.Link.Href == "" {
					t.Errorf("%s: entry %+v", path, e)
				}
				ids[e.ID] = true
				newest = max(newest, e.Updated)
			}
			if newest != "" && f.Updated != newest {
				t.Errorf("%s: updated %s, its newest entry %s", path, f.Updated, newest)
			}
		}
	}
}

func TestFeedContent(t *testing.T) {
	feeds := smallSite(t, base).atoms(t)
	titles := func(path string) string {
		var out []string
		for _, e := range feeds[path].Entries {
			out = append(out, strings.TrimPrefix(e.Title, "Tool & Co"))
		}
		return strings.Join(out, ",")
	}
	for path, want := range map[string]string{
		"tool/feed.atom":                " v1.3.0, v1.2.0, v1.1.0-3-g0123abc, v1.0.0-rc.1",
		"tool/breaking.atom":            ": breaking changes v1.3.0",
		"tool/components/server.atom":   ": server v1.3.0",
		"tool/components/web~20ui.atom": ": web ui v1.3.0",
	} {
		if got := titles(path); got != want {
			t.Errorf("%s holds %q, want %q", path, got, want)
		}
	}
	whole := feeds["tool/feed.atom"].Entries[0].Content
	for _, want := range []string{
		"<strong>Warning</strong>", "Mind &lt;this&gt;:", "<ul><li>first <code>a&lt;b</code></li><li>second</li></ul>",
		"<h3>Changed</h3>", "<strong>Breaking:</strong> Drop <code>--old</code>", `<a href="https://example.org/?a=1&amp;b=2">the page</a>`,
		"<li>and <code>--older</code></li>", "&lt;script&gt;alert(1)&lt;/script&gt;",
	} {
		if !strings.Contains(whole, want) {
			t.Errorf("the entry has no %q:\n%s", want, whole)
		}
	}
	if strings.Contains(whole, "<script") {
		t.Errorf("a change brings its own markup:\n%s", whole)
	}
	if breaking := feeds["tool/breaking.atom"].Entries[0].Content; strings.Contains(breaking, "script") || !strings.Contains(breaking, "--old") {
		t.Errorf("the breaking changes are\n%s", breaking)
	}
	if feeds["tool/feed.atom"].Entries[0].ID == feeds["tool/breaking.atom"].Entries[0].ID {
		t.Error("an entry with other content has the same id")
	}
}

// Dates are those of the guide; a release without one has that of its
// neighbour and does not say that it was published then.
func TestFeedDates(t *testing.T) {
	f := smallSite(t, "").atoms(t)["tool/feed.atom"]
	var got []string
	for _, e := range f.Entries {
		got = append(got, e.Updated+" "+e.Published)
	}
	want := []string{"2024-05-06T00:00:00Z ", "2024-05-06T00:00:00Z 2024-05-06T00:00:00Z", "2024-02-03T04:05:06Z 2024-02-03T04:05:06Z", "2024-02-03T04:05:06Z "}
	if !slices.Equal(got, want) {
		t.Errorf("updated and published are %q, want %q", got, want)
	}
	none := dates([]compat.Release{{ID: "a"}, {ID: "b"}})
	if !none[0].Equal(time.Unix(0, 0)) || !none[1].Equal(time.Unix(0, 0)) {
		t.Errorf("without any date the times are %v", none)
	}
	at, ok := released(&compat.Release{Date: "2024-05-06", BuiltAt: "2024-04-30T10:00:00Z"})
	if !ok || stamp(at) != "2024-05-06T00:00:00Z" {
		t.Errorf("released at %v, %v: the date of the guide counts before that of the build", at, ok)
	}
}

// A feed says what is new; the rest is on the pages.
func TestFeedSize(t *testing.T) {
	c := manyReleases(t, feedSize+20)
	for f := range productFeeds(c, nil) {
		if strings.HasSuffix(f.path, "feed") && (len(f.entries) != feedSize || f.entries[0].release.ID != c.Releases[feedSize+19].ID) {
			t.Errorf("%s has %d entries, the first is %s", f.path, len(f.entries), f.entries[0].release.ID)
		}
	}
}

// The rules of JSON Feed 1.1: what must be there, and of which type.
func TestJSONFeed(t *testing.T) {
	for _, at := range []string{base, ""} {
		r := smallSite(t, at)
		for _, path := range []string{"tool/feed.json", "tool/breaking.json"} {
			var f map[string]any
			if err := json.Unmarshal(r.files[path], &f); err != nil {
				t.Fatal(err)
			}
			if f["version"] != "https://jsonfeed.org/version/1.1" || f["title"] == "" {
				t.Errorf("%s: version %v, title %v", path, f["version"], f["title"])
			}
			if at != "" && (f["feed_url"] != at+path || f["home_page_url"] != at+"tool/") {
				t.Errorf("%s: its address is %v, its home %v", path, f["feed_url"], f["home_page_url"])
			}
			items, ok := f["items"].([]any)
			if !ok || len(items) == 0 {
				t.Fatalf("%s: items are %v", path, f["items"])
			}
			ids := map[any]bool{}
			for _, raw := range items {
				item := raw.(map[string]any)
				id, isText := item["id"].(string)
				if !isText || id == "" || ids[id] {
					t.Errorf("%s: id %v", path, item["id"])
				}
				ids[id] = true
				if _, ok := item["content_html"].(string); !ok {
					t.Errorf("%s: %s has no content", path, id)
				}
				if d, ok := item["date_published"].(string); ok {
					if _, err := time.Parse(time.RFC3339, d); err != nil {
						t.Errorf("%s: %s: %v", path, id, err)
					}
				}
				if u, ok := item["url"].(string); ok != (at != "") || ok && !strings.HasPrefix(u, at+"tool/releases/") {
					t.Errorf("%s: %s has the address %q", path, id, u)
				}
			}
		}
	}
}

func TestInline(t *testing.T) {
	for text, want := range map[string]string{
		"plain":                            "plain",
		"a < b & c":                        "a &lt; b &amp; c",
		"`a`":                              "<code>a</code>",
		"`` a`b ``":                        "<code>a`b</code>",
		"`open":                            "`open",
		"``a`":                             "``a`",
		`\*not\* \q`:                       `*not* \q`,
		"[x](https://a.example/b)":         `<a href="https://a.example/b">x</a>`,
		"[`x`](https://a.example/)":        `<a href="https://a.example/"><code>x</code></a>`,
		"[a `b](https://a.example/)` c":    "[a <code>b](https://a.example/)</code> c",
		"[x](javascript:alert)":            "[x](javascript:alert)",
		"[x](../other.md)":                 "[x](../other.md)",
		`[x](https://a.example/"onclick=)`: `[x](https://a.example/&#34;onclick=)`,
		"[x":                               "[x",
		"#123 [#4]":                        "#123 [#4]",
	} {
		if got := inline(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	if got, want := prose("a\nb\n\n- c\n- d\ne"), "<p>a\nb</p><ul><li>c</li><li>d</li></ul><p>e</p>"; got != want {
		t.Errorf("prose is %q, want %q", got, want)
	}
}

func FuzzInline(f *testing.F) {
	f.Add("`a` [b](https://c.example/d) \\`")
	f.Fuzz(func(t *testing.T, text string) {
		out := prose(text)
		if strings.Contains(out, "<script") || strings.Contains(out, "javascript:") && strings.Contains(out, `href="javascript:`) {
			t.Fatalf("%q becomes %q", text, out)
		}
		d := xml.NewDecoder(strings.NewReader("<x>" + strings.ToValidUTF8(out, "") + "</x>"))
		for {
			_, err := d.Token()
			if err != nil {
				if err.Error() != "EOF" && !strings.Contains(err.Error(), "illegal character code") {
					t.Fatalf("%q becomes %q: %v", text, out, err)
				}
				return
			}
		}
	})
}
