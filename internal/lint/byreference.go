package lint

import (
	"strings"

	"upgraph/internal/diag"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

var byReference = Rule{
	Code: "UG323", Name: "release-by-reference", Severity: diag.Info,
	What: "All that a release says is to see another one.",
	Why:  "Whoever upgrades over this release alone is shown one line, and a script for it has nothing to do: what has to be done stands elsewhere.",
	Bad:  "## Upgrade to v1.2.4\n\nSee the upgrade notes for v1.2.3.\n\n## Upgrade to v1.2.3\n\n- Fix a leak\n",
	Good: "## Upgrade to v1.2.4\n\nThe signatures of v1.2.3 were replaced, nothing else.\n\n## Upgrade to v1.2.3\n\n- Fix a leak\n",
	document: func(d *document) []diag.Diagnostic {
		var out []diag.Diagnostic
		for _, r := range d.read.Releases {
			if x, ok := onlyText(r); ok && reference.MatchString(strings.Join(strings.Fields(x.Text), " ")) {
				out = append(out, d.at("UG323", diag.Info, x.Line, "all that "+r.ID+" says is to see another release",
					"repeat here what has to be done for this one"))
			}
		}
		return out
	},
}

// reference is a text of one sentence that sends the reader to a version.
var reference = regexp.MustCompile(`(?i)^(?:please\s+)?(?:see|refer to|follow|same as|read)\b[^.]{0,120}\d+\.\d+[^ ]*[^.]{0,60}\.?$|^(?:请)?(?:参见|参考|参阅|见)[^。]{0,60}\d+\.\d+[^。]*。?$`)

// onlyText is the only thing that a release holds, if that is a paragraph.
func onlyText(r *release.Release) (release.Extra, bool) {
	if len(r.Extra) != 1 || len(r.Changes)+len(r.Steps)+len(r.Notes)+len(r.Commands)+len(r.Info)+len(r.Checks) > 0 {
		return release.Extra{}, false
	}
	return r.Extra[0], r.Extra[0].Kind == "paragraph"
}
