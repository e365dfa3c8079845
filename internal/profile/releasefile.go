package profile

import (
	"fmt"

	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// releaseFile is one file for one release, its version in the front matter, in
// a line of its own or in the title.
var releaseFile = dialect{
	name: "release-file",
	takes: func(s *survey) (string, bool) {
		switch {
		case s.isIndex():
			return "", false
		case s.frontVersion != "":
			return fmt.Sprintf("the front matter says version %q", s.frontVersion), true
		case len(s.releases) > 0 || s.title.From != "":
			return "", false
		case s.lineVersion != "":
			return fmt.Sprintf("a line before the first section says version %q", s.lineVersion), true
		case s.title.Version != "" && s.title.strong() && !s.title.Unreleased:
			return fmt.Sprintf("the title names version %q", s.title.Version), true
		}
		return "", false
	},
	read: func(g *guide) {
		s := g.seen
		t := s.title
		t.Version = firstOf(s.frontVersion, s.lineVersion, t.Version)
		if t.Version == "" {
			g.missingVersion("release-file")
			g.readPreamble(g.doc.Blocks)
			return
		}
		if t.Version != s.title.Version {
			t.From = "" // the title is about another edge than the file
		}
		t.Unreleased = t.Unreleased && s.frontVersion == ""
		g.readWhole(t)
	},
}

// readWhole reads a file that is one release.
func (g *guide) readWhole(t title) {
	rel := newRelease(t)
	rel.Heading = firstOf(g.titleHeading(), g.seen.titleText)
	rel.Span = release.Span{Line: 1, EndLine: g.doc.Total}
	rel.FromLine = g.titleLine()
	g.readFront(rel)
	level := 0
	for _, b := range g.doc.Blocks {
		if b.Kind == doc.Heading {
			level = b.Level
			break
		}
	}
	g.whole = true
	g.readBody(rel, level, g.doc.Blocks)
}

func (g *guide) titleHeading() string {
	if i := g.seen.titleHead; i >= 0 {
		return g.seen.headings[i].block.Text
	}
	return ""
}

func (g *guide) titleLine() int {
	if i := g.seen.titleHead; i >= 0 {
		return g.seen.headings[i].block.Line
	}
	return 1
}

func newRelease(t title) *release.Release {
	rel := &release.Release{
		ID: t.Version, From: t.From, Date: t.Date, Unreleased: t.Unreleased,
		Aliases: append(append([]string{}, t.Labels...), t.Also...),
		Status:  "supported",
	}
	if t.Withdrawn {
		rel.Status = "withdrawn"
	}
	return rel
}
