package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"upgraph/internal/build"
	"upgraph/internal/diag"
	"upgraph/internal/release"
)

func inspectCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "inspect FILE...",
		Short: "Show how a document was read",
		Long: "Inspect shows what was found in each document: releases, changes, steps, commands\n" +
			"and notes, each with its lines, the dialect that was chosen and why, and how much\n" +
			"of the text is none of these.",
		Args: func(cmd *cobra.Command, args []string) error { return usage(cobra.MinimumNArgs(1)(cmd, args)) },
		RunE: func(cmd *cobra.Command, args []string) error {
			var documents []*release.Document
			failed := false
			for _, arg := range args {
				text, err := os.ReadFile(arg)
				if err != nil {
					return fmt.Errorf("inspect: %w", err)
				}
				d := build.Inspect(filepath.ToSlash(arg), text)
				failed = failed || diag.HasErrors(d.Diagnostics)
				documents = append(documents, d)
			}
			if err := printDocuments(cmd.OutOrStdout(), documents, asJSON); err != nil {
				return err
			}
			if failed {
				return reported(exitProblems)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print as JSON")
	return cmd
}

func printDocuments(w io.Writer, documents []*release.Document, asJSON bool) error {
	if asJSON {
		text, err := release.InspectJSON(documents)
		if err != nil {
			return err
		}
		_, err = w.Write(text)
		return err
	}
	for _, d := range documents {
		printDocument(w, d)
	}
	return nil
}

func printDocument(w io.Writer, d *release.Document) {
	fmt.Fprintf(w, "%s: %s\n", d.Path, d.Title)
	fmt.Fprintf(w, "  dialect   %s: %s\n", d.Profile.Name, d.Profile.Why)
	fmt.Fprintf(w, "  language  %s\n", d.Language)
	fmt.Fprintf(w, "  lines     %d of %d accounted for, %d of them extra\n", d.Lines.Accounted, d.Lines.Total, d.Lines.Extra)
	fmt.Fprintf(w, "  notes     %d, conditions %d\n", len(d.Notes), len(d.Conditions))
	for _, r := range d.Releases {
		fmt.Fprintf(w, "\n  %s  lines %d to %d\n", r.ID, r.Line, r.EndLine)
		fmt.Fprintf(w, "    %s, %s, %s, %s, %s, %s\n", count(len(r.Changes), "change"), count(len(r.Steps), "step"),
			count(len(r.Commands), "command"), count(len(r.Checks), "check"), count(len(r.Notes), "note"), count(len(r.Extra), "extra block"))
		for _, s := range r.Steps {
			fmt.Fprintf(w, "    %5d: step %d: %s\n", s.Line, s.Number, s.Text)
			for _, a := range s.Actions {
				fmt.Fprintf(w, "           %-6s %s\n", a.Kind, describe(a))
			}
		}
		for _, e := range r.Extra {
			fmt.Fprintf(w, "    %5d: extra %s in %q\n", e.Line, e.Kind, e.Section)
		}
	}
	for _, g := range d.Diagnostics {
		fmt.Fprintf(w, "\n  %s\n", g)
	}
	fmt.Fprintln(w)
}

func describe(a release.Action) string {
	switch {
	case a.Command != "":
		return a.Command
	case a.Check != nil && a.Check.Value != "":
		return fmt.Sprintf("%s %s %s = %s", a.Check.Type, a.Check.File, a.Check.Key, a.Check.Value)
	case a.Check != nil:
		return fmt.Sprintf("%s %s %s", a.Check.Type, a.Check.File, a.Check.Key)
	}
	return a.Text
}
