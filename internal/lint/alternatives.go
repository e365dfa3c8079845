package lint

import (
	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/regexp"
)

var alternatives = Rule{
	Code: "UG314", Name: "alternatives-as-sequence", Severity: diag.Info,
	What: "Two blocks of commands follow each other, and the words between them say that only one of the two is meant.",
	Why:  "Read quickly, or collected by a tool, both are run.",
	Bad:  "## Upgrade to v1.2.4\n\n```sh\ntool apply stable.yaml\n```\n\nOr, for the experimental channel:\n\n```sh\ntool apply experimental.yaml\n```\n",
	Good: "## Upgrade to v1.2.4\n\n```sh\ntool apply stable.yaml\n```\n\nThen apply the rules:\n\n```sh\ntool apply rules.yaml\n```\n",
	document: func(d *document) []diag.Diagnostic {
		var out []diag.Diagnostic
		var before, between *doc.Block
		for _, b := range d.src.Blocks {
			switch {
			case b.Kind == doc.Blank:
			case b.Kind == doc.Fence && isShell(b.Lang) && holdsCommands(b.Content):
				if before != nil && between != nil && choice.MatchString(between.Text) {
					out = append(out, d.at("UG314", diag.Info, between.Line,
						"the commands before and behind these words are alternatives", "give each its own heading, or say which to choose first"))
				}
				before, between = b, nil
			case b.Kind == doc.Paragraph && before != nil && between == nil:
				between = b
			default:
				before, between = nil, nil
			}
		}
		return out
	},
}

var choice = regexp.MustCompile(`(?i)^(?:or\b|alternatively\b|otherwise\b|instead\b|for the [\pL-]+ (?:channel|version|edition)\b|if you (?:use|prefer|are)\b)|^(?:或|或者|否则|如果)`)
