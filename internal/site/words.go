package site

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/plan"
	"upgraph/internal/release"
)

// Authors tell much in prose: what to do, what breaks, which versions are needed.
// A path shows it with its hop, as the page of the release does, in the order of
// the guide.

// maxWords is how many bytes of Markdown about a release stand on the page of a
// path. Of more, the headings do, and lead to the page of the release.
const maxWords = 20 << 10

// wordsView is what one document says about a release beside its notes, steps and
// changes.
type wordsView struct {
	ID      string
	Of      string // what it is about, where the hop has words about several things
	URL     string // of the page of the release
	Lang    string // where it differs from that of the hop
	Titles  []string
	More    bool // there are more titles
	Open    bool
	At      trace
	Told    []otherSection
	Long    []linkView // in place of them, where it is very long
	warned  []warnedView
	release string
}

// warnedView is a section of prose whose heading says that it is to be minded.
type warnedView struct {
	Label, Title, Release, URL string
	breaking                   bool
}

// maxTitles is how many headings the summary of words names.
const maxTitles = 6

// words are what the documents say of a release, those that say nothing but
// records aside.
func (f *frame) words(e *edition, r *record) []wordsView {
	var out []wordsView
	page, on := f.Page(ReleasePath(e.id, r.ID)), pageIDs()
	for n, pt := range r.parts {
		x := newExtras(pt.guide)
		x.name(on)
		said := x.said(pt)
		if said == 0 {
			continue
		}
		v := wordsView{ID: f.ids.unique(Segment(r.ID) + "-words"), URL: page, Open: len(pt.guide.Steps) == 0, release: r.ID}
		if len(r.parts) > 1 {
			v.Of = cmp.Or(pt.guide.Heading, pt.doc.Title)
		}
		if n > 0 { // their steps are not shown
			v.Open = true
		}
		f.tellWords(&v, e, r, pt, x, said > maxWords)
		out = append(out, v)
	}
	return out
}

// said is how many bytes of prose there are about the only release of a document,
// or about one of several.
func (x *extras) said(pt part) int {
	n := 0
	for i := range x.blocks {
		if b := &x.blocks[i]; b.says() {
			n += len(b.text.Text)
		}
	}
	for i := range x.sections {
		if x.bare(i) {
			n += len(x.sections[i].Title)
		}
	}
	if len(pt.doc.Releases) == 1 { // a summary alone says what the records say
		for _, b := range pt.doc.Extra {
			if shown(b) && doc.Kind(b.Kind) != doc.Rule {
				n += len(b.Text)
			}
		}
	}
	return n
}

// bare reports whether a section is nothing but its heading, which then is what
// its author says.
func (x *extras) bare(i int) bool {
	s := x.sections[i]
	if s.Role != release.RoleOther && s.Role != release.RoleChanges || x.holds(i) || x.records(s.Line, s.EndLine) {
		return false
	}
	for j := range x.sections {
		if x.within(j, i) {
			return false
		}
	}
	return true
}

// tellWords shows what a document says, or where it is said.
func (f *frame) tellWords(v *wordsView, e *edition, r *record, pt part, x *extras, long bool) {
	d, file, prefix := e.source(pt.doc), pt.doc.Path, Segment(r.ID)+"-"
	v.At = trace{File: file, Line: pt.guide.Line}
	told := x.telling()
	lead := otherSection{}
	if !long {
		if len(pt.doc.Releases) == 1 {
			for _, html := range f.documentText(pt.doc, d, prefix) {
				lead.Blocks = append(lead.Blocks, sectionBlock{HTML: html})
			}
		}
		for i := range x.blocks {
			if b := &x.blocks[i]; b.text != nil {
				b.show.HTML = f.extra(d, *b.text, prefix+"text-", 3)
			}
		}
		f.changesBeside(x, pt.guide.Changes)
	}
	prose := func(b extraBlock) bool { return b.note < 0 && b.check < 0 && b.show.HTML != "" }
	lead.Blocks = append(lead.Blocks, x.collect(func(b extraBlock) bool { return prose(b) && b.section < 0 && b.title == "" })...)
	if len(lead.Blocks) > 0 {
		v.Told = append(v.Told, lead)
	}
	var named []int // among what is to be minded, with all that stands in them
	for _, i := range told {
		s := x.sections[i]
		sec := otherSection{
			Title: s.Title, Level: min(x.below(3, i, func(j int) bool { return slices.Contains(told, j) }), 5),
			Blocks: x.collect(func(b extraBlock) bool { return prose(b) && b.section == i }),
		}
		target := v.URL
		if x.ids[i] != "" {
			target += "#" + x.ids[i]
		}
		if !long {
			sec.ID = f.ids.unique(prefix + sectionID(s.Title))
			sec.At = trace{ID: sec.ID, File: file, Line: s.Line}
			v.Told, target = append(v.Told, sec), "#"+sec.ID
		} else {
			v.Long = append(v.Long, linkView{URL: target, Text: s.Title})
		}
		if sec.Level == 3 {
			v.Titles = append(v.Titles, s.Title)
		}
		if v.warn(f.T, s, target, (x.prose(i) || x.bare(i)) && !slices.ContainsFunc(named, func(j int) bool { return x.within(i, j) })) {
			named = append(named, i)
		}
	}
	f.strays(v, x, prefix, long)
	if v.More = len(v.Titles) > maxTitles; v.More {
		v.Titles = v.Titles[:maxTitles]
	}
}

