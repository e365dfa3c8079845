package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"upgraph/internal/build"
	"upgraph/internal/compat"
	"upgraph/internal/config"
	"upgraph/internal/diag"
	"upgraph/internal/step"
)

func reviewCommand() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "review [PRODUCT]",
		Short: "Look at the steps that would run, and approve them",
		Long: "Review shows each step that runs something and that is new or changed since it\n" +
			"was approved: the lines of the guide, and exactly what will run. What you approve\n" +
			"is recorded in steps.lock; scripts and runner then run it without asking.",
		Args: func(cmd *cobra.Command, args []string) error { return usage(cobra.MaximumNArgs(1)(cmd, args)) },
		RunE: func(cmd *cobra.Command, args []string) error {
			content, err := loadSound(cmd)
			if err != nil {
				return err
			}
			products, err := named(content, args)
			if err != nil {
				return err
			}
			return reviewAll(cmd, content, products, yes)
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "approve every step that is shown, without asking")
	return cmd
}

func reviewAll(cmd *cobra.Command, content *build.Content, products []*build.Product, yes bool) error {
	r := &review{out: cmd.OutOrStdout(), in: bufio.NewReader(cmd.InOrStdin()), dir: contentDir(cmd), content: content, all: yes}
	if f, ok := cmd.InOrStdin().(*os.File); ok {
		r.asks = term.IsTerminal(int(f.Fd()))
	}
	for _, p := range products {
		if err := r.product(p); err != nil {
			return err
		}
	}
	fmt.Fprintf(r.out, "%s approved, %s open\n", count(r.approved, "step"), count(r.open, "step"))
	if r.open > 0 && !r.asks {
		return &exitError{code: exitProblems, err: errors.New("there is no terminal to ask on; look at the steps above and approve them with --yes")}
	}
	if r.open > 0 {
		return reported(exitProblems)
	}
	return nil
}

// review is one sitting of a person over steps.
type review struct {
	out            io.Writer
	in             *bufio.Reader
	dir            string
	content        *build.Content
	asks           bool // there is a person at the terminal
	all            bool // everything from here on is approved
	quit           bool
	approved, open int
}

// product reviews the steps of one product and writes its lock when anything
// was approved. Approvals of steps that are gone are dropped.
func (r *review) product(p *build.Product) error {
	lock := new(config.Lock)
	releases := make([]string, 0, len(p.Catalog.Releases))
	for _, rel := range p.Catalog.Releases {
		releases = append(releases, rel.ID)
	}
	before := r.approved
	kept := 0
	for release, s := range p.Catalog.Runs() {
		digest := step.Digest(s)
		if former := p.Lock.Digest(release, s.ID); former == digest {
			kept++
		} else {
			ok, err := r.one(p, release, s, former != "")
			if err != nil {
				return err
			}
			if !ok {
				r.open++
				if former != "" {
					lock.Approve(release, s.ID, former) // still no approval of what runs now
					kept++
				}
				continue
			}
			r.approved++
		}
		lock.Approve(release, s.ID, digest)
	}
	if r.approved == before && kept == len(p.Lock.Entries()) {
		return nil
	}
	lock.Sort(releases)
	return build.WriteLock(r.dir, p, lock)
}

// one shows a step and asks about it.
func (r *review) one(p *build.Product, release string, s compat.Step, changed bool) (bool, error) {
	if r.quit {
		return false, nil
	}
	state := "new"
	if changed {
		state = "changed since it was approved"
	}
	what := diag.Clean(release) + ", step"
	if release == compat.CheckApprovals {
		what = "check"
	}
	fmt.Fprintf(r.out, "\n%s %s %s: %s\n", p.Config.ID, what, diag.Clean(s.ID), state)
	r.showSource(s.Source)
	actions, err := step.Lower(s)
	if err != nil {
		return false, fmt.Errorf("step %s of %s: %w", s.ID, release, err)
	}
	for _, a := range actions {
		switch a := a.(type) {
		case step.Exec:
			fmt.Fprintf(r.out, "  runs, without a shell: %s\n", diag.Clean(step.Command(a.Argv)))
		case step.Shell:
			fmt.Fprintf(r.out, "  runs, by sh -eu:\n")
			for line := range strings.Lines(a.Script) {
				fmt.Fprintf(r.out, "    %s\n", diag.Clean(strings.TrimSuffix(line, "\n")))
			}
		}
	}
	if s.Verify != nil {
		fmt.Fprintf(r.out, "  where its outcome is lost, asks: %s\n", diag.Clean(step.Command(s.Verify.Argv)))
	}
	if r.all {
		return true, nil
	}
	if !r.asks {
		return false, nil
	}
	return r.ask()
}

func (r *review) showSource(s compat.Source) {
	lines := strings.Split(string(r.content.Source(s.File)), "\n")
	for n := s.Line; n <= min(s.EndLine, len(lines)); n++ {
		fmt.Fprintf(r.out, "  %s:%d: %s\n", diag.Clean(s.File), n, diag.Clean(strings.TrimRight(lines[n-1], "\r")))
	}
}

func (r *review) ask() (bool, error) {
	for {
		fmt.Fprint(r.out, "  approve? [y]es, [n]o, [a]ll that follow, [q]uit: ")
		line, err := r.in.ReadString('\n')
		if err != nil {
			r.quit = true
			fmt.Fprintln(r.out)
			if errors.Is(err, io.EOF) {
				return false, nil
			}
			return false, fmt.Errorf("read the answer: %w", err)
		}
		switch strings.ToLower(strings.TrimSpace(line)) {
		case "y", "yes":
			return true, nil
		case "n", "no":
			return false, nil
		case "a", "all":
			r.all = true
			return true, nil
		case "q", "quit":
			r.quit = true
			return false, nil
		}
	}
}
