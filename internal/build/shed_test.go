package build

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"upgraph/internal/emit"
	"upgraph/internal/site"
)

// A build that lets go of blocks while it reads finds what one that keeps them
// finds.
func TestLeanGuidesHideNothing(t *testing.T) {
	folders := map[string]fs.FS{"content": os.DirFS("../../content")}
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
	page := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	folders["links and comments"] = fstest.MapFS{
		"p/v1.0.1.md": page("---\ntitle: One\nversion: v1.0.1\n---\n\n## Changes\n\n- Fix [a](v1.0.0.md#a-name) and [b](v1.0.0.md#given) and [c](v1.0.0.md#nowhere)\n  - deeper [d](gone.md)\n\n> quoted [e](other.md#x)\n\n![f](f.png)\n"),
		"p/v1.0.0.md": page("---\ntitle: Zero\nversion: v1.0.0\n---\n\n## A name\n\n<a id=\"given\"></a>\n\n## Changes\n\n<!-- upgraph: ignore UG328 because it comes later -->\n\n- See [later](later.md)\n\n<!-- upgraph: ignore UG328 because of nothing -->\n\n- See nothing\n\n1. one\n\n   <!-- upgraph: ignore UG328 because of the text -->\n\n   See [never](never.md)\n"),
	}
	for name, root := range folders {
		t.Run(name, func(t *testing.T) {
			want := Load(root, Options{Name: name, Generator: "test"})
			got := Load(root, Options{Name: name, Generator: "test", Once: true})
			if diff := cmp.Diff(want.Diagnostics, got.Diagnostics); diff != "" {
				t.Errorf("findings differ (-kept +lean):\n%s", diff)
			}
			if name == "links and comments" && len(got.Diagnostics) < 4 {
				t.Errorf("found %v only", got.Diagnostics)
			}
		})
	}
}

// A picture beside a guide is served by a build, which lets go of the guide's
// text, as by a preview, which does not.
func TestPicturesOfLeanGuides(t *testing.T) {
	root := fstest.MapFS{
		"p/v1.0.0.md": {Data: []byte("# v1.0.0\n\n- Added ![a plan](plan.png)\n")},
		"p/plan.png":  {Data: []byte("picture")},
	}
	c := Load(root, Options{Name: "x", Generator: "test", Once: true})
	c.Shed()
	in, err := c.Compile(SiteOptions{}, emit.NewLedger())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for page := range site.Pages(in.Site) {
		if strings.HasPrefix(page.Path, "a/img-") {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d pictures are served, want 1", n)
	}
}
