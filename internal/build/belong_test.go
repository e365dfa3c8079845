package build

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"upgraph/internal/emit"
)

// guideOf is a guide of one release, in English or in Chinese.
func guideOf(version, change string) string {
	return fmt.Sprintf("---\ntitle: Tool %s\n---\n\n## Changes\n\n- %s\n", version, change)
}

// TestWhatBelongsTogether holds which products, releases and languages a folder
// of guides without settings has.
func TestWhatBelongsTogether(t *testing.T) {
	const english, chinese = "Fix a leak of the worker", "修复工作节点在任务停止时内存泄漏的问题"
	for name, c := range map[string]struct {
		files map[string]string
		want  string // product: language releases; …
		codes []string
	}{
		"a folder of documents is no product": {
			files: map[string]string{"tool-1.md": guideOf("v1.0.0", english), "releases/v1.1.0.md": guideOf("v1.1.0", english)},
			want:  "tool-guides: en v1.0.0 v1.1.0",
		},
		"not where settings say that it is one": {
			files: map[string]string{"tool-1.md": guideOf("v1.0.0", english), "releases/v1.1.0.md": guideOf("v1.1.0", english), "releases/product.yaml": "title: Releases\n"},
			want:  "tool-guides: en v1.0.0; releases: en v1.1.0",
		},
		"not beside plain pages": {
			files: map[string]string{"about.md": "# About\n\nWords.\n", "releases/v1.1.0.md": guideOf("v1.1.0", english)},
			want:  "releases: en v1.1.0",
		},
		"any other folder is a product": {
			files: map[string]string{"tool-1.md": guideOf("v1.0.0", english), "worker/v1.1.0.md": guideOf("v1.1.0", english)},
			want:  "tool-guides: en v1.0.0; worker: en v1.1.0",
		},
		"a language that is guessed hides no release": {
			files: map[string]string{"tool/v1.0.0.md": guideOf("v1.0.0", english), "tool/v1.1.0.md": guideOf("v1.1.0", chinese), "tool/v1.2.0.md": guideOf("v1.2.0", chinese)},
			want:  "tool: zh v1.0.0 v1.1.0 v1.2.0",
		},
		"a translation that is guessed stays one": {
			files: map[string]string{"tool/a.md": guideOf("v1.0.0", english), "tool/b.md": guideOf("v1.0.0", chinese)},
			want:  "tool: en v1.0.0",
		},
		"a language that is stated stays, and what it hides is said": {
			files: map[string]string{"tool/en/v1.0.0.md": guideOf("v1.0.0", english), "tool/zh/v1.0.0.md": guideOf("v1.0.0", chinese), "tool/zh/v1.1.0.md": guideOf("v1.1.0", chinese)},
			want:  "tool: en v1.0.0", codes: []string{"UG343 tool/zh/v1.1.0.md"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			root := fstest.MapFS{}
			for path, text := range c.files {
				root[path] = &fstest.MapFile{Data: []byte(text)}
			}
			content := Load(root, Options{Name: "tool-guides", Generator: "test"})
			var got, codes []string
			for _, p := range content.Products {
				var line strings.Builder
				line.WriteString(p.Config.ID + ": " + p.primary(content.Site.Languages))
				for _, r := range p.Catalog.Releases {
					line.WriteString(" " + r.ID)
				}
				got = append(got, line.String())
			}
			for _, d := range content.Diagnostics {
				if d.Code == "UG343" {
					codes = append(codes, d.Code+" "+d.Pos.File)
				}
			}
			if text := strings.Join(got, "; "); text != c.want || !slices.Equal(codes, c.codes) {
				t.Errorf("got  %s %v\nwant %s %v", text, codes, c.want, c.codes)
			}
		})
	}
}

