package script

import (
	"fmt"
	"slices"
	"strings"

	"upgraph/internal/step"
)

// item adds an id with what it does to the script. It may come back in a plan
// only with the same content: people confirm ids.
func (w *writer) item(it item, actions []step.Action, extra ...string) error {
	id := it.id
	if _, err := quote(id); err != nil {
		return fmt.Errorf("step id: %w", err)
	}
	actions = leaveValues(actions)
	for i, a := range actions {
		if last := i == len(actions)-1; !last && runs(a) {
			return fmt.Errorf("step %s: something follows what runs", id)
		}
		line, err := w.line(a)
		if err != nil {
			return fmt.Errorf("step %s: %w", id, err)
		}
		it.body = append(it.body, line)
	}
	for _, line := range extra {
		if line != "" {
			it.body = append(it.body, line)
		}
	}
	content := strings.Join(it.body, "\n")
	if was, ok := w.seen[id]; ok && was != content {
		return fmt.Errorf("%s stands for two things", id)
	}
	w.seen[id] = content
	w.add(w.route.plan.From, it)
	return nil
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

// line is an action as a line of shell.
func (w *writer) line(a step.Action) (string, error) {
	switch a := a.(type) {
	case step.Ask:
		if a.Why == step.Unapproved {
			return "unapproved", nil // the text is what the next line runs
		}
		return "manual " + display(a.Text), nil
	case step.Exec:
		return execLine(a.Argv)
	case step.Shell:
		w.uses["script"] = true
		lines, err := quoteScript(a.Script)
		return "script " + lines, err
	case step.Probe:
		return w.probeLine(a)
	}
	return "", fmt.Errorf("%T has no form in a script", a)
}

// execLine runs a program. A name that means something to a shell or to the
// script itself goes through env, which knows programs only.
func execLine(argv []string) (string, error) {
	words, err := quoteWords(argv)
	if err != nil {
		return "", err
	}
	if strings.Contains(argv[0], "=") {
		return "", fmt.Errorf("the program %q holds a =", argv[0])
	}
	if slices.Contains(shellNames, argv[0]) || slices.Contains(runtimeNames(), argv[0]) || ownName.MatchString(argv[0]) {
		return "run env " + words, nil
	}
	return "run " + words, nil
}

// probeLine asks the question of a probe with its fragment of the runtime.
func (w *writer) probeLine(p step.Probe) (string, error) {
	path := strings.ReplaceAll(strings.Join(p.Path, "."), "."+step.Each, step.Each)
	fragment, args := "", []string(nil)
	switch {
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
