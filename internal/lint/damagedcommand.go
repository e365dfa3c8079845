package lint

import (
	"fmt"

	"upgraph/internal/diag"
)

var damagedCommand = Rule{
	Code: "UG313", Name: "damaged-command", Severity: diag.Warning,
	What: "A command holds a prompt, typographic quotes or characters that cannot be seen.",
	Why:  "It fails when it is pasted, or does something else; it is never run.",
	Bad:  "## Upgrade to v1.2.4\n\n### Upgrade steps\n\n1. Run `tool say “hello”`.\n",
	Good: "## Upgrade to v1.2.4\n\n### Upgrade steps\n\n1. Say hello with the tool.\n",
	document: func(d *document) []diag.Diagnostic {
		var out []diag.Diagnostic
		for _, r := range d.read.Releases {
			for _, c := range r.Commands {
				if c.Fault != "" {
					out = append(out, d.at("UG313", diag.Warning, c.Line,
						fmt.Sprintf("this command cannot be run: %s", c.Fault), "write the command as it is typed"))
				}
			}
		}
		return out
	},
}
