// Command upgraph compiles upgrade guides into a site, upgrade scripts and a
// compatibility JSON.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRoot()
	err := root.ExecuteContext(ctx)
	if err != nil && err.Error() != "" {
		fmt.Fprintf(os.Stderr, "upgraph: %v\n", err)
	}
	stop()
	os.Exit(code(err))
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "upgraph",
		Short:         "Compile upgrade guides into a site, upgrade scripts and a compatibility JSON",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          known,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SuggestionsMinimumDistance = 2
	root.PersistentFlags().String("content", "content", "folder of the guides")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage(fmt.Errorf("%w; see %s --help", err, cmd.CommandPath()))
	})
	root.AddCommand(
		buildCommand(), checkCommand(), explainCommand(), inspectCommand(), reviewCommand(), lockCommand(), pathCommand(), serveCommand(), changelogCommand(), newCommand(), keyCommand(), manCommand(), versionCommand(),
	)
	return root
}

// known refuses words that are no command, with the commands that come near.
func known(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	err := fmt.Errorf("there is no command %q; see upgraph --help", args[0])
	if near := root.SuggestionsFor(args[0]); len(near) > 0 {
		err = fmt.Errorf("there is no command %q; did you mean %s?", args[0], strings.Join(near, ", "))
	}
	return usage(err)
}
