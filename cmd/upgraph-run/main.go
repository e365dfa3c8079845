// Command upgraph-run performs upgrade plans from a compatibility catalog: it
// plans, checks, runs step by step, and goes on after whatever stopped it.
//
// This package reads command lines and prints; what an upgrade is and how it is
// run safely is in package run.
package main

import (
	"errors"
	"os"
	"time"

	"golang.org/x/term"

	"upgraph/internal/run"
)

func main() {
	os.Exit(mainCode(os.Args[1:]))
}

// mainCode runs one command line and gives the exit code.
func mainCode(args []string) int {
	if len(args) > 0 && args[0] == run.ShimCommand {
		return run.Shim(args[1:], time.Now, nil, nil)
	}
	err := dispatch(args)
	report(err)
	return run.CodeOf(err)
}

// report tells on standard error what went wrong and what to do about it,
// unless the person has been told already.
func report(err error) {
	if err == nil {
		return
	}
	e, ok := errors.AsType[*run.Error](err)
	if ok && e.Shown {
		return
	}
	width, _, _ := term.GetSize(int(os.Stderr.Fd())) // 0 where it is no terminal
	run.WriteError(os.Stderr, width, program, err)
}
