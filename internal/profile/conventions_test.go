package profile

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/release"
)

// convention is a way in which projects write their guides, in words of our
// own. want is the dialect and, for each release, "id", "from>id", with "~"
// before it when it is not released yet, and the lines behind "@".
type convention struct{ what, path, source, want string }

// TestHeadingConventions holds that releases, edges and their lines are found
// in the headings that projects use.
func TestHeadingConventions(t *testing.T) {
	for _, c := range append(headingConventions, moreConventions...) {
		t.Run(c.what, func(t *testing.T) { c.hold(t) })
	}
}

// TestFileConventions holds the same of files for one release or one edge, and
// of procedures.
func TestFileConventions(t *testing.T) {
	for _, c := range slices.Concat(fileConventions, titleConventions) {
		t.Run(c.what, func(t *testing.T) { c.hold(t) })
	}
}

// TestFalseFriends holds that headings which only look like releases are none.
func TestFalseFriends(t *testing.T) {
	for _, c := range falseFriends {
		t.Run(c.what, func(t *testing.T) { c.hold(t) })
	}
}

func (c convention) hold(t *testing.T) {
	t.Helper()
	path := c.path
	if path == "" {
		path = "UPGRADE.md"
	}
	d := readText(t, path, c.source)
	found := []string{d.Profile.Name + ":"}
	for _, r := range d.Releases {
		id := r.ID
		if r.From != "" {
			id = r.From + ">" + id
		}
		if r.Unreleased {
			id = "~" + id
		}
		found = append(found, fmt.Sprintf("%s@%d-%d", id, r.Line, r.EndLine))
	}
	if got := strings.Join(found, " "); got != c.want {
		t.Errorf("got  %s\nwant %s\n%s(%s)", got, c.want, c.source, d.Profile.Why)
	}
	// A product of the document alone has to build.
	_, ds := release.Lower(release.Input{Product: compat.Product{ID: "x"}, Documents: []*release.Document{d}})
	for _, x := range append(d.Diagnostics, ds...) {
		t.Errorf("%v", x)
	}
}

// lines joins lines to a document.
func lines(all ...string) string { return strings.Join(all, "\n") + "\n" }
