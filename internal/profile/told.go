package profile

import (
	"slices"

	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// readTold remembers the section of a block that is no record, where it may say
// what an upgrade asks for.
func (g *guide) readTold(b *doc.Block) {
	p := g.here()
	if g.release == nil || p.foreign || p.aside || !g.tells(b, p) || slices.Contains(g.release.Told, g.section) {
		return
	}
	g.release.Told = append(g.release.Told, g.section)
}

// tells reports whether a block in a place may say what an upgrade asks for: code
// and prose do, but for what introduces a release or a list of its changes. In a
// changelog only what stands under a heading about upgrading does, and code.
func (g *guide) tells(b *doc.Block, p place) bool {
	switch b.Kind {
	case doc.Fence, doc.Code:
		return p.role != release.RoleInfo && (!g.seen.isLog() || isShell(b))
	case doc.Paragraph, doc.List, doc.Quote, doc.Table:
	default:
		return false
	}
	switch {
	case p.role == release.RoleSteps:
		return true
	case g.seen.isLog() || p.role == release.RoleInfo:
		return false
	case g.section == "":
		return g.release.From != "" || upgradeWords.MatchString(g.release.Heading) || upgradeWords.MatchString(g.seen.titleText)
	case p.role == release.RoleChanges:
		return p.breaking || slices.Contains(demanding[:], p.kind) || !usualSections.MatchString(g.section) && !slices.Contains(harmless[:], p.kind)
	}
	return true
}

// demanding are types of changes that may ask for something.
var demanding = [...]string{"deprecated", "removed", "security"}

// finishTold forgets what a release says in words where it has steps: these are
// what an upgrade asks for then, and words around them explain. Words around a
// check do so too.
func finishTold(r *release.Release) {
	if len(r.Steps) > 0 {
		r.Told = nil
	}
	for _, c := range r.Checks {
		for _, s := range r.Sections {
			if s.Line < c.Line && c.EndLine <= s.EndLine {
				r.Told = slices.DeleteFunc(r.Told, func(title string) bool { return title == s.Title })
			}
		}
	}
	if len(r.Told) == 0 {
		r.Told = nil
	}
}
