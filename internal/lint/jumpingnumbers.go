package lint

import (
	"fmt"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
)

var jumpingNumbers = Rule{
	Code: "UG315", Name: "jumping-numbers", Severity: diag.Warning,
	What: "The numbers of an ordered list do not follow each other.",
	Why: "Markdown shows them in order whatever they are, so the page says step 3 where the author and the scripts say step 4. " +
		"A missing number may be a missing step.",
	Bad:  "## Upgrade to v1.2.4\n\n### Upgrade steps\n\n1. Stop the service.\n2. Replace the files.\n4. Start the service.\n",
	Good: "## Upgrade to v1.2.4\n\n### Upgrade steps\n\n1. Stop the service.\n2. Replace the files.\n3. Start the service.\n",
	document: func(d *document) []diag.Diagnostic {
		var out []diag.Diagnostic
		walk(d.src.Blocks, func(b *doc.Block) {
			if b.Kind != doc.List || !b.Ordered || sameNumbers(b) {
				return
			}
			want := -1
			for _, item := range b.Children {
				if item.Kind != doc.Item {
					continue
				}
				if want >= 0 && item.Number != want {
					out = append(out, d.at("UG315", diag.Warning, item.Line,
						fmt.Sprintf("item %d of the list stands where %d is expected", item.Number, want), "number the items one by one"))
				}
				want = item.Number + 1
			}
		})
		return out
	},
}

// sameNumbers reports whether all items have one number: then the author
// leaves the counting to Markdown.
func sameNumbers(list *doc.Block) bool {
	first, n := 0, 0
	for _, item := range list.Children {
		if item.Kind != doc.Item {
			continue
		}
		if n++; n == 1 {
			first = item.Number
		} else if item.Number != first {
			return false
		}
	}
	return true
}
