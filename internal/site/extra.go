package site

import (
	"html/template"
	"slices"

	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// extras are the blocks of a release that are no record, rendered, each with
// the role of its section. Whoever shows a section takes its blocks; rest gives
// what nobody took, so that none is forgotten.
type extras struct{ blocks []extraBlock }

type extraBlock struct {
	role    release.Role // "" before the first section
	section string
	line    int
	html    template.HTML
	check   *checkView
	taken   bool
}

// addCheck puts a check in its place among the prose around it. It reports
// false for a check from a section that is shown in another way.
func (e *extras) addCheck(sections []release.Section, c release.Check, v checkView) bool {
	role, title := roleAt(sections, release.Extra{Span: c.Span})
	if role != release.RoleOther && role != release.RoleNotes {
		return false
	}
	at := slices.IndexFunc(e.blocks, func(b extraBlock) bool { return b.line > c.Line })
	if at < 0 {
		at = len(e.blocks)
	}
	e.blocks = slices.Insert(e.blocks, at, extraBlock{role: role, section: title, line: c.Line, check: &v})
	return true
}

// shown reports whether a block has something to show.
func shown(x release.Extra) bool {
	switch doc.Kind(x.Kind) {
	case doc.Blank, doc.FrontMatter, doc.LinkDefs:
		return false
	}
	return x.Text != ""
}

func (f *frame) extras(r *release.Release, d *doc.Doc, prefix string) *extras {
	e := &extras{}
	for _, x := range r.Extra {
		if !shown(x) {
			continue
		}
		role, title := roleAt(r.Sections, x)
		e.blocks = append(e.blocks, extraBlock{role: role, section: title, line: x.Line, html: f.block(d, x.Text, prefix+"text-", 4)})
	}
	return e
}

// roleAt finds the innermost section around a block, else the one it names.
func roleAt(sections []release.Section, x release.Extra) (release.Role, string) {
	best := -1
	for i, s := range sections {
		if s.Line <= x.Line && x.EndLine <= s.EndLine && (best < 0 || s.Line >= sections[best].Line) {
			best = i
		}
	}
	if best < 0 {
		best = slices.IndexFunc(sections, func(s release.Section) bool { return s.Title == x.Section })
	}
	switch {
	case best >= 0:
		return sections[best].Role, sections[best].Title
	case x.Section != "":
		return release.RoleOther, x.Section
	}
	return "", ""
}

// take returns the blocks of a role whose line is before a line, or not before
// it; line 0 takes all. Sections of other roles are left for rest.
func (e *extras) take(role release.Role, line int, before bool) []template.HTML {
	var out []template.HTML
	for i := range e.blocks {
		b := &e.blocks[i]
		if !b.taken && b.role == role && (line == 0 || b.line < line == before) {
			b.taken = true
			out = append(out, b.html)
		}
	}
	return out
}

// rest returns what was not taken, by section in the author's order.
func (e *extras) rest(f *frame) []otherSection {
	var out []otherSection
	for _, b := range e.blocks {
		if b.taken {
			continue
		}
		if len(out) == 0 || out[len(out)-1].Title != b.section {
			out = append(out, otherSection{ID: f.section("section-"+slug(b.section), b.section), Title: b.section})
		}
		last := &out[len(out)-1]
		last.Blocks = append(last.Blocks, sectionBlock{b.html, b.check})
	}
	return out
}
