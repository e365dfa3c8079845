package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"upgraph/internal/build"
	"upgraph/internal/program"
	"upgraph/internal/term"
)

func manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "Write the manual pages into a folder",
		Long:  "Man writes a manual page for each command into a new folder, to be read with\nman -l DIR/upgraph.1 or put where man looks.",
		Args:  func(cmd *cobra.Command, args []string) error { return usage(cobra.ExactArgs(1)(cmd, args)) },
		RunE:  func(cmd *cobra.Command, args []string) error { return writeManual(cmd.Root(), args[0]) },
	}
}

func writeManual(root *cobra.Command, dir string) error {
	if err := build.NewFolder(dir); err != nil {
		return err
	}
	root.InitDefaultCompletionCmd()
	return eachCommand(root, func(cmd *cobra.Command) error {
		return build.NewFile(filepath.Join(dir, manName(cmd)+".1"), []byte(manual(cmd)), 0o644)
	})
}

// eachCommand visits a command and those below it that are of use.
func eachCommand(cmd *cobra.Command, visit func(*cobra.Command) error) error {
	if err := visit(cmd); err != nil {
		return err
	}
	for _, c := range cmd.Commands() {
		if !c.IsAvailableCommand() {
			continue
		}
		if err := eachCommand(c, visit); err != nil {
			return err
		}
	}
	return nil
}

func manName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// manWidth is how wide the options of a page are.
const manWidth = 72

// manual is the page of a command in the language of troff.
func manual(cmd *cobra.Command) string {
	var b strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	p(`.TH %s 1 "" "%s" "User Commands"`, term.Roff(strings.ToUpper(manName(cmd))), term.Roff("upgraph "+program.Version))
	p(".SH NAME\n%s \\- %s", term.Roff(manName(cmd)), term.Roff(cmd.Short))
	p(".SH SYNOPSIS\n.B %s", term.Roff(cmd.UseLine()))
	p(".SH DESCRIPTION")
	text := cmd.Long
	if text == "" {
		text = cmd.Short
	}
	for line := range strings.SplitSeq(text, "\n") {
		switch trimmed := strings.TrimSpace(line); {
		case trimmed == "":
			p(".PP")
		case strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "  "):
			p(".br\n%s\n.br", term.Roff(trimmed))
		default:
			p("%s", term.Roff(line))
		}
	}
	for _, flags := range []struct{ title, text string }{
		{"OPTIONS", cmd.NonInheritedFlags().FlagUsagesWrapped(manWidth)}, {"INHERITED OPTIONS", cmd.InheritedFlags().FlagUsagesWrapped(manWidth)},
	} {
		if flags.text != "" {
			p(".SH %s\n.nf\n%s\n.fi", flags.title, term.Roff(strings.TrimRight(flags.text, "\n")))
		}
	}
	var also []string
	if cmd.HasParent() {
		also = append(also, manName(cmd.Parent()))
	}
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			also = append(also, manName(c))
		}
	}
	if len(also) > 0 {
		p(".SH SEE ALSO")
		for i, name := range also {
			comma := ","
			if i == len(also)-1 {
				comma = ""
			}
			p(".BR %s (1)%s", term.Roff(name), comma)
		}
	}
	return b.String()
}
