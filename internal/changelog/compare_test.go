package changelog

import (
	"strings"
	"testing"

	"upgraph/internal/release"
)

// reading is a changelog with something in every part that is compared.
func reading() *release.Document {
	return &release.Document{
		Releases: []*release.Release{{
			ID: "v1.1.0", Date: "2026-03-01", DateText: "2026-03-01", Summary: "Faster.", Link: "https://example.org/1.1.0",
			Withdrawn: "YANKED", Reason: "it lost rows",
			Changes: []release.Change{
				{Type: "fixed", Section: "Fixed", Text: "A leak", Children: []release.Change{{Type: "fixed", Text: "in the relay"}}},
				{Type: "added", Section: "Added", Text: "A flag"},
			},
			Notes: []release.Note{{Severity: "warning", Label: "Known issues", Text: "Slow start"}},
			Steps: []release.Step{{Number: 1, Text: "Stop it"}},
			Extra: []release.Extra{{Kind: "paragraph", Section: "Thanks", Text: "To all"}},
		}, {ID: "v1.0.0"}},
		Extra: []release.Extra{{Kind: "paragraph", Text: "An introduction"}},
	}
}

// TestCompareSeesEachDifference changes one thing at a time: what Compare would
// not see could be lost from a changelog without a word.
func TestCompareSeesEachDifference(t *testing.T) {
	if found := Compare(reading(), reading()); len(found) > 0 {
		t.Fatalf("a reading differs from itself: %q", found)
	}
	type rs = []*release.Release
	for name, c := range map[string]struct {
		part   string
		change func(d *release.Document, r *release.Release)
	}{
		"spelling of a version": {"version of v1.1.0", func(_ *release.Document, r *release.Release) { r.ID = "1.1.0" }},
		"status":                {"version of v1.1.0", func(_ *release.Document, r *release.Release) { r.Unreleased = true }},
		"date as written":       {"date of v1.1.0", func(_ *release.Document, r *release.Release) { r.DateText = "March 1" }},
		"summary":               {"summary of v1.1.0", func(_ *release.Document, r *release.Release) { r.Summary = "" }},
		"reason":                {"withdrawal of v1.1.0", func(_ *release.Document, r *release.Release) { r.Reason = "" }},
		"link":                  {"link of v1.1.0", func(_ *release.Document, r *release.Release) { r.Link = "" }},
		"type of a change":      {"changes of v1.1.0", func(_ *release.Document, r *release.Release) { r.Changes[1].Type = "changed" }},
		"breaking":              {"changes of v1.1.0", func(_ *release.Document, r *release.Release) { r.Changes[1].Breaking = true }},
		"order of changes": {"changes of v1.1.0", func(_ *release.Document, r *release.Release) {
			r.Changes[0], r.Changes[1] = r.Changes[1], r.Changes[0]
		}},
		"nesting": {"changes of v1.1.0", func(_ *release.Document, r *release.Release) {
			r.Changes = append(r.Changes[:1:1], append(r.Changes[0].Children, r.Changes[1])...)
			r.Changes[0].Children = nil
		}},
		"a note":          {"notes of v1.1.0", func(_ *release.Document, r *release.Release) { r.Notes = nil }},
		"a step":          {"steps of v1.1.0", func(_ *release.Document, r *release.Release) { r.Steps[0].Number = 2 }},
		"unknown section": {"text of v1.1.0", func(_ *release.Document, r *release.Release) { r.Extra[0].Section = "" }},
		"introduction":    {"text outside the releases", func(d *release.Document, _ *release.Release) { d.Extra = nil }},
		"a release lost":  {"v1.0.0 is gone", func(d *release.Document, _ *release.Release) { d.Releases = d.Releases[:1] }},
		"a release more": {"v0.9.0 was not there", func(d *release.Document, _ *release.Release) {
			d.Releases = append(d.Releases, rs{{ID: "v0.9.0"}}...)
		}},
	} {
		after := reading()
		c.change(after, after.Releases[0])
		found := Compare(reading(), after)
		if len(found) == 0 || !strings.Contains(found[0], c.part) {
			t.Errorf("%s: Compare finds %q, want the %s", name, found, c.part)
		}
	}
}
