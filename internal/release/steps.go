package release

import (
	"fmt"
	"strconv"

	"upgraph/internal/compat"
)

// steps lowers the steps of a release: one action keeps the step's number,
// several get letters behind it.
func (l *lowering) steps(n *node, p part) []compat.Step {
	actions := 0
	for _, s := range p.rel.Steps {
		actions += len(s.Actions)
	}
	out, taken := make([]compat.Step, 0, actions), make(map[string]bool, actions)
	for _, s := range p.rel.Steps {
		number := s.ID()
		for i, a := range s.Actions {
			id := s.ActionID(i)
			for again := 2; taken[id]; again++ {
				id = fmt.Sprintf("%s-%d", number, again)
			}
			taken[id] = true
			out = append(out, l.step(n, p, id, a))
		}
	}
	return out
}

// ID is how the author counts the step: NUMBER, or LIST.NUMBER.
func (s Step) ID() string {
	if s.Under > 0 {
		return strconv.Itoa(s.Under) + "." + strconv.Itoa(s.Number)
	}
	return strconv.Itoa(s.Number)
}

// ActionID is the id of the i-th action of the step, with a letter where there
// are several.
func (s Step) ActionID(i int) string {
	if len(s.Actions) > 1 {
		return s.ID() + letters(i)
	}
	return s.ID()
}

// letters counts a, b, … z, aa, ab, …
func letters(i int) string {
	if i < 26 {
		return string(rune('a' + i))
	}
	return letters(i/26-1) + string(rune('a'+i%26))
}

func (l *lowering) step(n *node, p part, id string, a Action) compat.Step {
	s := compat.Step{ID: id, Kind: a.Kind, Text: flow(a.Text), Source: source(p.doc, a.Span)}
	switch a.Kind {
	case "check":
		if a.Check != nil {
			c := a.Check.Catalog()
			c.ID = ""
			s.Check = &c
		}
	case "exec":
		s.Argv = append([]string{}, a.Argv...)
	case "shell":
		s.Script = a.Command
	}
	if s.Executes() {
		s.Parameters = a.Parameters
		if len(a.Verify) > 0 {
			s.Verify = &compat.Verify{Argv: a.Verify}
		}
		idempotent := a.Idempotent
		s.Idempotent = &idempotent
		approved := l.in.Approved != nil && l.in.Approved(n.id, s)
		s.Approved = &approved
	}
	return s
}
