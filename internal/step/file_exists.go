package step

import "upgraph/internal/compat"

// lowerFileExists: File is there.
func lowerFileExists(c compat.Check) (Probe, error) {
	if err := onlyArguments(c, "format"); err != nil {
		return Probe{}, err
	}
	f, err := format(c, true, Text)
	if err != nil {
		return Probe{}, err
	}
	return Probe{File: c.File, Format: f, Test: Exists, Says: "the file " + c.File + " exists"}, nil
}
