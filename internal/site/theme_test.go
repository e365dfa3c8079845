package site

import (
	"crypto/sha512"
	"encoding/base64"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"upgraph/templates"
)

// Every block that a theme may replace is in the table of CONTRIBUTING.md.
func TestBlocksAreDocumented(t *testing.T) {
	text, err := os.ReadFile("../../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "## Themes")
	table, _, _ = strings.Cut(table, "\n## ")
	files, err := fs.Glob(templates.FS, "*.tmpl")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		source, err := fs.ReadFile(templates.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`{{(?:define|block) "([a-z]+)"`).FindAllStringSubmatch(string(source), -1) {
			if !strings.Contains(table, "`"+m[1]+"`") {
				t.Errorf("the block %s of %s is not in the table", m[1], file)
			}
		}
		if name := strings.TrimSuffix(file, ".tmpl"); !slices.Contains(sharedTemplates, name) && !slices.Contains(views, name) {
			t.Errorf("%s is parsed for no page", file)
		}
	}
}

func TestThemeProblems(t *testing.T) {
	for _, c := range []struct{ name, file, text, want string }{
		{"fine", "parts.tmpl", `{{define "note"}}<p>{{.HTML}}</p>{{end}}`, ""},
		{"syntax", "note.txt", "{{", ""},
		{"not closed", "parts.tmpl", "\n{{define \"note\"}}", "mine/parts.tmpl:2: unexpected EOF"},
		{"no such function", "parts.tmpl", "{{define \"note\"}}{{nope}}{{end}}", `mine/parts.tmpl:1: function "nope" not defined`},
		{"no such page", "main.tmpl", "", "mine/main.tmpl:1: no page is made from a template of this name"},
		{"inline script", "parts.tmpl", "{{define \"note\"}}\n<script>x</script>{{end}}", "mine/parts.tmpl:2: the security policy of the site does not let inline styles and scripts act"},
		{"handler", "parts.tmpl", "{{define \"note\"}}<p id=x onclick=y>{{end}}", "mine/parts.tmpl:1: the security policy of the site does not let inline styles and scripts act"},
		{"script with an address", "layout.tmpl", `{{define "head"}}<script src="{{.File (asset "x.js")}}"></script>{{end}}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			theme := &Theme{Dir: "mine", FS: fstest.MapFS{c.file: {Data: []byte(c.text)}}}
			var got strings.Builder
			for _, p := range theme.Problems() {
				got.WriteString(p.Error())
			}
			if got.String() != c.want {
				t.Errorf("got %q, want %q", got.String(), c.want)
			}
		})
	}
}

// What a theme adds is held against its own content by the browser.
func TestThemeIntegrity(t *testing.T) {
	in := fixture(t)
	in.Theme = &Theme{Dir: "mine", FS: fstest.MapFS{"assets/theme.css": {Data: []byte("h1 { color: teal }\n")}, "assets/site.js": {Data: []byte("document.title += '!';\n")}}}
	page := render(t, in)["dm/index.html"]
	for _, a := range Assets(in.Theme) {
		if !strings.HasPrefix(a.Path, "a/site") {
			continue
		}
		sum := sha512.Sum384(a.Content)
		want := strings.ReplaceAll(base64.StdEncoding.EncodeToString(sum[:]), "+", "&#43;")
		if !strings.Contains(page, a.Path) || !strings.Contains(page, want) {
			t.Errorf("the page does not name %s with the sum %s", a.Path, want)
		}
	}
}

// Pages are many: none of our own templates may need the slow way.
func TestOwnTemplatesAreExecutedFast(t *testing.T) {
	all, err := parseViews(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range all {
		if err := v.Why(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
