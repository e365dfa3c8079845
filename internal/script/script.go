// Package script prints plans as POSIX shell scripts that stand alone: an
// operator reads one from top to bottom on a bastion host and runs it.
//
// A script prints the actions of package step and nothing else; it must not
// plan, look into guides or know kinds of steps. Every text of a guide that
// reaches a script goes through [quote], [display] or [comment].
package script

import (
	"bytes"
	"errors"
	"fmt"

	"upgraph/internal/plan"
)

// Pair writes the script of one plan; guide is where people read its steps.
func (pr *Printer) Pair(out *bytes.Buffer, p *plan.Plan, guide string) error {
	b := pr.builder(guide, PairName(p.From, p.To), p.To)
	if err := b.route(p); err != nil {
		return fmt.Errorf("script %s: %w", b.name, err)
	}
	b.pair(out)
	return nil
}

// To writes the script into one release from each release that reaches it. It
// holds one plan for each source; plans share the steps that are the same. The
// plan with From "" is for releases that the guide does not document. Without
// plans the script says that no upgrade leads here. The guide is where people
// read of the release.
func (pr *Printer) To(out *bytes.Buffer, to string, plans []*plan.Plan, guide string) error {
	b := pr.builder(guide, ToName(to), to)
	// The longest way first, so that steps stand in the order of the releases.
	for i := len(plans) - 1; i >= 0; i-- {
		if plans[i].To != to {
			return fmt.Errorf("script %s: a plan leads to %s", b.name, plans[i].To)
		}
		if err := b.route(plans[i]); err != nil {
			return fmt.Errorf("script %s: %w", b.name, err)
		}
	}
	return b.to(out)
}

var (
	errTwoWays = errors.New("two plans begin at the same release")
	errNoHops  = errors.New("the plan has no hops: there is nothing to do")
)
