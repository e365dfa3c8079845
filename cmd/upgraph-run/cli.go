package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"upgraph/internal/run"
)

// program is the name that messages and printed command lines begin with.
const program = "upgraph-run"

// command is one command of the program.
type command struct {
	name  string
	args  string // as the usage line writes them
	most  int    // number of arguments that it takes at most
	short string
	long  string
	flags []string // names of the flags that it takes
	do    func(c *call) error
}

// commands lists them in the order of the help.
func commands() []command {
	return []command{
		identifyCommand, planCommand, preflightCommand, applyCommand, resumeCommand, statusCommand,
		logCommand, reportCommand, resolveCommand, abortCommand, verifyCommand, fetchCommand,
		completionCommand.doing(doCompletion), manCommand.doing(doManual), versionCommand,
	}
}

// doing gives a command that lists all commands its work; it cannot stand in
// the list and know the list at once.
func (c command) doing(do func(*call) error) command {
	c.do = do
	return c
}

// call is one command line, taken apart.
type call struct {
	command
	flags
	args []string
	set  []string // names of the flags that were given
}

func (c *call) given(name string) bool { return slices.Contains(c.set, name) }

// dispatch reads a command line and does it.
func dispatch(args []string) error {
	c, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		help(os.Stdout, c.command)
		return nil
	}
	if err != nil {
		return err
	}
	return c.do(c)
}

// asWritten gives flags in messages the two hyphens that they are written with.
var asWritten = strings.NewReplacer("flag -", "--", "defined: -", "defined: --", "argument: -", "argument: --")

// parse takes flags wherever they stand: before the command, behind it, before
// and behind its arguments. "--" ends them.
func parse(args []string) (*call, error) {
	c := &call{}
	fs := c.flags.flagSet()
	var words []string
	var helped bool
	for len(args) > 0 {
		err := fs.Parse(args)
		if errors.Is(err, flag.ErrHelp) {
			helped = true
		} else if err != nil {
			about := "COMMAND"
			if len(words) > 0 {
				about = words[0]
			}
			return c, usage("%s; see %s %s --help", asWritten.Replace(err.Error()), program, about)
		}
		rest := fs.Args()
		if len(rest) == 0 {
			break
		}
		if used := len(args) - len(rest); used > 0 && args[used-1] == "--" {
			words = append(words, rest...)
			break
		}
		words, args = append(words, rest[0]), rest[1:]
	}
	fs.Visit(func(f *flag.Flag) { c.set = append(c.set, f.Name) })
	return c, c.choose(words, helped)
}

// choose finds the command and holds its flags and arguments against it.
func (c *call) choose(words []string, helped bool) error {
	if len(words) > 0 && words[0] == "help" {
		words, helped = words[1:], true
	}
	if len(words) == 0 {
		if helped {
			return flag.ErrHelp
		}
		return usage("a command is needed: %s", names())
	}
	i := slices.IndexFunc(commands(), func(k command) bool { return k.name == words[0] })
	if i < 0 {
		return usage("there is no command %q; there are %s", words[0], names())
	}
	c.command, c.args = commands()[i], words[1:]
	if helped {
		return flag.ErrHelp
	}
	for _, f := range c.set {
		if !slices.Contains(c.command.flags, f) {
			return usage("%s takes no --%s; see %s %s --help", c.name, f, program, c.name)
		}
	}
	if len(c.args) > c.most {
		return usage("%s: %q is one argument too many; usage: %s %s", c.name, c.args[c.most], program, c.usageLine())
	}
	return nil
}

func (c command) usageLine() string { return strings.TrimSpace(c.name + " " + c.args) }

func names() string {
	var all []string
	for _, c := range commands() {
		all = append(all, c.name)
	}
	return strings.Join(all, ", ")
}

func usage(format string, args ...any) error {
	return run.Fail(run.ExitUsage, format, args...)
}

// help prints how a command is used, or the list of commands.
func help(w io.Writer, c command) {
	if c.name == "" {
		fmt.Fprintf(w, "usage: %s COMMAND [flags]\n\n", program)
		for _, k := range commands() {
			fmt.Fprintf(w, "  %-10s %s\n", k.name, k.short)
		}
		fmt.Fprintf(w, "\n%s COMMAND --help tells more. Exit codes:\n%s", program, exitCodes)
		return
	}
	fmt.Fprintf(w, "usage: %s %s [flags]\n\n%s\n\n", program, c.usageLine(), c.long)
	for _, f := range flagTexts {
		if slices.Contains(c.flags, f.name) {
			fmt.Fprintf(w, "  --%-22s %s\n", strings.TrimSpace(f.name+" "+f.value), f.text)
		}
	}
}

const exitCodes = `   0  done, or nothing to do            7  another run holds the lock
   1  a step failed                     8  the data changed since the plan
   2  usage                             9  signature or checksum
   3  a check or constraint failed     10  journal damaged
   4  no path                          11  state could not be written
   5  outcome of a step unknown        12  a step timed out
   6  a person is needed          128 + n  ended by signal n
`
