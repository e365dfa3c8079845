package lint

import (
	"fmt"

	"upgraph/internal/diag"
	"upgraph/internal/release"
)

var missingSection = Rule{
	Code: "UG303", Name: "missing-section", Severity: diag.Warning,
	What: "A release has no part that nearly all releases beside it have: version information, changes or steps.",
	Why:  "Readers cannot tell a part that was forgotten from one that is not needed, and a script for the release has nothing to do.",
	Bad: "## Upgrade to v1.3.0\n\n### Upgrade steps\n\n1. Stop the service.\n\n" +
		"## Upgrade to v1.2.0\n\n### Upgrade steps\n\n1. Stop the service.\n\n" +
		"## Upgrade to v1.1.0\n\n### Upgrade notes\n\nNothing is to be done by hand here.\n",
	Good: "## Upgrade to v1.3.0\n\n### Upgrade steps\n\n1. Stop the service.\n\n" +
		"## Upgrade to v1.2.0\n\n### Upgrade steps\n\n1. Stop the service.\n\n" +
		"## Upgrade to v1.1.0\n\n### Upgrade steps\n\n1. Start the service again.\n",
	document: func(d *document) []diag.Diagnostic {
		var all []*release.Release
		for _, r := range d.read.Releases {
			if r.ID != "" && !r.Unreleased && r.Status != "withdrawn" {
				all = append(all, r)
			}
		}
		if len(all) < 3 {
			return nil
		}
		var out []diag.Diagnostic
		for _, p := range sectionParts {
			have := 0
			for _, r := range all {
				if p.has(r) {
					have++
				}
			}
			for _, r := range all {
				// Of the others, four in five have it.
				if !p.has(r) && have*5 >= 4*(len(all)-1) {
					out = append(out, d.at("UG303", diag.Warning, r.Line,
						fmt.Sprintf("%s has no %s; %d of %d releases beside it have", r.ID, p.name, have, len(all)-1),
						"add the part, or a sentence that says why there is none"))
				}
			}
		}
		return out
	},
}

// sectionParts are the parts of a release that are looked for.
var sectionParts = []struct {
	name string
	has  func(*release.Release) bool
}{
	{"version information", func(r *release.Release) bool { return len(r.Info) > 0 }},
	{"changes", func(r *release.Release) bool {
		return len(r.Changes) > 0 || hasRole(r, release.RoleChanges) || hasRole(r, release.RoleOther) || len(r.Extra)+len(r.Notes) > 0
	}},
	{"upgrade steps", func(r *release.Release) bool { return len(r.Steps) > 0 }},
}

func hasRole(r *release.Release, role release.Role) bool {
	for _, s := range r.Sections {
		if s.Role == role {
			return true
		}
	}
	return false
}
