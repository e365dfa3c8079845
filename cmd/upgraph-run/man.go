package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"upgraph/internal/term"
)

var manCommand = command{
	name: "man", short: "print the manual page",
	long: `Prints the manual page: upgraph-run man | man -l -`,
}

func doManual(*call) error {
	manual(os.Stdout)
	return nil
}

func manual(w io.Writer) {
	p := func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
	p(`.TH UPGRAPH\-RUN 1 "" "upgraph-run" "User Commands"`)
	p(".nh\n.ad l") // commands and flags are copied: nothing may be cut or spread
	p(".SH NAME\n%s \\- run upgrade plans step by step, never a step twice", term.Roff(program))
	p(".SH SYNOPSIS\n.B %s\n.I COMMAND\n.RI [ flags ]", term.Roff(program))
	p(".SH DESCRIPTION\n%s", term.Roff("Plans an upgrade from a compatibility catalog, checks the machine and runs the plan step by step. Every step is recorded before and after; resume goes on after whatever stopped it, and no command is started twice without a person's word."))
	p(".SH COMMANDS")
	for _, c := range commands() {
		p(".SS %s", term.Roff(c.usageLine()))
		for paragraph := range strings.SplitSeq(c.long, "\n\n") {
			form := ".PP\n%s"
			if strings.HasPrefix(paragraph, "  ") {
				form = ".PP\n.nf\n%s\n.fi"
			}
			p(form, term.Roff(paragraph))
		}
		if len(c.flags) > 0 {
			var flags []string
			for _, f := range c.takes() {
				flags = append(flags, "--"+f.name)
			}
			p(".PP\nFlags: %s", term.Roff(strings.Join(flags, ", ")))
		}
	}
	p(".SH FLAGS")
	for _, f := range flagTexts {
		p(".TP\n.B %s\n%s", term.Roff(strings.TrimSpace("--"+f.name+" "+f.value)), term.Roff(f.text))
	}
	p(".SH EXIT STATUS\n.nf\n%s\n.fi", term.Roff(strings.TrimRight(exitCodes, "\n")))
	p(".SH ENVIRONMENT")
	for _, v := range []struct{ name, text string }{
		{"UPGRAPH_CATALOG", "the catalog where --catalog names none"},
		{"XDG_STATE_HOME", "the state is kept in upgraph/PRODUCT/CLUSTER below it (default ~/.local/state)"},
		{"XDG_CACHE_HOME", "what was fetched is kept in upgraph below it (default ~/.cache)"},
		{"NO_COLOR", "print without colours"},
		{"UPGRAPH_PARAM_NAME, UPGRAPH_SECRET_NAME", "what commands get of --param and --secret"},
	} {
		p(".TP\n.B %s\n%s", term.Roff(v.name), term.Roff(v.text))
	}
}
