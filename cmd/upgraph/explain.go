package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"upgraph/internal/lint"
	"upgraph/internal/schema"
)

func explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [CODE]",
		Short: "Say what a rule is about, with a bad and a good example",
		Long: "Explain says what a rule finds, why, and what a guide looks like that has the\n" +
			"fault and one that has not. A rule goes by its code or by its name. Without an\n" +
			"argument it lists all rules.",
		Args: func(cmd *cobra.Command, args []string) error { return usage(cobra.MaximumNArgs(1)(cmd, args)) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var codes []string
			for _, r := range lint.Rules() {
				codes = append(codes, r.Code+"\t"+r.Name)
			}
			return codes, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				listRules(cmd.OutOrStdout())
				return nil
			}
			r, err := ruleOf(args[0])
			if err != nil {
				return usage(err)
			}
			explain(cmd.OutOrStdout(), r)
			return nil
		},
	}
}

// ruleOf is the rule with a code or a name, however its letters are written.
func ruleOf(arg string) (lint.Rule, error) {
	if r, ok := lint.Explain(strings.ToUpper(arg)); ok {
		return r, nil
	}
	if r, ok := lint.Named(strings.ToLower(arg)); ok {
		return r, nil
	}
	var names []string
	for _, r := range lint.Rules() {
		names = append(names, r.Code, r.Name)
	}
	if near, ok := schema.Nearest(arg, names); ok {
		return lint.Rule{}, fmt.Errorf("there is no rule %q; did you mean %s?", arg, near)
	}
	return lint.Rule{}, fmt.Errorf("there is no rule %q; upgraph explain lists them", arg)
}

func listRules(w io.Writer) {
	for _, r := range lint.Rules() {
		fmt.Fprintf(w, "%s  %-7s  %s\n", r.Code, r.Severity, r.Name)
	}
}

func explain(w io.Writer, r lint.Rule) {
	fmt.Fprintf(w, "%s %s (%s)\n\n%s\n\n%s\n", r.Code, r.Name, r.Severity, r.What, r.Why)
	if r.Bad == "" {
		return
	}
	fmt.Fprintf(w, "\nBad:\n\n%s\nGood:\n\n%s", indented(r.Bad), indented(r.Good))
}

// indented is an example as it may be shown: characters that a terminal would
// not show, or would obey, are escaped.
func indented(example string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(strings.TrimSuffix(example, "\n"), "\n") {
		quoted := strconv.Quote(line)
		shown := strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(quoted[1 : len(quoted)-1])
		b.WriteString(strings.TrimRight("    "+shown, " ") + "\n")
	}
	return b.String()
}
