package profile

import (
	"path"
	"slices"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

// The parts of this file are about what changelogs say beyond their changes:
// that a release was withdrawn and why, what it is about, where its differences
// are shown.

var withdrawnMark = regexp.MustCompile(`(?i)\s*\[(yanked|withdrawn|retracted|撤回)\]\s*`)

// takeWithdrawn takes the mark of a withdrawn release out of a heading, before
// its version or behind it, and what stands behind the mark: the reason.
func (t *title) takeWithdrawn(rest string) string {
	at := withdrawnMark.FindStringSubmatchIndex(rest)
	if at == nil {
		return rest
	}
	t.Withdrawn = rest[at[2]:at[3]]
	before, after := strings.TrimSpace(rest[:at[0]]), strings.Trim(rest[at[1]:], " -–—:：")
	if before == "" {
		return after
	}
	t.Reason = after
	return before
}

// setDate takes a day. One that is left open says that there is no release yet.
func (t *title) setDate(d day) {
	t.Date = d
	t.Unreleased = t.Unreleased || d.open
}

// finishChangelog derives what a release says about itself before its first
// section: a summary, and the reason where it was withdrawn. The reason becomes
// a note, so that nobody who is led past the release misses it.
func (g *guide) finishChangelog(r *release.Release) {
	var lead []release.Extra
	for _, e := range r.Extra {
		if e.Kind != string(doc.Paragraph) || e.Section != "" || !before(r, e.Line) {
			break
		}
		lead = append(lead, e)
	}
	var text []string
	for _, e := range lead {
		text = append(text, e.Text)
	}
	r.Summary = strings.Join(text, "\n\n")
	if r.Withdrawn == "" {
		return
	}
	n := release.Note{Severity: "warning", Label: r.Withdrawn, Text: r.Reason, Span: release.Span{Line: r.Line, EndLine: r.Line}}
	if r.Reason == "" && len(lead) > 0 {
		r.Reason = lead[0].Text
		n.Text, n.Span = lead[0].Text, lead[0].Span
		r.Extra = slices.DeleteFunc(r.Extra, func(e release.Extra) bool { return e == lead[0] })
		g.ledger.move(n.Span, record)
	}
	if n.Text != "" {
		r.Notes = slices.Insert(r.Notes, 0, n)
	}
}

// before reports whether a line stands before all that a release changes, asks
// for and warns of.
func before(r *release.Release, line int) bool {
	return !slices.ContainsFunc(r.Changes, func(c release.Change) bool { return c.Line < line }) &&
		!slices.ContainsFunc(r.Steps, func(s release.Step) bool { return s.Line < line }) &&
		!slices.ContainsFunc(r.Notes, func(n release.Note) bool { return n.Line < line })
}

// headingLink is where the heading of a release leads: the comparison with the
// release before, or its page.
func headingLink(b *doc.Block) string {
	for _, i := range b.Inlines {
		if i.Kind == doc.Link {
			return i.URL
		}
	}
	return ""
}

// nameTitle makes a title of the name of a file: CHANGELOG.md has no heading of
// its own above its releases more often than not.
func (s *survey) nameTitle() string {
	name := strings.Map(func(r rune) rune {
		if r == '_' || r == '-' {
			return ' '
		}
		return r
	}, strings.TrimSuffix(path.Base(s.doc.Path), path.Ext(s.doc.Path)))
	if name == strings.ToUpper(name) {
		name = strings.ToLower(name)
	}
	return capital(strings.TrimSpace(name))
}

// isReleaseTitle reports whether what would be the title of the document is the
// heading of one of its releases.
func (s *survey) isReleaseTitle() bool { return s.titleHead >= 0 && in(s.releases, s.titleHead) }

// lowest is the highest level in the outline that a release of the document
// stands on. Tools write patch releases one level below the others and leave
// their sections where they are.
func (s *survey) lowest() int {
	level := 6
	for _, i := range s.releases {
		level = min(level, s.headings[i].block.Level)
	}
	return level
}

// sectionTitles are the titles below the level of the releases, and those that
// stand on it again and again.
func (s *survey) sectionTitles(level int) map[string]bool {
	titles, seen := map[string]bool{}, map[string]bool{}
	for i, h := range s.headings {
		if h.block.Level < level || in(s.releases, i) {
			continue
		}
		text := strings.ToLower(h.block.Text)
		if h.block.Level > level || seen[text] {
			titles[text] = true
		}
		seen[text] = true
	}
	return titles
}
