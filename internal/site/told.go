package site

import (
	"slices"

	"upgraph/internal/compat"
	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// Most sections of changes and of steps hold records and little else: they stand
// together under a heading of ours. Where authors tell in prose, under several
// headings, nobody could say which words belong to which: such sections are told
// as they stand, each under its own heading, records and all.

// told are the sections of a role that keep their headings: those with prose,
// where there are several or records of the role stand elsewhere too, and the
// sections of the role around them.
func (e *extras) told(role release.Role, records []release.Span) []int {
	var with []int
	for i, s := range e.sections {
		if s.Role == role && e.prose(i) {
			with = append(with, i)
		}
	}
	if len(with) == 0 || len(with) == 1 && !e.anyOutside(with[0], records) {
		return nil
	}
	var out []int
	for i, s := range e.sections {
		around := s.Role == role
		for _, w := range with {
			if i == w || around && e.within(w, i) {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

// anyOutside reports whether a record stands in another section.
func (e *extras) anyOutside(section int, records []release.Span) bool {
	return slices.ContainsFunc(records, func(at release.Span) bool {
		i := e.at(at, "")
		return i >= 0 && i != section
	})
}

// tell takes what stands in sections, records that were added among it.
func (e *extras) tell(sections []int, file string) []otherSection {
	in := map[int]bool{}
	for _, i := range sections {
		in[i] = true
	}
	var out []otherSection
	for _, i := range sections {
		out = append(out, otherSection{
			ID: e.ids[i], Title: e.sections[i].Title, At: trace{ID: e.ids[i], File: file, Line: e.sections[i].Line},
			Level:  min(e.below(3, i, func(j int) bool { return in[j] }), 5),
			Blocks: e.collect(func(b extraBlock) bool { return b.section == i }),
		})
	}
	return out
}

// spans are the lines of records.
func spans[T any](records []T, span func(T) release.Span) []release.Span {
	out := make([]release.Span, len(records))
	for i, r := range records {
		out[i] = span(r)
	}
	return out
}

func changeSpan(c release.Change) release.Span { return c.Span }
func stepSpan(s release.Step) release.Span     { return s.Span }

// partChanges shows the changes of a part by type, but for those that stand in
// sections that are told as they stand.
func (f *frame) partChanges(v *partView, e *edition, p part, x *extras, prefix string) (err error) {
	changes := p.guide.Changes
	told := x.told(release.RoleChanges, spans(changes, changeSpan))
	v.Titles.Changes = x.titles(release.RoleChanges, f.T.Changes, told)
	var views []changeView
	if len(told) > 0 {
		views = f.changes(changes, e.source(p.doc), p.doc.Path, prefix)
		changes, views = f.changesTold(x, told, changes, views)
		v.ChangesTold = x.tell(told, p.doc.Path)
	}
	first := firstLine(p.guide.Changes, func(c release.Change) int { return c.Line })
	v.ChangesLead, v.ChangesTail = x.take(release.RoleChanges, first, true), x.take(release.RoleChanges, first, false)
	if len(p.guide.Changes)+len(v.ChangesLead)+len(v.ChangesTail)+len(told) == 0 {
		return nil
	}
	v.ChangesID = f.section("changes", f.T.Changes)
	if len(told) > 0 {
		v.Changes = f.groups(changes, views, prefix)
		v.Grouped, err = f.rendered("release/groups", v.Changes)
		return err
	}
	b, err := f.block(e, p, "release", prefix, changes)
	if err == nil {
		v.Changes, v.Grouped, f.repeats = b.groups, b.ready.html, append(f.repeats, b.ready)
	}
	return err
}

// changesTold puts changes into the sections that are told, and returns the
// others.
func (f *frame) changesTold(x *extras, told []int, changes []release.Change, views []changeView) (rest []release.Change, shown []changeView) {
	for i, c := range changes {
		at := x.at(c.Span, "")
		if !slices.Contains(told, at) {
			rest, shown = append(rest, c), append(shown, views[i])
			continue
		}
		views[i].Badge = f.badge(c, x.sections[at])
		x.add(extraBlock{note: -1, check: -1, show: sectionBlock{Changes: views[i : i+1 : i+1]}}, c.Span, "")
	}
	return rest, shown
}

// badge is said with a change whose section does not say it.
func (f *frame) badge(c release.Change, in release.Section) string {
	kind := kindOf(c)
	switch kind {
	case "breaking", "security", "deprecated", "removed":
		if kind != in.Type {
			return f.T.changeType(kind)
		}
	}
	return ""
}

// partSteps shows the steps of a part, those in sections that are told as they
// stand there.
func (f *frame) partSteps(v *partView, r *record, p part, x *extras, d *doc.Doc, steps []compat.Step) {
	if len(p.guide.Told) > 0 {
		steps = nil // they ask a person to read what stands on this page
	}
	told := x.told(release.RoleSteps, spans(p.guide.Steps, stepSpan))
	v.Titles.Steps = x.titles(release.RoleSteps, f.T.Steps, told)
	first := firstLine(p.guide.Steps, func(s release.Step) int { return s.Line })
	if len(told) == 0 {
		v.StepsLead, v.StepsTail = x.take(release.RoleSteps, first, true), x.take(release.RoleSteps, first, false)
	}
	if len(p.guide.Steps)+len(steps)+len(v.StepsLead)+len(v.StepsTail)+len(told) == 0 {
		return
	}
	v.StepsID = f.section("steps", f.T.Steps)
	for i, view := range f.guideSteps(r, p, d, steps, nil) {
		if i < len(p.guide.Steps) && slices.Contains(told, x.at(p.guide.Steps[i].Span, "")) {
			x.add(extraBlock{note: -1, check: -1, show: sectionBlock{Steps: []stepView{view}}}, p.guide.Steps[i].Span, "")
			continue
		}
		v.Steps = append(v.Steps, view)
	}
	v.StepsTold = x.tell(told, p.doc.Path)
	if len(told) > 0 { // lines between sections
		v.StepsLead, v.StepsTail = x.take(release.RoleSteps, first, true), x.take(release.RoleSteps, first, false)
	}
}
