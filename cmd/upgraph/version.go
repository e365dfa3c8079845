package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"
)

// version is the release of this program, commit what it was built from; the
// Makefile sets commit.
const version = "0.1.0"

var commit = "unknown"

// generator names this program in what it writes. The commit is not in it:
// equal content gives equal bytes with every build of one release.
const generator = "upgraph " + version

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print version, commit and Go version",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "upgraph %s (commit %s, %s)\n", version, commit, runtime.Version())
			return err
		},
	}
}

// noArgs refuses arguments as a fault of the command line.
func noArgs(cmd *cobra.Command, args []string) error {
	return usage(cobra.NoArgs(cmd, args))
}
