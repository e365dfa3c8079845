package site

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/doc"
	"upgraph/internal/release"
	"upgraph/internal/step"
	"upgraph/internal/version"
)

// trace is the line of a guide that something was read from, and the permalink
// of what it stands at.
type trace struct {
	ID   string // of the element, empty when it has none
	URL  string // of the place that shows it, where that is another page
	File string
	Line int
}

// noteView is an admonition.
type noteView struct {
	Severity, Label string
	HTML            template.HTML
	Release         string // shown with the note where the page is about several
	URL             string // of that release
	Lang            string
	At              trace
}

// changeView is one change with its nested ones.
type changeView struct {
	HTML       template.HTML
	Type       string // label
	Breaking   bool
	Badge      string // says that it breaks something, where no heading does
	Components []string
	Codes      []string
	On         *linkView // the release, where the page is about several
	Children   []changeView
	At         trace
	Ready      template.HTML // all of it, where other pages show it as it stands
}

// changeGroup is the changes of one type.
type changeGroup struct {
	ID, Type, Label string
	Changes         []changeView
}

// groups is the order in which changes are shown.
var groups = []string{"breaking", "security", "deprecated", "removed", "added", "changed", "improved", "fixed"}

// grouped shows the changes of a release in groups.
func (f *frame) grouped(cs []release.Change, d *doc.Doc, file, prefix string) []changeGroup {
	return f.groups(cs, f.changes(cs, d, file, prefix), prefix)
}

func (f *frame) changes(cs []release.Change, d *doc.Doc, file, prefix string) []changeView {
	out := make([]changeView, len(cs))
	for i, c := range cs {
		out[i] = f.change(c, d, file, prefix)
	}
	return out
}

// groups sorts changes and what shows them into groups; breaking ones come first
// whatever their type, and a type that is not known comes last.
func (f *frame) groups(cs []release.Change, views []changeView, prefix string) []changeGroup {
	byType := map[string][]changeView{}
	var other []string
	for i, c := range cs {
		kind := kindOf(c)
		if !slices.Contains(groups, kind) && !slices.Contains(other, kind) {
			other = append(other, kind)
		}
		byType[kind] = append(byType[kind], views[i])
	}
	var out []changeGroup
	for _, kind := range slices.Concat(groups, other) {
		if len(byType[kind]) > 0 {
			g := changeGroup{ID: f.ids.unique(prefix + "type-" + slug(kind)), Type: kind, Label: f.T.changeType(kind), Changes: byType[kind]}
			out = append(out, g)
		}
	}
	return out
}

// kindOf is the group that a change is shown in.
func kindOf(c release.Change) string {
	if c.Breaking {
		return "breaking"
	}
	return c.Type
}

// change shows a change; without a prefix it gets no id of its own.
func (f *frame) change(c release.Change, d *doc.Doc, file, prefix string) changeView {
	text := c.Text
	if c.Breaking {
		text = unmarked(text)
	}
	v := changeView{
		HTML: f.inline(d, text), Type: f.T.changeType(c.Type), Breaking: c.Breaking,
		Components: c.Components, Codes: c.ErrorCodes,
		At: trace{ID: f.changeID(prefix, c), File: file, Line: c.Line},
	}
	for _, child := range c.Children {
		v.Children = append(v.Children, f.change(child, d, file, prefix))
	}
	return v
}

func (f *frame) notes(ns []release.Note, d *doc.Doc, file, prefix string) []noteView {
	var out []noteView
	for _, n := range ns {
		out = append(out, noteView{
			Severity: severity(n.Severity), Label: f.noteLabel(n.Label, n.Severity), HTML: f.inline(d, n.Text),
			At: trace{ID: f.permalink(prefix, "note-", n.Text), File: file, Line: n.Line},
		})
	}
	return out
}

// permalink is the id of a record on the page of its release; lists have no
// prefix and give none.
func (f *frame) permalink(prefix, kind, text string) string {
	if prefix == "" {
		return ""
	}
	return f.ids.named(prefix+kind, text)
}

func (f *frame) changeID(prefix string, c release.Change) string {
	if prefix == "" {
		return ""
	}
	return f.ids.change(prefix, c)
}

// noteLabel is the author's word, without the colon, or ours.
func (f *frame) noteLabel(label, sev string) string {
	if l := strings.TrimRight(strings.TrimSpace(label), ":： "); l != "" {
		return l
	}
	return f.T.severity(severity(sev))
}

var severities = []string{"caution", "warning", "important", "note", "tip"}

// severity is one of severities, so that it can be a class.
func severity(s string) string {
	if slices.Contains(severities, s) {
		return s
	}
	return "note"
}

// checkHTML says what a check asks, in one sentence.
func (f *frame) checkHTML(c *compat.Check) template.HTML {
	code := func(s string) any { return "<code>" + template.HTMLEscapeString(s) + "</code>" }
	var s string
	switch c.Type {
	case "ini-key-equals":
		s = fmt.Sprintf(f.T.CheckEquals, code(c.Key+" = "+c.Value), code(c.File))
	case "config-key-absent":
		s = fmt.Sprintf(f.T.CheckAbsent, code(c.Key), code(c.File))
	case "file-contains":
		s = fmt.Sprintf(f.T.CheckContains, code(c.Value), code(c.File))
	case "file-exists":
		s = fmt.Sprintf(f.T.CheckExists, code(c.File))
	case "command-succeeds":
		s = fmt.Sprintf(f.T.CheckSucceeds, code(step.Command(c.Argv)))
	case "tool-version":
		var spans []string
		for _, i := range c.Versions {
			spans = append(spans, version.Span{Low: i.Introduced, Below: i.Fixed, Last: i.LastAffected}.String())
		}
		s = fmt.Sprintf(f.T.CheckVersion, code(step.Command(c.Argv)), code(strings.Join(spans, " || ")))
	default:
		var parts []string
		for _, v := range []string{c.Type, c.File, c.Key, c.Value} {
			if v != "" {
				parts = append(parts, fmt.Sprint(code(v)))
			}
		}
		s = strings.Join(parts, " ")
	}
	return template.HTML(s)
}

// sourceOf is the trace of a source of the catalog.
func sourceOf(s compat.Source) trace { return trace{File: s.File, Line: s.Line} }
