package script

import (
	"fmt"
	"slices"
	"strings"

	"upgraph/internal/plan"
	"upgraph/internal/step"
)

// item adds an id with what it does to the lines of a walk; first are calls
// that come before its own. An id may come back in a plan only with the same
// content: people confirm ids.
func (w *writer) item(lines *[]string, id string, actions []step.Action, first ...string) error {
	line, err := w.line(id, actions, first...)
	if err != nil {
		return err
	}
	return w.add(lines, id, line)
}

func (w *writer) add(lines *[]string, id, line string) error {
	if was, ok := w.seen[id]; ok && was != line {
		return fmt.Errorf("%s stands for two things", id)
	}
	w.seen[id] = line
	*lines = append(*lines, line)
	return nil
}

func (w *writer) line(id string, actions []step.Action, first ...string) (string, error) {
	name, err := quote(id)
	if err != nil {
		return "", fmt.Errorf("step id: %w", err)
	}
	actions = leaveValues(actions)
	calls := append([]string{"step " + name}, first...)
	for i, a := range actions {
		if ask, ok := a.(step.Ask); ok && ask.Why == step.Unapproved {
			w.uses["gated"] = true
			calls[0] += " unapproved" // the text is what the next call runs
			continue
		}
		if last := i == len(actions)-1; !last && runs(a) {
			return "", fmt.Errorf("step %s: something follows what runs", id)
		}
		call, err := w.call(a)
		if err != nil {
			return "", fmt.Errorf("step %s: %w", id, err)
		}
		calls = append(calls, call)
	}
	return strings.Join(calls, "; "), nil
}

// written is a step of a plan with its line: the plans into a release share
// most of their steps.
type written struct {
	step plan.Step
	line string
}

// is reports whether s has the same line. Plans of one catalog point to the same
// parts; where they do not, the line is written again.
func (w written) is(s plan.Step) bool {
	return w.step.Kind == s.Kind && w.step.Text == s.Text && w.step.Script == s.Script && w.step.Check == s.Check &&
		w.step.Verify == s.Verify && w.step.Idempotent == s.Idempotent && w.step.Approved == s.Approved &&
		slices.Equal(w.step.Argv, s.Argv) && slices.Equal(w.step.Parameters, s.Parameters)
}

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
func (w *writer) call(a step.Action) (string, error) {
	switch a := a.(type) {
	case step.Ask:
		return "manual " + display(a.Text), nil
	case step.Exec:
		return runCall(a.Argv)
	case step.Shell:
		w.uses["script"] = true
		lines, err := quoteScript(a.Script)
		return "script " + lines, err
	case step.Probe:
		return w.probeCall(a)
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
func (w *writer) probeCall(p step.Probe) (string, error) {
	path := strings.ReplaceAll(strings.Join(p.Path, "."), "."+step.Each, step.Each)
	fragment, args := "", []string(nil)
	switch {
	case p.Format == step.Output:
		return w.programCall(p)
	case p.Test == step.Equals && p.Format == step.INI:
		fragment, args = "ini_equals", []string{p.File, path, p.Want}
	case p.Test == step.Absent && (p.Format == step.TOML || p.Format == step.YAML):
		fragment, args = "key_absent", []string{string(p.Format), p.File, path}
	case p.Test == step.Contains && p.Format == step.Text:
		fragment, args = "contains", []string{p.File, p.Want}
	case p.Test == step.Exists:
		fragment, args = "exists", []string{p.File}
	default:
		return "", fmt.Errorf("a script cannot ask %s of a %s file", p.Test, p.Format)
	}
	w.uses[fragment] = true
	words, err := quoteWords(args)
	return fragment + " " + words, err
}

// programCall asks a program: whether it may start, what must hold, the
// pattern and the versions where one is looked for, the program.
func (w *writer) programCall(p step.Probe) (string, error) {
	w.uses["program"] = true
	approved, spans := "", []string{}
	if p.Approved {
		approved = "1"
	}
	for _, s := range p.Versions {
		spans = append(spans, s.Low+","+s.Below+","+s.Last)
	}
	words, err := quoteWords(append([]string{approved, p.Says, p.Want, strings.Join(spans, " ")}, p.Argv...))
	return "program " + words, err
}
