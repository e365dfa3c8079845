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

// zshFlag is a flag as _arguments takes it; "=" says that its value may follow
// that sign as well as a space.
func zshFlag(f flagText) string {
	quote := zshQuote.Replace
	switch {
	case f.value == "":
		return fmt.Sprintf("'*--%s[%s]'", f.name, quote(f.text))
	case f.words() != "":
		return fmt.Sprintf("'*--%s=[%s]:%s:(%s)'", f.name, quote(f.text), quote(f.value), f.words())
	case strings.Contains(f.value, "=PATH"):
		return fmt.Sprintf(`'*--%s=[%s]:%s:{ compset -P "*="; _files }'`, f.name, quote(f.text), quote(f.value))
	case f.isPath():
		return fmt.Sprintf("'*--%s=[%s]:%s:_files'", f.name, quote(f.text), quote(f.value))
	}
	return fmt.Sprintf("'*--%s=[%s]:%s: '", f.name, quote(f.text), quote(f.value))
}

var zshQuote = strings.NewReplacer(`'`, `'\''`, `[`, `\[`, `]`, `\]`, `:`, `\:`)

func zshCompletion(w io.Writer) {
	line := func(flags []flagText, args ...string) {
		fmt.Fprint(w, "_arguments")
		for _, f := range flags {
			fmt.Fprintf(w, " \\\n\t\t%s", zshFlag(f))
		}
		fmt.Fprintf(w, " \\\n\t\t'--help[tell how it is used]' %s", strings.Join(args, " "))
	}
	fmt.Fprintf(w, "#compdef %s\n_upgraph_run() {\n\tlocal context state state_descr line\n\tlocal -A opt_args\n\tlocal -a commands=(\n", program)
	for _, c := range commands() {
		fmt.Fprintf(w, "\t\t'%s:%s'\n", c.name, zshQuote.Replace(c.short))
	}
	// Flags stand before a command too; behind it they are its own.
	fmt.Fprint(w, "\t\t'help:tell how a command is used'\n\t)\n\t")
	line(flagTexts, "'1: :->command'", "'*:: :->arguments'", "-C && return")
	fmt.Fprint(w, "\n\tif [[ $state == command ]]; then _describe command commands; return; fi\n\tcase $words[1] in\n\thelp) _describe command commands ;;\n")
	for _, c := range commands() {
		args := "'*:file:_files'"
		if c.words() != "" {
			args = "'1:" + c.args + ":(" + c.words() + ")'"
		}
		fmt.Fprintf(w, "\t%s) ", c.name)
		line(c.takes(), args, ";;\n")
	}
	fmt.Fprint(w, "\tesac\n}\n_upgraph_run \"$@\"\n")
}

// fishBefore asks for the command of a line: the first word that is one.
const fishBefore = `function __upgraph_run_in
	for word in (commandline -opc)[2..-1]
		if contains -- $word %s
			contains -- $word $argv
			return
		end
	end
	contains -- none $argv
end
`

func fishCompletion(w io.Writer) {
	quote := strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace
	all := strings.ReplaceAll(names(), ",", "") + " help"
	fmt.Fprintf(w, "# completion of %s for fish\n", program)
	fmt.Fprintf(w, fishBefore, all)
	offer := func(in, what, text string) {
		fmt.Fprintf(w, "complete -c %s -n '__upgraph_run_in %s' %s -d '%s'\n", program, in, what, quote(text))
	}
	for _, c := range commands() {
		offer("none help", "-f -a "+c.name, c.short)
		if c.words() != "" {
			offer(c.name, "-f -a '"+c.words()+"'", c.args)
		}
	}
	offer("none", "-f -a help", "tell how a command is used")
	for _, f := range flagTexts {
		kind := ""
		switch {
		case f.words() != "":
			kind = fmt.Sprintf(" -x -a '%s'", f.words())
		case f.isPath():
			kind = " -r"
		case f.value != "":
			kind = " -x"
		}
		in := []string{"none"}
		for _, c := range commands() {
			if slices.Contains(c.flags, f.name) {
				in = append(in, c.name)
			}
		}
		offer(strings.Join(in, " "), "-l "+f.name+kind, f.text)
	}
	offer("none "+all, "-l help", "tell how it is used")
}
