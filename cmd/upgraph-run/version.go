package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
)

var versionCommand = command{
	name: "version", short: "print version, commit and Go version",
	long: "Prints version, commit and Go version of this program.",
	do:   doVersion,
}

func doVersion(*call) error {
	commit := "unknown commit"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				commit = s.Value
			}
		}
	}
	_, err := fmt.Fprintf(os.Stdout, "%s %s (%s, %s)\n", program, buildVersion(), commit, runtime.Version())
	return err
}
