package step

import (
	"errors"

	"upgraph/internal/compat"
)

// lowerFileContains: Value stands somewhere in File, on one line.
func lowerFileContains(c compat.Check) (Probe, error) {
	if err := onlyArguments(c, "format", "value"); err != nil {
		return Probe{}, err
	}
	f, err := format(c, true, Text)
	if err != nil {
		return Probe{}, err
	}
	if c.Value == "" {
		return Probe{}, errors.New("value is missing")
	}
	return Probe{File: c.File, Format: f, Test: Contains, Want: c.Value,
		Says: c.File + " contains the text " + c.Value}, nil
}
