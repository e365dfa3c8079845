package lint

import (
	"fmt"

	"upgraph/internal/diag"
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
}
