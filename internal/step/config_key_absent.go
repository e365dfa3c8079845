package step

import "upgraph/internal/compat"

// lowerConfigKeyAbsent: File, in TOML or YAML, has no Key.
func lowerConfigKeyAbsent(c compat.Check) (Probe, error) {
	if err := onlyArguments(c, "format", "key"); err != nil {
		return Probe{}, err
	}
	f, err := format(c, false, TOML, YAML)
	if err != nil {
		return Probe{}, err
	}
	path, err := ParseKey(c.Key)
	if err != nil {
		return Probe{}, err
	}
	return Probe{File: c.File, Format: f, Path: path, Test: Absent,
		Says: c.File + " has no key " + inWords(path)}, nil
}
