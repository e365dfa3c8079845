package profile

import (
	"fmt"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
)

// procedure is a way of upgrading without a version of its own: one release
// record without an id, shown and never an edge.
var procedure = dialect{
	name: "procedure",
	takes: func(s *survey) (string, bool) {
		if s.isIndex() || s.frontVersion != "" || s.lineVersion != "" || len(s.releases) > 0 || s.edge().Version != "" {
			return "", false
		}
		if !upgradeWords.MatchString(s.titleText) {
			return "", false
		}
		if n := s.procedureParts(); n > 0 {
			return fmt.Sprintf("the title speaks of upgrading and %d list%s or step heading%[2]s say how", n, plural(n)), true
		}
		return "", false
	},
	read: func(g *guide) { g.readWhole(title{}) },
}

var (
	upgradeWords = regexp.MustCompile(`(?i)\b(?:upgrad|updat|migrat)(?:es?|ing|ions?)\b|升级|更新|迁移`)
	stepHeading  = regexp.MustCompile(`(?i)^(?:step|stage|步骤|第)\s*(\d+|[一二三四五六七八九十]+)\s*(?:步)?\s*[:：.、-]?\s*(.*)$`)
)

// procedureParts counts ordered lists and step headings.
func (s *survey) procedureParts() int {
	n := 0
	for _, b := range s.doc.Blocks {
		if b.Kind == doc.List && b.Ordered || b.Kind == doc.Heading && stepHeading.MatchString(b.Text) {
			n++
		}
	}
	return n
}
