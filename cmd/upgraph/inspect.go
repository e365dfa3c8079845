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
