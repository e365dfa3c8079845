package step

import (
	"errors"
	"strconv"
	"strings"
	"unicode"

	"upgraph/internal/compat"
)

// lowerExec: a program runs with its arguments, without a shell.
func lowerExec(s compat.Step) ([]Action, error) {
	if err := onlyFields(s, "argv", "parameters", "verify", "idempotent", "approved"); err != nil {
		return nil, err
	}
	if err := soundCommand(s.Argv); err != nil {
		return nil, err
	}
	run := Exec{Argv: s.Argv, Parameters: s.Parameters}
	if s.IsApproved() {
		return []Action{run}, nil // without the text of a question
	}
	return asked(Command(s.Argv), run), nil
}

// soundCommand holds what every program that is started asks for.
func soundCommand(argv []string) error {
	if len(argv) == 0 || argv[0] == "" {
		return errors.New("argv names no program")
	}
	if strings.HasPrefix(argv[0], "-") {
		return errors.New("argv names an option where the program belongs")
	}
	for _, arg := range argv {
		if err := passable("argv", arg); err != nil {
			return err
		}
	}
	return nil
}

// Command writes argv on one line for people to read: plain words as they are,
// all others quoted, characters that a terminal would not show escaped.
func Command(argv []string) string {
	words := make([]string, len(argv))
	for i, arg := range argv {
		words[i] = word(arg)
	}
	return strings.Join(words, " ")
}

func word(arg string) string {
	plain, printable := arg != "", true
	for _, r := range arg {
		if !unicode.IsPrint(r) {
			printable = false
		}
		if !plainRune(r) {
			plain = false
		}
	}
	switch {
	case plain:
		return arg
	case printable:
		return "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
	default:
		return strconv.Quote(arg)
	}
}

// plainRune reports whether r means nothing to a shell wherever it stands.
func plainRune(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' ||
		strings.ContainsRune("_-./:,+@%=", r)
}
