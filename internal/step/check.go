package step

import (
	"errors"
	"fmt"

	"upgraph/internal/compat"
)

// lowerCheckStep: the check must hold before the next step begins.
func lowerCheckStep(s compat.Step) ([]Action, error) {
	if err := onlyFields(s, "check"); err != nil {
		return nil, err
	}
	if s.Check == nil {
		return nil, errors.New("check is missing")
	}
	if s.Check.When != "" && s.Check.When != "step" {
		return nil, fmt.Errorf("check has its time at %q, not in place", s.Check.When)
	}
	if len(s.Check.Argv) > 0 {
		return nil, errors.New("check starts a program, which no check in place does")
	}
	p, err := LowerCheck(*s.Check)
	if err != nil {
		return nil, err
	}
	return []Action{p}, nil
}
