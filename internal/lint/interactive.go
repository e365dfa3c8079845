package lint

import (
	"fmt"
	"strings"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/regexp"
)

var interactiveShell = Rule{
	Code: "UG324", Name: "interactive-shell", Severity: diag.Warning,
	What: "A block of commands opens a shell or a console, and commands for inside of it follow.",
	Why:  "Pasted or collected, the commands behind run on the wrong side: after the shell was left, on the machine outside.",
	Bad:  "## Upgrade to v1.2.4\n\n```sh\nkubectl exec -it tool-0 -- bash\ntool compact\n```\n",
	Good: "## Upgrade to v1.2.4\n\n```sh\nkubectl exec tool-0 -- tool compact\n```\n",
	document: func(d *document) []diag.Diagnostic {
		var out []diag.Diagnostic
		walk(d.src.Blocks, func(b *doc.Block) {
			if b.Kind != doc.Fence || !isShell(b.Lang) {
				return
			}
			lines := strings.Split(b.Content, "\n")
			for i, line := range lines {
				if opensShell.MatchString(line) && holdsCommands(strings.Join(lines[i+1:], "\n")) {
					out = append(out, d.atText("UG324", diag.Warning, b.ContentLine+i, strings.TrimSpace(line),
						fmt.Sprintf("%q opens a console; the commands behind it are meant for inside", strings.TrimSpace(line)),
						"put them into a block of their own, or give them to the first command"))
					return
				}
			}
		})
		return out
	},
}

// opensShell finds a command that waits for others to be typed.
var opensShell = regexp.MustCompile(`^\s*(?:\$\s+)?(?:sudo\s+)?(?:` +
	`(?:kubectl|oc|docker|podman|docker[ -]compose)\b.*\s(?:-it|-ti|-i\s+-t|-t\s+-i|--interactive)\b.*\s(?:/bin/)?(?:ba|z|a)?sh|` +
	`(?:mysql|psql|mongo|mongosh|redis-cli|sqlplus|cqlsh|clickhouse-client)(?:\s+-\w\s*\S*|\s+--?[\w-]+(?:=\S+)?)*|` +
	`su(?:\s+-)?(?:\s+\w+)?|sudo\s+(?:-i|-s|su)(?:\s+-)?|ssh\s+(?:-\w\s+\S+\s+)*[\w.-]+@[\w.-]+|(?:ba|z)?sh|python3?|rails\s+c(?:onsole)?)\s*$`)
