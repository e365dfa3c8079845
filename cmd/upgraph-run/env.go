package main

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"os"
	"os/signal"
	"os/user"
	"strings"
	"syscall"
	"time"

	"golang.org/x/term"

	about "upgraph/internal/program"
	"upgraph/internal/run"
)

// environment gives the runner the real world.
func (c *call) environment() (*run.Env, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, fmt.Errorf("find the current directory: %w", err)
	}
	out := os.Stdout
	if c.json {
		out = os.Stderr // people are told beside the records
	}
	terminal := term.IsTerminal(int(out.Fd()))
	e := &run.Env{
		Now: time.Now, Rand: rand.Reader, Getenv: os.Getenv, Dir: dir,
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Interactive: terminal && term.IsTerminal(int(os.Stdin.Fd())),
		Live:        terminal && os.Getenv("TERM") != "dumb",
		Host:        &run.ShimHost{Now: time.Now, Poll: 100 * time.Millisecond},
		Program:     program, Who: who(), Version: about.Version,
	}
	if e.Interactive {
		e.Flush = func() { flushInput(int(os.Stdin.Fd())) }
	}
	e.Color = e.Live && !c.noColor && os.Getenv("NO_COLOR") == ""
	if terminal {
		if w, _, err := term.GetSize(int(out.Fd())); err == nil {
			e.Width = w
		}
	}
	return e, nil
}

// listen has signals brought to the runner from here on. That whoever reads
// what it prints goes away does not end an upgrade: where the signal of that is
// asked for and not looked at, writing fails and nothing else.
func listen(e *run.Env) {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	e.Signals = signals
}

// options gives the flags of a run. fill takes the current directory where no
// working directory is named.
func (c *call) options(e *run.Env, fill bool) (run.Options, error) {
	set, err := c.setting(e.Dir, fill)
	if err != nil {
		return run.Options{}, err
	}
	if c.grace <= 0 || c.timeout < 0 {
		return run.Options{}, usage("--grace and --timeout must be more than nothing")
	}
	if err := c.holdAgainst(&set, e); err != nil {
		return run.Options{}, err
	}
	base, err := run.StateBase(e, c.stateDir)
	return run.Options{Setting: set, Confirm: c.confirm, Waive: c.waive, Reason: c.reason,
		Skip: c.skip, FromStep: c.fromStep, Timeout: c.timeout,
		Yes: c.yes, DryRun: c.dryRun, JSON: c.json, Grace: c.grace,
		Base: base, CustomBase: c.stateDir != ""}, err
}

// holdAgainst has the run held against what the components print.
func (c *call) holdAgainst(set *run.Setting, e *run.Env) error {
	if len(c.identify) == 0 {
		return nil
	}
	src, err := c.load(e, c.product)
	if err != nil {
		return err
	}
	set.Identify = &run.Identifying{Builds: run.BuildsOf(src.Graph.Catalog())}
	for _, p := range c.identify {
		if p != "-" {
			p = absolute(e.Dir, p)
		}
		set.Identify.Paths = append(set.Identify.Paths, p)
	}
	return nil
}

// who names the person behind the process, as far as the environment or the
// machine's list of users says it, and the machine.
func who() string {
	name := cmp.Or(os.Getenv("USER"), os.Getenv("LOGNAME"))
	if name == "" {
		if u, err := user.Current(); err == nil { // timers and playbooks set no name
			name = u.Username
		}
	}
	if by := os.Getenv("SUDO_USER"); by != "" && by != name {
		name = by + " as " + name
	}
	name = strings.TrimSpace(fmt.Sprintf("%s (uid %d)", name, os.Getuid()))
	if host, err := os.Hostname(); err == nil {
		name += " on " + host
	}
	return name
}
