package lint

import (
	"fmt"
	"slices"

	"upgraph/internal/diag"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

var otherVersion = Rule{
	Code: "UG302", Name: "step-names-other-version", Severity: diag.Warning,
	What: "A step names the version of another release than the one it leads to.",
	Why: "Sections are copied from release to release, and the version in a step is easily left as it was: the reader then installs " +
		"the old one again. The version without a git-describe suffix, a label in the heading and deploy_version in the front matter are known to mean the same release.",
	Bad: "## Upgrade to v1.2.4\n\n### Upgrade steps\n\n1. Download the package of v1.2.3.\n\n" +
		"## Upgrade to v1.2.3\n\n### Upgrade steps\n\n1. Download the package of v1.2.3.\n",
	Good: "## Upgrade to v1.2.4\n\n### Upgrade steps\n\n1. Download the package of v1.2.4.\n\n" +
		"## Upgrade to v1.2.3\n\n### Upgrade steps\n\n1. Download the package of v1.2.3.\n",
	document: func(d *document) []diag.Diagnostic {
		var out []diag.Diagnostic
		for _, r := range d.read.Releases {
			if r.ID == "" || r.Unreleased {
				continue
			}
			for _, s := range r.Steps {
				if wrong := strangeVersion(d.read, r, s); wrong != "" {
					out = append(out, d.atText("UG302", diag.Warning, s.Line, wrong,
						fmt.Sprintf("step %d of %s names %s", s.Number, r.ID, wrong),
						"name the version of the heading, or add "+wrong+" to the heading as a label"))
				}
			}
		}
		return out
	},
}

var versionToken = regexp.MustCompile(`\bv?\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.-]*[0-9A-Za-z])?\b`)

// strangeVersion finds a version in a step that another release of the
// document has, or that a version key is checked for.
func strangeVersion(d *release.Document, r *release.Release, s release.Step) string {
	for _, a := range s.Actions {
		if c := a.Check; c != nil && c.Type == "ini-key-equals" && versionToken.MatchString(c.Value) && c.Value == r.Deploy && !means(r, c.Value) {
			return c.Value
		}
	}
	if len(d.Releases) < 2 {
		return ""
	}
	for _, token := range versionToken.FindAllString(s.Text, -1) {
		if means(r, token) {
			continue
		}
		for _, o := range d.Releases {
			if o != r && o.ID != "" && means(o, token) {
				return token
			}
		}
	}
	return ""
}

// means reports whether a text is a name of a release. The deploy version is
// one only when the author states it: otherwise it was taken from the step.
func means(r *release.Release, text string) bool {
	known := []string{r.ID, base(r.ID), r.Build, base(r.Build), r.From}
	for _, a := range r.Aliases {
		if a != r.Deploy {
			known = append(known, a)
		}
	}
	if slices.Contains(r.Stated, "deploy_version") {
		known = append(known, r.Deploy)
	}
	return slices.ContainsFunc(known, func(k string) bool { return k != "" && equal(k, text) })
}
