package site

import (
	"html/template"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
	"upgraph/internal/release"
)

// hopView is one upgrade on the way.
type hopView struct {
	ID, From, To string
	ToURL        string
	Deploy       string
	Basis        string
	BasisAt      []trace
	Notes        []noteView
	Steps        []stepView
	Changes      []changeGroup
	ChangeCount  int
	Commands     int
	Manual       int
	Breaking     int
	Gate         template.HTML
	Lang         string        // where it differs from that of the page
	Body         template.HTML // all of it but the heading and the changes
	Listed       template.HTML // the changes
	Skipped      []hopView     // the releases that the hop goes past
	Older        *linkView     // where there are more of them
	body, listed *repeated
	ids          *idSet // on the page
}

// hopKey is everything that what is shown of a hop hangs on.
type hopKey struct {
	link           linker
	edge, from, to string
}

// maxHops is how many hops are kept for other pages. Pages with a hop in common
// are written one after the other.
const maxHops = 200

// hop shows one hop, all but its number. Pages that share a hop share what is
// shown of it, unless something else on the page changes it.
func (f *frame) hop(e *edition, p *plan.Plan, i int, l leg, way changesOf) (hopView, error) {
	hop := p.Hops[i]
	for _, r := range all([]leg{l}) {
		for _, pt := range r.parts {
			if len(way[pt.guide]) != len(pt.guide.Changes) { // some stand further up on this page
				return f.newHop(e, p, i, l, way)
			}
		}
	}
	h, err := e.hops.get(hopKey{f.linker, hop.Edge, hop.From, hop.To}, func() (hopView, error) {
		apart := *f
		apart.ids = newIDs()
		return apart.newHop(e, p, i, l, way)
	})
	if err == nil && !f.ids.Take(h.ids.IDs) {
		return f.newHop(e, p, i, l, way)
	}
	return h, err
}

// newHop shows a hop with the steps, notes and changes of its release.
func (f *frame) newHop(e *edition, p *plan.Plan, i int, l leg, way changesOf) (h hopView, err error) {
	h = f.hopParts(e, p, i, way)
	h.ids = f.ids
	if err = f.skippedViews(e, &h, l, way); err != nil {
		return h, err
	}
	data := map[string]any{"H": &h, "W": f.W}
	if h.body, err = f.repeat("hop", data); err != nil {
		return h, err
	}
	if h.listed, err = f.repeat("hopchanges", data); err != nil {
		return h, err
	}
	h.Body, h.Listed = h.body.html, h.listed.html
	return h, nil
}

func (f *frame) hopParts(e *edition, p *plan.Plan, i int, way changesOf) hopView {
	hop := p.Hops[i]
	h := hopView{From: hop.From, To: hop.To, Deploy: hop.DeployVersion, ToURL: f.Page(ReleasePath(e.id, hop.To))}
	h.Basis = f.T.basis(hop.Basis.Rule)
	h.Commands, h.Manual = count(p.Steps, &i)
	for _, s := range hop.Basis.Sources {
		h.BasisAt = append(h.BasisAt, sourceOf(s))
	}
	if hop.Gate != nil {
		h.Gate = f.gate(hop.Gate)
	}
	var steps []compat.Step
	for _, s := range p.Steps {
		if s.Hop != nil && *s.Hop == i {
			steps = append(steps, s.Catalog())
		}
	}
	r := e.records[hop.To]
	if r == nil || len(r.parts) == 0 {
		h.Steps = f.catalogSteps(steps, nil, boxes(steps))
		return h
	}
	if r.lang != f.Lang {
		h.Lang = r.lang
	}
	f.recordParts(&h, e, r, way, func(pt part) []stepView { return f.guideSteps(r, pt, e.source(pt.doc), steps, boxes(steps)) })
	return h
}

// recordParts shows what the documents say of a release: notes, steps where they
// are asked for, and the changes that stand here on this way.
func (f *frame) recordParts(h *hopView, e *edition, r *record, way changesOf, steps func(part) []stepView) {
	prefix := Segment(r.ID) + "-"
	for n, pt := range r.parts {
		d := e.source(pt.doc)
		h.Notes = append(h.Notes, f.notes(pt.guide.Notes, d, pt.doc.Path, prefix)...)
		if n == 0 && steps != nil {
			h.Steps = steps(pt)
		}
		changes := way[pt.guide]
		h.Changes = append(h.Changes, f.grouped(changes, d, pt.doc.Path, prefix)...)
		h.ChangeCount += len(changes)
		h.Breaking += breaking(changes)
	}
}

// changesOf are changes by the part of a guide that tells of them.
type changesOf map[*release.Release][]release.Change

// changesOnce are the changes of releases on a way, oldest first, by the part of
// a guide that tells of them: one that was carried over from one line of
// releases to another stands where the way meets it first.
func changesOnce(records []*record) changesOf {
	var guides []*release.Release
	var lists [][]release.Change
	for _, r := range records {
		if r == nil {
			continue
		}
		for _, p := range r.parts {
			guides, lists = append(guides, p.guide), append(lists, p.guide.Changes)
		}
	}
	out := make(changesOf, len(guides))
	for i, changes := range release.Once(lists) {
		out[guides[i]] = changes
	}
	return out
}
