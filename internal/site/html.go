package site

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// A few elements of HTML that Markdown has no mark for are what they say on a
// page; every other one is shown as text. Of their attributes only the "open" of
// details stays. An element whose tags do not stand in one container, one after
// the other, is text too, so that no guide can open or close anything on a page.

// phrases are the elements within a line; details and its summary are blocks.
var phrases = []string{"kbd", "sub", "sup"}

// shownAs is the attribute of a node of HTML that holds what is written for it.
const shownAs = "shown-as"

// piece is a tag or the text between two.
type piece struct {
	text  string // as it stands in the guide
	name  string // of the element, "" for text and for tags that are shown as text
	close bool
	open  bool // the attribute of details
	raw   bool // a tag that is shown as text
	pair  int  // index of the tag that ends or begins the same element, -1 for none
}

var tagForm = regexp.MustCompile(`^<(/?)([A-Za-z][A-Za-z0-9-]*)((?:[^"'<>]|"[^"]*"|'[^']*')*)>`)

// openAttribute finds "open" among attributes, not within the value of one.
var openAttribute = regexp.MustCompile(`(?i)^(?:[^"']|"[^"]*"|'[^']*')*?\sopen(?:[\s=/]|$)`)

// piecesOf cuts HTML into tags and texts; comments are left out.
func piecesOf(s string) []piece {
	var out []piece
	text := func(t string) {
		if n := len(out); n > 0 && out[n-1].name == "" && !out[n-1].raw {
			out[n-1].text += t
		} else if t != "" {
			out = append(out, piece{text: t, pair: -1})
		}
	}
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			i = len(s)
		}
		text(s[:i])
		s = s[i:]
		if strings.HasPrefix(s, "<!--") {
			if end := strings.Index(s, "-->"); end >= 0 {
				s = s[end+3:]
				continue
			}
		}
		m := tagForm.FindStringSubmatch(s)
		if m == nil {
			text(s[:min(1, len(s))])
			s = s[min(1, len(s)):]
			continue
		}
		p := piece{text: m[0], name: strings.ToLower(m[2]), close: m[1] != "", pair: -1}
		if !passes(p) {
			p.name, p.raw = "", true
		}
		p.open = p.name == "details" && openAttribute.MatchString(m[3])
		out = append(out, p)
		s = s[len(m[0]):]
	}
	return out
}

// passes reports whether a tag is one of an element that stays.
func passes(p piece) bool {
	switch p.name {
	case "details", "summary":
		return true
	case "br":
		return !p.close
	}
	return slices.Contains(phrases, p.name)
}

// match finds the tags of the named elements that belong together: an end ends the
// nearest element of its name, and what was opened within and not closed is none.
func match(tags []*piece, names ...string) {
	var open []int
	for i, t := range tags {
		if t.pair = -1; !slices.Contains(names, t.name) {
			continue
		}
		if !t.close {
			open = append(open, i)
			continue
		}
		for at := len(open) - 1; at >= 0; at-- {
			if o := open[at]; tags[o].name == t.name {
				tags[o].pair, t.pair = i, o
				open = open[:at]
				break
			}
		}
	}
}

// phrasing writes pieces within a line. Their tags have to be matched.
func phrasing(ps []piece) string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(phrase(p))
	}
	return strings.TrimSpace(b.String())
}

func phrase(p piece) string {
	switch {
	case p.name == "br":
		return "<br>"
	case p.pair >= 0 && p.close:
		return "</" + p.name + ">"
	case p.pair >= 0:
		return "<" + p.name + ">"
	case p.name != "" || p.raw:
		return `<span class="raw">` + html.EscapeString(p.text) + `</span>`
	}
	return html.EscapeString(html.UnescapeString(p.text))
}

// matchPhrases matches the elements within each line of pieces.
func matchPhrases(ps []piece) {
	tags := make([]*piece, len(ps))
	for i := range ps {
		tags[i] = &ps[i]
	}
	match(tags, phrases...)
}

// rewriteHTML says for each node of HTML below a container what is written for it:
// elements are matched among the children of one container only.
func rewriteHTML(parent ast.Node, src []byte, at place) {
	var inline, block []ast.Node
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n.Kind() {
		case ast.KindRawHTML:
			inline = append(inline, n)
		case ast.KindHTMLBlock:
			block = append(block, n)
		}
	}
	if len(inline) > 0 {
		rewriteInlineHTML(inline, src)
	}
	if len(block) > 0 {
		rewriteHTMLBlocks(block, src, at)
	}
}

