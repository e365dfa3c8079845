package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"upgraph/internal/release"
)

// printDocument writes for people how a document was read, record by record in
// the order of its lines, so that it can be held beside the guide.
func printDocument(w io.Writer, d *release.Document) {
	fmt.Fprintf(w, "%s: %s\n", d.Path, d.Title)
	fmt.Fprintf(w, "  dialect   %s: %s\n", d.Profile.Name, d.Profile.Why)
	fmt.Fprintf(w, "  language  %s\n", d.Language)
	fmt.Fprintf(w, "  lines     %d of %d accounted for, %d of them extra\n", d.Lines.Accounted, d.Lines.Total, d.Lines.Extra)
	fmt.Fprintf(w, "  notes     %d, conditions %d\n", len(d.Notes), len(d.Conditions))
	var around outline
	around.notes(d.Notes)
	for _, c := range d.Conditions {
		around.add(c.Line, "condition %s: %s", c.When, c.Text)
	}
	around.extras(d.Extra)
	around.print(w)
	for _, r := range d.Releases {
		fmt.Fprintf(w, "\n  %s  lines %d to %d\n", titled(r), r.Line, r.EndLine)
		fmt.Fprintf(w, "    %s, %s, %s, %s, %s, %s\n", count(len(r.Changes), "change"), count(len(r.Steps), "step"),
			count(len(r.Commands), "command"), count(len(r.Checks), "check"), count(len(r.Notes), "note"), count(len(r.Extra), "extra block"))
		if len(r.Told) > 0 {
			fmt.Fprintf(w, "    no steps: a person is asked to read %s\n", told(r.Told))
		}
		outlineOf(r).print(w)
	}
	for _, g := range d.Diagnostics {
		fmt.Fprintf(w, "\n  %s\n", g)
	}
	fmt.Fprintln(w)
}

// titled is what a release is called and what else its heading says.
func titled(r *release.Release) string {
	out := r.ID
	if out == "" {
		out = "(a procedure without a version)"
	}
	if r.From != "" {
		out += " from " + r.From
	}
	if r.Date != "" {
		out += ", " + r.Date
	}
	if r.Unreleased {
		out += ", not released"
	}
	if r.Withdrawn != "" {
		out += ", withdrawn"
	}
	return out
}

// told names sections that say in words what to do.
func told(titles []string) string {
	named := make([]string, len(titles))
	for i, t := range titles {
		if named[i] = t; t == "" {
			named[i] = "what stands before the first section"
		}
	}
	return strings.Join(named, "; ")
}

// outline are the records of a text, each with its line.
type outline []outlined

type outlined struct {
	line  int
	text  string
	under bool // a part of the record before it
}

func outlineOf(r *release.Release) outline {
	var o outline
	for _, c := range r.Changes {
		kind := c.Type
		if c.Breaking {
			kind += ", breaking"
		}
		o.add(c.Line, "change (%s): %s", kind, c.Text)
	}
	shown := map[int]bool{} // lines of commands that stand with their steps
	for _, s := range r.Steps {
		o.add(s.Line, "step %d: %s", s.Number, s.Text)
		for _, a := range s.Actions {
			if a.Command == "" && a.Check == nil && a.Text == s.Text {
				continue // left to a person as it stands
			}
			shown[a.Line] = shown[a.Line] || a.Command != ""
			o = append(o, outlined{s.Line, fmt.Sprintf("%-6s %s", a.Kind, firstLine(describe(a))), true})
		}
		o.notes(s.Notes)
	}
	for _, c := range r.Commands {
		if !shown[c.Line] {
			o.add(c.Line, "command: %s", c.Text)
		}
	}
	o.notes(r.Notes)
	for _, c := range r.Checks {
		o.add(c.Line, "check: %s", describe(release.Action{Check: &c}))
	}
	for _, c := range r.Constraints {
		o.add(c.Line, "rule (%s): %s", c.Type, c.Text)
	}
	o.extras(r.Extra)
	return o
}

// add notes a record; of its text the first line is shown.
func (o *outline) add(line int, format string, args ...any) {
	*o = append(*o, outlined{line: line, text: firstLine(fmt.Sprintf(format, args...))})
}

func (o *outline) notes(all []release.Note) {
	for _, n := range all {
		o.add(n.Line, "note (%s): %s", n.Severity, n.Text)
	}
}

func (o *outline) extras(all []release.Extra) {
	for _, e := range all {
		o.add(e.Line, "extra %s in %q", e.Kind, e.Section)
	}
}

func (o outline) print(w io.Writer) {
	slices.SortStableFunc(o, func(a, b outlined) int { return a.line - b.line })
	for _, r := range o {
		if r.under {
			fmt.Fprintf(w, "           %s\n", r.text)
			continue
		}
		fmt.Fprintf(w, "    %5d: %s\n", r.line, r.text)
	}
}

// firstLine is the first line of a text, and a mark where there are more.
func firstLine(text string) string {
	line, _, more := strings.Cut(strings.TrimSpace(text), "\n")
	if more {
		line += " …"
	}
	return line
}

func describe(a release.Action) string {
	switch {
	case a.Command != "":
		return a.Command
	case a.Check != nil && a.Check.Value != "":
		return fmt.Sprintf("%s %s %s = %s", a.Check.Type, a.Check.File, a.Check.Key, a.Check.Value)
	case a.Check != nil && len(a.Check.Argv) > 0:
		return a.Check.Type + " " + strings.Join(a.Check.Argv, " ")
	case a.Check != nil:
		return fmt.Sprintf("%s %s %s", a.Check.Type, a.Check.File, a.Check.Key)
	}
	return a.Text
}
