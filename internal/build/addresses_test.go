package build

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"upgraph/internal/emit"
	"upgraph/internal/site"
)

// TestAddresses holds that no document hides another one, and none lies on a page
// that is made of the guides, without a word.
func TestAddresses(t *testing.T) {
	guide := "# v1.0.0\n\n- Added x\n"
	for name, c := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"two files, one page": {map[string]string{"about.md": "# A\n", "about/index.md": "# B\n"},
			[]string{"about/index.md:1:1 error"}},
		"two languages": {map[string]string{"en/about.md": "# A\n", "zh/about.md": "# 关于\n"}, nil},
		"capital letters": {map[string]string{"about.md": "# A\n", "About.md": "# B\n"},
			[]string{"about.md:1:1 warning"}},
		"list of releases": {map[string]string{"p/v1.0.0.md": guide, "p/releases.md": "# A\n", "p/notes.md": "# B\n"},
			[]string{"p/releases.md:1:1 error"}},
		"page of a release": {map[string]string{"p/v1.0.0.md": guide, "p/releases/v1.0.0/index.md": "# A\n"},
			[]string{"p/releases/v1.0.0/index.md:1:1 error"}},
		"page of every site":  {map[string]string{"search.md": "# A\n"}, []string{"search.md:1:1 error"}},
		"home of the product": {map[string]string{"p/v1.0.0.md": guide, "p/index.md": "# A\n"}, []string{"p/index.md:1:1 error"}},
		"home of the site":    {map[string]string{"p/v1.0.0.md": guide, "index.md": "# A\n"}, nil},
		"file below static":   {map[string]string{"p/v1.0.0.md": guide, "static/p/index.html": "x"}, []string{"static/p/index.html:1:1 error"}},
		"former address of a page": {map[string]string{"about.md": "# A\n", "b.md": "---\ntitle: B\naliases: [/about/, /old/]\n---\n"},
			[]string{"b.md:3:11 warning"}},
		"former address twice": {map[string]string{"a.md": "---\ntitle: A\naliases: /old/\n---\n", "b.md": "---\ntitle: B\naliases: /old/\n---\n"},
			[]string{"b.md:3:10 warning"}},
		"no address": {map[string]string{"a.md": "---\ntitle: A\naliases: [/old one/]\n---\n"}, []string{"a.md:3:11 warning"}},
	} {
		t.Run(name, func(t *testing.T) {
			root := fstest.MapFS{}
			for file, text := range c.files {
				root[file] = &fstest.MapFile{Data: []byte(text)}
			}
			var got []string
			for _, d := range Load(root, Options{Name: "x", Generator: "test"}).Diagnostics {
				if d.Code == "UG409" {
					got = append(got, fmt.Sprintf("%s:%d:%d %s", d.File, d.Line, d.Column, d.Severity))
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

// The former address of a changelog leads to its product.
func TestAliasOfManyReleases(t *testing.T) {
	c := Load(fstest.MapFS{"p/CHANGELOG.md": {Data: []byte("---\ntitle: C\naliases: /old/log/\n---\n\n## 1.1.0\n\n- Added x\n\n## 1.0.0\n\n- Added y\n")}},
		Options{Name: "x", Generator: "test"})
	in, err := c.Compile(SiteOptions{}, emit.NewLedger())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range site.Redirects(in.Site) {
		if strings.HasPrefix(r.From, "old/") {
			got = append(got, r.From+" "+r.To)
		}
	}
	if !slices.Equal(got, []string{"old/log/ p/"}) {
		t.Errorf("redirects %q", got)
	}
}
