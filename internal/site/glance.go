package site

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
)

// maxGlance is how many warnings the first screen of a path page names.
const maxGlance = 4

// glance fills what the first screen says: the picture, what bites hardest, and
// from where on there is no way back.
func (f *frame) glance(e *edition, v *pathView, p *plan.Plan) {
	v.Picture = f.pathPicture(v)
	all := v.bites(f.T)
	v.Glance, v.More = all[:min(len(all), maxGlance)], max(len(all)-maxGlance, 0)
	for i := range v.Glance {
		v.Glance[i].URL = "#" + v.IDs["bites"]
	}
	if v.Rollback.Refused {
		v.NoReturn = f.noReturn(e, v, p)
	}
	if f.local.compares(e, p.From, p.To) {
		v.Compare = f.Page(ComparePath(e.id, p.From, p.To))
	}
}

// bites are all warnings in a few words each, the worst first.
func (v *pathView) bites(t *messages) []linkView {
	var out []linkView
	add := func(label, text string) {
		out = append(out, linkView{Text: label + ": " + shorten(text, 110)})
	}
	for _, c := range v.Breaking {
		add(t.Breaking, textOf(string(c.HTML)))
	}
	for _, n := range v.Risks {
		add(n.Label, textOf(string(n.HTML)))
	}
	ranked := slices.Concat(v.Rules, v.Warnings)
	slices.SortStableFunc(ranked, func(a, b noteView) int {
		return slices.Index(severities, a.Severity) - slices.Index(severities, b.Severity)
	})
	for _, n := range ranked {
		add(n.Label, textOf(string(n.HTML)))
	}
	return out
}

// noReturn is the first thing on the way that changes the system: where the
// guide names no way back, none is behind it. Nil where nothing is to be done.
func (f *frame) noReturn(e *edition, v *pathView, p *plan.Plan) *linkView {
	for _, s := range p.Steps {
		if s.Hop == nil || *s.Hop >= len(v.Hops) || !(compat.Step{Kind: s.Kind}).Executes() && s.Kind != "manual" {
			continue
		}
		h := v.Hops[*s.Hop]
		what := f.T.KindManual
		if s.Kind != "manual" {
			what = f.T.KindCommand
		}
		_, number, _ := strings.Cut(s.ID, "/")
		return &linkView{URL: "#" + h.ID, Text: f.T.fill(f.T.NoReturnAt, h.To, number, strings.ToLower(what))}
	}
	return nil
}

var tags = regexp.MustCompile(`<[^>]*>`)

// textOf is the text of rendered HTML.
func textOf(h string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(h, " "))), " ")
}

// shorten cuts a text at a word, when it is longer than n characters.
func shorten(s string, n int) string {
	rs := []rune(s)
	if len(rs) <= n {
		return s
	}
	cut := string(rs[:n])
	if i := strings.LastIndexByte(cut, ' '); i > n/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.") + " …"
}
