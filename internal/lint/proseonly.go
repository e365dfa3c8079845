package lint

import (
	"fmt"
	"strings"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/regexp"
)

var stopInProse = Rule{
	Code: "UG321", Name: "stop-or-avoid-in-prose", Severity: diag.Info,
	What: "Only a sentence says that a version has to be avoided, or that every upgrade has to stop at one.",
	Why: "A planner does not read sentences: it leads right through the version. status: withdrawn in the front matter of a release, " +
		"or [YANKED] behind its heading, says that nobody goes there; status: barrier that everybody stops there.",
	Bad:  "## Upgrade to v1.2.4\n\nDo not upgrade to v1.2.3, it loses data.\n",
	Good: "## Upgrade to v1.2.4\n\nWhoever came from v1.2.3 may have lost data.\n",
	document: func(d *document) []diag.Diagnostic {
		var out []diag.Diagnostic
		if len(d.read.Releases) == 0 {
			return nil
		}
		walk(d.src.Blocks, func(b *doc.Block) {
			if b.Kind != doc.Paragraph && b.Kind != doc.Heading {
				return
			}
			if !strings.ContainsAny(b.Text, "0123456789") {
				return // no version, which both forms name
			}
			text := strings.ReplaceAll(b.Text, "\n", " ")
			for _, form := range []struct {
				words *regexp.Regexp
				what  string
			}{{avoid, "is to be avoided"}, {stopAt, "is to be stopped at"}} {
				if m := form.words.FindStringSubmatch(text); m != nil {
					out = append(out, d.at("UG321", diag.Info, b.Line,
						fmt.Sprintf("that %s %s is said here in words alone", firstOf(m[1:]), form.what),
						"say it in the front matter of that release: status: withdrawn or status: barrier"))
					return
				}
			}
		})
		return out
	},
}

const aVersion = "(v?\\d+\\.\\d+(?:\\.[\\dx]+)*)"

var (
	avoid = regexp.MustCompile(`(?i)\b(?:avoid|skip)\s+(?:using\s+|upgrading to\s+|version\s+|release\s+){0,2}` + aVersion +
		`|\b(?:do not|don['’]t|never|must not|should not)\s+(?:use|install|deploy|upgrade to|update to)\s+(?:version\s+|release\s+)?` + aVersion +
		`|(?:请勿|不要|避免)(?:使用|安装|升级到)\s*` + aVersion)
	stopAt = regexp.MustCompile(`(?i)\b(?:must|have to|need to|required to)\s+(?:first\s+)?(?:upgrade|update|stop)\s+(?:first\s+)?(?:to|at)\s+(?:version\s+|release\s+)?` + aVersion + `[^.]*\b(?:first|before)\b` +
		`|\bupgrade to\s+(?:version\s+)?` + aVersion + `\s+first\b|(?:必须|需要|请)先升级到\s*` + aVersion)
)

func firstOf(texts []string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
