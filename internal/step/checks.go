package step

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"upgraph/internal/compat"
)

// checkType is one type of check: its name in the catalog and how it lowers.
type checkType struct {
	name  string
	lower func(c compat.Check) (Probe, error)
}

// checks is every type of check that there is.
var checks = []checkType{
	{"ini-key-equals", lowerINIKeyEquals},
	{"config-key-absent", lowerConfigKeyAbsent},
	{"file-contains", lowerFileContains},
	{"file-exists", lowerFileExists},
	{"command-succeeds", lowerCommandSucceeds},
	{"tool-version", lowerToolVersion},
}

// times lists when a check can be asked.
var times = []string{"", "plan", "hop", "step", "after"}

// LowerCheck gives the one question of a check, of one file or one program. A check of an unknown type,
// without an argument it needs or with one that does not belong to it is an
// error: what is not understood must block.
func LowerCheck(c compat.Check) (Probe, error) {
	for _, t := range checks {
		if t.name != c.Type {
			continue
		}
		p, err := t.lower(c)
		if err == nil {
			err = soundCheck(c)
		}
		if err != nil {
			return Probe{}, fmt.Errorf("check %s: %w", checkName(c), err)
		}
		return p, nil
	}
	return Probe{}, fmt.Errorf("check %s: unknown type %q", checkName(c), c.Type)
}

func checkName(c compat.Check) string {
	if c.ID != "" {
		return c.ID
	}
	return c.Type
}

// soundCheck holds what every type asks for.
func soundCheck(c compat.Check) error {
	if !slices.Contains(times, c.When) {
		return fmt.Errorf("when is %q, not one of plan, hop, step, after", c.When)
	}
	switch {
	case c.File == "" && len(c.Argv) == 0:
		return errors.New("file is missing")
	case c.File != "" && len(c.Argv) > 0:
		return errors.New("file does not belong here")
	}
	for _, f := range []struct{ name, text string }{{"file", c.File}, {"value", c.Value}, {"pattern", c.Pattern}} {
		if err := passable(f.name, f.text); err != nil {
			return err
		}
		switch {
		case strings.ContainsFunc(f.text, unicode.IsControl):
			return fmt.Errorf("%s holds a control character", f.name)
		case strings.ContainsFunc(f.text, unseen):
			return fmt.Errorf("%s holds a character that cannot be seen", f.name)
		}
	}
	return nil
}

// unseen reports whether r shows nothing, or turns the direction of text: a
// person cannot tell what is looked for.
func unseen(r rune) bool { return !unicode.IsPrint(r) && !unicode.Is(unicode.Zs, r) }

// onlyArguments refuses arguments that are there and do not belong to the type.
func onlyArguments(c compat.Check, allowed ...string) error {
	return onlyPresent([]present{
		{"format", c.Format != ""}, {"key", c.Key != ""}, {"value", c.Value != ""},
		{"argv", len(c.Argv) > 0}, {"pattern", c.Pattern != ""}, {"versions", len(c.Versions) > 0},
		{"approved", c.Approved != nil && len(c.Argv) == 0},
	}, allowed)
}

// format gives the format of a check, which must be one of allowed; the first
// of them is taken where the check names none and may do so.
func format(c compat.Check, mayBeEmpty bool, allowed ...Format) (Format, error) {
	f := Format(c.Format)
	if f == "" && mayBeEmpty {
		return allowed[0], nil
	}
	if !slices.Contains(allowed, f) {
		return "", fmt.Errorf("format is %q, not one of %v", c.Format, allowed)
	}
	return f, nil
}
