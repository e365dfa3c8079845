package profile

import (
	"slices"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

// runVerb ends a text after which inline code is a command. 使用 is not in it:
// it means "with" as often as "run".
var runVerb = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:run|execute|runs|running|executing|re-run|rerun)\s*:?\s*$|(?:执行|运行)\s*$`)

// wholeVersion is inline code that is a version and nothing else.
var wholeVersion = regexp.MustCompile(`^` + versionText + `$`)

// joint is what stands between commands that one verb rules.
var joint = regexp.MustCompile(`^\s*(?:,\s*)?(?:and|and then|then|和|以及)\s*$`)

// inlineCommand is inline code behind a run verb.
type inlineCommand struct {
	text   string
	line   int
	at     int // into Inlines
	joined bool
}

func inlineCommands(in []doc.Inline) []inlineCommand {
	var out []inlineCommand
	before := ""
	lastCommand := false
	for at, i := range in {
		if i.Kind != doc.CodeSpan {
			if i.Kind == doc.SoftBreak {
				before += " "
			} else {
				before += i.Text
			}
			continue
		}
		switch {
		case wholeVersion.MatchString(i.Text): // "a cluster running `v1.2.3`"
			lastCommand = false
		case runVerb.MatchString(before):
			out = append(out, inlineCommand{text: i.Text, line: i.Line, at: at})
			lastCommand = true
		case lastCommand && joint.MatchString(before):
			out = append(out, inlineCommand{text: i.Text, line: i.Line, at: at, joined: true})
		default:
			lastCommand = false
		}
		before = ""
	}
	return out
}

// readCommands lists the commands of a block in order, executable or not.
func (g *guide) readCommands(b *doc.Block) {
	if g.release == nil {
		return
	}
	walk(b, func(c *doc.Block) {
		switch c.Kind {
		case doc.Paragraph:
			for _, i := range inlineCommands(c.Inlines) {
				g.release.Commands = append(g.release.Commands, g.command(i.text, i.line))
			}
		case doc.Fence:
			g.release.Commands = append(g.release.Commands, g.fenceCommands(c)...)
		}
	})
}

var shellNames = []string{"sh", "bash", "shell", "zsh", "console", "shell-session", "shellsession", "sh-session", "terminal", "cmd"}

// isShell reports whether a fence is said to hold shell commands.
func isShell(b *doc.Block) bool {
	lang := strings.ToLower(strings.Trim(b.Lang, "{}."))
	return slices.Contains(shellNames, lang)
}

var (
	// prompt is what a shell writes before a command: its sign, or who is where
	// and its sign. A "#" alone begins a comment.
	prompt  = regexp.MustCompile(`(?m)^\s*(?:[$%➜❯λ]|\[?[\w.-]+@[\w.-]+(?::\S*| [^\]\n]{1,40}\])?[$#%])\s+(.*)$`)
	comment = regexp.MustCompile(`(?m)^\s*#.*$`)
	heredoc = regexp.MustCompile(`<<-?\s*['"]?(\w+)['"]?`)
)

// prompted reports whether a line begins with a prompt; most have no sign of
// one at all.
func prompted(text string) bool {
	return strings.ContainsAny(text, "$%➜❯λ@") && prompt.MatchString(text)
}

// fenceCommands are the commands of a shell fence: lines behind a prompt where
// there are prompts, continuations joined, comments and here-documents left
// out. A fence of "Key: value" lines and comments holds none, one without a language only
// where it begins with a prompt.
func (g *guide) fenceCommands(b *doc.Block) []release.Command {
	if !isShell(b) && (b.Lang != "" || !prompted(strings.TrimSpace(b.Content))) {
		return nil
	}
	if len(keyValues(comment.ReplaceAllString(b.Content, ""), 1)) > 0 {
		return nil
	}
	lines := strings.Split(strings.TrimRight(b.Content, "\n"), "\n")
	prompts := prompted(b.Content) && slices.ContainsFunc(lines, prompted)
	var out []release.Command
	for n := 0; n < len(lines); n++ {
		start, line := n, strings.TrimSpace(lines[n])
		if prompts {
			m := prompt.FindStringSubmatch(lines[n])
			if m == nil {
				continue
			}
			line = strings.TrimSpace(m[1])
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		for strings.HasSuffix(line, "\\") && n+1 < len(lines) {
			n++
			line += "\n" + strings.TrimRight(lines[n], " ")
		}
		if m := heredoc.FindStringSubmatch(line); m != nil {
			for n+1 < len(lines) && strings.TrimSpace(lines[n]) != m[1] {
				n++
			}
		}
		if !strings.HasPrefix(line, "<<") { // a here-document without a command is a remark
			out = append(out, g.command(line, b.ContentLine+start))
		}
	}
	return out
}

func (g *guide) command(text string, line int) release.Command {
	return release.Command{Text: text, Line: line, Placeholder: Placeholder(g.unbound(text)), Fault: oddCharacters(strings.ReplaceAll(text, "\n", " "))}
}
