package site

import (
	"html/template"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/release"
	"upgraph/internal/search"
)

// prose adds what the guide says about a release outside its records, under the
// headings where the page shows it.
func (m *entryMaker) prose(p part) {
	x := newExtras(p.guide)
	for i := range x.blocks {
		switch b := &x.blocks[i]; {
		case b.text != nil:
			b.show.HTML = template.HTML(m.l.md.plain(b.text.Text)) // never shown as HTML
		case b.check >= 0:
			b.show.HTML = template.HTML(m.l.md.plain(p.guide.Checks[b.check].Text))
		}
	}
	x.name(m.ids)
	var lead []string
	if len(p.doc.Releases) == 1 {
		lead = append(lead, m.l.md.plain(p.doc.Summary))
		for _, b := range p.doc.Extra {
			if shown(b) {
				lead = append(lead, m.l.md.plain(b.Text))
			}
		}
	}
	m.texts(p.guide.Heading, "", append(lead, asText(x.take("", 0, true))...))
	m.texts("", "", asText(x.take(release.RoleInfo, 0, true)))
	told := x.told(release.RoleChanges, spans(p.guide.Changes, changeSpan))
	told = append(told, x.told(release.RoleSteps, spans(p.guide.Steps, stepSpan))...)
	sections := x.tell(told, "")
	m.texts("", "changes", asText(x.take(release.RoleChanges, 0, true)))
	m.texts("", "steps", asText(x.take(release.RoleSteps, 0, true)))
	for _, sec := range append(sections, x.rest()...) {
		var blocks []string
		for _, b := range sec.Blocks {
			blocks = append(blocks, string(b.HTML))
		}
		m.texts(sec.Title, sec.ID, blocks)
	}
}

func asText(blocks []proseBlock) []string {
	out := make([]string, len(blocks))
	for i, b := range blocks {
		out[i] = string(b.HTML)
	}
	return out
}

// textSize is about how many bytes of prose make one entry, so that a result
// shows the words that were asked for.
const textSize = 280

// texts adds blocks of prose that stand under one heading. The heading alone is
// an entry too.
func (m *entryMaker) texts(title, id string, blocks []string) {
	for _, piece := range pieces(blocks) {
		m.add("text", title, piece, id)
	}
	if title != "" && id != "" && len(blocks) == 0 {
		m.add("text", title, "", id)
	}
}

// pieces joins short blocks and cuts long ones between sentences or words.
func pieces(blocks []string) []string {
	var out []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	for _, block := range blocks {
		for word := range strings.FieldsSeq(block) {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(word)
			if b.Len() > textSize && strings.HasSuffix(word, ".") || b.Len() > 2*textSize {
				flush()
			}
		}
		if b.Len() > textSize/2 {
			flush()
		}
	}
	flush()
	return out
}

// productEntries are the home of a product with what holds for all of its
// releases, and its lists.
func (l *local) productEntries(e *edition) []search.Entry {
	m := newEntryMaker(l, e.id)
	m.url = l.prefix + ProductPath(e.id)
	m.add("page", e.title, "", "")
	m.out[0].Names = []string{e.id, e.title} // twice: nothing else is about it as much
	for _, d := range e.general {
		m.texts(d.Title, "mind", append([]string{m.l.md.plain(d.Summary)}, m.plainExtra(d.Extra)...))
		for _, n := range d.Notes {
			m.add("note", "", m.l.md.plain(n.Text), m.ids.named("all-note-", n.Text))
		}
		for _, c := range d.Conditions {
			m.add("note", "", m.l.md.plain(c.Text), "mind")
		}
	}
	list := func(folder, title, also string) {
		m.url = l.prefix + ProductPath(e.id) + folder
		m.add("page", title, "", "")
		last := &m.out[len(m.out)-1]
		last.Also, last.Of = also, e.id+" "+e.title
	}
	list("upgrade/", l.text.Upgrade, "")
	list("releases/", l.text.Releases, "")
	list("changelog/", l.text.Changelog, "")
	fs := e.facets()
	for _, x := range fs.types {
		list("types/"+Segment(x.name)+"/", l.text.changeType(x.name), l.text.FacetType)
	}
	for _, x := range fs.components {
		list("components/"+Segment(x.name)+"/", x.name, l.text.FacetComponent)
	}
	if len(fs.codes) > 0 {
		list("errors/", l.text.ErrorCodes, "")
	}
	return m.out
}

func (m *entryMaker) plainExtra(xs []release.Extra) []string {
	var out []string
	for _, x := range xs {
		if shown(x) {
			out = append(out, m.l.md.plain(x.Text))
		}
	}
	return out
}

// pageEntries are the pages that belong to no product; those with text have an
// entry for each of their sections.
func (l *local) pageEntries() []search.Entry {
	m := newEntryMaker(l, "")
	for _, p := range []struct{ folder, title, about string }{
		{"scripts/", l.text.Scripts, l.text.ScriptsDescription},
		{"api/", l.text.API, l.text.APIDescription},
		{"feeds/", l.text.Feeds, l.text.FeedsText},
		{"whats-new/", l.text.WhatsNew, ""},
	} {
		m.url = l.prefix + p.folder
		m.add("page", p.title, p.about, "")
	}
	for _, p := range l.plain {
		m.url, m.ids = l.prefix+p.url, pageIDs()
		title, id := p.title, ""
		var blocks []string
		flush := func() {
			for _, piece := range pieces(blocks) {
				m.add("page", title, piece, id)
			}
			if len(blocks) == 0 {
				m.add("page", title, "", id)
			}
			blocks = nil
		}
		blocks = append(blocks, p.summary)
		for _, b := range p.doc.Blocks {
			switch {
			case b.Kind == doc.FrontMatter, b.Kind == doc.Blank, b.Kind == doc.LinkDefs:
			case b.Kind == doc.Heading && b.Text == p.title && id == "":
			case b.Kind == doc.Heading:
				flush()
				title, id = p.title+": "+b.Text, m.ids.unique(headingID(b.Text, b.Name))
			default:
				blocks = append(blocks, l.md.plain(b.Markdown))
			}
		}
		flush()
	}
	return m.out
}
