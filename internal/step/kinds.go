package step

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"upgraph/internal/compat"
)

// kind is one kind of step: its name in the catalog and how it lowers.
type kind struct {
	name  string
	lower func(s compat.Step) ([]Action, error)
}

// kinds is every kind of step that there is.
var kinds = []kind{
	{"manual", lowerManual},
	{"check", lowerCheckStep},
	{"exec", lowerExec},
	{"shell", lowerShell},
}

// constraints is every type of constraint that there is. A constraint does not
// lower: it is shown, and the runner verifies it after each hop.
var constraints = []string{"lockstep"}

// Known lists what this package understands, for strict decoding: a catalog
// that requires anything else must not be executed.
func Known() compat.Known {
	k := compat.Known{Constraints: slices.Clone(constraints), Parameters: []string{"text"}}
	for _, kind := range kinds {
		k.Steps = append(k.Steps, kind.name)
	}
	for _, check := range checks {
		k.Checks = append(k.Checks, check.name)
	}
	return k
}

// Lower gives the actions of a step, in order: first what is asked of a person
// or of a file, then at most one thing that runs. A step of an unknown kind or
// with arguments that do not belong to its kind is an error.
func Lower(s compat.Step) ([]Action, error) {
	for _, k := range kinds {
		if k.name != s.Kind {
			continue
		}
		actions, err := k.lower(s)
		if err == nil {
			err = verifies(s)
		}
		if err != nil {
			return nil, fmt.Errorf("step %s (%s): %w", s.ID, s.Kind, err)
		}
		return actions, nil
	}
	return nil, fmt.Errorf("step %s: unknown kind %q", s.ID, s.Kind)
}

// onlyFields refuses the fields that are there and do not belong to the kind.
func onlyFields(s compat.Step, allowed ...string) error {
	return onlyPresent([]present{
		{"argv", len(s.Argv) > 0},
		{"script", s.Script != ""},
		{"check", s.Check != nil},
		{"parameters", len(s.Parameters) > 0},
		{"verify", s.Verify != nil},
		{"idempotent", s.Idempotent != nil},
		{"approved", s.Approved != nil},
	}, allowed)
}

// present is a field by name, and whether it says anything.
type present struct {
	name string
	set  bool
}

func onlyPresent(fields []present, allowed []string) error {
	for _, f := range fields {
		if f.set && !slices.Contains(allowed, f.name) {
			return fmt.Errorf("%s does not belong here", f.name)
		}
	}
	return nil
}

// verifies reports why what verifies a step cannot be run.
func verifies(s compat.Step) error {
	argv := s.VerifyArgv()
	if s.Verify != nil && (len(argv) == 0 || argv[0] == "" || strings.HasPrefix(argv[0], "-")) {
		return errors.New("verify names no program")
	}
	for _, arg := range argv {
		if err := passable("verify", arg); err != nil {
			return err
		}
	}
	return nil
}

// passable reports why s cannot be handed to a program: such text has no
// meaning to the operating system, so it never came from a sound guide.
func passable(what, s string) error {
	if strings.ContainsRune(s, 0) {
		return fmt.Errorf("%s holds a NUL byte", what)
	}
	if !utf8.ValidString(s) {
		return fmt.Errorf("%s is not valid UTF-8", what)
	}
	return nil
}

// asked puts a question before what runs: the author has not approved it.
func asked(text string, run Action) []Action {
	return []Action{Ask{Text: text, Why: Unapproved}, run}
}
