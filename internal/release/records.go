package release

import (
	"fmt"
	"slices"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/regexp"
)

// releases makes the catalog's releases, in upgrade order.
func (l *lowering) releases() {
	l.index()
	l.catalog.Releases = slices.Grow(l.catalog.Releases, len(l.nodes))
	for _, n := range l.nodes {
		l.catalog.Releases = append(l.catalog.Releases, l.release(n))
	}
}

func (l *lowering) release(n *node) compat.Release {
	r := compat.Release{ID: n.id, Version: n.version.Base(), SortKey: n.version.SortKey(), Status: compat.Supported,
		Aliases: []string{}, Changes: []compat.Change{}, Notes: []compat.Note{}, Source: n.named}
	for i, p := range n.parts {
		if i == 0 {
			r.Source = source(p.doc, p.rel.Span)
		}
		l.fill(&r, n, p)
	}
	return r
}

func (l *lowering) fill(r *compat.Release, n *node, p part) {
	rel := p.rel
	if rel.Status != "" && rel.Status != compat.Supported {
		r.Status = rel.Status
	}
	l.facts(r, n, p)
	r.Info, r.Changes = slices.Grow(r.Info, len(rel.Info)), slices.Grow(r.Changes, len(rel.Changes))
	for _, kv := range rel.Info {
		r.Info = append(r.Info, compat.KeyValue{Key: kv.Key, Value: kv.Value})
	}
	for _, a := range rel.Aliases {
		if !slices.Contains(r.Aliases, a) && a != r.ID && !l.claimed(a, n, p) {
			r.Aliases = append(r.Aliases, a)
		}
	}
	for _, c := range rel.Changes {
		k := change(p.doc, c, n.ids, Segment(n.id)+"-")
		said := func(o compat.Change) bool {
			return o.Source.File != k.Source.File && o.Text == k.Text
		}
		if len(n.parts) == 1 || !slices.ContainsFunc(r.Changes, said) {
			r.Changes = append(r.Changes, k)
		}
	}
	for _, x := range partNotes(p) {
		if len(n.parts) == 1 || !slices.ContainsFunc(r.Notes, func(o compat.Note) bool { return saidBefore(o, x) }) {
			r.Notes = append(r.Notes, x)
		}
	}
	if id := rel.ID; fold(id) != fold(r.ID) && !slices.Contains(r.Aliases, id) {
		r.Aliases = append(r.Aliases, id)
	}
}

// partNotes are the notes of a release and of its steps.
func partNotes(p part) []compat.Note {
	var out []compat.Note
	for _, x := range p.rel.Notes {
		out = append(out, note(p.doc, x))
	}
	for _, s := range p.rel.Steps {
		for _, x := range s.Notes {
			out = append(out, note(p.doc, x))
		}
	}
	return append(out, demands(p)...)
}

// saidBefore reports whether a note of another document says the same.
func saidBefore(o, x compat.Note) bool {
	return o.Source.File != x.Source.File && o.Severity == x.Severity && o.Text == x.Text
}

// claimed reports whether a name belongs to another release already: a name
// that means two releases means neither.
func (l *lowering) claimed(alias string, n *node, p part) bool {
	for _, o := range l.named[fold(alias)] {
		if o.at == n.at {
			continue
		}
		l.report(diag.Diagnostic{Code: "UG310", Severity: diag.Warning, Pos: p.pos(),
			Message: fmt.Sprintf("%s is also called %q, which names %s: the name is left out", n.id, alias, o.id),
			Hint:    "give each release names of its own"})
		return true
	}
	return false
}

// index lists the releases of each name, in upgrade order.
func (l *lowering) index() {
	l.named = map[string][]*node{}
	add := func(name string, n *node) {
		if name = fold(name); name != "" && !slices.Contains(l.named[name], n) {
			l.named[name] = append(l.named[name], n)
		}
	}
	for _, n := range l.nodes {
		add(n.id, n)
		for _, p := range n.parts {
			add(p.rel.Build, n)
			for _, a := range p.rel.Aliases {
				add(a, n)
			}
		}
	}
}

func fold(name string) string {
	return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(name)), "v")
}

func change(d *Document, c Change, ids *IDs, prefix string) compat.Change {
	out := compat.Change{ID: ids.Change(prefix, c), BackportOf: c.BackportOf, Type: c.Type, Text: flow(c.Text), Components: []string{}, ErrorCodes: []string{},
		Links: c.Links, Breaking: c.Breaking, Source: source(d, c.Span)}
	out.Components = append(out.Components, c.Components...)
	out.ErrorCodes = append(out.ErrorCodes, c.ErrorCodes...)
	out.Children = slices.Grow(out.Children, len(c.Children))
	for _, k := range c.Children {
		out.Children = append(out.Children, change(d, k, ids, prefix))
	}
	return out
}

var demand = regexp.MustCompile(`(?i)\b(?:must|ensure|make sure)\b|必须|务必|确保`)

// demands are the sentences around lasting checks that ask for more than the
// checks can prove. They stay with the release as warnings.
func demands(p part) []compat.Note {
	var out []compat.Note
	for _, s := range p.rel.Sections {
		if !slices.ContainsFunc(p.rel.Checks, func(c Check) bool { return c.Lasting && c.Line >= s.Line && c.EndLine <= s.EndLine }) {
			continue
		}
		for _, e := range p.rel.Extra {
			if e.Kind == "paragraph" && e.Line >= s.Line && e.EndLine <= s.EndLine && demand.MatchString(e.Text) &&
				!slices.ContainsFunc(out, func(n compat.Note) bool { return n.Source.Line == e.Line }) {
				out = append(out, compat.Note{Severity: "warning", Text: flow(e.Text), Source: source(p.doc, e.Span)})
			}
		}
	}
	return out
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
