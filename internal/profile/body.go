package profile

import (
	"slices"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

// readPreamble reads what stands outside the releases: notes, the sentences
// that edges rest on, conditions; the rest is extra.
func (g *guide) readPreamble(blocks []*doc.Block) {
	g.release, g.section, g.trail = nil, "", nil
	for i := 0; i < len(blocks); i++ {
		b := blocks[i]
		switch {
		case b.Kind == doc.FrontMatter: // claimed with the document
		case b.Kind == doc.Blank:
			g.ledger.claim(span(b.Span), structure)
		case b.Kind == doc.Heading && b.Level == 1 && b.Text != "" && b.Text != g.out.Title:
			g.keep(b) // the page is called otherwise
		case b.Kind == doc.Heading:
			g.ledger.claim(span(b.Span), structure)
			if b.Level > 1 {
				g.section = b.Text
			}
		default:
			if n, used := g.note(blocks[i:]); used > 0 {
				g.claimRun(blocks[i:i+used], record)
				g.out.Notes = append(g.out.Notes, n)
				g.readStatements(blocks[i : i+used])
				i += used - 1
				continue
			}
			g.readStatements(blocks[i : i+1])
			g.keep(b)
		}
	}
}

// readBody reads the blocks of a release. level is that of its heading: deeper
// headings are its sections.
func (g *guide) readBody(rel *release.Release, level int, blocks []*doc.Block) {
	g.release, g.section, g.trail, g.lists, g.label, g.notice, g.noticeLabel = rel, "", nil, 0, place{}, "", ""
	for i := 0; i < len(blocks); i++ {
		b := blocks[i]
		switch {
		case b.Kind == doc.FrontMatter:
		case b.Kind == doc.Blank:
			g.ledger.claim(span(b.Span), structure)
		case b.Kind == doc.Heading && !g.seen.boxed[b]:
			g.ledger.claim(span(b.Span), structure)
			if g.whole && b.Level == level && len(rel.Sections) == 0 && len(g.trail) == 0 && b.Text == rel.Heading {
				continue
			}
			g.openSection(b, level)
			g.notice, g.noticeLabel = g.noticeSection(b.Text, blocks[i+1:]), b.Text
		default:
			i += g.readBlock(blocks[i:]) - 1
		}
	}
	g.closeSections(0, rel.EndLine)
	g.finishRelease(rel)
	g.out.Releases = append(g.out.Releases, rel)
	g.release = nil
}

func (g *guide) openSection(b *doc.Block, level int) {
	within := level
	if g.whole {
		within = 0 // nothing in a file of its own is foreign to it
	}
	g.closeSections(b.Level, b.Line-1)
	p := g.enter(b.Level, b.Text, within)
	g.section, g.label = b.Text, place{}
	p.section = len(g.release.Sections)
	if p.foreign || p.aside {
		p.role = release.RoleOther
	}
	g.release.Sections = append(g.release.Sections, release.Section{Title: b.Text, Name: b.Name, Role: p.role, Type: p.minds, Foreign: p.foreign, Span: release.Span{Line: b.Line, EndLine: b.EndLine}})
	g.readStepHeading(b, p)
}

// closeSections ends the sections that are as deep as level or deeper.
func (g *guide) closeSections(level, line int) {
	for _, p := range g.trail {
		if p.level >= level && p.section >= 0 {
			g.release.Sections[p.section].EndLine = line
		}
	}
}

// readBlock reads the first of blocks, with those behind it that belong to it,
// and gives their number.
func (g *guide) readBlock(blocks []*doc.Block) int {
	b := blocks[0]
	g.readCommands(b)
	if n, used := g.note(blocks); used > 0 {
		g.claimRun(blocks[:used], record)
		for _, o := range blocks[1:used] {
			g.readCommands(o)
		}
		g.release.Notes = append(g.release.Notes, n)
		g.readConstraint(n)
		return used
	}
	if used := g.readNotice(blocks); used > 0 {
		return used
	}
	switch {
	case g.here().foreign || g.here().aside:
		g.keep(b)
		g.readRollback(b)
	case b.Kind == doc.List && b.Ordered && !g.numbersChanges():
		g.readSteps(b)
	case b.Kind == doc.List:
		g.readBullets(b)
	case b.Kind == doc.Fence && g.readInfo(b):
		g.ledger.claim(span(b.Span), record)
	case b.Kind == doc.Fence && g.readRunFence(b):
		g.ledger.claim(span(b.Span), record)
	case b.Kind == doc.Paragraph && g.readInfoLine(b):
		g.ledger.claim(span(b.Span), record)
	default:
		g.keep(b)
		g.readLabel(b)
	}
	return 1
}

// bareLabel is a paragraph that stands for a heading: bold, or in capitals with
// a colon behind it.
var bareLabel = regexp.MustCompile(`^(?:\*\*|__)([^*_]{1,60}?):?(?:\*\*|__):?$|^([A-Z][A-Z /&-]{2,60}):$`)

// readLabel reads the words above a list that give its changes their type.
func (g *guide) readLabel(b *doc.Block) {
	title := labelOf(b)
	if title == "" {
		return
	}
	g.label = place{kind: titleType(title), breaking: breakingTitle.MatchString(title)}
	if g.notice == "" || g.noticeLabel != g.section {
		g.notice, g.noticeLabel = notice(title), title
	}
}

// labelOf is the text of a paragraph that stands for a heading, else empty.
func labelOf(b *doc.Block) string {
	if b.Kind != doc.Paragraph || len(b.Markdown) > 80 {
		return ""
	}
	m := bareLabel.FindStringSubmatch(strings.TrimSpace(b.Markdown))
	if m == nil {
		return ""
	}
	return firstOf(m[1], m[2])
}

// numbersChanges reports whether the items of numbered lists are changes here:
// below a title that says of which type they are, such as Fixed. What is removed
// or deprecated may come with steps, except in a changelog.
func (g *guide) numbersChanges() bool {
	p := g.here()
	switch {
	case p.role != release.RoleChanges || p.kind == "" || p.kind == "security":
		return false
	case !g.whole && g.seen.isLog():
		return true
	}
	return p.step == 0 && !p.breaking && slices.Contains(harmless[:], p.kind)
}

// harmless are types of changes that ask nothing of anybody.
var harmless = [...]string{"added", "fixed", "improved"}

// beforehand are titles of what must be so before an upgrade.
var beforehand = regexp.MustCompile(`(?i)prerequisite|^(?:before you (?:begin|start|upgrade)|preparations?)\b|准备|前提`)

// readBullets gives an unordered list to its section: changes, unless the
// section is of steps, notes or version information.
func (g *guide) readBullets(list *doc.Block) {
	p := g.here()
	if g.readObsolete(list) {
		return
	}
	switch p.role {
	case release.RoleSteps, release.RoleNotes, release.RoleInfo:
		if p.step > 0 || !g.whole || beforehand.MatchString(g.section) {
			g.keep(list)
			return
		}
	}
	p.kind, p.breaking = firstOf(g.label.kind, p.kind), p.breaking || g.label.breaking
	g.release.Changes = slices.Grow(g.release.Changes, len(list.Children))
	for _, item := range list.Children {
		if item.Kind != doc.Item {
			continue
		}
		g.ledger.claim(span(item.Span), record)
		g.release.Changes = append(g.release.Changes, g.change(item, p))
	}
	g.ledger.rest(span(list.Span), structure)
}

// keep puts a block into the extras: raw, in its section, rendered in place.
func (g *guide) keep(b *doc.Block) {
	g.ledger.claim(span(b.Span), extra)
	e := release.Extra{Kind: string(b.Kind), Section: g.section, Text: b.Markdown, Span: span(b.Span)}
	if g.release == nil {
		g.out.Extra = append(g.out.Extra, e)
		return
	}
	g.release.Extra = append(g.release.Extra, e)
	g.readTold(b)
}

func (g *guide) claimRun(blocks []*doc.Block, by owner) {
	for _, b := range blocks {
		g.ledger.claim(span(b.Span), by)
	}
}
