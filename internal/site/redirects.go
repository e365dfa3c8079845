package site

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"upgraph/internal/doc"
)

// Redirect is an address that moved, both relative to the root of the site.
type Redirect struct{ From, To string }

// Redirects are the old addresses of pages: those that the front matter of a
// plain page or guide gives as aliases beginning with a slash, and the other
// names of releases. An address at which a page stands is none.
func Redirects(in *Input) []Redirect {
	s, err := in.site()
	if err != nil {
		return nil // the pages report the same error
	}
	var out []Redirect
	taken := map[string]bool{}
	add := func(from, to string) {
		if from != "" && from != to && !taken[from] {
			taken[from] = true
			out = append(out, Redirect{from, to})
		}
	}
	for l := range s.each() {
		for _, p := range l.plain {
			taken[l.prefix+p.url] = true
		}
		for _, e := range l.editions {
			for _, r := range slices.Concat(e.releases, e.outside) {
				taken[l.prefix+ReleasePath(e.id, r.ID)] = true
			}
		}
	}
	for l := range s.each() {
		for _, p := range l.plain {
			if p.lang == l.lang {
				for _, from := range aliases(p.doc) {
					add(from, l.prefix+p.url)
				}
			}
		}
		for _, e := range l.editions {
			l.releaseRedirects(e, add)
		}
	}
	return out
}

func (l *local) releaseRedirects(e *edition, add func(from, to string)) {
	for _, d := range e.Guides[l.lang] {
		if len(d.Releases) != 1 { // it is on no page of its own
			for _, from := range aliases(e.source(d)) {
				add(from, l.prefix+ProductPath(e.id))
			}
		}
	}
	for _, r := range e.releases {
		to := l.prefix + ReleasePath(e.id, r.ID)
		for _, name := range append([]string{r.Build, r.DeployVersion}, r.Aliases...) {
			if name != "" && name != r.ID && e.records[name] == nil {
				add(l.prefix+ReleasePath(e.id, name), to)
			}
		}
		for _, p := range r.parts {
			if r.lang == l.lang && len(p.doc.Releases) == 1 {
				for _, from := range aliases(e.source(p.doc)) {
					add(from, to)
				}
			}
		}
	}
}

// WayRedirects lead from the names that releases have besides their folders to the
// pages of paths: somebody typed the name into the picker. From and To hold the
// marks of _redirects, "*" and ":splat" for the rest of an address, ":from" for a
// part of it.
func WayRedirects(in *Input) []Redirect {
	s, err := newSite(in)
	if err != nil {
		return nil // the pages report the same error
	}
	var out []Redirect
	for l := range s.each() {
		for _, e := range l.editions {
			at := l.prefix + ProductPath(e.id) + "upgrade/"
			for _, r := range e.releases {
				for _, name := range e.foldersOf(r) {
					to := Segment(r.ID) + "/"
					out = append(out, Redirect{at + name + "/*", at + to + ":splat"}, Redirect{at + ":from/" + name + "/", at + ":from/" + to})
				}
			}
		}
	}
	return out
}

// foldersOf are what somebody may take for the folder of a release: its other
// names, as they are and as folders are named.
func (e *edition) foldersOf(r *record) []string {
	var out []string
	for _, name := range append([]string{r.ID, r.Build, r.DeployVersion}, r.Aliases...) {
		if name == "" || name != r.ID && e.records[name] != nil || strings.ContainsAny(name, "/:*?#") {
			continue
		}
		for _, folder := range []string{Segment(name), url.PathEscape(name)} {
			if folder != Segment(r.ID) && !slices.Contains(out, folder) {
				out = append(out, folder)
			}
		}
	}
	return out
}

// Alias is a former address of a document, as its front matter gives it.
type Alias struct {
	Text string // as written
	// Address is relative to the root of the site; empty where the text cannot be
	// written into a file of rules.
	Address      string
	Line, Column int
}

// Aliases are the former addresses in the front matter of a document: those that
// begin with a slash.
func Aliases(d *doc.Doc) []Alias {
	if d == nil || d.Front == nil {
		return nil
	}
	list, _ := d.Front.Value.Get("aliases")
	var out []Alias
	for _, v := range append(slices.Clone(list.Items), list) {
		rest, ok := strings.CutPrefix(v.Scalar, "/")
		if !ok {
			continue
		}
		a := Alias{Text: v.Scalar, Line: v.Line, Column: v.Column}
		if !strings.ContainsAny(rest, " \t\r\n:*?#") {
			a.Address = strings.TrimPrefix(path.Clean("/"+rest), "/")
			if a.Address != "" && (strings.HasSuffix(rest, "/") || path.Ext(a.Address) == "") {
				a.Address += "/"
			}
		}
		out = append(out, a)
	}
	return out
}

// aliases are the former addresses of a document that rules may lead from.
func aliases(d *doc.Doc) []string {
	var out []string
	for _, a := range Aliases(d) {
		if a.Address != "" {
			out = append(out, a.Address)
		}
	}
	return out
}
