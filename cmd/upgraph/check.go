package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"upgraph/internal/build"
	"upgraph/internal/diag"
	"upgraph/internal/lint"
	"upgraph/internal/program"
)

func checkCommand() *cobra.Command {
	var format, since string
	var required bool
	cmd := &cobra.Command{
		Use:   "check [PATH...]",
		Short: "Say what is wrong with the guides",
		Long: "Check reads the content folder, or the folders and files that are named, and\n" +
			"prints every diagnostic. It exits with 1 when there is an error or a warning.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(formats, format) {
				return usage(fmt.Errorf("--format %q is unknown; expected one of %s", format, strings.Join(formats, ", ")))
			}
			var more []diag.Diagnostic
			if since != "" {
				var err error
				if more, err = missingFragment(cmd.Context(), contentDir(cmd), since, required); err != nil {
					return err
				}
				more = located(more, contentDir(cmd))
			}
			return runCheck(cmd, args, format, more)
		},
	}
	cmd.Flags().StringVar(&since, "fragment-since", "", "say so where files of the repository changed since `REF` and no fragment tells of it")
	cmd.Flags().BoolVar(&required, "fragment-required", false, "make a missing fragment an error")
	cmd.Flags().StringVar(&format, "format", formats[0], strings.Join(formats, ", "))
	offer(cmd, "format", formats)
	return cmd
}

// offer has the shell complete the values that a flag has to choose from.
func offer(cmd *cobra.Command, flag string, values []string) {
	if err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // there is no such flag
	}
}

// formats of diagnostics; the first is the default.
var formats = []string{"text", "json", "sarif", "github"}

func runCheck(cmd *cobra.Command, args []string, format string, all []diag.Diagnostic) error {
	if len(args) == 0 {
		args = []string{contentDir(cmd)}
	}
	sources := map[string]func() []byte{}
	for _, arg := range args {
		ds, source, err := checkPath(arg)
		if err != nil {
			return err
		}
		for _, d := range ds {
			sources[d.File] = func() []byte { return source(d.File) }
		}
		all = append(all, ds...)
	}
	err := writeDiagnostics(cmd.OutOrStdout(), format, all, func(file string) []byte {
		if read, ok := sources[file]; ok {
			return read()
		}
		return nil
	})
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(d diag.Diagnostic) bool { return d.Severity != diag.Info }) {
		return reported(exitProblems)
	}
	return nil
}

// checkPath reads a content folder or a single file. The diagnostics name
// files as the user would.
func checkPath(arg string) ([]diag.Diagnostic, func(string) []byte, error) {
	info, err := os.Stat(arg)
	if err != nil {
		return nil, nil, fmt.Errorf("check %s: %w", arg, err)
	}
	if info.IsDir() {
		content, err := loadDir(arg, build.Options{Drafts: true})
		if err != nil {
			return nil, nil, err
		}
		return located(content.Diagnostics, arg), func(file string) []byte {
			return content.Source(strings.TrimPrefix(file, prefix(arg)))
		}, nil
	}
	text, err := os.ReadFile(arg)
	if err != nil {
		return nil, nil, fmt.Errorf("check %s: %w", arg, err)
	}
	return build.Single(arg, text, generator), func(string) []byte { return text }, nil
}

func writeDiagnostics(w io.Writer, format string, ds []diag.Diagnostic, source func(string) []byte) error {
	switch format {
	case "json":
		return diag.JSON(w, ds)
	case "sarif":
		return diag.SARIF(w, ds, sarifTool())
	case "github":
		return diag.GitHub(w, ds)
	}
	if err := diag.Text(w, ds, source); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, tally(ds))
	return err
}

// sarifTool describes this program and its rules to code scanning services.
func sarifTool() diag.Tool {
	tool := diag.Tool{Name: "upgraph", Version: program.Version}
	for _, r := range lint.Rules() {
		tool.Rules = append(tool.Rules, diag.Rule{Code: r.Code, Summary: r.What, Help: r.Why})
	}
	return tool
}

// tally is "1 error, 2 warnings", or that there is nothing to say.
func tally(ds []diag.Diagnostic) string {
	n := map[diag.Severity]int{}
	for _, d := range ds {
		n[d.Severity]++
	}
	var parts []string
	if k := n[diag.Error]; k > 0 {
		parts = append(parts, count(k, "error"))
	}
	if k := n[diag.Warning]; k > 0 {
		parts = append(parts, count(k, "warning"))
	}
	if k := n[diag.Info]; k > 0 {
		parts = append(parts, count(k, "remark"))
	}
	if len(parts) == 0 {
		return "no problems"
	}
	return strings.Join(parts, ", ")
}
