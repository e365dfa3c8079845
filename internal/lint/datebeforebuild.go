package lint

import (
	"fmt"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/release"
)

var dateBeforeBuild = Rule{
	Code: "UG317", Name: "date-before-build", Severity: diag.Warning,
	What: "A release has a date before the day it was built on.",
	Why:  "One of the two is wrong, or the binaries were replaced after the release: readers then compare with the wrong ones.",
	Bad:  "## Upgrade to v1.2.4 (2026-03-01)\n\n### Version information\n\n```text\nRelease Version: v1.2.4\nUTC Build Time: 2026-03-04 09:00:00\n```\n",
	Good: "## Upgrade to v1.2.4 (2026-03-04)\n\n### Version information\n\n```text\nRelease Version: v1.2.4\nUTC Build Time: 2026-03-04 09:00:00\n```\n",
	document: func(d *document) []diag.Diagnostic {
		var out []diag.Diagnostic
		for _, r := range d.read.Releases {
			if len(r.BuiltAt) < 10 || r.Date == "" || r.Date >= r.BuiltAt[:10] {
				continue
			}
			out = append(out, d.at("UG317", diag.Warning, r.Line,
				fmt.Sprintf("%s is dated %s and was built at %s", r.ID, r.Date, r.BuiltAt), "correct the one that is wrong"))
		}
		return out
	},
	product: func(docs []*release.Document, _ *compat.Catalog) []diag.Diagnostic {
		var out []diag.Diagnostic
		for _, d := range docs {
			for _, r := range d.Releases {
				if built, b := builtElsewhere(docs, d, r); b != nil && r.Date != "" && r.Date < b.BuiltAt[:10] {
					out = append(out, diag.Diagnostic{Code: "UG317", Severity: diag.Warning, Pos: diag.Pos{File: d.Path, Line: r.Line, Column: 1},
						Message: fmt.Sprintf("%s is dated %s and was built at %s, says line %d of %s", r.ID, r.Date, b.BuiltAt, b.Line, built.Path),
						Hint:    "correct the one that is wrong"})
				}
			}
		}
		return out
	},
}

// builtElsewhere is what another document of the same language says of a
// release that knows no build time itself.
func builtElsewhere(docs []*release.Document, d *release.Document, r *release.Release) (*release.Document, *release.Release) {
	if r.BuiltAt != "" || r.ID == "" {
		return nil, nil
	}
	for _, o := range docs {
		for _, b := range o.Releases {
			if o != d && o.Language == d.Language && len(b.BuiltAt) >= 10 && equal(b.ID, r.ID) {
				return o, b
			}
		}
	}
	return nil, nil
}
