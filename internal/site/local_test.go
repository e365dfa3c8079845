package site

import (
	"testing"

	"upgraph/internal/doc"
)

// Links by address and to copied files lead where they say, wherever the site
// lies; those to a heading of another page keep it.
func TestLinksByAddress(t *testing.T) {
	page := func(name, text string) *doc.Doc {
		d, ds := doc.Parse(name, []byte(text))
		if d == nil {
			t.Fatal(ds)
		}
		return d
	}
	in := &Input{Languages: []string{"en"}, Static: func(name string) bool { return name == "a b.csv" }, Plain: []*Plain{
		{Doc: page("deep/a.md", "# A\n\n[file](/a%20b.csv) [none](/gone.csv) [page](/about/) [bare](/about#two-words) [home](/) [heading](../about.md#two-words)\n"), Language: "en", URL: "deep/a/"},
		{Doc: page("about.md", "# About\n\n## Two words\n"), Language: "en", URL: "about/"},
	}}
	has(t, render(t, in)["deep/a/index.html"], `<a href="../../a%20b.csv">file</a>`, `none <span class="dead">(/gone.csv)<`, `<a href="../../about/">page</a>`,
		`<a href="../../about/#two-words">bare</a>`, `<a href="../../">home</a>`, `<a href="../../about/#two-words">heading</a>`)
}
