package site

import (
	"html"
	"html/template"
	"slices"
	"strings"

	"upgraph/internal/plan"
	"upgraph/internal/regexp"
)

// maxGlance is how many warnings the first screen of a path page names.
const maxGlance = 4

// maxShort is of how many warnings the few words are kept for other paths.
const maxShort = 500

// glance fills what the first screen says: the picture, what bites hardest, and
// from where on there is no way back.
func (f *frame) glance(e *edition, v *pathView, p *plan.Plan) {
	v.Picture = f.pathPicture(v)
	v.Glance, v.More = f.bites(v, maxGlance)
	if v.Rollback.Refused {
		v.NoReturn = f.noReturn(v, p)
	}
	if f.local.compares(e, p.From, p.To) {
		v.Compare = f.Page(ComparePath(e.id, p.From, p.To))
	}
}

// bites are the worst of all warnings in a few words each, at most so many, and
// how many more there are.
func (f *frame) bites(v *pathView, most int) (out []linkView, more int) {
	add := func(label string, text template.HTML) {
		if len(out) == most {
			more++
			return
		}
		out = append(out, linkView{URL: "#" + v.IDs["bites"], Text: label + ": " + f.local.inShort(text)})
	}
	for _, c := range v.Breaking {
		add(f.T.Breaking, c.HTML)
	}
	told := func(breaking bool) {
		for _, w := range v.Warned {
			if w.breaking == breaking {
				add(w.Label, template.HTML(template.HTMLEscapeString(w.Title+" · "+w.Release)))
			}
		}
	}
	told(true)
	for _, n := range v.Risks {
		add(n.Label, n.HTML)
	}
	ranked := slices.Concat(v.Rules, v.Warnings)
	slices.SortStableFunc(ranked, func(a, b noteView) int {
		return slices.Index(severities, a.Severity) - slices.Index(severities, b.Severity)
	})
	for _, n := range ranked {
		add(n.Label, n.HTML)
	}
	return out, more
}

// inShort is what rendered HTML says in a few words. Paths with releases in
// common ask about the same.
func (s *site) inShort(text template.HTML) string {
	short, _ := s.short.get(text, func() (string, error) {
		return shorten(textOf(dead.ReplaceAllString(string(text), "")), 110), nil
	})
	return short
}

// noReturn is the first command of the first hop that asks for anything, else the
// first thing done by hand there: where the guide names no way back, none is
// behind it. Nil where nothing is to be done.
func (f *frame) noReturn(v *pathView, p *plan.Plan) *linkView {
	var found *plan.Step
	for i := range p.Steps {
		s := &p.Steps[i]
		if s.Hop == nil || *s.Hop >= len(v.Hops) || found != nil && *s.Hop != *found.Hop {
			continue
		}
		if runs := s.Catalog().Executes(); runs || found == nil && s.Kind == "manual" {
			found = s
			if runs {
				break
			}
		}
	}
	if found == nil {
		return nil
	}
	what := f.T.KindManual
	if found.Catalog().Executes() {
		what = f.T.KindCommand
	}
	h := v.Hops[*found.Hop]
	_, number, _ := strings.Cut(found.ID, "/")
	at := h.ID
	for _, s := range h.Steps {
		if s.At.ID != "" && s.Number == strings.TrimRight(number, "abcdefghijklmnopqrstuvwxyz") {
			at = s.At.ID
		}
	}
	return &linkView{URL: "#" + at, Text: f.T.fill(f.T.NoReturnAt, h.To, number, strings.ToLower(what))}
}

// dead is where a link would lead that leads nowhere: no words for a glance.
var dead = regexp.MustCompile(` <span class="dead">[^<]*</span>`)

var tags = regexp.MustCompile(`<[^>]*>`)

// textOf is the text of rendered HTML.
func textOf(h string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(h, " "))), " ")
}

// sentence finds the end of a sentence that is not that of a version or a name.
var sentence = regexp.MustCompile(`[.!?](?: |$)|[。！？]`)

// shorten cuts a text behind its first sentence, where that ends soon after n
// characters at the latest, else at a word, when it is longer than n.
func shorten(s string, n int) string {
	rs := []rune(s)
	if len(rs) <= n {
		return s
	}
	if at := sentence.FindStringIndex(s); at != nil && len([]rune(s[:at[0]])) <= n+n/3 {
		return strings.TrimSpace(s[:at[1]])
	}
	cut := string(rs[:n])
	if i := strings.LastIndexByte(cut, ' '); i > n/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.") + " …"
}
