package site

import (
	"cmp"
	"slices"
	"strings"

	"upgraph/internal/release"
)

// listing is a page that lists changes: the changelog, a facet, a comparison,
// what is new.
type listing struct {
	Lead     string
	Index    []linkView // to narrower or neighbouring lists
	Sections []listSection
	Chips    []counted // an index with counts
	Total    string
	Path     *linkView
	More     *linkView
	Pager    []linkView
	Empty    string
}

// listSection is the changes of one release, or of one type.
type listSection struct {
	ID, Title, URL string
	Type           string // class of the heading
	Date, Status   string
	Source         *linkView // where the heading of the author leads
	Latest         bool
	Notes          []noteView
	Groups         []changeGroup
	Changes        []*changeView
	Lang           string
	Words          []linkView // to what the guide says in words
	Said           []saidLine // the same of several releases
	None           bool       // there are no changes
}

// counted is a link with the number of what stands behind it.
type counted struct {
	URL, Text string
	Code      bool
	Count     string
}

// hit is a change of a release.
type hit struct {
	record       *record
	part, change int
}

func (h hit) get() (part, release.Change) {
	p := h.record.parts[h.part]
	return p, p.guide.Changes[h.change]
}

// facet is a value that changes share, with those changes, newest first.
type facet struct {
	name string
	hits []hit
}

// facets are the ways to narrow the changes of a product.
type facets struct{ types, components, codes []facet }

// newFacets sorts every change of a product by type, component and error code.
func newFacets(e *edition) *facets {
	types, components, codes := map[string][]hit{}, map[string][]hit{}, map[string][]hit{}
	for _, r := range slices.Concat(e.outside, e.releases) {
		for pi, p := range r.parts {
			for ci, c := range p.guide.Changes {
				h := hit{r, pi, ci}
				types[c.Type] = append(types[c.Type], h)
				if c.Breaking && c.Type != "breaking" {
					types["breaking"] = append(types["breaking"], h)
				}
				for _, name := range within(c, func(c release.Change) []string { return c.Components }) {
					components[name] = append(components[name], h)
				}
				for _, name := range within(c, func(c release.Change) []string { return c.ErrorCodes }) {
					codes[name] = append(codes[name], h)
				}
			}
		}
	}
	f := &facets{types: sorted(types), components: sorted(components), codes: sorted(codes)}
	order := func(name string) int {
		if i := slices.Index(groups, name); i >= 0 {
			return i
		}
		return len(groups)
	}
	slices.SortStableFunc(f.types, func(a, b facet) int { return order(a.name) - order(b.name) })
	slices.SortStableFunc(f.codes, func(a, b facet) int {
		return cmp.Or(cmp.Compare(len(a.name), len(b.name)), strings.Compare(a.name, b.name))
	})
	return f
}

// facetKinds says what changes of a product can be listed by.
type facetKinds struct{ types, components, codes bool }

// kindsOf looks at no more changes than it must.
func kindsOf(e *edition) facetKinds {
	var out facetKinds
	some := func(names []string) bool { return slices.ContainsFunc(names, func(s string) bool { return s != "" }) }
	var look func(cs []release.Change)
	look = func(cs []release.Change) {
		for _, c := range cs {
			out.components = out.components || some(c.Components)
			out.codes = out.codes || some(c.ErrorCodes)
			look(c.Children)
		}
	}
	for _, list := range [][]*record{e.outside, e.releases} {
		for _, r := range list {
			for _, p := range r.parts {
				out.types = out.types || slices.ContainsFunc(p.guide.Changes, func(c release.Change) bool { return c.Type != "" || c.Breaking })
				if look(p.guide.Changes); out.types && out.components && out.codes {
					return out
				}
			}
		}
	}
	return out
}

// within are the values of a change and of those nested in it, each once.
func within(c release.Change, of func(release.Change) []string) []string {
	out := slices.Clone(of(c))
	for _, child := range c.Children {
		out = append(out, within(child, of)...)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return s == "" })
}

