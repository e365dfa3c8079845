package profile

import (
	"fmt"
	"path"
	"strings"

	"upgraph/internal/diag"
	"upgraph/internal/regexp"
)

// edgeFile is one file for one edge, both ends in the title or the file name.
var edgeFile = dialect{
	name: "edge-file",
	takes: func(s *survey) (string, bool) {
		t, where := s.edgeAt()
		if s.frontVersion != "" || s.isIndex() || t.From == "" || len(s.releases) >= 2 {
			return "", false
		}
		return fmt.Sprintf("the %s leads from %q to %q", where, t.From, t.Version), true
	},
	read: func(g *guide) {
		t := g.seen.edge()
		if t.From == "" {
			g.missingVersion("edge-file")
			g.readPreamble(g.doc.Blocks)
			return
		}
		g.readWhole(t)
	},
}

const (
	nameVersion = `(?:(?:stable|edge)-)?v?\d+(?:\.(?:\d+|x))+`
	nameWords   = `(?:.*[-_.])?(?:upgrade|upgrading|update|updating|migrate|migrating|migration|from)[-_.](?:from[-_.])?(?:[a-z]+[-_.])??`
)

// edgeName reads the ends of an edge in a file name: "2.4-2.5", "upgrade-1.2-to-1.3",
// and, where words say what the numbers are, "migrating-5-to-6".
var edgeName = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^(?:` + nameWords + `)?(` + nameVersion + `)[-_](?:to[-_])?(?:[a-z]+[-_])??(` + nameVersion + `)(?:[-_](?:upgrade|migration|guide|notes))*$`),
	regexp.MustCompile(`(?i)^` + nameWords + `(v?\d+(?:\.(?:\d+|x))*)[-_]to[-_](?:[a-z]+[-_])??(v?\d+(?:\.(?:\d+|x))*)(?:[-_](?:upgrade|migration|guide|notes))*$`),
	regexp.MustCompile(`(?i)^(v\d+)[-_]to[-_](v\d+)(?:[-_](?:upgrade|migration|guide|notes))*$`),
}

func (s *survey) edge() title {
	t, _ := s.edgeAt()
	return t
}

// edgeAt is what the title says, or else the file name, or else the
// introduction, and which of them it was.
func (s *survey) edgeAt() (t title, where string) {
	if s.title.From != "" {
		return s.title, "title"
	}
	for _, form := range edgeName {
		m := form.FindStringSubmatch(s.versionName())
		if m != nil && (s.title.Version == "" || sameVersion(s.title.Version, m[2])) {
			return title{From: m[1], Version: firstOf(s.title.Version, m[2]), Prefix: "from"}, "file name"
		}
	}
	if t := s.introduced(); t.From != "" {
		return t, "introduction"
	}
	return s.title, ""
}

// name is the name of the file without its ending.
func (s *survey) name() string {
	base := path.Base(s.doc.Path)
	return strings.TrimSuffix(base, path.Ext(base))
}

// missingVersion reports a document whose author names a dialect that needs a
// version which is not there.
func (g *guide) missingVersion(dialect string) {
	g.report(diag.Diagnostic{Code: "UG306", Severity: diag.Error,
		Pos:     diag.Pos{File: g.doc.Path, Line: g.titleLine(), Column: 1},
		Message: fmt.Sprintf("a document of profile %s names no version", dialect),
		Hint:    "add version: to the front matter, or name it in the title",
	})
}
