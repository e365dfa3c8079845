package lint

import (
	"fmt"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/release"
)

// UnapprovedStep is the code of the rule on steps that nobody approved; a
// strict build fails on it whatever its severity.
const UnapprovedStep = "UG312"

var unapprovedStep = Rule{
	Code: UnapprovedStep, Name: "unapproved-step", Severity: diag.Warning,
	What: "A step or a check runs something that no author has approved, or that changed since. Where nothing of a product is approved this is information, else a warning.",
	Why: "A word in a sentence is enough to make a step that runs. Until a person has looked at it, script and runner show it and " +
		"ask before each run. `upgraph review` records the approval.",
	Bad:  "## Upgrade to v1.2.4\n\n### Upgrade steps\n\n1. Run `tool upgrade` to upgrade the service.\n",
	Good: "## Upgrade to v1.2.4\n\n### Upgrade steps\n\n1. Upgrade the service with the tool.\n",
	product: func(_ []*release.Document, c *compat.Catalog) []diag.Diagnostic {
		severity := diag.Info
		for _, s := range c.Runs() {
			if s.IsApproved() {
				severity = diag.Warning
			}
		}
		var out []diag.Diagnostic
		for release, s := range c.Runs() {
			if s.IsApproved() {
				continue
			}
			what := fmt.Sprintf("step %s of %s", s.ID, release)
			if release == compat.CheckApprovals {
				what = "check " + s.ID
			}
			runs := strings.Join(s.Argv, " ")
			if s.Kind == "shell" {
				runs, _, _ = strings.Cut(s.Script, "\n")
			}
			out = append(out, diag.Diagnostic{Code: UnapprovedStep, Severity: severity,
				Pos:     diag.Pos{File: s.Source.File, Line: s.Source.Line, Column: 1},
				Message: fmt.Sprintf("%s runs %q and is not approved", what, runs),
				Hint:    "look at it with: upgraph review " + c.Product.ID})
		}
		return out
	},
}