// sorted is facets by name, without regard to case first.
func sorted(m map[string][]hit) []facet {
	out := make([]facet, 0, len(m))
	for name, hits := range m {
		if name != "" {
			out = append(out, facet{name, hits})
		}
	}
	slices.SortFunc(out, func(a, b facet) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name)), strings.Compare(a.name, b.name))
	})
	return out
}

// changeIDs finds the ids of the changes of a release on its page, by part.
func changeIDs(r *record) [][]string {
	ids, prefix := newIDs(), Segment(r.ID)+"-"
	var nested func(cs []release.Change)
	nested = func(cs []release.Change) {
		for _, c := range cs {
			ids.change(prefix, c)
			nested(c.Children)
		}
	}
	out := make([][]string, len(r.parts))
	for i, p := range r.parts {
		for _, c := range p.guide.Changes {
			out[i] = append(out[i], ids.change(prefix, c))
			nested(c.Children)
		}
	}
	return out
}

// listedRelease shows changes of a release on a list.
type listedRelease struct {
	f    *frame
	e    *edition
	page string     // of the release
	ids  [][]string // of the changes there, by part
}

func (f *frame) listed(e *edition, r *record) listedRelease {
	return listedRelease{f, e, f.Page(ReleasePath(e.id, r.ID)), r.ids()}
}

// change shows a change, its line leading to where its release shows it.
func (l listedRelease) change(h hit) changeView {
	p, c := h.get()
	v := l.f.change(c, l.e.source(p.doc), p.doc.Path, "")
	v.At.URL = l.page + "#" + l.ids[h.part][h.change]
	return v
}

// byRelease shows changes under their releases, in the order given. Those that
// break something say so, unless all of them do.
func (f *frame) byRelease(e *edition, hits []hit, breaking bool) []listSection {
	var out []listSection
	for len(hits) > 0 {
		r := hits[0].record
		n := slices.IndexFunc(hits, func(h hit) bool { return h.record != r })
		if n < 0 {
			n = len(hits)
		}
		on := f.listed(e, r)
		s := f.listHead(e, r, r.ID)
		for _, h := range hits[:n] {
			c := on.change(h)
			if c.Breaking && !breaking {
				c.Badge = f.T.Breaking
			}
			s.Changes = append(s.Changes, &c)
		}
		out, hits = append(out, s), hits[n:]
	}
	return out
}

// listHead is a section of a list for a release.
func (f *frame) listHead(e *edition, r *record, title string) listSection {
	s := listSection{
		ID: f.ids.unique(slug(title)), Title: title, URL: f.Page(ReleasePath(e.id, r.ID)), Date: r.shownDate(),
		Status: f.T.status(string(r.Status)), Latest: e.latest() == r, Source: f.origin(r),
	}
	if r.lang != f.Lang {
		s.Lang = r.lang
	}
	return s
}

// whole shows everything that a release changed and what to mind about it.
func (f *frame) whole(e *edition, r *record, title string) listSection {
	s, on := f.listHead(e, r, title), f.listed(e, r)
	byType := map[string][]changeView{}
	var other []string
	for pi, p := range r.parts {
		s.Notes = append(s.Notes, f.notes(p.guide.Notes, e.source(p.doc), p.doc.Path, "")...)
		for ci, c := range p.guide.Changes {
			kind := kindOf(c)
			if !slices.Contains(groups, kind) && !slices.Contains(other, kind) {
				other = append(other, kind)
			}
			byType[kind] = append(byType[kind], on.change(hit{r, pi, ci}))
		}
	}
	for _, kind := range slices.Concat(groups, other) {
		if len(byType[kind]) > 0 {
			s.Groups = append(s.Groups, changeGroup{Type: kind, Label: f.T.changeType(kind), Changes: byType[kind]})
		}
	}
	s.Words = f.inWords(e, r)
	s.None = len(s.Groups) == 0 && len(s.Words) == 0
	return s
}
