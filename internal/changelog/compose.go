package changelog

import (
	"fmt"
	"slices"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// preamble says what the reader has in hand.
const preamble = "All notable changes are written down here. The format is based on\n[Keep a Changelog](https://keepachangelog.com/en/2.0.0/)."

// part is what one guide says about a release.
type part struct {
	Source
	rel *release.Release
}

// entry is one release with all parts about it.
type entry struct {
	id    string
	parts []part
}

// compose makes a changelog of guides: a heading for each release, newest
// first, what to mind, the six kinds of changes, and what else stands there.
func (w *writer) compose(in Input) {
	w.add("# Changelog")
	w.add(preamble)
	for _, s := range in.Sources {
		w.general(s)
	}
	for _, e := range entries(in) {
		w.release(e, in.Link)
	}
	w.define(in.Sources)
}

// entries are the releases that are not out yet, then the others, newest first.
func entries(in Input) []entry {
	var out []entry
	at := map[string]int{}
	add := func(id string, p part) {
		if _, ok := at[id]; !ok {
			at[id] = len(out)
			out = append(out, entry{id: id})
		}
		e := &out[at[id]]
		e.parts = append(e.parts, p)
	}
	for _, s := range in.Sources {
		for _, r := range s.Guide.Releases {
			if r.ID == "" {
				continue
			}
			if r.Unreleased {
				add(r.ID, part{s, r})
			}
		}
	}
	for _, id := range in.Order {
		for _, s := range in.Sources {
			for _, r := range s.Guide.Releases {
				if r.ID != "" && !r.Unreleased && in.Name(r.ID) == id {
					add(id, part{s, r})
				}
			}
		}
	}
	return out
}

// general writes the notes of a guide about the whole product, and lists the
// rest of what it says outside its releases.
func (w *writer) general(s Source) {
	w.leaveFront(s)
	if len(s.Guide.Releases) == 1 {
		return // with the release
	}
	for _, n := range s.Guide.Notes {
		w.add(s.source(n.Span, n.Text))
	}
	w.leaveGeneral(s)
}

// leaveDocument lists all that a document says.
func (w *writer) leaveDocument(s Source) {
	w.leaveFront(s)
	for _, n := range s.Guide.Notes {
		w.leave(s, n.Span, "a note")
	}
	w.leaveGeneral(s)
}

func (w *writer) leaveGeneral(s Source) {
	for _, c := range s.Guide.Conditions {
		w.leave(s, c.Span, "the condition "+c.ID)
	}
	for _, x := range s.Guide.Extra {
		if doc.Kind(x.Kind) != doc.LinkDefs {
			w.leave(s, x.Span, "text outside the releases")
		}
	}
	for _, r := range s.Guide.Releases {
		if r.ID == "" {
			w.leave(s, r.Span, "a procedure without a version")
		}
	}
}

// release writes one release.
func (w *writer) release(e entry, link func(string) string) {
	w.add(w.title(e, link))
	for _, p := range e.parts {
		w.lead(p)
	}
	for _, p := range e.parts {
		w.sections(p, func(x release.Section) bool { return w.holdsNotices(p, x) })
	}
	w.notices(e)
	w.changes(e)
	for _, p := range e.parts {
		w.sections(p, func(x release.Section) bool { return !w.holdsNotices(p, x) })
		w.leaveRecords(p)
	}
}

// title is the heading of a release: version, day, mark of a withdrawal, other
// names.
func (w *writer) title(e entry, link func(string) string) string {
	var date, mark string
	var names []string
	for _, p := range e.parts {
		r := p.rel
		date = firstOf(date, r.DateText, r.Date)
		if date == "" && len(r.BuiltAt) >= len("2006-01-02") {
			date = r.BuiltAt[:len("2006-01-02")]
		}
		if r.Status == compat.Withdrawn {
			mark = firstOf(mark, r.Withdrawn, "YANKED")
		}
		for _, a := range r.Aliases {
			if a != r.Deploy && a != e.id && !slices.Contains(names, a) {
				names = append(names, a)
			}
		}
	}
	text := e.id
	if link != nil && link(e.id) != "" {
		text = "[" + e.id + "]"
		w.definitions = append(w.definitions, "["+e.id+"]: "+link(e.id))
	}
	for _, n := range names {
		text += " (" + n + ")"
	}
	if date != "" {
		text += " - " + date
	}
	if mark != "" {
		text += " [" + strings.ToUpper(mark) + "]"
	}
	return heading(2, text)
}

// lead writes what stands before the sections: a summary and notes.
func (w *writer) lead(p part) {
	inHeading := func(n release.Note) bool { return p.rel.Withdrawn != "" && n.Line == p.rel.Line }
	if slices.ContainsFunc(p.rel.Notes, inHeading) {
		w.add(p.rel.Reason)
	}
	if len(p.Guide.Releases) == 1 {
		w.add(p.Guide.Summary)
	}
	for _, x := range p.rel.Extra {
		if x.Section == "" && doc.Kind(x.Kind) != doc.LinkDefs {
			w.add(x.Text)
		}
	}
	var notes []release.Note
	if len(p.Guide.Releases) == 1 {
		notes = append(notes, p.Guide.Notes...)
	}
	notes = append(notes, p.rel.Notes...)
	for _, s := range p.rel.Steps {
		notes = append(notes, s.Notes...)
	}
	for _, n := range notes {
		if n.Section == "" && !inHeading(n) {
			w.add(p.source(n.Span, n.Text))
		}
	}
}

// notices writes the notes that belong to a section which no guide has as such:
// what fragments ask operators to do.
func (w *writer) notices(e entry) {
	var titles []string
	items := map[string][]string{}
	for _, p := range e.parts {
		for _, n := range p.rel.Notes {
			if n.Section != "" && p.sectionAt(n.Span) < 0 {
				if items[n.Section] == nil {
					titles = append(titles, n.Section)
				}
				items[n.Section] = append(items[n.Section], bullet(release.Change{Text: n.Text}))
			}
		}
	}
	for _, title := range titles {
		w.add(heading(3, title))
		w.add(strings.Join(items[title], "\n"))
	}
}

// holdsNotices reports whether a section consists of notes.
func (w *writer) holdsNotices(p part, x release.Section) bool {
	return slices.ContainsFunc(p.rel.Notes, func(n release.Note) bool { return n.Section != "" && x.Line < n.Line && n.EndLine <= x.EndLine })
}

// sections writes the author's own sections that are wanted, without the
// changes that stand in them.
func (w *writer) sections(p part, wanted func(release.Section) bool) {
	for i, x := range p.rel.Sections {
		if x.Role == release.RoleSteps || x.Role == release.RoleInfo || !wanted(x) || canonical(x.Title) {
			continue
		}
		if blocks := p.blocksOf(i); len(blocks) > 0 {
			w.add(heading(p.depth(i), x.Title))
			for _, b := range blocks {
				w.add(b)
			}
		}
	}
}

// blocksOf is the Markdown of what stands directly in a section and is neither
// a change nor a step: prose and notes, in the order of their lines.
func (p part) blocksOf(i int) []string {
	type piece struct {
		line int
		text string
	}
	var all []piece
	for _, x := range p.rel.Extra {
		if p.sectionAt(x.Span) == i && doc.Kind(x.Kind) != doc.LinkDefs {
			all = append(all, piece{x.Line, x.Text})
		}
	}
	for _, n := range p.rel.Notes {
		if n.Section != "" && p.sectionAt(n.Span) == i {
			text := p.source(n.Span, n.Text)
			if last := len(all) - 1; last >= 0 && p.isItem(n.Span) && p.isItem(release.Span{Line: all[last].line}) {
				all[last].text += "\n" + text
				continue
			}
			all = append(all, piece{n.Line, text})
		}
	}
	for _, c := range p.rel.Checks {
		if p.sectionAt(c.Span) == i && p.isItem(c.Span) {
			text := p.source(c.Span, c.Text)
			if last := len(all) - 1; last >= 0 && all[last].line+1 == c.Line {
				all[last].text, all[last].line = all[last].text+"\n"+text, c.Line
				continue
			}
			all = append(all, piece{c.Line, text})
		}
	}
	slices.SortStableFunc(all, func(a, b piece) int { return a.line - b.line })
	var out []string
	for _, x := range all {
		out = append(out, x.text)
	}
	return out
}

// sectionAt is the innermost section around lines, -1 before the first.
func (p part) sectionAt(at release.Span) int {
	best := -1
	for i, s := range p.rel.Sections {
		if s.Line < at.Line && at.EndLine <= s.EndLine {
			best = i
		}
	}
	return best
}

// depth is the heading level of a section: 3, one more for each around it.
func (p part) depth(i int) int {
	level := 3
	for j, s := range p.rel.Sections[:i] {
		if own := p.rel.Sections[i]; j != i && s.Line < own.Line && own.EndLine <= s.EndLine && own.Line <= s.EndLine {
			level++
		}
	}
	return min(level, 6)
}

// leaveRecords lists the records of a release that no changelog holds.
func (w *writer) leaveRecords(p part) {
	if n := len(p.rel.Steps); n > 0 {
		w.leave(p.Source, release.Span{Line: p.rel.Steps[0].Line, EndLine: p.rel.Steps[n-1].EndLine}, count(n, "step"))
	}
	if n := len(p.rel.Info); n > 0 {
		w.leave(p.Source, release.Span{Line: p.rel.Info[0].Line, EndLine: p.rel.Info[n-1].Line}, count(n, "line")+" of version information")
	}
	if p.rel.From != "" {
		w.leave(p.Source, release.Span{Line: p.rel.FromLine, EndLine: p.rel.FromLine}, "the way from "+p.rel.From)
	}
	for _, x := range p.rel.Extra {
		i := p.sectionAt(x.Span)
		if i >= 0 && (p.rel.Sections[i].Role == release.RoleSteps || p.rel.Sections[i].Role == release.RoleInfo) {
			w.leave(p.Source, x.Span, "text of the section "+p.rel.Sections[i].Title)
		}
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
