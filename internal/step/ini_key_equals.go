package step

import (
	"errors"

	"upgraph/internal/compat"
)

// lowerINIKeyEquals: File, an Ansible inventory or another INI file, sets Key
// to Value wherever it sets it, and sets it somewhere.
func lowerINIKeyEquals(c compat.Check) (Probe, error) {
	if err := onlyArguments(c, "format", "key", "value"); err != nil {
		return Probe{}, err
	}
	f, err := format(c, true, INI)
	if err != nil {
		return Probe{}, err
	}
	path, err := ParseKey(c.Key)
	if err != nil {
		return Probe{}, err
	}
	if len(path) != 1 {
		return Probe{}, errors.New("key of an INI file must be one name")
	}
	if c.Value == "" {
		return Probe{}, errors.New("value is missing")
	}
	return Probe{File: c.File, Format: f, Path: path, Test: Equals, Want: c.Value,
		Says: c.File + " has " + path[0] + " = " + c.Value}, nil
}