// changesBeside says where the changes are that stand among words.
func (f *frame) changesBeside(x *extras, changes []release.Change) {
	for len(changes) > 0 {
		section, n := x.at(changes[0].Span, ""), 1
		for n < len(changes) && x.at(changes[n].Span, "") == section && !x.between(changes[n-1].Line, changes[n].Line) {
			n++
		}
		if x.holds(section) {
			link := `<a href="#changes">` + template.HTMLEscapeString(f.T.ChangeCount.Of(n)) + "</a>"
			x.add(extraBlock{note: -1, check: -1, show: sectionBlock{HTML: template.HTML(link)}}, changes[0].Span, "")
		}
		changes = changes[n:]
	}
}

// between reports whether words stand between two lines.
func (x *extras) between(from, to int) bool {
	return slices.ContainsFunc(x.blocks, func(b extraBlock) bool { return b.says() && from < b.line && b.line < to })
}

// strays show what names a section that is not there.
func (f *frame) strays(v *wordsView, x *extras, prefix string, long bool) {
	for _, b := range x.blocks {
		if b.taken || !b.says() || b.section >= 0 || b.title == "" {
			continue
		}
		v.Titles = append(v.Titles, b.title)
		if long {
			v.Long = append(v.Long, linkView{URL: v.URL + "#" + x.strays[b.title], Text: b.title})
			x.collect(func(o extraBlock) bool { return o.section < 0 && o.title == b.title })
			continue
		}
		v.Told = append(v.Told, otherSection{
			ID: f.ids.unique(prefix + sectionID(b.title)), Title: b.title, Level: 3,
			Blocks: x.collect(func(o extraBlock) bool { return o.text != nil && o.section < 0 && o.title == b.title }),
		})
	}
}

// warn remembers a section of words that is to be minded.
func (v *wordsView) warn(t *messages, s release.Section, url string, says bool) bool {
	if !says {
		return false
	}
	w := warnedView{Title: s.Title, Release: v.release, URL: url, breaking: s.Type == "breaking"}
	switch {
	case s.Type != "":
		w.Label = t.changeType(s.Type)
	case s.Role == release.RoleNotes:
		w.Label = t.severity("note")
	default:
		return false
	}
	v.warned = append(v.warned, w)
	return true
}

// wordsOf puts what the documents say of a release to a hop, which goes to it or
// past it.
func (f *frame) wordsOf(h *hopView, e *edition, r *record, past bool) string {
	words := f.words(e, r)
	for i := range words {
		if past {
			words[i].Of = strings.TrimSuffix(r.ID+": "+words[i].Of, ": ")
			if r.lang != f.Lang && h.Lang == "" {
				words[i].Lang = r.lang
			}
		}
	}
	h.Words = append(h.Words, words...)
	if len(words) == 0 {
		return ""
	}
	return words[0].ID
}

// saidOn finds where the words on a path begin, and what of them is to be minded:
// not what is superseded on the way.
func (v *pathView) saidOn(e *edition, p *plan.Plan) {
	for i, h := range v.Hops {
		for _, w := range h.Words {
			if v.WordsAt == "" {
				v.WordsAt = "#" + w.ID
			}
			if w.release == h.To || !e.superseded(w.release, p.Hops[i:]) {
				v.Warned = append(v.Warned, w.warned...)
			}
		}
	}
}
