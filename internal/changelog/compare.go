package changelog

import (
	"fmt"
	"slices"
	"strings"

	"upgraph/internal/release"
)

// Compare says in which records two readings of a changelog differ: releases
// with their dates, summaries and links, changes with their types, sections,
// words and nesting, notes, and the blocks that are none of these.
func Compare(before, after *release.Document) []string {
	var out []string
	a, b := releaseLines(before), releaseLines(after)
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a):
			out = append(out, fmt.Sprintf("%s was not there", b[i].name))
		case i >= len(b):
			out = append(out, fmt.Sprintf("%s is gone", a[i].name))
		default:
			out = append(out, a[i].differences(b[i])...)
			if a[i].name != b[i].name {
				return out // what follows is compared with the wrong one
			}
		}
	}
	return append(out, difference("the text outside the releases", extras(before.Extra), extras(after.Extra))...)
}

// told is what is compared of a release, part by part.
type told struct {
	name  string
	parts map[string][]string
}

var parts = []string{"version", "date", "summary", "withdrawal", "link", "changes", "notes", "steps", "text"}

func releaseLines(d *release.Document) []told {
	var out []told
	for _, r := range d.Releases {
		out = append(out, told{r.ID, map[string][]string{
			"version":    {r.ID, r.From, fmt.Sprint(r.Unreleased, " ", r.Status), strings.Join(r.Aliases, "|")},
			"date":       {r.Date, r.DateText},
			"summary":    {r.Summary},
			"withdrawal": {r.Withdrawn, r.Reason},
			"link":       {r.Link},
			"changes":    changeLines(r.Changes, 0),
			"notes":      noteLines(r.Notes),
			"steps":      stepLines(r.Steps),
			"text":       extras(r.Extra),
		}})
	}
	return out
}

func (a told) differences(b told) []string {
	var out []string
	for _, part := range parts {
		out = append(out, difference("the "+part+" of "+a.name, a.parts[part], b.parts[part])...)
	}
	return out
}

// difference names the first line in which two lists differ.
func difference(what string, a, b []string) []string {
	if slices.Equal(a, b) {
		return nil
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	at := func(list []string) string {
		if i < len(list) {
			return fmt.Sprintf("%q", list[i])
		}
		return "nothing"
	}
	return []string{fmt.Sprintf("%s: %s is read back as %s", what, at(a), at(b))}
}

func changeLines(cs []release.Change, depth int) []string {
	var out []string
	for _, c := range cs {
		out = append(out, fmt.Sprintf("%d %s %v %s: %s", depth, c.Type, c.Breaking, line(c.Section), c.Text))
		out = append(out, changeLines(c.Children, depth+1)...)
	}
	return out
}

func noteLines(ns []release.Note) []string {
	var out []string
	for _, n := range ns {
		out = append(out, n.Severity+" "+line(n.Label)+" "+line(n.Section)+": "+n.Text)
	}
	return out
}

func stepLines(ss []release.Step) []string {
	var out []string
	for _, s := range ss {
		out = append(out, fmt.Sprintf("%d.%d %s", s.Under, s.Number, s.Text))
		out = append(out, noteLines(s.Notes)...)
	}
	return out
}

func extras(xs []release.Extra) []string {
	var out []string
	for _, x := range xs {
		// A fence that nothing closes has the empty lines at the end of the file.
		out = append(out, x.Kind+" "+line(x.Section)+": "+strings.TrimRight(x.Text, "\n"))
	}
	return out
}

// line is a title on one line: underlined headings may go over several.
func line(title string) string { return strings.Join(strings.Fields(title), " ") }
