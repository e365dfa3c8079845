package lint

import (
	"fmt"

	"upgraph/internal/diag"
)

var placeholder = Rule{
	Code: "UG311", Name: "placeholder-in-command", Severity: diag.Info,
	What: "A command holds something that the reader has to replace.",
	Why: "Pasted as it is, <name> redirects input and output and may write a file. Such a command is never run: " +
		"it is shown, and a person does the step.",
	Bad:  "## Upgrade to v1.2.4\n\n### Upgrade steps\n\n1. Run `tool upgrade <cluster-name>`.\n",
	Good: "## Upgrade to v1.2.4\n\n### Upgrade steps\n\n1. Upgrade each cluster with the tool.\n",
	document: func(d *document) []diag.Diagnostic {
		var out []diag.Diagnostic
		for _, r := range d.read.Releases {
			for _, c := range r.Commands {
				if c.Placeholder != "" {
					out = append(out, d.at("UG311", diag.Info, c.Line,
						fmt.Sprintf("%q in this command is to be replaced: the command is left to a person", c.Placeholder),
						"write the value where it is the same for everybody"))
				}
			}
		}
		return out
	},
}
