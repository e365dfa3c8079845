package lint

import (
	"fmt"
	"slices"

	"upgraph/internal/diag"
	"upgraph/internal/version"
)

var buildDiffers = Rule{
	Code: "UG301", Name: "build-differs", Severity: diag.Warning,
	What: "The heading names one version and the version information another.",
	Why: "Operators compare what a binary prints with what the guide says. When the two differ and nobody says so, " +
		"a right installation looks wrong and a wrong one may look right. A build: in the front matter says so.",
	Bad:  "## Upgrade to v1.2.4\n\n### Version information\n\n```text\nRelease Version: v1.2.4-3-g1a2b3c4\nGit Branch: release-1.2\n```\n",
	Good: "## Upgrade to v1.2.4\n\n### Version information\n\n```text\nRelease Version: v1.2.4\nGit Branch: release-1.2\n```\n",
	document: func(d *document) []diag.Diagnostic {
		var out []diag.Diagnostic
		for _, r := range d.read.Releases {
			if r.Build == "" || r.ID == "" || slices.Contains(r.Stated, "build") || equal(r.ID, r.Build) || slices.Contains(r.Aliases, r.Build) {
				continue
			}
			where := ""
			for _, kv := range r.Info {
				if kv.Value == r.Build {
					where = fmt.Sprintf(" on line %d", kv.Line)
				}
			}
			out = append(out, d.at("UG301", diag.Warning, r.Line,
				fmt.Sprintf("the heading says %s and the version information%s says %s", r.ID, where, r.Build),
				"use one of the two in both places, or add the other to the heading as a label: ("+r.Build+")"))
		}
		return out
	},
}

// equal reports whether two texts name one version.
func equal(a, b string) bool {
	if a == b {
		return true
	}
	va, errA := version.Parse(a)
	vb, errB := version.Parse(b)
	return errA == nil && errB == nil && version.Compare(va, vb) == 0
}

// base is a version without its git-describe suffix.
func base(text string) string {
	v, err := version.Parse(text)
	if err != nil {
		return text
	}
	return v.Base()
}
