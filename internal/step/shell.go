package step

import (
	"errors"
	"strings"

	"upgraph/internal/compat"
)

// lowerShell: the script of a fence that the author marked is given to sh.
func lowerShell(s compat.Step) ([]Action, error) {
	if err := onlyFields(s, "script", "parameters", "verify", "idempotent", "approved"); err != nil {
		return nil, err
	}
	if strings.TrimSpace(s.Script) == "" {
		return nil, errors.New("script is empty")
	}
	if err := passable("script", s.Script); err != nil {
		return nil, err
	}
	run := Shell{Script: s.Script, Parameters: s.Parameters}
	if s.IsApproved() {
		return []Action{run}, nil
	}
	return asked(s.Script, run), nil
}
