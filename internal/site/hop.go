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
	Summary      []template.HTML // what the documents say of the release in a sentence
	Notes        []noteView
	Words        []wordsView
	WordsID      string // of those about the release itself
	Steps        []stepView
	Changes      []changeGroup
	ChangeCount  int
	Commands     int
	Manual       int
	Breaking     int
	Stepless     bool // the guide gives no steps
	Gate         template.HTML
	Lang         string        // where it differs from that of the page
	Body         template.HTML // all of it but the heading and the changes
	Grouped      template.HTML // the changes, by groups; empty where there are none
	Listed       template.HTML // the same, or words that there are none
	Skipped      []hopView     // the releases that the hop goes past
	Older        *linkView     // where there are more of them
	body         *repeated
	blocks       []*repeated // in Listed
	ids          *idSet      // on the page
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
	fresh := func(f *frame) (hopView, error) { return f.newHop(e, p, i, l, way) }
	return shared(f, &e.hops, hopKey{f.linker, hop.Edge, hop.From, hop.To}, fresh, func(h hopView) *idSet { return h.ids })
}

// newHop shows a hop with the steps, notes and changes of its release.
func (f *frame) newHop(e *edition, p *plan.Plan, i int, l leg, way changesOf) (h hopView, err error) {
	if h, err = f.hopParts(e, p, i, way); err != nil {
		return h, err
	}
	h.ids = f.ids
	if err = f.skippedViews(e, &h, l, way); err != nil {
		return h, err
	}
	data := map[string]any{"H": &h, "W": f.W}
	if h.body, err = f.repeat("path/hop", data); err != nil {
		return h, err
	}
	h.Body = h.body.html
	h.Listed, err = f.rendered("path/hopchanges", data)
	return h, err
}

func (f *frame) hopParts(e *edition, p *plan.Plan, i int, way changesOf) (hopView, error) {
	hop := p.Hops[i]
	h := hopView{From: hop.From, To: hop.To, Deploy: hop.DeployVersion, ToURL: f.Page(ReleasePath(e.id, hop.To))}
	h.Basis = f.T.basis(hop.Basis.Rule)
	h.Commands, h.Manual = count(p.Steps, &i)
	h.Stepless = p.Stepless(i)
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
		return h, nil
	}
	if r.lang != f.Lang {
		h.Lang = r.lang
	}
	h.WordsID = f.wordsOf(&h, e, r, false)
	err := f.recordParts(&h, e, r, way, func(pt part) []stepView { return f.guideSteps(r, pt, e.source(pt.doc), steps, boxes(steps)) })
	return h, err
}

// recordParts shows what the documents say of a release: notes, steps where they
// are asked for, and the changes that stand here on this way.
func (f *frame) recordParts(h *hopView, e *edition, r *record, way changesOf, steps func(part) []stepView) error {
	prefix := Segment(r.ID) + "-"
	for n, pt := range r.parts {
		d := e.source(pt.doc)
		if len(pt.doc.Releases) == 1 && pt.doc.Summary != "" {
			h.Summary = append(h.Summary, f.inline(nil, pt.doc.Summary))
		}
		h.Notes = append(h.Notes, f.notes(pt.guide.Notes, d, pt.doc.Path, prefix)...)
		if n == 0 && steps != nil {
			h.Steps = steps(pt)
		}
		changes := way[pt.guide]
		b, err := f.block(e, pt, "path", prefix, changes)
		if err != nil {
			return err
		}
		h.Changes, h.Grouped, h.blocks = append(h.Changes, b.groups...), h.Grouped+b.ready.html, append(h.blocks, b.ready)
		h.ChangeCount += len(changes)
		h.Breaking += breaking(changes)
	}
	return nil
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
