package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"upgraph/internal/build"
	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/graph"
	"upgraph/internal/plan"
	"upgraph/internal/term"
)

func pathCommand() *cobra.Command {
	var product, from, to string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "path --from A --to B",
		Short: "Print the upgrade plan from one release to another",
		Long: "Path prints the plan that upgraph-run would execute. A release is named by id,\n" +
			"alias, build or commit, with or without \"v\". Exit code 4 says that there is no\n" +
			"supported path.",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			content, err := load(cmd, build.Options{})
			if err != nil {
				return err
			}
			if diag.HasErrors(content.Diagnostics) {
				if err := printDiagnostics(cmd.ErrOrStderr(), content.Diagnostics, contentDir(cmd), content.Source); err != nil {
					return err
				}
				return reported(exitProblems)
			}
			p, err := content.Product(product)
			if err != nil {
				return usage(err)
			}
			return printPath(cmd, p.Catalog, from, to, asJSON)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&product, "product", "", "product, where there are several")
	flags.StringVar(&from, "from", "", "release that is installed")
	flags.StringVar(&to, "to", "", "release to get to")
	flags.BoolVar(&asJSON, "json", false, "print the plan as JSON")
	for _, name := range []string{"from", "to"} {
		if err := cmd.MarkFlagRequired(name); err != nil {
			panic(err) // the flag is declared four lines above
		}
	}
	return cmd
}

func printPath(cmd *cobra.Command, c *compat.Catalog, from, to string, asJSON bool) error {
	text, err := compat.Encode(c)
	if err != nil {
		return err
	}
	g, err := graph.New(c)
	if err != nil {
		return err
	}
	p, err := plan.For(g, compat.Digest(text), from, to)
	if err != nil {
		if asJSON {
			fmt.Fprintf(cmd.OutOrStdout(), "%s", plan.EncodeError(err))
			return reported(plan.Code(err))
		}
		return &exitError{code: plan.Code(err), err: err}
	}
	if asJSON {
		out, err := plan.Encode(p)
		if err != nil {
			return err
		}
		_, err = cmd.OutOrStdout().Write(out)
		return err
	}
	paper := term.Paper{W: cmd.OutOrStdout()}
	paper.WritePlan(p)
	return paper.Err()
}
