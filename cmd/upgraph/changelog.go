package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"upgraph/internal/build"
	"upgraph/internal/diag"
)

func changelogCommand() *cobra.Command {
	var baseURL string
	cmd := &cobra.Command{
		Use:   "changelog [PRODUCT]",
		Short: "Write the changelog of a product in the format of Keep a Changelog",
		Long: "Changelog prints a CHANGELOG.md of the product. A guide that is a changelog already\n" +
			"keeps its words, order and spelling; other guides are sorted into the six kinds of\n" +
			"changes. What the guides say and the changelog does not is listed on standard error.",
		Args: func(cmd *cobra.Command, args []string) error { return usage(cobra.MaximumNArgs(1)(cmd, args)) },
		RunE: func(cmd *cobra.Command, args []string) error { return runChangelog(cmd, args, baseURL) },
	}
	cmd.Flags().StringVar(&baseURL, "base-url", "", "address of the site, to link each release to its comparison (default: that of site.yaml)")
	return cmd
}

func runChangelog(cmd *cobra.Command, args []string, baseURL string) error {
	content, err := load(cmd, build.Options{})
	if err != nil {
		return err
	}
	id := ""
	if len(args) > 0 {
		id = args[0]
	}
	p, err := content.Product(id)
	if err != nil {
		return usage(err)
	}
	if errs := errorsOf(content.Diagnostics); len(errs) > 0 {
		if err := printDiagnostics(cmd.ErrOrStderr(), errs, contentDir(cmd), content.Source); err != nil {
			return err
		}
		if !content.WritesWhole(p) {
			return reported(exitProblems)
		}
	}
	if baseURL == "" {
		baseURL = content.Site.BaseURL
	}
	out, err := content.Changelog(p, baseURL)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprint(cmd.OutOrStdout(), out.Text); err != nil {
		return fmt.Errorf("write the changelog: %w", err)
	}
	for _, x := range out.Left {
		fmt.Fprintf(cmd.ErrOrStderr(), "%s%s:%d: left out: %s\n", prefix(contentDir(cmd)), x.File, x.Line, x.What)
	}
	for _, text := range out.Changed {
		fmt.Fprintf(cmd.ErrOrStderr(), "upgraph: %s\n", text)
	}
	if len(out.Changed) > 0 {
		return reported(exitProblems)
	}
	return nil
}

// errorsOf leaves out what keeps nothing from being written.
func errorsOf(ds []diag.Diagnostic) []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, d := range ds {
		if d.Severity == diag.Error {
			out = append(out, d)
		}
	}
	return out
}
