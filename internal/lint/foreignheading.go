package lint

import (
	"fmt"
	"slices"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
)

var foreignHeading = Rule{
	Code: "UG316", Name: "foreign-heading", Severity: diag.Warning,
	What: "Behind a release stands a heading of its level or above that is of no release, with a list or a block of code under it.",
	Why:  "Whether its text belongs to the release before it cannot be told. It is shown, and nothing under it becomes a step or a change.",
	Bad:  "## Upgrade to v1.2.4\n\n- Fix a leak\n\n## Before you go on\n\n- Stop it\n",
	Good: "## Upgrade to v1.2.4\n\n- Fix a leak\n\n### Before you go on\n\n- Stop it\n",
	document: func(d *document) []diag.Diagnostic {
		if d.read.Profile.Name != "sections" {
			return nil
		}
		heads := d.headings()
		lowest := 6 // where tools write patch releases deeper, their sections are no deeper
		for _, r := range d.read.Releases {
			if h, ok := heads[r.Line]; ok {
				lowest = min(lowest, h.Level)
			}
		}
		var out []diag.Diagnostic
		for _, r := range d.read.Releases {
			for _, s := range r.Sections {
				if h := heads[s.Line]; h != nil && s.Foreign && h.Level <= lowest && d.holdsMore(h) {
					out = append(out, d.at("UG316", diag.Warning, s.Line,
						fmt.Sprintf("%q stands behind %s on its level and is of no release: nothing under it is a step or a change", s.Title, r.ID),
						"put it one level below the release it belongs to, or before the first release"))
				}
			}
		}
		return out
	},
}

// holdsMore reports whether more than words stand between a heading and the
// next one: something that might have been a change or a step.
func (d *document) holdsMore(heading *doc.Block) bool {
	i := slices.Index(d.src.Blocks, heading)
	for _, b := range d.src.Blocks[i+1:] {
		switch b.Kind {
		case doc.Heading:
			return false
		case doc.List, doc.Fence:
			return true
		}
	}
	return false
}
