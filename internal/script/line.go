package script

import (
	"fmt"
	"strings"

	"upgraph/internal/step"
)

// printed is what a script says of one id, and the fragments of the runtime that it
// needs.
type printed struct {
	line string
	uses []string
}

// item adds an id with what it does to the lines of a walk; first are calls
// that come before its own. An id may come back in a plan only with the same
// content: people confirm ids.
func (w *writer) item(lines *[]string, id string, actions []step.Action, first ...string) error {
	p, err := printLine(id, actions, first...)
	if err != nil {
		return err
	}
	return w.add(lines, id, p)
}

func (w *writer) add(lines *[]string, id string, p printed) error {
	if was, ok := w.seen[id]; ok && was != p.line {
		return fmt.Errorf("%s stands for two things", id)
	}
	w.seen[id] = p.line
	for _, fragment := range p.uses {
		w.uses[fragment] = true
	}
	*lines = append(*lines, p.line)
	return nil
}

func printLine(id string, actions []step.Action, first ...string) (p printed, err error) {
	name, err := quote(id)
	if err != nil {
		return p, fmt.Errorf("step id: %w", err)
	}
	actions = leaveValues(actions)
	calls := append([]string{"step " + name}, first...)
	for i, a := range actions {
		if ask, ok := a.(step.Ask); ok && ask.Why == step.Unapproved {
			p.use("gated")
			calls[0] += " unapproved" // the text is what the next call runs
			continue
		}
		if last := i == len(actions)-1; !last && runs(a) {
			return p, fmt.Errorf("step %s: something follows what runs", id)
		}
		call, err := p.call(a)
		if err != nil {
			return p, fmt.Errorf("step %s: %w", id, err)
		}
		calls = append(calls, call)
	}
	p.line = strings.Join(calls, "; ")
	return p, nil
}

func (p *printed) use(fragment string) { p.uses = append(p.uses, fragment) }

// leaveValues leaves what needs a value of the operator's to a person: a script
// cannot hold a value against its pattern.
func leaveValues(actions []step.Action) []step.Action {
	for _, a := range actions {
		switch a := a.(type) {
		case step.Exec:
			if len(a.Parameters) > 0 {
				return []step.Action{step.Ask{Why: step.Manual, Text: "Run, with your values in the braces: " + step.Command(a.Argv)}}
			}
		case step.Shell:
			if len(a.Parameters) > 0 {
				return []step.Action{step.Ask{Why: step.Manual, Text: "Run in sh, with your values in its variables:\n" + a.Script}}
			}
		}
	}
	return actions
}

func runs(a step.Action) bool {
	switch a.(type) {
	case step.Exec, step.Shell:
		return true
	}
	return false
}

// call is an action as a call of the function that does it.
func (p *printed) call(a step.Action) (string, error) {
	switch a := a.(type) {
	case step.Ask:
		return "manual " + display(a.Text), nil
	case step.Exec:
		return runCall(a.Argv)
	case step.Shell:
		p.use("script")
		lines, err := quoteScript(a.Script)
		return "script " + lines, err
	case step.Probe:
		return p.probeCall(a)
	}
	return "", fmt.Errorf("%T has no form in a script", a)
}

// runCall runs a program, by way of env, which knows no words of the shell but
// takes a name with = for a variable.
func runCall(argv []string) (string, error) {
	if strings.Contains(argv[0], "=") {
		return "", fmt.Errorf("the program %q holds a =", argv[0])
	}
	words, err := quoteWords(argv)
	return "run " + words, err
}

// probeCall asks the question of a probe with its fragment of the runtime.
func (p *printed) probeCall(q step.Probe) (string, error) {
	path := strings.ReplaceAll(strings.Join(q.Path, "."), "."+step.Each, step.Each)
	fragment, args := "", []string(nil)
	switch {
	case q.Format == step.Output:
		return p.programCall(q)
	case q.Test == step.Equals && q.Format == step.INI:
		fragment, args = "ini_equals", []string{q.File, path, q.Want}
	case q.Test == step.Absent && (q.Format == step.TOML || q.Format == step.YAML):
		fragment, args = "key_absent", []string{string(q.Format), q.File, path}
	case q.Test == step.Contains && q.Format == step.Text:
		fragment, args = "contains", []string{q.File, q.Want}
	case q.Test == step.Exists:
		fragment, args = "exists", []string{q.File}
	default:
		return "", fmt.Errorf("a script cannot ask %s of a %s file", q.Test, q.Format)
	}
	p.use(fragment)
	words, err := quoteWords(args)
	return fragment + " " + words, err
}

// programCall asks a program: whether it may start, what must hold, the
// pattern and the versions where one is looked for, the program.
func (p *printed) programCall(q step.Probe) (string, error) {
	p.use("program")
	approved, spans := "", []string{}
	if q.Approved {
		approved = "1"
	}
	for _, s := range q.Versions {
		spans = append(spans, s.Low+","+s.Below+","+s.Last)
	}
	words, err := quoteWords(append([]string{approved, q.Says, q.Want, strings.Join(spans, " ")}, q.Argv...))
	return "program " + words, err
}
