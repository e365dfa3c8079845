package site

import (
	"slices"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// Permalinks are the addresses of the releases, changes, notes and steps of each
// product, by id, and under "" those of the plain pages, in the languages that they
// are written in: relative to the root of the site, in the order of the pages.
// Aliases are among them.
func Permalinks(in *Input) map[string][]string {
	s, err := in.site()
	if err != nil {
		return nil // the pages report the same error
	}
	out := map[string][]string{}
	for l := range s.each() {
		for _, p := range l.plain {
			if p.lang == l.lang && p.url != "" {
				out[""] = append(append(out[""], l.prefix+p.url), aliases(p.doc)...)
			}
		}
		for _, e := range l.editions {
			for _, r := range slices.Concat(e.outside, e.releases) {
				if r.lang == l.lang && !r.unreleased() {
					out[e.id] = append(out[e.id], l.releasePermalinks(e, r)...)
				}
			}
		}
	}
	return out
}

func (l *local) releasePermalinks(e *edition, r *record) []string {
	page, prefix, ids := l.prefix+ReleasePath(e.id, r.ID), Segment(r.ID)+"-", pageIDs()
	out := []string{page}
	add := func(id string) { out = append(out, page+"#"+id) }
	notes := func(ns []release.Note) {
		for _, n := range ns {
			add(ids.named(prefix+"note-", n.Text))
		}
	}
	var changes func(cs []release.Change)
	changes = func(cs []release.Change) {
		for _, c := range cs {
			add(ids.change(prefix, c))
			changes(c.Children)
		}
	}
	for _, p := range r.parts {
		if len(p.doc.Releases) == 1 {
			notes(p.doc.Notes)
		}
		notes(p.guide.Notes)
		changes(p.guide.Changes)
		for _, s := range p.guide.Steps {
			notes(s.Notes)
			add(ids.step(prefix, s.Number))
		}
		for _, id := range anchorAliases(e.source(p.doc), prefix) {
			add(id)
		}
	}
	return out
}

// unreleased reports whether a record is of changes that are not released yet:
// their place is theirs for a while only.
func (r *record) unreleased() bool {
	return r.index < 0 && slices.ContainsFunc(r.parts, func(p part) bool { return p.guide.Unreleased })
}

// anchorAliases are former ids on the page of a release, which its document
// keeps in its front matter as "#ID".
func anchorAliases(d *doc.Doc, prefix string) []string {
	if d == nil || d.Front == nil {
		return nil
	}
	list, _ := d.Front.Value.Get("aliases")
	var out []string
	for _, v := range append(slices.Clone(list.Items), list) {
		if id, ok := strings.CutPrefix(v.Scalar, "#"); ok && strings.HasPrefix(id, prefix) && !strings.ContainsAny(id, " \t\r\n") {
			out = append(out, id)
		}
	}
	return out
}
