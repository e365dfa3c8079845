package lint

import (
	"fmt"

	"upgraph/internal/diag"
	"upgraph/internal/version"
)

var describeWithoutAlias = Rule{
	Code: "UG305", Name: "describe-without-alias", Severity: diag.Warning,
	What: "A release is named by a git-describe version and has no other name.",
	Why:  "Nobody remembers or types v1.2.0-7-g1a2b3c4, and most tools sort it before v1.2.0 although it is newer.",
	Bad:  "## Upgrade to v1.2.0-7-g1a2b3c4\n\n### Main changes\n\n- Add a quiet mode\n",
	Good: "## Upgrade to v1.2.0-7-g1a2b3c4 (1.2 GA)\n\n### Main changes\n\n- Add a quiet mode\n",
	document: func(d *document) []diag.Diagnostic {
		var out []diag.Diagnostic
		for _, r := range d.read.Releases {
			v, err := version.Parse(r.ID)
			if err != nil || len(r.Aliases) > 0 {
				continue
			}
			if _, hash := v.Describe(); hash != "" {
				out = append(out, d.at("UG305", diag.Warning, r.Line,
					fmt.Sprintf("%s is a build between two tags and has no name that people use", r.ID),
					"put a label behind it, as in (1.2 GA), or aliases: into the front matter"))
			}
		}
		return out
	},
}
