package profile

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

var (
	// clauseStart may stand before a run verb that is an order. "Do not run",
	// "after you run" and the like leave something else there.
	clauseStart = regexp.MustCompile(`(?i)(?:^|[.,;:!，。；：！、]|\band|\bthen|\bplease|然后|并|再|请|接着)\s*$`)
	lastVerb    = regexp.MustCompile(`(?i)(?:run|execute|执行|运行)\s*:?\s*$`)
	// doubt makes a whole step one for a person: it depends on something, has
	// alternatives, is done several times or somewhere else.
	doubt = regexp.MustCompile(`(?i)\b(?:or|if|unless|when|whether|optional(?:ly)?|alternatively|instead|either|otherwise|not|never|each|every|until|again|repeat(?:edly)?|twice|as root|for example|e\.g\.|such as)\b|n['’]t\b|` +
		`或|若|如果|如有|可选|不要|请勿|切勿|不能|不得|无需|不再|每个|每台|逐个|直到|重复|例如|比如|否则|除非`)
	// after is what may follow an English command: the end, punctuation, or
	// what it is for. "in the console of …" is somewhere else.
	after    = regexp.MustCompile(`(?i)^\s*(?:$|[.,;:]|to\b|and\b|then\b)`)
	afterHan = regexp.MustCompile(`^\s*(?:$|[，。；、,.;]|(?:来|以|并|然后)?\s*[\p{Han}])`)
	notHere  = regexp.MustCompile(`^\s*(?:于|在|从|到)`)
)

// actions are what the first paragraph of a step asks for. Anything that is
// not beyond doubt makes the whole paragraph one manual action.
func (g *guide) actions(p *doc.Block, mayRun bool) []release.Action {
	line, at := oneLine(p.Markdown), span(p.Span)
	checks := checksIn(line, at)
	commands := inlineCommands(p.Inlines)
	if len(commands) == 0 {
		return withChecks(line, at, checks, release.Action{Kind: "manual", Span: at})
	}
	run := release.Action{Kind: "exec", Command: commands[0].text, Span: at}
	why := "its list is not plainly the steps of every upgrade"
	if mayRun {
		why = runDoubt(line, p.Inlines, commands)
	}
	if why == "" {
		run.Argv, run.Parameters, why = g.split(commands[0].text)
	}
	if why != "" {
		return withChecks(line, at, checks, release.Action{Kind: "manual", Span: at, Why: why})
	}
	return withChecks(line, at, checks, run)
}

// runDoubt says why the commands of a paragraph are left to a person.
func runDoubt(line string, in []doc.Inline, commands []inlineCommand) string {
	if len(commands) > 1 {
		return "it holds more than one command"
	}
	words := codeText.ReplaceAllString(line, " ")
	if m := doubt.FindString(words); m != "" {
		return "it is not said without a condition: " + strings.ToLower(m)
	}
	c := commands[0]
	before, behind := plain(in[:c.at]), plain(in[c.at+1:])
	verb := lastVerb.FindStringIndex(before)
	if verb == nil || !clauseStart.MatchString(before[:verb[0]]) {
		return "it is not an order"
	}
	han := wideStart(behind) || strings.HasSuffix(strings.TrimSpace(before), "行")
	if han && (!afterHan.MatchString(behind) || notHere.MatchString(behind)) || !han && !after.MatchString(behind) {
		return "what follows says where or how it is run"
	}
	return ""
}

func wideStart(s string) bool {
	for _, r := range strings.TrimSpace(s) {
		return wide(r)
	}
	return false
}

// withChecks puts the checks of a sentence beside the action of the rest of
// it, in the order of the sentence.
func withChecks(line string, at release.Span, checks []foundCheck, rest release.Action) []release.Action {
	if len(checks) == 0 {
		rest.Text = line
		return []release.Action{rest}
	}
	var out []release.Action
	var text []string
	from := 0
	for _, c := range checks {
		text = append(text, trimClause(line[from:c.start]))
		check := c.check
		out = append(out, release.Action{Kind: "check", Text: check.Text, Check: &check, Span: at})
		from = c.end
	}
	text = append(text, trimClause(line[from:]))
	rest.Text = strings.Join(nonEmpty(text), ", ")
	if rest.Text == "" && rest.Kind == "manual" {
		return out
	}
	if text[0] == "" {
		return append(out, rest)
	}
	return append([]release.Action{rest}, out...)
}

func nonEmpty(all []string) []string {
	var out []string
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

var clauseEnds = regexp.MustCompile(`(?i)^(?:\s*(?:[,.;，。；、]|and\b|then\b|并|且|然后))+\s*|(?:\s*(?:[,.;，。；、]|\band|\bthen|并|且|然后))+\s*$`)

func trimClause(s string) string {
	return capital(strings.TrimSpace(clauseEnds.ReplaceAllString(strings.TrimSpace(s), "")))
}

// badScript says why a marked fence is not run.
func badScript(b *doc.Block) string {
	if !isShell(b) {
		return "only fences of sh can be run"
	}
	if strings.TrimSpace(b.Content) == "" {
		return "it holds no command"
	}
	for _, form := range scriptPlaceholders {
		if found := form.FindString(b.Content); found != "" {
			return found + " is to be replaced first"
		}
	}
	if _, err := syntax.NewParser(syntax.Variant(syntax.LangPOSIX)).Parse(strings.NewReader(b.Content), ""); err != nil {
		return "it is no complete sh script"
	}
	return ""
}

// scriptPlaceholders are the forms that mean a value to fill in even where a
// whole script, with its own variables, is meant to run.
var scriptPlaceholders = []*regexp.Regexp{
	regexp.MustCompile(`<[\pL][\pL\d _-]*>`),
	regexp.MustCompile(`\{\{.*?\}\}`),
	regexp.MustCompile(`(?i)\byour[-_][a-z0-9_]+`),
	regexp.MustCompile(`…|/path/to/`),
}
