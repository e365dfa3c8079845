package run

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"

	"upgraph/internal/term"
)

// Exit codes of the runner. They are part of its interface and the same as
// those of the generated scripts.
const (
	ExitOK         = 0  // done, or nothing to do
	ExitStep       = 1  // a step failed
	ExitUsage      = 2  // the command line or a file named on it cannot be used
	ExitCheck      = 3  // a check or constraint failed, or an unfinished run is in the way
	ExitNoPath     = 4  // no path
	ExitUnknown    = 5  // the outcome of a step is unknown, a person must resolve it
	ExitPerson     = 6  // a person is needed and there is none
	ExitLocked     = 7  // another run holds the lock
	ExitChanged    = 8  // the data changed since the plan
	ExitUntrusted  = 9  // signature, checksum, older sequence, expired
	ExitDamaged    = 10 // the journal is damaged
	ExitState      = 11 // state could not be written
	ExitTimeout    = 12 // a step timed out
	exitSignalBase = 128
)

// Error is a failure with the exit code it ends the program with. Hint says
// what to do about it, one line each.
type Error struct {
	Code int
	Err  error
	Hint []string
	// Shown means that the person has been told already.
	Shown bool
}

func (e *Error) Error() string { return e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }

// Fail makes an [Error] with a formatted message.
func Fail(code int, format string, args ...any) *Error {
	return &Error{Code: code, Err: fmt.Errorf(format, args...)}
}

// Hinted adds a line that says what to do.
func (e *Error) Hinted(format string, args ...any) *Error {
	e.Hint = append(e.Hint, fmt.Sprintf(format, args...))
	return e
}

// CodeOf is the exit code for an error; 0 for nil, 1 for one that says nothing.
func CodeOf(err error) int {
	if err == nil {
		return ExitOK
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ExitStep
}

// ExitSignal is the exit code of a program that a signal ended.
func ExitSignal(s os.Signal) int {
	if n, ok := s.(syscall.Signal); ok {
		return exitSignalBase + int(n)
	}
	return ExitStep
}

// stateError says that a record could not be written: nothing further may run.
func stateError(what string, err error) *Error {
	return Fail(ExitState, "%s: %w", what, err).
		Hinted("nothing was started that is not recorded; make room or mend the directory, then resume; a run that has not begun may take another --state-dir")
}

// WriteError tells a person what went wrong and what to do about it.
func WriteError(w io.Writer, width int, program string, err error) {
	p := &term.Paper{W: w, Width: width}
	p.Entry(program+": ", len(program)+2, term.Plain, err.Error())
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return
	}
	for _, h := range e.Hint {
		if label, command, ok := strings.Cut(h, ":  "); ok {
			p.Line("  %s: %s", label, command) // to be copied as it is
			continue
		}
		p.Entry("  ", 2, term.Plain, h)
	}
}
