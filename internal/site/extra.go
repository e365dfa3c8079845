package site

import (
	"html/template"
	"slices"

	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// extras are the parts of a release that are shown where the guide has them:
// blocks that are no record, and notes and checks within sections of the
// author's own. Whoever shows a section takes its blocks; rest gives what nobody
// took, so that none is forgotten.
type extras struct {
	sections []release.Section
	blocks   []extraBlock
	records  func(from, to int) bool // begin between two lines
	// ids are those of the sections on the page of the release, empty for one
	// without a place of its own there; strays those of what names no section.
	ids    []string
	strays map[string]string
}

type extraBlock struct {
	section     int // index of the innermost section, -1 before the first
	title       string
	role        release.Role
	line        int
	text        *foldedExtra // nil for what is a record
	note, check int          // of the release, -1 for what is none
	show        sectionBlock
	taken       bool
}

// sectionBlock is prose, or what was read from the section: a check, a note, or
// changes or steps that follow one another.
type sectionBlock struct {
	HTML    template.HTML
	Check   *checkView
	Note    *noteView
	Changes []changeView
	Steps   []stepView
}

// otherSection is a section of the guide that is shown as the author has it.
type otherSection struct {
	ID, Title string
	Level     int  // 2 and more
	Listed    bool // among the contents of the page
	At        trace
	Blocks    []sectionBlock
}

// shown reports whether a block has something to show.
func shown(x release.Extra) bool {
	switch doc.Kind(x.Kind) {
	case doc.Blank, doc.FrontMatter, doc.LinkDefs:
		return false
	case doc.HTML: // not where it is a comment only
		return len(piecesOf(x.Text)) > 0
	}
	return x.Text != ""
}

// newExtras says what stands where in a release, without showing it.
func newExtras(r *release.Release) *extras {
	e := &extras{sections: r.Sections, records: recordLines(r)}
	for _, x := range foldExtra(r.Extra, e.records) {
		if shown(x.Extra) {
			e.add(extraBlock{text: &x, note: -1, check: -1}, x.Span, x.Section)
		}
	}
	for i, n := range r.Notes {
		if e.own(n.Span, release.RoleOther) {
			e.add(extraBlock{note: i, check: -1}, n.Span, "")
		}
	}
	for i, c := range r.Checks {
		if e.own(c.Span, release.RoleOther, release.RoleNotes) {
			e.add(extraBlock{note: -1, check: i}, c.Span, "")
		}
	}
	return e
}

// extras shows the prose of a release; the records among it are left empty.
func (f *frame) extras(r *release.Release, d *doc.Doc, prefix string) *extras {
	e := newExtras(r)
	for i := range e.blocks {
		if b := &e.blocks[i]; b.text != nil {
			b.show.HTML = f.extra(d, *b.text, prefix+"text-", 3)
		}
	}
	e.blocks = slices.DeleteFunc(e.blocks, func(b extraBlock) bool { return b.text != nil && b.show.HTML == "" })
	return e
}

// add puts a block in its place among those around it.
func (e *extras) add(b extraBlock, span release.Span, title string) {
	b.section, b.title, b.line = e.at(span, title), title, span.Line
	switch {
	case b.section >= 0:
		b.role = e.sections[b.section].Role
	case title != "":
		b.role = release.RoleOther
	}
	at := len(e.blocks)
	for at > 0 && e.blocks[at-1].line > b.line {
		at--
	}
	e.blocks = slices.Insert(e.blocks, at, b)
}

// own reports whether lines stand in a section of one of the roles.
func (e *extras) own(span release.Span, roles ...release.Role) bool {
	i := e.at(span, "")
	return i >= 0 && slices.Contains(roles, e.sections[i].Role)
}

// at finds the innermost section around lines, else the one with a title.
func (e *extras) at(span release.Span, title string) int {
	best := -1
	for i, s := range e.sections {
		if s.Line <= span.Line && span.EndLine <= s.EndLine && (best < 0 || s.Line >= e.sections[best].Line) {
			best = i
		}
	}
	if best < 0 && title != "" {
		best = slices.IndexFunc(e.sections, func(s release.Section) bool { return s.Title == title })
	}
	return best
}

// name gives the sections the ids that they have on the page of the release:
// those of the author's own first, so that no other one takes theirs.
func (e *extras) name(ids *idSet) {
	e.ids, e.strays = make([]string, len(e.sections)), map[string]string{}
	of := func(title string) string { return ids.unique(sectionID(title)) }
	for i, s := range e.sections {
		// Notes stand at the top, under the title of their section.
		if s.Role == release.RoleOther || s.Role == release.RoleNotes && e.holds(i) {
			e.ids[i] = of(s.Title)
		}
	}
	for _, b := range e.blocks {
		if b.section < 0 && b.title != "" && e.strays[b.title] == "" {
			e.strays[b.title] = of(b.title)
		}
	}
	for i, s := range e.sections {
		if e.ids[i] == "" && e.prose(i) {
			e.ids[i] = of(s.Title)
		}
	}
}

// holds reports whether a block stands in a section, and in none within it.
func (e *extras) holds(section int) bool {
	return slices.ContainsFunc(e.blocks, func(b extraBlock) bool { return b.section == section })
}

// prose reports whether words stand in a section, and in none within it.
func (e *extras) prose(section int) bool {
	return slices.ContainsFunc(e.blocks, func(b extraBlock) bool { return b.section == section && b.says() })
}

// says reports whether a block is of words, and not a line between them.
func (b *extraBlock) says() bool { return b.text != nil && doc.Kind(b.text.Kind) != doc.Rule }

// take returns the prose of a role that stands before a line, or not before it;
// line 0 takes all. Sections of other roles are left for rest.
func (e *extras) take(role release.Role, line int, before bool) []proseBlock {
	var out []proseBlock
	for i := range e.blocks {
		b := &e.blocks[i]
		if b.taken || b.role != role || line != 0 && b.line < line != before {
			continue
		}
		b.taken = true
		p := proseBlock{HTML: b.show.HTML}
		if b.section >= 0 && b.says() && !slices.ContainsFunc(e.blocks[:i], func(o extraBlock) bool { return o.section == b.section && o.says() }) {
			p.ID = e.ids[b.section]
		}
		out = append(out, p)
	}
	return out
}

// proseBlock is prose under a heading of ours; the first of a section has its id.
type proseBlock struct {
	ID   string
	HTML template.HTML
}

// titles are the author's headings of the sections of a role, each once, other
// than the word that stands above them anyway and those that keep their place.
func (e *extras) titles(role release.Role, ours string, kept []int) []string {
	var out []string
	for i, s := range e.sections {
		if s.Role == role && s.Title != ours && !slices.Contains(out, s.Title) && !slices.Contains(kept, i) {
			out = append(out, s.Title)
		}
	}
	return out
}

// rest returns the author's own sections in their order, each with what stands
// in it, and behind them what names a section that is not there.
func (e *extras) rest() []otherSection {
	var out []otherSection
	open := func(id, title string, level int) *otherSection {
		out = append(out, otherSection{ID: id, Title: title, Level: level})
		return &out[len(out)-1]
	}
	for i, s := range e.sections {
		if e.ids[i] == "" || s.Role != release.RoleOther && s.Role != release.RoleNotes {
			continue
		}
		sec := open(e.ids[i], s.Title, e.depth(i))
		sec.Blocks, sec.Listed = e.collect(func(b extraBlock) bool { return b.section == i }), sec.Level == 2
	}
	for i := range e.blocks {
		if b := e.blocks[i]; !b.taken {
			open(e.strays[b.title], b.title, 2).Blocks = e.collect(func(o extraBlock) bool { return o.title == b.title })
		}
	}
	return out
}

// sectionID is the id of a section of the author's own.
func sectionID(title string) string { return "section-" + slug(title) }

// collect takes the blocks that pass a test. Changes and steps that follow one
// another come as one.
func (e *extras) collect(test func(extraBlock) bool) []sectionBlock {
	var out []sectionBlock
	for i := range e.blocks {
		b := &e.blocks[i]
		if b.taken || !test(*b) {
			continue
		}
		b.taken = true
		if n := len(out) - 1; n >= 0 && (out[n].Changes != nil && b.show.Changes != nil || out[n].Steps != nil && b.show.Steps != nil) {
			out[n].Changes, out[n].Steps = append(out[n].Changes, b.show.Changes...), append(out[n].Steps, b.show.Steps...)
			continue
		}
		out = append(out, b.show)
	}
	return out
}

// depth is the heading level of a section: 2, and one more for each section of
// the author's around it.
func (e *extras) depth(i int) int { return min(e.below(2, i, func(int) bool { return true }), 4) }

// below is the heading level of a section under a level, one deeper for each
// section around it that is shown too.
func (e *extras) below(level, i int, shown func(int) bool) int {
	for j := range e.sections {
		if e.within(i, j) && shown(j) {
			level++
		}
	}
	return level
}

// within reports whether a section stands in another one.
func (e *extras) within(i, j int) bool {
	in, out := e.sections[i], e.sections[j]
	return j != i && out.Line <= in.Line && in.EndLine <= out.EndLine && (out.Line < in.Line || j < i)
}