func rewriteInlineHTML(nodes []ast.Node, src []byte) {
	var ps []piece
	for _, n := range nodes {
		p := piece{text: string(n.(*ast.RawHTML).Segments.Value(src)), raw: true, pair: -1}
		if cut := piecesOf(p.text); len(cut) == 1 && cut[0].text == p.text {
			p = cut[0]
		} else if len(cut) == 0 {
			p = piece{pair: -1} // a comment
		}
		ps = append(ps, p)
	}
	matchPhrases(ps)
	for i, n := range nodes {
		n.SetAttributeString(shownAs, phrase(ps[i]))
	}
}

// htmlOf is the text of a block of HTML.
func htmlOf(n *ast.HTMLBlock, src []byte) string {
	raw := string(n.Lines().Value(src))
	if n.HasClosure() {
		raw += string(n.ClosureLine.Value(src))
	}
	return strings.TrimSpace(raw)
}

func rewriteHTMLBlocks(nodes []ast.Node, src []byte, at place) {
	var cut [][]piece
	var tags []*piece
	for _, n := range nodes {
		ps := piecesOf(htmlOf(n.(*ast.HTMLBlock), src))
		cut = append(cut, ps)
		for i := range ps {
			tags = append(tags, &ps[i])
		}
	}
	match(tags, "details")
	for i, n := range nodes {
		w := &foldWriter{fold: at.fold, loose: at.loose}
		w.write(cut[i])
		n.SetAttributeString(shownAs, w.b.String())
	}
}

// foldWriter writes one block of HTML.
type foldWriter struct {
	b     strings.Builder
	fold  string // said where a details has no summary
	loose bool   // what was between the tags of a details stands elsewhere
}

func (w *foldWriter) write(ps []piece) {
	for len(ps) > 0 {
		i := slices.IndexFunc(ps, func(p piece) bool { return p.name == "details" && (p.pair >= 0 || w.loose) })
		if i < 0 {
			i = len(ps)
		}
		w.paragraph(ps[:i])
		if ps = ps[i:]; len(ps) == 0 {
			return
		}
		tag := ps[0]
		ps = ps[1:]
		switch {
		case !tag.close:
			ps = w.begin(tag, ps)
		case tag.pair >= 0:
			w.b.WriteString("</details>\n")
		}
	}
}

// begin writes the begin of a details with its summary and returns what follows.
func (w *foldWriter) begin(tag piece, ps []piece) []piece {
	summary, rest := cutSummary(ps)
	switch {
	case tag.pair < 0:
		if summary != "" {
			w.b.WriteString("<p><strong>" + summary + "</strong></p>\n")
		}
		return rest
	case tag.open:
		w.b.WriteString(`<details class="fold" open>`)
	default:
		w.b.WriteString(`<details class="fold">`)
	}
	if summary == "" {
		summary = html.EscapeString(w.fold)
	}
	w.b.WriteString("<summary>" + summary + "</summary>\n")
	return rest
}

// cutSummary takes the summary off the begin of pieces, where it stands whole.
func cutSummary(ps []piece) (summary string, rest []piece) {
	at := slices.IndexFunc(ps, func(p piece) bool { return p.raw || p.name != "" || strings.TrimSpace(p.text) != "" })
	if at < 0 || ps[at].name != "summary" || ps[at].close {
		return "", ps
	}
	end := at + 1 + slices.IndexFunc(ps[at+1:], func(p piece) bool { return p.name == "summary" || p.name == "details" })
	if end == at || !ps[end].close || ps[end].name != "summary" {
		return "", ps
	}
	inner := slices.Clone(ps[at+1 : end])
	matchPhrases(inner)
	return phrasing(inner), ps[end+1:]
}

// paragraph writes what is not in a summary.
func (w *foldWriter) paragraph(ps []piece) {
	ps = slices.Clone(ps)
	matchPhrases(ps)
	text := phrasing(ps)
	switch {
	case text == "":
	case slices.ContainsFunc(ps, func(p piece) bool { return p.pair >= 0 || p.name == "br" }) ||
		!slices.ContainsFunc(ps, func(p piece) bool { return p.raw || p.name != "" }):
		w.b.WriteString("<p>" + text + "</p>\n")
	default: // as it stands in the guide, tags and all
		var raw strings.Builder
		for _, p := range ps {
			raw.WriteString(p.text)
		}
		w.b.WriteString(`<p class="raw">` + html.EscapeString(strings.TrimSpace(raw.String())) + "</p>\n")
	}
}
