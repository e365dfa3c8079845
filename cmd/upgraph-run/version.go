package main

import (
	"fmt"
	"os"

	about "upgraph/internal/program"
)

var versionCommand = command{
	name: "version", short: "print version, commit and Go version",
	long: "Prints version, commit and Go version of this program.",
	do:   doVersion,
}

func doVersion(*call) error {
	_, err := fmt.Fprintln(os.Stdout, about.Line(program))
	return err
}
