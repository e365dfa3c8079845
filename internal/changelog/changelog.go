// Package changelog writes the changelog of a product in the format of Keep a
// Changelog 2.0.0.
//
// What an author wrote as a changelog is written as it stands: versions, dates,
// sections, bullets, code, link definitions, in their order. Only the frame
// around them is made even: levels, underlined headings, blank lines. What an
// author wrote as an upgrade guide is composed anew from its records, each in
// the author's words, and what has no place in a changelog is listed.
//
// It must not read Markdown by itself, judge versions or write to disk.
package changelog

import (
	"slices"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// Source is a guide with the document that it was read from.
type Source struct {
	Guide *release.Document
	Doc   *doc.Doc
}

// Input is what a changelog is made of.
type Input struct {
	// Sources are the guides of the product in one language, in content order.
	Sources []Source
	// Order is the ids of the releases, newest first.
	Order []string
	// Name gives the id that Order has for a release that a guide may write in
	// another way.
	Name func(id string) string
	// Link gives the address of what changed in a release, empty where there is
	// none; nil means that no address is known.
	Link func(id string) string
	// Configured says that headings are releases only by the product's
	// configuration: elsewhere nobody could tell.
	Configured bool
}

// Omission is a part of the guides that the changelog leaves out.
type Omission struct {
	File string
	release.Span
	What string
}

// Write makes the changelog and lists what it leaves out, in the order of the
// guides.
func Write(in Input) (text string, left []Omission) {
	if s, others, ok := whole(in.Sources); ok {
		w := &writer{}
		w.document(s, in.Configured)
		for _, o := range others {
			w.leaveDocument(o)
		}
		return w.text(), w.left
	}
	w := &writer{}
	w.compose(in)
	return w.text(), w.left
}

// Whole finds the one document of a product that is a changelog already, if
// there is one: it is written as it stands.
func Whole(sources []Source) (Source, bool) {
	s, _, ok := whole(sources)
	return s, ok
}

// whole finds the one document that is a changelog already. Others beside it
// hold no releases.
func whole(sources []Source) (one Source, others []Source, ok bool) {
	n := 0
	for _, s := range sources {
		if len(s.Guide.Releases) == 0 {
			others = append(others, s)
			continue
		}
		one = s
		n++
	}
	return one, others, n == 1 && one.isChangelog()
}

// isChangelog reports whether a document tells what changed and not what to do.
func (s Source) isChangelog() bool {
	return s.Guide.Profile.Name == "sections" && !slices.ContainsFunc(s.Guide.Releases, func(r *release.Release) bool {
		return len(r.Info) > 0 || slices.ContainsFunc(r.Sections, func(x release.Section) bool {
			return (x.Role == release.RoleSteps || x.Role == release.RoleInfo) && slices.ContainsFunc(r.Steps, func(st release.Step) bool { return x.Line < st.Line && st.EndLine <= x.EndLine })
		})
	})
}

// writer collects the blocks of a changelog.
type writer struct {
	pieces []string
	// definitions are the link definitions that go to the end.
	definitions []string
	left        []Omission
}

func (w *writer) add(piece string) {
	if piece = strings.Trim(piece, "\n"); strings.TrimSpace(piece) != "" {
		w.pieces = append(w.pieces, piece)
	}
}

// text is everything, with one blank line between two blocks.
func (w *writer) text() string {
	all := w.pieces
	if len(w.definitions) > 0 {
		all = append(slices.Clone(all), strings.Join(w.definitions, "\n"))
	}
	return strings.Join(all, "\n\n") + "\n"
}

// leave lists what is left out.
func (w *writer) leave(s Source, at release.Span, what string) {
	w.left = append(w.left, Omission{File: s.Guide.Path, Span: at, What: what})
}

// heading is a heading on a level, with the Markdown inside another one.
func heading(level int, inner string) string { return strings.Repeat("#", level) + " " + inner }

// inside is the Markdown of a heading without its marks.
func inside(b *doc.Block) string {
	text := strings.TrimSpace(b.Markdown)
	if strings.HasPrefix(text, "#") && !strings.Contains(text, "\n") {
		text = strings.TrimSpace(strings.TrimLeft(text, "#"))
		if bare := strings.TrimRight(text, "#"); bare == "" || strings.HasSuffix(bare, " ") || strings.HasSuffix(bare, "\t") {
			text = strings.TrimSpace(bare)
		}
		return text
	}
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Join(lines[:max(1, len(lines)-1)], " ")
}
