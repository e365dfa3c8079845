package site

import (
	"strings"
	"testing"

	"upgraph/internal/doc"
)

func TestTheWordBreakingIsSaidOnce(t *testing.T) {
	for text, want := range map[string]string{
		"**Breaking:** rename `a`":             "rename `a`",
		"**Breaking**: rename `a`":             "rename `a`",
		"Breaking: rename `a`":                 "rename `a`",
		"[BREAKING CHANGE] rename":             "rename",
		"__Breaking changes:__ two":            "two",
		"(breaking) rename":                    "rename",
		"**[Breaking]** rename":                "rename",
		"【不兼容变更】重命名":                           "重命名",
		"不兼容：重命名":                              "重命名",
		"Breaking changes of the API are few":  "Breaking changes of the API are few",
		"Breaking a lease no longer fails":     "Breaking a lease no longer fails",
		"**Breaking:**":                        "**Breaking:**", // there is nothing else to show
		"Rename `a`, which is **breaking**: b": "Rename `a`, which is **breaking**: b",
	} {
		if got := unmarked(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

// TestBreakingChangesAreMarkedInEveryList: under a heading that says so, or with a
// word of ours, and never twice.
func TestBreakingChangesAreMarkedInEveryList(t *testing.T) {
	in := fixture(t)
	for _, docs := range in.Products[0].Guides {
		for _, d := range docs {
			for i := range d.Releases {
				for j := range d.Releases[i].Changes {
					if c := &d.Releases[i].Changes[j]; c.Breaking && !strings.HasPrefix(c.Text, "**") { // languages share them
						c.Text = "**Breaking:** " + c.Text
					}
				}
			}
		}
	}
	pages := render(t, in)
	for page, badge := range map[string]bool{
		"dm/releases/v1.0.3/index.html": false, "dm/changelog/index.html": false, "dm/types/breaking/index.html": false,
		"dm/compare/v1.0.2...v1.0.3/index.html": false, "dm/upgrade/v1.0.2/v1.0.3/index.html": false,
		"dm/types/removed/index.html": true, "dm/components/dmctl/index.html": true,
	} {
		if strings.Contains(pages[page], "Breaking:</strong>") {
			t.Errorf("%s says it twice", page)
		}
		if got := strings.Contains(pages[page], `<span class="tag strong">Breaking</span>`); got != badge {
			t.Errorf("%s has a badge: %v, want %v", page, got, badge)
		}
	}
}

// TestLinksThatLeadNowhere stand small behind their words, and neither in the ids
// and contents of a page as HTML nor among what bites.
func TestLinksThatLeadNowhere(t *testing.T) {
	in := fixture(t)
	d, _ := doc.Parse("lost.md", []byte("# Lost\n\n## See [this](gone.md) now\n\nText.\n"))
	in.Plain = append(in.Plain, &Plain{Doc: d, Language: "en", URL: "lost/"})
	page := render(t, in)["lost/index.html"]
	has(t, page, `id="see-this-gone-md-now">See this <span class="dead">(gone.md)</span> now</h2>`, `<a href="#see-this-gone-md-now">See this (gone.md) now</a>`)
	if got := (&site{}).inShort(`Mind <b>this</b> <span class="dead">(../a/very/long/path.md#part)</span> well`); got != "Mind this well" {
		t.Errorf("what bites is %q", got)
	}
}
