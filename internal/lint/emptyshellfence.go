package lint

import (
	"strings"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/regexp"
)

var emptyShellFence = Rule{
	Code: "UG304", Name: "shell-fence-without-commands", Severity: diag.Info,
	What: "A code block is marked as shell and holds no command.",
	Why:  "Highlighting makes keywords of it, readers paste it into a terminal, and tools that collect commands collect it too.",
	Bad:  "## Upgrade to v1.2.4\n\n### Version information\n\n```bash\nRelease Version: v1.2.4\nGit Branch: release-1.2\n```\n",
	Good: "## Upgrade to v1.2.4\n\n### Version information\n\n```text\nRelease Version: v1.2.4\nGit Branch: release-1.2\n```\n",
	document: func(d *document) []diag.Diagnostic {
		var out []diag.Diagnostic
		walk(d.src.Blocks, func(b *doc.Block) {
			if b.Kind == doc.Fence && isShell(b.Lang) && !holdsCommands(b.Content) {
				out = append(out, d.at("UG304", diag.Info, b.Line, "this block is marked as "+b.Lang+" and holds no command",
					"mark it as ```text, or as what it is"))
			}
		})
		return out
	},
}

func isShell(lang string) bool {
	switch strings.ToLower(strings.Trim(lang, "{}.")) {
	case "sh", "bash", "shell", "zsh":
		return true
	}
	return false
}

var pair = regexp.MustCompile(`^[\pL][\pL\d ._/-]{0,40}?\s*(?::\s+|：\s*)\S`)

// holdsCommands reports whether a line is neither blank, comment nor
// "Key: value".
func holdsCommands(text string) bool {
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") && !pair.MatchString(line) {
			return true
		}
	}
	return false
}
