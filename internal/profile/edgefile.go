package profile

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"upgraph/internal/diag"
)

// edgeFile is one file for one edge, both ends in the title or the file name.
var edgeFile = dialect{
	name: "edge-file",
	takes: func(s *survey) (string, bool) {
		t := s.edge()
		if s.frontVersion != "" || s.isIndex() || t.From == "" || len(s.releases) >= 2 {
			return "", false
		}
		return fmt.Sprintf("the title leads from %q to %q", t.From, t.Version), true
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

var edgeName = regexp.MustCompile(`^(v?\d+(?:\.\d+)+)-(?:to-)?(v?\d+(?:\.\d+)+)$`)

// edge is what the title says, or else the file name ("2.4-2.5.md").
func (s *survey) edge() title {
	if s.title.From != "" || s.title.Version != "" {
		return s.title
	}
	base := path.Base(s.doc.Path)
	if m := edgeName.FindStringSubmatch(strings.TrimSuffix(base, path.Ext(base))); m != nil {
		return title{From: m[1], Version: m[2], Prefix: "from"}
	}
	return title{}
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
