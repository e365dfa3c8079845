package lint

import (
	"fmt"

	"upgraph/internal/diag"
	"upgraph/internal/regexp"
)

var ambiguousDate = Rule{
	Code: "UG340", Name: "ambiguous-date", Severity: diag.Warning,
	What: "The date of a release can be read as two days: 03/04/2026 is the third of April to some and the fourth of March to others.",
	Why:  "It is shown as it is written and never guessed, so the release has no date in feeds and in the JSON.",
	Bad:  "## v1.2.4 - 03/04/2026\n\n- Fix a leak\n\n## v1.2.3 - 28/03/2026\n\n- Fix a crash\n",
	Good: "## v1.2.4 - 2026-04-03\n\n- Fix a leak\n\n## v1.2.3 - 28/03/2026\n\n- Fix a crash\n",
	document: func(d *document) []diag.Diagnostic {
		var out []diag.Diagnostic
		for _, r := range d.read.Releases {
			if r.Date != "" || r.Unreleased || !yearLast.MatchString(r.DateText) {
				continue
			}
			out = append(out, d.at("UG340", diag.Warning, r.Line,
				fmt.Sprintf("the date %q of %s can be read as two days", r.DateText, r.ID), "write it as YYYY-MM-DD"))
		}
		return out
	},
}

// yearLast is a date whose first two numbers may be day and month in either
// order. "May 2026" is of no day, and of one month only.
var yearLast = regexp.MustCompile(`\d[/.-]\d{1,2}[/.-]\d{4}`)
