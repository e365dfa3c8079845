package site

import (
	"iter"
	"slices"
	"sync"

	"upgraph/internal/compat"
	"upgraph/internal/doc"
	"upgraph/internal/release"
	"upgraph/internal/version"
)

// edition is a product as it is shown in one language: the records of that
// language where they are there, else those of the first language.
type edition struct {
	*Product
	*Ways
	id       string
	title    string
	lang     string
	primary  string // the language that the catalog was made from
	records  map[string]*record
	names    func() map[string]string // ids of the catalog by sort key
	releases []*record                // newest first
	told     []*record                // as they came out, the newest first
	// outside are releases that guides describe and the catalog does not hold,
	// such as one that is not released yet.
	outside []*record
	general []*release.Document
	// generalLang is the language of the general documents.
	generalLang string
	edges       map[string][]compat.Edge // into a release
	checkTexts  map[checkKey]translation // in the language shown
	facets      func() *facets
	hops        keeper[hopKey, hopView] // those of paths
	blocks      keeper[blockKey, block]
	breaking    keeper[blockKey, breakingBlock]
	compared    keeper[comparedKey, []comparedChange]
	kinds       func() facetKinds
	commands    planCommands
}

// record is a release with what was read about it.
type record struct {
	compat.Release
	parts []part
	lang  string            // of the parts
	index int               // in upgrade order, -1 outside the catalog
	ids   func() [][]string // of the changes on the page of the release, by part
	said  func() []said     // in words, on that page
}

// part is what one document says about a release. Most releases have one part;
// one that is reached on several documented ways may have more.
type part struct {
	guide *release.Release
	doc   *release.Document
}

func newEdition(p *Product, languages []string, lang string) *edition {
	e := &edition{
		Product: p, id: p.Catalog.Product.ID, title: p.Catalog.Product.Title, lang: lang, hops: keeper[hopKey, hopView]{most: maxHops},
		blocks: keeper[blockKey, block]{most: maxBlocks}, breaking: keeper[blockKey, breakingBlock]{most: maxBlocks}, compared: keeper[comparedKey, []comparedChange]{most: maxComparedKept},
	}
	n := len(p.Catalog.Releases)
	e.records, e.edges = make(map[string]*record, n), make(map[string][]compat.Edge, n)
	if e.title == "" {
		e.title = e.id
	}
	e.primary = primaryLanguage(p, languages)
	e.names = sync.OnceValue(func() map[string]string { return bySortKey(p.Catalog.Releases) })
	records := make([]record, n)
	for i, r := range p.Catalog.Releases {
		e.records[r.ID] = &records[i]
	}
	own := e.partsByID(p.Guides[lang])
	first := own
	if lang != e.primary {
		first = e.partsByID(p.Guides[e.primary])
	}
	for i, r := range p.Catalog.Releases {
		rec := &records[i]
		*rec = record{Release: r, index: i, parts: own[r.ID], lang: lang}
		if len(rec.parts) == 0 {
			rec.parts, rec.lang = first[r.ID], e.primary
		}
		rec.ids = sync.OnceValue(func() [][]string { return changeIDs(rec) })
		rec.said = sync.OnceValue(func() []said { return saidOf(rec) })
		e.releases = append(e.releases, rec)
	}
	slices.Reverse(e.releases)
	e.told = byDay(e.releases)
	for _, d := range p.Guides[e.primary] {
		e.addOutside(d, own)
	}
	for i, edge := range p.Catalog.Edges {
		if into := e.edges[edge.To]; into != nil {
			e.edges[edge.To] = append(into, edge)
		} else {
			e.edges[edge.To] = p.Catalog.Edges[i : i+1 : i+1] // most have one
		}
	}
	e.checkTexts = checkTexts(p.Guides[lang])
	e.facets = sync.OnceValue(func() *facets { return newFacets(e) })
	e.kinds = sync.OnceValue(func() facetKinds { return kindsOf(e) })
	if e.Ways = p.Ways; e.Ways == nil {
		e.Ways = NewWays(p.Pairs, n)
	}
	e.general, e.generalLang = generalDocs(p.Guides[lang]), lang
	if len(e.general) == 0 {
		e.general, e.generalLang = generalDocs(p.Guides[e.primary]), e.primary
	}
	return e
}

// pairs are those with a page by their target, so that paths with hops in common
// come one after the other.
func (e *edition) pairs() iter.Seq[Pair] {
	return func(yield func(Pair) bool) {
		for _, r := range slices.Backward(e.releases) {
			for _, p := range e.into[r.ID] {
				if !yield(p) {
					return
				}
			}
		}
	}
}

func bySortKey(releases []compat.Release) map[string]string {
	names := make(map[string]string, len(releases))
	for i := range releases {
		names[releases[i].SortKey] = releases[i].ID
	}
	return names
}

