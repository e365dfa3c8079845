package site

import (
	"math"
	"slices"
	"strings"
	"sync"

	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// telling are the sections that say something in words, with those around them.
func (x *extras) telling() []int {
	var out []int
	for i := range x.sections {
		if x.prose(i) || x.bare(i) || slices.ContainsFunc(x.blocks, func(b extraBlock) bool { return b.says() && b.section >= 0 && x.within(b.section, i) }) {
			out = append(out, i)
		}
	}
	return out
}

// said is where the page of a release says something in words.
type said struct{ title, id, lead string }

// saidOf are the outermost sections of prose about a release; what stands before
// all sections is named by its first words.
func saidOf(r *record) []said {
	var out []said
	ids := pageIDs()
	for _, pt := range r.parts {
		x := newExtras(pt.guide)
		x.name(ids)
		for i := range x.blocks {
			if b := &x.blocks[i]; b.says() && b.section < 0 && b.title == "" && doc.Kind(b.text.Kind) == doc.Paragraph {
				out = append(out, said{lead: b.text.Text})
				break
			}
		}
		told := x.telling()
		for _, i := range told {
			if x.below(0, i, func(j int) bool { return slices.Contains(told, j) }) == 0 {
				out = append(out, said{title: x.sections[i].Title, id: x.ids[i]})
			}
		}
		for i := range x.blocks {
			if b := &x.blocks[i]; b.says() && b.section < 0 && b.title != "" && !slices.ContainsFunc(out, func(s said) bool { return s.id == x.strays[b.title] }) {
				out = append(out, said{title: b.title, id: x.strays[b.title]})
			}
		}
	}
	return out
}

// maxLead is how many letters of prose without a heading name it.
const maxLead = 140

// inWords are links to where the page of a release says something in words.
func (f *frame) inWords(e *edition, r *record) []linkView {
	var out []linkView
	for _, s := range r.said() {
		l := linkView{URL: f.Page(ReleasePath(e.id, r.ID)), Text: s.title}
		if s.id != "" {
			l.URL += "#" + s.id
		}
		if s.lead != "" {
			l.Text = shorten(f.local.md.plain(s.lead), maxLead)
		}
		out = append(out, l)
	}
	return out
}

// saidBetween says of releases, the newest first, what their guides say in words.
func (f *frame) saidBetween(e *edition, releases []*record) []saidLine {
	var out []saidLine
	for _, r := range slices.Backward(releases) {
		if links := f.inWords(e, r); len(links) > 0 {
			out = append(out, saidLine{On: linkView{URL: f.Page(ReleasePath(e.id, r.ID)), Text: r.ID}, Words: links})
		}
	}
	return out
}

// saidLine is what the guide says of one release in words.
type saidLine struct {
	On    linkView
	Words []linkView
}

// Passage is a piece of what a guide says of a release in prose.
type Passage struct {
	Title string // of the section that it begins; empty for one that goes on
	Text  string // Markdown, code as it is
	Code  bool
}

// Passages are the prose about each release of the catalog, by its id, in the
// language that the catalog was made from and in the order of the guides.
func (p *Product) Passages(languages []string) func(id string) []Passage {
	parts := sync.OnceValue(func() map[string][]part {
		e := &edition{Product: p, records: map[string]*record{}, names: sync.OnceValue(func() map[string]string { return bySortKey(p.Catalog.Releases) })}
		for _, r := range p.Catalog.Releases {
			e.records[r.ID] = &record{}
		}
		return e.partsByID(p.Guides[primaryLanguage(p, languages)])
	})
	return func(id string) []Passage {
		var out []Passage
		for _, pt := range parts()[id] {
			if len(pt.doc.Releases) == 1 {
				for _, b := range pt.doc.Extra {
					out = appendPassage(out, b, b.Section)
				}
			}
			out = append(out, newExtras(pt.guide).passages()...)
		}
		return out
	}
}

// passages are the prose of a release in its order.
func (x *extras) passages() []Passage {
	var out []Passage
	at := -1
	told := x.telling()
	upTo := func(line int) { // the headings that stand before a line
		for len(told) > 0 && x.sections[told[0]].Line < line {
			at, out, told = told[0], append(out, Passage{Title: x.sections[told[0]].Title}), told[1:]
		}
	}
	stray := ""
	for i := range x.blocks {
		b := &x.blocks[i]
		if !b.says() {
			continue
		}
		upTo(b.line)
		title := ""
		if b.section >= 0 && b.section != at || b.section < 0 && b.title != stray { // back in a section around
			title = b.title
		}
		at, stray = b.section, b.title
		out = appendPassage(out, b.text.Extra, title)
	}
	upTo(math.MaxInt)
	return out
}

// appendPassage adds a block of prose.
func appendPassage(to []Passage, x release.Extra, title string) []Passage {
	if !shown(x) {
		return to
	}
	p := Passage{Title: title, Text: x.Text}
	switch doc.Kind(x.Kind) {
	case doc.Rule:
		return to
	case doc.Fence:
		p.Text, p.Code = codeOf(x.Text), true
	case doc.Code:
		p.Code = true
	}
	return append(to, p)
}

// codeOf is what stands in a fence.
func codeOf(fence string) string {
	open, rest, _ := strings.Cut(strings.TrimRight(fence, "\n"), "\n")
	mark := strings.TrimSpace(open)
	if i := strings.LastIndexByte(rest, '\n'); mark != "" && strings.HasPrefix(strings.TrimSpace(rest[i+1:]), mark[:min(3, len(mark))]) {
		rest = rest[:max(i, 0)]
	}
	return rest
}
