package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"upgraph/internal/compat"
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
			if from == "" || to == "" {
				return usage(errors.New("--from and --to are needed: what is installed, and where to go"))
			}
			content, err := loadSound(cmd)
			if err != nil {
				return err
			}
			p, err := content.Meant(product, from, to)
			if err != nil {
				return usage(err)
			}
			return printPath(cmd, p.Catalog, from, to, asJSON)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&product, "product", "", "product, where the releases do not tell it")
	flags.StringVar(&from, "from", "", "release that is installed")
	flags.StringVar(&to, "to", "", "release to get to")
	flags.BoolVar(&asJSON, "json", false, "print the plan as JSON")
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
		return &exitError{code: plan.Code(err), err: errors.New(strings.Join(append([]string{err.Error()}, plan.Advice(err)...), "\n  "))}
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