// leads tells whether any release leads to another.
func (e *edition) leads() bool {
	return slices.ContainsFunc(e.Catalog.Edges, func(edge compat.Edge) bool { return edge.Status == compat.Supported })
}

// steps are those of the edge into a release, of the first that has any.
func (e *edition) steps(id string) []compat.Step {
	for _, edge := range e.edges[id] {
		if len(edge.Steps) > 0 {
			return edge.Steps
		}
	}
	return nil
}

// Ways are the pairs that have a page, nearest first, by their ends.
type Ways struct{ into, outOf map[string][]Pair }

// NewWays sorts the pairs among n releases by their ends.
func NewWays(pairs []Pair, n int) *Ways {
	return &Ways{
		into:  byRelease(pairs, n, func(p Pair) string { return p.To }),
		outOf: byRelease(pairs, n, func(p Pair) string { return p.From }),
	}
}

// byRelease are the pairs of each of n releases, in their order.
func byRelease(pairs []Pair, n int, release func(Pair) string) map[string][]Pair {
	counts := make(map[string]int, n)
	for _, p := range pairs {
		counts[release(p)]++
	}
	out, rest := make(map[string][]Pair, len(counts)), make([]Pair, len(pairs))
	for _, p := range pairs {
		id := release(p)
		list, ok := out[id]
		if !ok {
			list, rest = rest[:0:counts[id]], rest[counts[id]:]
		}
		out[id] = append(list, p)
	}
	return out
}

// primaryLanguage is the first language with releases in it.
func primaryLanguage(p *Product, languages []string) string {
	for _, l := range languages {
		if slices.ContainsFunc(p.Guides[l], func(d *release.Document) bool { return len(d.Releases) > 0 }) {
			return l
		}
	}
	return ""
}

// addOutside adds the releases of a document that the catalog does not hold.
func (e *edition) addOutside(d *release.Document, own map[string][]part) {
	for _, r := range d.Releases {
		if rec := e.records[e.name(r.ID)]; rec != nil {
			if rec.index < 0 && rec.lang == e.primary && len(own[r.ID]) == 0 {
				rec.parts = append(rec.parts, part{r, d})
			}
			continue
		}
		rec := &record{Release: compat.Release{ID: r.ID, Date: r.Date, Status: r.Status}, index: -1, parts: own[r.ID], lang: e.lang}
		if len(rec.parts) == 0 {
			rec.parts, rec.lang = []part{{r, d}}, e.primary
		}
		rec.ids = sync.OnceValue(func() [][]string { return changeIDs(rec) })
		rec.said = sync.OnceValue(func() []said { return saidOf(rec) })
		e.records[r.ID] = rec
		e.outside = append(e.outside, rec)
	}
}

// name is the catalog's id of a release that a document may write in another
// way: v1.0.5 and 1.0.5 are one release.
func (e *edition) name(id string) string {
	if e.records[id] != nil {
		return id // most are written alike
	}
	if v, err := version.Parse(id); err == nil {
		if known, ok := e.names()[v.SortKey()]; ok {
			return known
		}
	}
	return id
}

// partsByID maps ids to what was read, in content order, the parts with steps
// before the others.
func (e *edition) partsByID(docs []*release.Document) map[string][]part {
	m := make(map[string][]part, len(docs))
	for _, steps := range []bool{true, false} {
		for _, d := range docs {
			for _, r := range d.Releases {
				if id := e.name(r.ID); len(r.Steps) > 0 == steps {
					m[id] = append(m[id], part{r, d})
				}
			}
		}
	}
	return m
}

// generalDocs are the documents whose text around the releases belongs to the
// whole product. A document of one release is shown whole with that release.
func generalDocs(docs []*release.Document) []*release.Document {
	var general []*release.Document
	for _, d := range docs {
		if len(d.Releases) != 1 && (len(d.Extra) > 0 || len(d.Notes) > 0 || len(d.Conditions) > 0 || d.Summary != "") {
			general = append(general, d)
		}
	}
	return general
}

// source is the parsed document of a guide, nil when it is not known.
func (e *edition) source(d *release.Document) *doc.Doc {
	if d == nil {
		return nil
	}
	return e.Docs[d.Path]
}

// neighbours are the releases before and after in upgrade order, nil at the
// ends.
func (e *edition) neighbours(r *record) (older, newer *record) {
	if r.index < 0 {
		return nil, nil
	}
	i := len(e.releases) - 1 - r.index
	if i > 0 {
		newer = e.releases[i-1]
	}
	if i+1 < len(e.releases) {
		older = e.releases[i+1]
	}
	return older, newer
}

// latest is the head of the first channel, or the newest supported release.
func (e *edition) latest() *record {
	for _, c := range e.Catalog.Channels {
		if r, ok := e.records[c.Head]; ok {
			return r
		}
	}
	for _, r := range e.releases {
		if r.Status != compat.Withdrawn {
			return r
		}
	}
	return nil
}
