package changelog

import (
	"slices"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// document writes a changelog as it stands. Releases that are headings of the
// first level go down to the second, below a title.
func (w *writer) document(s Source, configured bool) {
	releases := map[int]*release.Release{}
	for _, r := range s.Guide.Releases {
		releases[r.Line] = r
	}
	l := levelsOf(s, releases)
	if s.Doc.Front != nil {
		_, own := s.Doc.Front.Value.Get("profile")
		configured = configured || own
	}
	w.leaveFront(s)
	if s.Guide.Summary != "" {
		w.leave(s, release.Span(s.Doc.Front.Span), "front matter: summary")
	}
	if l.title == nil && s.Guide.Title != "" {
		w.add(heading(1, s.Guide.Title))
	}
	for _, b := range s.Doc.Blocks {
		switch {
		case b.Kind == doc.FrontMatter || b.Kind == doc.Blank:
		case b.Kind != doc.Heading || l.kept[b.Line]:
			w.add(b.Markdown)
		case configured && releases[b.Line] != nil:
			w.add(heading(l.of(b), plainHeading(releases[b.Line])))
		default:
			w.add(heading(l.of(b), inside(b)))
		}
	}
}

// plainHeading is a release heading that needs no configuration to be read.
func plainHeading(r *release.Release) string {
	text := r.ID
	if date := firstOf(r.DateText, r.Date); date != "" {
		text += " - " + date
	}
	if r.Withdrawn != "" {
		text += " [" + r.Withdrawn + "]"
	}
	return text
}

// kept are the keys of front matter that a changelog says in other ways.
var kept = []string{"title", "summary", "version", "aliases", "date", "status"}

// leaveFront lists the front matter: a changelog has none.
func (w *writer) leaveFront(s Source) {
	if s.Doc.Front == nil || s.Guide.Profile.Name == "fragment" {
		return
	}
	var keys []string
	for _, f := range s.Doc.Front.Value.Fields {
		if !slices.Contains(kept, f.Key) {
			keys = append(keys, f.Key)
		}
	}
	if len(keys) > 0 {
		w.leave(s, release.Span(s.Doc.Front.Span), "front matter: "+strings.Join(keys, ", "))
	}
}

// levels are the heading levels of a document as they are written.
type levels struct {
	title    *doc.Block
	releases map[int]*release.Release
	// kept are the lines of headings within boxes that readers open: they head
	// nothing and stay as they are.
	kept map[int]bool
	// shift is by how much a heading goes down, by its line; empty where the
	// releases stand below a title already.
	shift map[int]int
}

// levelsOf finds the title and, where releases are headings of the first level,
// how far each heading goes down: releases to the second level, the shallowest
// of their sections to the third.
func levelsOf(s Source, releases map[int]*release.Release) levels {
	l := levels{releases: releases, kept: map[int]bool{}, shift: map[int]int{}}
	keep := func(xs []release.Extra) {
		for _, x := range xs {
			l.kept[x.Line] = l.kept[x.Line] || x.Kind == string(doc.Heading)
		}
	}
	keep(s.Guide.Extra)
	for _, r := range s.Guide.Releases {
		keep(r.Extra)
	}
	var heads []*doc.Block
	for _, b := range s.Doc.Blocks {
		if b.Kind == doc.Heading && !l.kept[b.Line] {
			heads = append(heads, b)
		}
	}
	if i := slices.IndexFunc(heads, func(b *doc.Block) bool { return b.Level == 1 }); i >= 0 && releases[heads[i].Line] == nil {
		l.title = heads[i]
	}
	if !slices.ContainsFunc(heads, func(b *doc.Block) bool { return b.Level == 1 && releases[b.Line] != nil }) {
		return l
	}
	behind := false
	for i, b := range heads {
		if releases[b.Line] != nil {
			l.lower(b, sectionsBehind(heads[i+1:], releases[b.Line]))
			behind = true
		}
		if _, done := l.shift[b.Line]; !done && behind && b != l.title && b.Level == 1 {
			l.shift[b.Line] = 1
		}
	}
	return l
}

// sectionsBehind are the headings of a release among those behind its own.
func sectionsBehind(heads []*doc.Block, r *release.Release) []*doc.Block {
	if end := slices.IndexFunc(heads, func(b *doc.Block) bool { return b.Line > r.EndLine }); end >= 0 {
		return heads[:end]
	}
	return heads
}

func (l *levels) lower(r *doc.Block, sections []*doc.Block) {
	l.shift[r.Line] = 2 - r.Level
	shallowest := 6
	for _, b := range sections {
		if b.Level > 1 {
			shallowest = min(shallowest, b.Level)
		}
	}
	for _, b := range sections {
		if b.Level > 1 {
			l.shift[b.Line] = max(0, 3-shallowest)
		}
	}
}

func (l levels) of(b *doc.Block) int { return min(6, b.Level+l.shift[b.Line]) }

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
