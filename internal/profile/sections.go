package profile

import (
	"fmt"
	"slices"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// sections is one file with one heading for each release.
var sections = dialect{
	name: "sections",
	takes: func(s *survey) (string, bool) {
		if s.frontVersion != "" || len(s.releases) == 0 {
			return "", false
		}
		if s.leads() && len(s.releases) < 2 || s.titledRelease() {
			return "", false
		}
		return fmt.Sprintf("%d heading%s of the form %q", len(s.releases), plural(len(s.releases)), s.pattern), true
	},
	read: func(g *guide) {
		readSections(g)
		g.readStatedConditions()
		g.readProductRollback()
	},
}

// leads reports whether the whole document is about one edge: a heading that
// only names its end is a section of it.
func (s *survey) leads() bool {
	if s.title.From != "" {
		return true
	}
	t := s.introduced()
	return t.From != "" && !slices.ContainsFunc(s.releases, func(i int) bool {
		h := s.headings[i].title
		return h.From != "" || strings.TrimRight(bare(h.Version), ".xX*") != strings.TrimRight(bare(t.Version), ".xX*")
	})
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

// readSections cuts the document at its release headings. A broken heading
// ends the release before it: its steps must not become that release's. So
// does one above the releases of another line, and any on a level above theirs.
func readSections(g *guide) {
	if g.out.Title == "" || g.seen.isReleaseTitle() && g.front().text("title") == "" {
		g.out.Title = g.seen.nameTitle()
	}
	lowest := g.seen.lowest()
	g.seen.deeper = g.seen.sectionTitles(lowest)
	type cut struct {
		at   int // into doc.Blocks
		head *head
	}
	var cuts []cut
	for i := range g.seen.headings {
		h := &g.seen.headings[i]
		switch {
		case in(g.seen.releases, i):
			cuts = append(cuts, cut{h.index, h})
		case in(g.seen.broken, i) || in(g.seen.groups, i) || h.block.Level < lowest && !g.seen.boxed[h.block] && len(cuts) > 0:
			cuts = append(cuts, cut{h.index, nil})
		}
	}
	blocks := g.doc.Blocks
	if len(cuts) == 0 {
		g.readPreamble(blocks)
		return
	}
	g.readPreamble(blocks[:cuts[0].at])
	for n, c := range cuts {
		end := len(blocks)
		if n+1 < len(cuts) {
			end = cuts[n+1].at
		}
		if c.head == nil {
			g.readPreamble(blocks[c.at:end])
			continue
		}
		g.readSection(c.head, lowest, blocks[c.at:end])
	}
}

// in reports whether an ascending list holds a number.
func in(list []int, i int) bool {
	_, found := slices.BinarySearch(list, i)
	return found
}

func (g *guide) readSection(h *head, lowest int, blocks []*doc.Block) {
	rel := newRelease(h.title)
	rel.Heading, rel.HeadingName = h.block.Text, h.block.Name
	rel.Span = release.Span{Line: h.block.Line, EndLine: blocks[len(blocks)-1].EndLine}
	rel.FromLine = h.block.Line
	rel.Link = headingLink(h.block)
	g.ledger.claim(span(h.block.Span), structure)
	g.readBody(rel, lowest, blocks[1:])
}
