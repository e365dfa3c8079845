package profile

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/regexp"
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
		case s.titledRelease():
			return fmt.Sprintf("the title names version %q", s.title.Version), true
		case len(s.releases) > 0 || s.edge().From != "":
			return "", false
		case s.lineVersion != "":
			return fmt.Sprintf("a line before the first section says version %q", s.lineVersion), true
		case s.fileVersion() != "" && (s.title.Version == "" || sameVersion(s.title.Version, s.fileVersion())):
			return fmt.Sprintf("the file name says version %q", s.fileVersion()), true
		}
		return "", false
	},
	read: func(g *guide) {
		s := g.seen
		t := s.title
		t.Version = firstOf(s.frontVersion, s.lineVersion, t.Version, s.fileVersion())
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
		g.otherVersion(s)
	},
}

// otherVersion reports a title or file name that names another release than the
// front matter: the guide before was copied, and one of the two releases is
// missing.
func (g *guide) otherVersion(s *survey) {
	if s.frontVersion == "" || s.title.From != "" {
		return
	}
	rel := g.out.Releases[len(g.out.Releases)-1]
	for _, other := range []struct{ where, version string }{{"the title", s.title.Version}, {"the file name", s.fileVersion()}} {
		if other.version == "" || strings.HasPrefix(bare(s.frontVersion)+".", bare(other.version)+".") || strings.HasPrefix(bare(s.frontVersion), bare(other.version)+"-") ||
			slices.ContainsFunc(append([]string{rel.Build, rel.Deploy}, rel.Aliases...), func(name string) bool { return sameVersion(name, other.version) }) {
			continue
		}
		v, _ := g.front().Get("version")
		g.report(diag.Diagnostic{Code: "UG345", Severity: diag.Warning, Pos: diag.Pos{File: g.doc.Path, Line: v.Line, Column: v.Column},
			Message: fmt.Sprintf("the front matter says version %s and %s %s", s.frontVersion, other.where, other.version),
			Hint:    fmt.Sprintf("correct one of the two, or give the other name under aliases: [%s]", other.version)})
		return
	}
}

// titledRelease reports whether the title names a release and no heading names
// another.
func (s *survey) titledRelease() bool {
	t := s.title
	if t.Version == "" || t.From != "" || t.Unreleased || !t.strong() && !t.speaks() && !s.tellsChanges() || s.edge().From != "" {
		return false
	}
	return !slices.ContainsFunc(s.releases, func(i int) bool {
		return !sameVersion(s.headings[i].title.Version, t.Version) || s.headings[i].title.From != ""
	})
}

// changeTitle is a section that only a document about a release has.
var changeTitle = regexp.MustCompile(`(?i)^(?:(?:main|other|notable|breaking|all) )?change[sd]?$|^(?:bug[ -]?)?fix(?:es|ed)$|^added$|^removed$|^deprecated$|^(?:主要|其他)?(?:变更|变化)$|^(?:bug |问题)?修复$`)

// tellsChanges reports whether a section says by its title that something changed.
func (s *survey) tellsChanges() bool {
	return slices.ContainsFunc(s.headings, func(h head) bool { return changeTitle.MatchString(strings.TrimSpace(h.block.Text)) })
}

// fileRelease reads a version in the name of a file that is about one release.
// Two numbers alone may be those of a chapter: they need words, or a folder of
// releases.
var (
	fileRelease = regexp.MustCompile(`(?i)^((?:[a-z]+[-_.])??(?:(?:releases?|upgrade|upgrading|update|updating|migration|migrate|changelog|changes|what'?s|new|notes|relnotes|version|to)[-_.]?)*)(v?\d+(?:\.\d+)+(?:\.x)?(?:[-_.]?(?:rc|beta|alpha)[-_.]?\d*)?|v\d+)$`)
	fileWords   = regexp.MustCompile(`(?i)release|upgrad|updat|migrat|chang|new|notes|version`)
)

func (s *survey) fileVersion() string {
	m := fileRelease.FindStringSubmatch(s.versionName())
	if m == nil || m[1] != "" && !fileWords.MatchString(m[1]) {
		return ""
	}
	clear := m[1] != "" || strings.ContainsAny(m[2][:1], "vV") || strings.Count(m[2], ".") > 1
	if !clear && !fileWords.MatchString(path.Base(path.Dir(s.doc.Path))) {
		return ""
	}
	return m[2]
}

// readWhole reads a file that is one release.
func (g *guide) readWhole(t title) {
	rel := newRelease(t)
	rel.Heading = firstOf(g.titleHeading(), g.seen.titleText)
	rel.Span = release.Span{Line: 1, EndLine: g.doc.Total}
	rel.FromLine = g.titleLine()
	g.readFront(rel, g.front())
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
		ID: t.Version, From: t.From, Date: t.Date.iso, DateText: t.Date.text, Withdrawn: t.Withdrawn, Reason: t.Reason, Unreleased: t.Unreleased,
		Aliases: slices.Concat(t.Labels, t.Also),
		Status:  "supported",
	}
	if t.Withdrawn != "" {
		rel.Status = "withdrawn"
	}
	return rel
}
