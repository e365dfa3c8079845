package site

import (
	"slices"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
)

// A hop may go past releases: a guide widens the way to its release, or one
// between was withdrawn. What they changed and warn of comes with the hop all the
// same. The plan says nothing of them: it is made from the shards of its own hops,
// and must not change because of a release that it does not run.

// leg is a hop with the releases that come with it, oldest first.
type leg struct {
	skipped []*record
	older   int     // of those, how many more there are
	to      *record // nil where no guide is known
}

// all are the releases of legs, oldest first.
func all(legs []leg) []*record {
	var out []*record
	for _, l := range legs {
		out = append(out, l.skipped...)
		if l.to != nil {
			out = append(out, l.to)
		}
	}
	return out
}

// legs are the hops of a plan.
func (e *edition) legs(p *plan.Plan) []leg {
	out := make([]leg, len(p.Hops))
	for i, h := range p.Hops {
		skipped := e.skipped(h)
		older := max(len(skipped)-maxCompared, 0)
		out[i] = leg{skipped: skipped[older:], older: older, to: e.records[h.To]}
	}
	return out
}

// skipped are the releases that a hop goes past, oldest first. Those of another
// line that came out later than its target are no part of it. Where the guides
// state no source, an edge begins at the release before, and only what was
// withdrawn lies between.
func (e *edition) skipped(h plan.Hop) []*record {
	from, to := e.records[h.From], e.records[h.To]
	if from == nil || to == nil || from.index < 0 || to.index < 0 {
		return nil
	}
	var out []*record
	for i := from.index + 1; i < to.index; i++ {
		r := e.releases[len(e.releases)-1-i]
		if (h.Basis.Rule == "stated" || r.Status == compat.Withdrawn) && !r.cameLater(to) {
			out = append(out, r)
		}
	}
	return out
}

// cameLater reports whether a release came out after another one of another line.
func (r *record) cameLater(other *record) bool {
	line := func(r *record) string { return lineForms[0].FindString(r.Version) }
	a, b := r.day(), other.day()
	return a != "" && b != "" && a > b && line(r) != line(other)
}

// notes are those of the plan with those of the releases that its hops go past,
// in the order of the way, each text once.
func (e *edition) notes(p *plan.Plan, legs []leg) []plan.Note {
	var out []plan.Note
	add := func(n plan.Note) {
		same := func(o plan.Note) bool { return o.Severity == n.Severity && o.Text == n.Text }
		if !slices.ContainsFunc(out, same) {
			out = append(out, n)
		}
	}
	ofPlan := func(release string) {
		for _, n := range p.Notes {
			if n.Release == release {
				add(n)
			}
		}
	}
	ofPlan("")
	for i, l := range legs {
		for _, r := range l.skipped {
			if e.superseded(r.ID, p.Hops[i:]) {
				continue
			}
			for _, n := range r.Notes {
				add(plan.Note{Note: n, Release: r.ID})
			}
		}
		ofPlan(p.Hops[i].To)
	}
	return out
}

// superseded reports whether one of some hops says that a release needs no minding
// any more.
func (e *edition) superseded(release string, hops []plan.Hop) bool {
	return slices.ContainsFunc(hops, func(h plan.Hop) bool {
		return slices.ContainsFunc(e.edges[h.To], func(edge compat.Edge) bool {
			return edge.ID == h.Edge && slices.Contains(edge.Supersedes, release)
		})
	})
}

// skippedViews show what comes with a hop from the releases that it goes past:
// their notes and words on the hop, and of each its changes.
func (f *frame) skippedViews(e *edition, h *hopView, l leg, way changesOf) error {
	for _, r := range l.skipped {
		v := hopView{To: r.ID, ToURL: f.Page(ReleasePath(e.id, r.ID))}
		if r.lang != f.Lang {
			v.Lang = r.lang
		}
		if err := f.recordParts(&v, e, r, way, nil); err != nil {
			return err
		}
		for _, n := range v.Notes {
			n.Release, n.URL = v.To, v.ToURL
			if v.Lang != h.Lang {
				n.Lang = r.lang
			}
			h.Notes = append(h.Notes, n)
		}
		h.Breaking += v.Breaking
		v.WordsID = f.wordsOf(h, e, r, true)
		var err error
		if v.Listed, err = f.rendered("path/hopchanges", map[string]any{"H": &v, "W": f.W}); err != nil {
			return err
		}
		h.Skipped = append(h.Skipped, v)
	}
	if l.older > 0 {
		h.Older = &linkView{URL: f.Page(ProductPath(e.id) + "changelog/"), Text: f.T.fill(f.T.OlderLeftOut, itoa(l.older))}
	}
	return nil
}
