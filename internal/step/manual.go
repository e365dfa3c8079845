package step

import (
	"errors"
	"strings"

	"upgraph/internal/compat"
)

// lowerManual: a person does what Text says.
func lowerManual(s compat.Step) ([]Action, error) {
	if err := onlyFields(s); err != nil {
		return nil, err
	}
	if strings.TrimSpace(s.Text) == "" {
		return nil, errors.New("text is empty: there is nothing to show to a person")
	}
	if err := passable("text", s.Text); err != nil {
		return nil, err
	}
	return []Action{Ask{Text: s.Text, Why: Manual}}, nil
}