// A folder that holds nothing but changes that wait for a release is a product
// that shows them.
func TestProductBeforeItsFirstRelease(t *testing.T) {
	c := Load(fstest.MapFS{
		"p/unreleased/a.md": {Data: []byte("---\ntype: added\n---\n\nA quiet mode.\n")},
		"about.md":          {Data: []byte("# About\n")},
	}, Options{Name: "x", Generator: "test"})
	if len(c.Diagnostics) > 0 || len(c.Products) != 1 || len(c.Products[0].Catalog.Releases) != 0 || len(c.Products[0].Documents("en")) != 1 {
		t.Fatalf("products %+v: %v", c.Products, c.Diagnostics)
	}
	if _, err := c.Compile(SiteOptions{}, emit.NewLedger()); err != nil {
		t.Error(err)
	}
}

// What is left out, and what may have been joined by mistake, is said.
func TestNothingIsLeftOutInSilence(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"en/q/v2.0.0.md": guideOf("v2.0.0", "Fix a leak"), "en/r/v2.0.0.md": guideOf("v2.0.0", "Fix a crash"),
		"en/releases/v2.0.0.md": guideOf("v2.0.0", "Fix a stall"), "other/v1.0.0.markdown": "# v1.0.0\n", "other/v1.1.0.rst": "x", "static/a.org": "x",
	} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("en", filepath.Join(dir, "linked")); err != nil {
		t.Skip(err)
	}
	var got []string
	for _, d := range Load(os.DirFS(dir), Options{Name: "x", Generator: "test"}).Diagnostics {
		got = append(got, d.Code+" "+d.File)
	}
	slices.Sort(got)
	if want := []string{"UG403 linked", "UG403 other/v1.0.0.markdown", "UG403 other/v1.1.0.rst", "UG412 en/r/v2.0.0.md"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

// A language that is none makes no site of its own.
func TestLanguageThatIsNone(t *testing.T) {
	c := Load(fstest.MapFS{
		"p/v1.0.0.md": {Data: []byte("---\nversion: v1.0.0\ntitle: A\nlanguage: english\n---\n\n- Fix a leak\n")},
		"p/v1.1.0.md": {Data: []byte(guideOf("v1.1.0", "Fix a crash"))},
	}, Options{Name: "x", Generator: "test"})
	if len(c.Diagnostics) != 1 || c.Diagnostics[0].Code != "UG320" || c.Diagnostics[0].Line != 4 || c.Diagnostics[0].Column != 11 {
		t.Errorf("found %v", c.Diagnostics)
	}
	if !slices.Equal(c.Site.Languages, []string{"en"}) || len(c.Products[0].Catalog.Releases) != 2 {
		t.Errorf("languages %q, releases %+v", c.Site.Languages, c.Products[0].Catalog.Releases)
	}
}

// Guides in a folder of documents are read by the settings of their product.
func TestFoldersAreReadByTheirProduct(t *testing.T) {
	content := Load(fstest.MapFS{
		"product.yaml":       {Data: []byte("id: tool\ncomponents: [worker]\n")},
		"v1.0.0.md":          {Data: []byte(guideOf("v1.0.0", "Fix a leak of the worker"))},
		"releases/v1.1.0.md": {Data: []byte(guideOf("v1.1.0", "worker: fix a leak"))},
	}, Options{Name: "guides", Generator: "test"})
	if len(content.Products) != 1 || len(content.Products[0].Pages) != 2 {
		t.Fatalf("got the products %v", content.Products)
	}
	for _, r := range content.Products[0].Catalog.Releases {
		if !slices.Equal(r.Changes[0].Components, []string{"worker"}) {
			t.Errorf("%s: the change is of %v, want worker", r.ID, r.Changes[0].Components)
		}
	}
	var paths []string
	for _, p := range content.Products[0].Pages {
		paths = append(paths, p.Path)
	}
	if want := []string{"releases/v1.1.0.md", "v1.0.0.md"}; !slices.Equal(paths, want) {
		t.Errorf("the guides stand in the order %v, want %v", paths, want)
	}
}
