package lint

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/release"
)

var damagedCommand = Rule{
	Code: "UG313", Name: "damaged-command", Severity: diag.Warning,
	What: "A command holds a prompt, typographic quotes or characters that cannot be seen, or a quote or bracket in it is never closed.",
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
		walk(d.src.Blocks, func(b *doc.Block) {
			if b.Kind != doc.Fence || !isShell(b.Lang) || !holdsCommands(b.Content) || unreadable.MatchString(b.Content) || d.hasPlaceholder(b) {
				return
			}
			_, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(b.Content), "")
			if parse, ok := errors.AsType[syntax.ParseError](err); ok && parse.Incomplete {
				out = append(out, d.at("UG313", diag.Warning, b.ContentLine+int(parse.Pos.Line())-1,
					"these commands cannot be run: "+parse.Text, "close what is opened there"))
			}
		})
		return out
	},
}

// unreadable finds output, prompts or placeholders among commands: such a block
// is no script.
var unreadable = regexp.MustCompile(`(?m)^\s*(?:\$|>|%)\s|<[\pL]|\.\.\.|…`)

// hasPlaceholder reports whether a command in a block is to be completed first.
func (d *document) hasPlaceholder(b *doc.Block) bool {
	return slices.ContainsFunc(d.read.Releases, func(r *release.Release) bool {
		return slices.ContainsFunc(r.Commands, func(c release.Command) bool {
			return b.Line <= c.Line && c.Line <= b.EndLine && c.Placeholder != ""
		})
	})
}
