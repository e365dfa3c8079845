package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

var completionCommand = command{
	name: "completion", args: "bash|zsh|fish", most: 1, short: "print a completion script for a shell",
	long: `Prints a script that completes commands and flags:

  bash  upgraph-run completion bash >/etc/bash_completion.d/upgraph-run
  zsh   upgraph-run completion zsh >"${fpath[1]}/_upgraph-run"
  fish  upgraph-run completion fish >~/.config/fish/completions/upgraph-run.fish`,
}

func doCompletion(c *call) error {
	shells := map[string]func(io.Writer){"bash": bashCompletion, "zsh": zshCompletion, "fish": fishCompletion}
	if len(c.args) == 0 || shells[c.args[0]] == nil {
		return usage("completion: for which shell? bash, zsh or fish")
	}
	shells[c.args[0]](os.Stdout)
	return nil
}

// takes lists the flags of a command with what they take, in the order of the
// help.
func (c command) takes() []flagText {
	return slices.DeleteFunc(slices.Clone(flagTexts), func(f flagText) bool { return !slices.Contains(c.flags, f.name) })
}

// isPath reports whether a flag takes the name of a file or folder.
func (f flagText) isPath() bool {
	return strings.Contains(f.value, "FILE") || strings.Contains(f.value, "DIR") || strings.Contains(f.value, "PATH")
}

// words are the values that a flag has to choose from.
func (f flagText) words() string {
	if f.name == "as" {
		return "done redo failed"
	}
	return ""
}

// words are the arguments that a command has to choose from.
func (c command) words() string {
	if c.name == "completion" {
		return "bash zsh fish"
	}
	return ""
}

func bashCompletion(w io.Writer) {
	fmt.Fprintf(w, "# completion of %s for bash, also for one as old as 3.2\n# shellcheck disable=SC2207\n_upgraph_run() {\n", program)
	fmt.Fprint(w, `	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command='' word flags='' args=''
	case $cur/$prev in
	=/*) cur='' ;;
	*/=) prev=${COMP_WORDS[COMP_CWORD-2]} ;;
	esac
`)
	fmt.Fprintf(w, "\tfor word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n\t\tcase $word in %s) command=$word; break ;; esac\n\tdone\n\tcase $prev in\n",
		strings.ReplaceAll(names(), ", ", "|"))
	for _, f := range flagTexts {
		switch {
		case f.words() != "":
			fmt.Fprintf(w, "\t--%s) COMPREPLY=($(compgen -W '%s' -- \"$cur\")); return ;;\n", f.name, f.words())
		case f.isPath():
			fmt.Fprintf(w, "\t--%s) COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n", f.name)
		case f.value != "":
			fmt.Fprintf(w, "\t--%s) return ;;\n", f.name)
		}
	}
	fmt.Fprint(w, "\tesac\n\tcase $command in\n")
	for _, c := range commands() {
		var flags []string
		for _, f := range c.takes() {
			flags = append(flags, "--"+f.name)
		}
		args := ""
		if c.words() != "" {
			args = fmt.Sprintf(" args='%s'", c.words())
		}
		fmt.Fprintf(w, "\t%s) flags='%s'%s ;;\n", c.name, strings.Join(append(flags, "--help"), " "), args)
	}
	fmt.Fprintf(w, "\t*) COMPREPLY=($(compgen -W '%s help --help' -- \"$cur\")); return ;;\n\tesac\n", strings.ReplaceAll(names(), ",", ""))
	fmt.Fprint(w, `	case $cur/$args in
	-*) COMPREPLY=($(compgen -W "$flags" -- "$cur")) ;;
	*/) COMPREPLY=($(compgen -f -- "$cur")) ;;
	*) COMPREPLY=($(compgen -W "$args" -- "$cur")) ;;
	esac
}
`)
	fmt.Fprintf(w, "complete -o filenames -F _upgraph_run %s\n", program)
}

func zshCompletion(w io.Writer) {
	quote := strings.NewReplacer(`'`, `'\''`, `[`, `\[`, `]`, `\]`, `:`, `\:`)
	fmt.Fprintf(w, "#compdef %s\n_upgraph_run() {\n\tlocal -a commands=(\n", program)
	for _, c := range commands() {
		fmt.Fprintf(w, "\t\t'%s:%s'\n", c.name, quote.Replace(c.short))
	}
	fmt.Fprint(w, "\t)\n\tif (( CURRENT == 2 )); then _describe command commands; return; fi\n\tlocal command=$words[2]\n\tshift words; (( CURRENT-- ))\n\tcase $command in\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "\t%s) _arguments", c.name)
		for _, f := range c.takes() {
			fmt.Fprintf(w, " \\\n\t\t'*--%s[%s]", f.name, quote.Replace(f.text))
			switch {
			case f.words() != "":
				fmt.Fprintf(w, ":%s:(%s)", f.value, f.words())
			case f.isPath():
				fmt.Fprintf(w, ":%s:_files", quote.Replace(f.value))
			case f.value != "":
				fmt.Fprintf(w, ":%s: ", quote.Replace(f.value))
			}
			fmt.Fprint(w, "'")
		}
		args := "*:file:_files"
		if c.words() != "" {
			args = "1:" + c.args + ":(" + c.words() + ")"
		}
		fmt.Fprintf(w, " \\\n\t\t'--help[tell how it is used]' '%s' ;;\n", args)
	}
	fmt.Fprint(w, "\tesac\n}\n_upgraph_run \"$@\"\n")
}

func fishCompletion(w io.Writer) {
	quote := strings.NewReplacer(`\`, `\\`, `'`, `\'`)
	fmt.Fprintf(w, "# completion of %s for fish\n", program)
	for _, c := range commands() {
		fmt.Fprintf(w, "complete -c %s -n __fish_use_subcommand -f -a %s -d '%s'\n", program, c.name, quote.Replace(c.short))
		if c.words() != "" {
			fmt.Fprintf(w, "complete -c %s -n '__fish_seen_subcommand_from %s' -f -a '%s'\n", program, c.name, c.words())
		}
		for _, f := range c.takes() {
			kind := ""
			switch {
			case f.words() != "":
				kind = fmt.Sprintf(" -x -a '%s'", f.words())
			case f.isPath():
				kind = " -r"
			case f.value != "":
				kind = " -x"
			}
			fmt.Fprintf(w, "complete -c %s -n '__fish_seen_subcommand_from %s' -l %s%s -d '%s'\n", program, c.name, f.name, kind, quote.Replace(f.text))
		}
	}
}
