package main

import "errors"

// Exit codes of upgraph.
const (
	exitOK       = 0
	exitProblems = 1 // the input or the machine is at fault
	exitUsage    = 2 // the command line is at fault
	exitNoPath   = 4 // path: there is no supported upgrade
)

// exitError ends the program with a code. A nil err has been reported already.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// usage marks an error as one of the command line.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return &exitError{code: exitUsage, err: err}
}

// reported ends the program after its problems were printed.
func reported(code int) error { return &exitError{code: code} }

// code is the exit code for the error of a command.
func code(err error) int {
	if err == nil {
		return exitOK
	}
	if e, ok := errors.AsType[*exitError](err); ok {
		return e.code
	}
	return exitProblems
}
