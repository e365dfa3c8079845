package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

var introducedIn = Rule{
	Code: "UG322", Name: "introduced-in-disagrees", Severity: diag.Warning,
	What: "Two releases say the same in the same words and name different versions since when it is so.",
	Why:  "One of the two was copied and not adapted: readers of one of them look for something that their version has not.",
	Bad: "## v1.3.0\n\nSince v1.2.5, a new `quiet` option leaves out remarks.\n\n" +
		"## v1.2.6\n\nSince v1.2.6, a new `quiet` option leaves out remarks.\n",
	Good: "## v1.3.0\n\nSince v1.3.0, a new `quiet` option leaves out remarks.\n\n" +
		"## v1.2.6\n\nSince v1.2.6, a new `quiet` option leaves out remarks.\n",
	document: func(d *document) []diag.Diagnostic {
		var out []diag.Diagnostic
		first := map[string]saying{}
		walk(d.src.Blocks, func(b *doc.Block) {
			s, ok := d.saying(b)
			if !ok {
				return
			}
			o, again := first[s.words]
			if !again {
				first[s.words] = s
				return
			}
			if o.release != s.release && !equal(o.version, s.version) && !(o.own && s.own) {
				out = append(out, d.at("UG322", diag.Warning, s.line,
					fmt.Sprintf("this is so since %s here and since %s on line %d", s.version, o.version, o.line),
					"correct the one that is wrong, or name in each release its own version"))
			}
		})
		return out
	},
}

// saying is a paragraph that says since which version something is so. Own
// says that it is the version of the release it stands in.
type saying struct {
	words, version string
	release        *release.Release
	line           int
	own            bool
}

var (
	sinceWords  = regexp.MustCompile(`(?i)\b(?:from version|starting (?:with|from|in)|since|as of|introduced in|available (?:since|from))\s+(?:version\s+)?(v?\d+\.\d+\.\d+\S*?)[\s,.]|自\s*(v?\d+\.\d+\.\d+)\s*(?:起|版本|开始)`)
	anyVersions = regexp.MustCompile(`v?\d+(?:\.\d+)+`)
)

func (d *document) saying(b *doc.Block) (saying, bool) {
	if b.Kind != doc.Paragraph || !strings.ContainsAny(b.Text, "0123456789") {
		return saying{}, false
	}
	text := strings.Join(strings.Fields(b.Text), " ") + " "
	m := sinceWords.FindStringSubmatch(text)
	if m == nil {
		return saying{}, false
	}
	// Releases are in the order of their lines.
	at, _ := slices.BinarySearchFunc(d.read.Releases, b.Line, func(r *release.Release, line int) int { return cmp.Compare(r.EndLine, line) })
	if at == len(d.read.Releases) || d.read.Releases[at].Line > b.Line {
		return saying{}, false
	}
	r, version := d.read.Releases[at], m[1]+m[2]
	return saying{words: anyVersions.ReplaceAllString(text, "V"), version: version, release: r, line: b.Line, own: means(r, version)}, true
}
