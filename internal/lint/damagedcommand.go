package lint

import (
	"errors"
	"fmt"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/regexp"
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
					out = append(out, d.atText("UG313", diag.Warning, c.Line, firstLine(c.Text),
						fmt.Sprintf("this command cannot be run: %s", c.Fault), "write the command as it is typed"))
				}
			}
		}
		incomplete := d.incompleteLines()
		walk(d.src.Blocks, func(b *doc.Block) {
			if b.Kind != doc.Fence || !isShell(b.Lang) || !holdsCommands(b.Content) || unreadable.MatchString(b.Content) || incomplete.within(b.Span) {
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
var unreadable = regexp.MustCompile(`(?m)^\s*(?:[$%>]|\[?[\w.-]+@[\w.-]+(?::\S*| [^\]\n]{1,40}\])?[$#%])\s|<[\pL]|\.\.\.|…`)

// lineSet holds numbers of lines.
type lineSet map[int]bool

// incompleteLines are the lines of commands that have to be completed first.
func (d *document) incompleteLines() lineSet {
	set := lineSet{}
	for _, r := range d.read.Releases {
		for _, c := range r.Commands {
			if c.Placeholder != "" {
				set[c.Line] = true
			}
		}
	}
	return set
}

func (s lineSet) within(at doc.Span) bool {
	for line := at.Line; line <= at.EndLine; line++ {
		if s[line] {
			return true
		}
	}
	return false
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
