package lint

import (
	"fmt"
	"strings"

	"upgraph/internal/diag"
)

var placeholder = Rule{
	Code: "UG311", Name: "placeholder-in-command", Severity: diag.Info,
	What: "A command holds something that the reader has to replace.",
	Why: "Pasted as it is, <name> redirects input and output and may write a file. Such a command is never run: " +
		"it is shown, and a person does the step. product.yaml may bind the placeholder to a parameter with a pattern; " +
		"the value that the operator gives is then put into its argument, and the command can run.",
	Bad:  "## Upgrade to v1.2.4\n\n### Upgrade steps\n\n1. Run `tool upgrade <cluster-name>`.\n",
	Good: "## Upgrade to v1.2.4\n\n### Upgrade steps\n\n1. Upgrade each cluster with the tool.\n",
	document: func(d *document) []diag.Diagnostic {
		var out []diag.Diagnostic
		for _, r := range d.read.Releases {
			for _, c := range r.Commands {
				if c.Placeholder != "" {
					out = append(out, d.atText("UG311", diag.Info, c.Line, c.Placeholder,
						fmt.Sprintf("%q in this command is to be replaced: the command is left to a person", c.Placeholder),
						"write the value where it is the same for everybody, or bind it in product.yaml under parameters: "+
							fmt.Sprintf("{id: …, placeholder: '%s', pattern: '[a-z0-9-]+'}", strings.ReplaceAll(c.Placeholder, "'", "''"))))
				}
			}
		}
		return out
	},
}
