package profile

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"mvdan.cc/sh/v3/syntax"
)

// splitCommand splits a command into the arguments a program is started with. It
// takes plain words and quoted text and nothing else: whatever only a shell
// could do has to be done by a person, and why is the reason.
func (g *guide) splitCommand(command string) (argv []string, why string) {
	if p := Placeholder(command); p != "" {
		return nil, fmt.Sprintf("%q is to be replaced first", p)
	}
	if why := oddCharacters(command); why != "" {
		return nil, why
	}
	if g.shell == nil {
		g.shell = syntax.NewParser(syntax.Variant(syntax.LangPOSIX), syntax.KeepComments(true))
	}
	file, err := g.shell.Parse(strings.NewReader(command), "")
	if err != nil {
		return nil, "it is no complete command"
	}
	if len(file.Stmts) != 1 || len(file.Last) > 0 {
		return nil, "it is not exactly one command"
	}
	s := file.Stmts[0]
	call, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || s.Background || s.Negated || s.Coprocess || s.Disown || len(s.Redirs) > 0 || len(s.Comments) > 0 || s.Semicolon.IsValid() {
		return nil, "it needs a shell"
	}
	if len(call.Assigns) > 0 || len(call.Args) == 0 {
		return nil, "it sets a variable"
	}
	for _, w := range call.Args {
		text, ok := literal(w)
		if !ok {
			return nil, "a shell would expand a part of it"
		}
		argv = append(argv, text)
	}
	if slices.Contains(shellOnly, argv[0]) {
		return nil, fmt.Sprintf("%q works only inside a shell", argv[0])
	}
	if argv[0] == "" || strings.HasPrefix(argv[0], "-") {
		return nil, "it does not begin with a program"
	}
	return argv, ""
}

// shellOnly are commands that change the shell they are typed into; started as
// a program they do nothing, or there is none.
var shellOnly = []string{
	".", ":", "alias", "bg", "break", "builtin", "cd", "command", "continue", "declare", "eval", "exec", "exit",
	"export", "fg", "hash", "jobs", "let", "local", "logout", "popd", "pushd", "read", "readonly", "return", "set",
	"shift", "shopt", "source", "times", "trap", "type", "typeset", "ulimit", "umask", "unalias", "unset", "wait",
	"$", "#", ">", "%",
}

// oddCharacters finds what word processors and prompts leave in commands.
func oddCharacters(command string) string {
	if command == "" || strings.TrimSpace(command) != command {
		return "it begins or ends with a space"
	}
	for _, r := range command {
		switch {
		case unicode.IsControl(r):
			return "it holds a control character"
		case r == unicode.ReplacementChar || unicode.Is(unicode.Cf, r):
			return "it holds a character that cannot be seen"
		case r > unicode.MaxASCII && (unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r)):
			return fmt.Sprintf("it holds %q, which no shell knows", r)
		}
	}
	if strings.HasPrefix(command, "$ ") || strings.HasPrefix(command, "# ") || strings.HasPrefix(command, "> ") {
		return "it begins with a prompt"
	}
	return ""
}

// literal is the text of a word that means itself.
func literal(w *syntax.Word) (string, bool) {
	var b strings.Builder
	for i, part := range w.Parts {
		switch p := part.(type) {
		case *syntax.Lit:
			if strings.ContainsAny(p.Value, "\\*?[]{}$`!") || i == 0 && strings.HasPrefix(p.Value, "~") || strings.Contains(p.Value, "=~") || strings.Contains(p.Value, ":~") {
				return "", false
			}
			b.WriteString(p.Value)
		case *syntax.SglQuoted:
			if p.Dollar {
				return "", false
			}
			b.WriteString(p.Value)
		case *syntax.DblQuoted:
			text, ok := doubleQuoted(p)
			if !ok {
				return "", false
			}
			b.WriteString(text)
		default:
			return "", false
		}
	}
	return b.String(), true
}

func doubleQuoted(q *syntax.DblQuoted) (string, bool) {
	if q.Dollar {
		return "", false
	}
	var b strings.Builder
	for _, part := range q.Parts {
		lit, ok := part.(*syntax.Lit)
		if !ok || strings.ContainsAny(lit.Value, "\\$`!") {
			return "", false
		}
		b.WriteString(lit.Value)
	}
	return b.String(), true
}
