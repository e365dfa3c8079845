package lint

import (
	"fmt"
	"slices"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/graph"
	"upgraph/internal/release"
)

var outOfReach = Rule{
	Code: "UG342", Name: "head-out-of-reach", Severity: diag.Error,
	What: "From a release no way leads to the head of a channel. Where product.yaml states the channels this is an error, else a warning: a folder may hold the guides of some upgrades only.",
	Why: "Whoever runs the release can never come to the newest one by the guides. `status: dead-end` says that this is meant, " +
		"a wider upgrade_from in a later release makes a way. The last release before the gap is the one that is reported.",
	Bad:  "## From 1.0 to 1.1\n\n- Fix a leak\n\n## From 1.2 to 1.3\n\n- Fix another leak\n",
	Good: "## From 1.0 to 1.1\n\n- Fix a leak\n\n## From 1.1 to 1.2\n\n- Fix another leak\n",
	product: func(_ []*release.Document, c *compat.Catalog) []diag.Diagnostic {
		g, err := graph.New(c)
		if err != nil || len(c.Channels) == 0 {
			return nil // other findings say so
		}
		stuck := stuckReleases(g, c)
		leadsOn := map[string]bool{}
		for id := range stuck {
			for _, from := range g.Near(id, 1) {
				leadsOn[from] = true
			}
		}
		var out []diag.Diagnostic
		for i := range c.Releases {
			r := &c.Releases[i]
			if head := stuck[r.ID]; head != "" && !leadsOn[r.ID] && r.Status != compat.DeadEnd {
				out = append(out, diag.Diagnostic{Code: "UG342", Severity: diag.Warning,
					Pos:     diag.Pos{File: r.Source.File, Line: r.Source.Line, Column: 1},
					Message: fmt.Sprintf("from %s no way leads to %s, the newest release%s", r.ID, head, because(g, r.ID, head)),
					Hint:    "widen upgrade_from of a later release, or say status: dead-end"})
			}
		}
		return out
	},
}

// Promised makes errors of findings that break what product.yaml states.
func Promised(found []diag.Diagnostic) {
	for i := range found {
		if found[i].Code == outOfReach.Code {
			found[i].Severity = diag.Error
		}
	}
}

// stuckReleases are those before the last head that reach none, with the next
// head.
func stuckReleases(g *graph.Graph, c *compat.Catalog) map[string]string {
	reached := map[string]bool{}
	for _, ch := range c.Channels {
		reached[ch.Head] = true
		for _, id := range g.Sources(ch.Head) {
			reached[id] = true
		}
	}
	stuck, head := map[string]string{}, ""
	for _, r := range slices.Backward(c.Releases) {
		if slices.ContainsFunc(c.Channels, func(ch compat.Channel) bool { return ch.Head == r.ID }) {
			head = r.ID
		}
		if head != "" && !reached[r.ID] {
			stuck[r.ID] = head
		}
	}
	return stuck
}

// because is the reason for which there is no path.
func because(g *graph.Graph, from, to string) string {
	why, err := g.WhyNot(from, to, to)
	if len(why) > 0 || err == nil {
		return ""
	}
	_, reason, _ := strings.Cut(err.Error(), ": ")
	return ": " + reason
}
