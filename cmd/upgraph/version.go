package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"upgraph/internal/program"
)

// generator names this program in what it writes. The commit is not in it:
// equal content gives equal bytes with every build of one release.
const generator = "upgraph " + program.Version

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print version, commit and Go version",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), program.Line("upgraph"))
			return err
		},
	}
}

// noArgs refuses arguments as a fault of the command line.
func noArgs(cmd *cobra.Command, args []string) error {
	return usage(cobra.NoArgs(cmd, args))
}
