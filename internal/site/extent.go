package site

import (
	"encoding/json"
	"fmt"
	"io"
)

// releaseExtent is what the page of a release tells of, with the script into it.
func (e *edition) releaseExtent(r *record) *Extent {
	if r.index < 0 {
		return nil
	}
	x := &Extent{Product: e.id, First: r.index, Last: r.index}
	if e.ToScript != nil {
		x.Cites = e.ToScript(r.ID)
	}
	return x
}

// pathExtent is what the pages of a pair tell of: upgrades lead forward in the
// catalog, so no hop leaves what is between the two, and neither do the releases
// that a hop goes past.
func (e *edition) pathExtent(p Pair) *Extent {
	from, to := e.records[p.From], e.records[p.To]
	if from == nil || to == nil || from.index < 0 || from.index > to.index {
		return nil
	}
	x := &Extent{Product: e.id, First: from.index, Last: to.index}
	if e.PairScript != nil {
		x.Cites = e.PairScript(p.From, p.To)
	}
	return x
}

// Guides are the paths of the documents that pages show of the releases of a
// product, by release, in every language of the site.
func Guides(in *Input, product string) (map[string][]string, error) {
	s, err := in.site()
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for l := range s.each() {
		for _, e := range l.editions {
			if e.id != product {
				continue
			}
			for _, r := range e.releases {
				for _, p := range r.parts {
					out[r.ID] = append(out[r.ID], p.doc.Path)
				}
			}
		}
	}
	return out, nil
}

// Around writes down what pages with an [Extent] show of other documents than
// those of their releases, as far as neither the settings nor the catalog nor the
// shape of guides hold it: languages, which lists there are, the navigation among
// plain pages, and where links lead.
func Around(in *Input, w io.Writer) error {
	s, err := in.site()
	if err != nil {
		return err
	}
	enc := json.NewEncoder(w)
	for l := range s.each() {
		all := []any{l.lang, l.prefix}
		for _, e := range l.editions {
			kinds := e.kinds()
			all = append(all, e.id, e.primary, kinds.types, kinds.components, kinds.codes)
		}
		for _, p := range l.plain {
			all = append(all, p.url, p.title, p.index)
		}
		at := l.places()
		all = append(all, at.byDoc, at.anchors, at.loose, at.urls)
		if err := enc.Encode(all); err != nil {
			return fmt.Errorf("write down what pages share: %w", err)
		}
	}
	return nil
}
