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
}

type extraBlock struct {
	section int // index of the innermost section, -1 before the first
	title   string
	role    release.Role
	line    int
	show    sectionBlock
	taken   bool
}

// sectionBlock is prose, or a check or a note that was read from the section.
type sectionBlock struct {
	HTML  template.HTML
	Check *checkView
	Note  *noteView
}

// otherSection is a section of the guide that is shown as the author has it.
type otherSection struct {
	ID, Title string
	Level     int  // 2 and more
	Listed    bool // among the contents of the page
	Blocks    []sectionBlock
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
	e := &extras{sections: r.Sections}
	for _, x := range foldExtra(r.Extra, recordLines(r)) {
		if !shown(x.Extra) {
			continue
		}
		if html := f.extra(d, x, prefix+"text-", 3); html != "" {
			e.add(x.Span, x.Section, sectionBlock{HTML: html})
		}
	}
	return e
}

// add puts a block in its place among those around it.
func (e *extras) add(span release.Span, title string, show sectionBlock) {
	b := extraBlock{section: e.at(span, title), title: title, line: span.Line, show: show}
	switch {
	case b.section >= 0:
		b.role = e.sections[b.section].Role
	case title != "":
		b.role = release.RoleOther
	}
	at := slices.IndexFunc(e.blocks, func(o extraBlock) bool { return o.line > b.line })
	if at < 0 {
		at = len(e.blocks)
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

// take returns the prose of a role that stands before a line, or not before it;
// line 0 takes all. Sections of other roles are left for rest.
func (e *extras) take(role release.Role, line int, before bool) []template.HTML {
	var out []template.HTML
	for i := range e.blocks {
		b := &e.blocks[i]
		if !b.taken && b.role == role && (line == 0 || b.line < line == before) {
			b.taken = true
			out = append(out, b.show.HTML)
		}
	}
	return out
}

// titles are the author's headings of the sections of a role, each once, other
// than the word that stands above them anyway.
func (e *extras) titles(role release.Role, ours string) []string {
	var out []string
	for _, s := range e.sections {
		if s.Role == role && s.Title != ours && !slices.Contains(out, s.Title) {
			out = append(out, s.Title)
		}
	}
	return out
}

// rest returns the author's own sections in their order, each with what stands
// in it, and behind them what names a section that is not there.
func (e *extras) rest(ids *idSet) []otherSection {
	var out []otherSection
	open := func(title string, level int) *otherSection {
		out = append(out, otherSection{ID: ids.unique(sectionID(title)), Title: title, Level: level})
		return &out[len(out)-1]
	}
	for i, s := range e.sections {
		if s.Role != release.RoleOther && s.Role != release.RoleNotes {
			continue
		}
		blocks := e.collect(func(b extraBlock) bool { return b.section == i })
		if len(blocks) == 0 && s.Role == release.RoleNotes {
			continue // its notes stand at the top, under its title
		}
		sec := open(s.Title, e.depth(i))
		sec.Blocks, sec.Listed = blocks, sec.Level == 2
	}
	for i := range e.blocks {
		if b := e.blocks[i]; !b.taken {
			open(b.title, 2).Blocks = e.collect(func(o extraBlock) bool { return o.title == b.title })
		}
	}
	return out
}

// sectionID is the id of a section of the author's own.
func sectionID(title string) string { return "section-" + slug(title) }

// collect takes the blocks that pass a test.
func (e *extras) collect(test func(extraBlock) bool) []sectionBlock {
	var out []sectionBlock
	for i := range e.blocks {
		if b := &e.blocks[i]; !b.taken && test(*b) {
			b.taken = true
			out = append(out, b.show)
		}
	}
	return out
}

// depth is the heading level of a section: 2, and one more for each section of
// the author's around it.
func (e *extras) depth(i int) int {
	level := 2
	for j, s := range e.sections {
		if j != i && s.Line <= e.sections[i].Line && e.sections[i].EndLine <= s.EndLine && (s.Line < e.sections[i].Line || j < i) {
			level++
		}
	}
	return min(level, 4)
}
