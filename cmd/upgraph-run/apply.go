package main

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"upgraph/internal/plan"
	"upgraph/internal/run"
	"upgraph/internal/sign"
	"upgraph/internal/term"
)

var applyCommand = command{
	name: "apply", args: "[PLAN]", most: 1, short: "run a plan step by step",
	long: `Evaluates the checks of the plan and of its first hop, asks once whether to begin
(--yes: not even that), and runs the plan step by step. A check that is false
ends it with exit code 3 before anything is asked or run. Every step is recorded before and after, so that "resume" goes on after
whatever stopped it and no command is run twice.

Without a terminal nothing is asked: a step that needs a person ends the program
with exit code 6, unless --confirm STEP said yes to it beforehand. With PLAN
exactly that plan is run; where a catalog is named as well and gives another plan
by now, it is refused with exit code 8. Where an earlier run, or the upgrade by a
script, is not finished, apply refuses with exit code 3 and says how to go on.`,
	flags: slices.Concat([]string{"cluster", "state-dir", "dry-run", "accept-drift"}, walkFlags, pathFlags, checkFlags, outputFlags),
	do:    doApply,
}

func doApply(c *call) error {
	return c.onPlan(func(e *run.Env, p *plan.Plan, o run.Options) error {
		listen(e)
		return run.Apply(e, p, c.cluster, o)
	})
}

// planOrFile reads the plan that was reviewed, or makes one.
func (c *call) planOrFile(e *run.Env) (*plan.Plan, error) {
	if len(c.args) == 0 {
		return c.makePlan(e)
	}
	if c.given("from") || c.given("to") {
		return nil, usage("the plan says from where to where: leave --from and --to out")
	}
	data, err := os.ReadFile(c.args[0])
	if err != nil {
		return nil, usage("read the plan: %v", err)
	}
	p, err := plan.Decode(data)
	if err != nil {
		return nil, run.Fail(plan.Code(err), "the plan %s cannot be used: %w", c.args[0], err)
	}
	if c.product != "" && c.product != p.Product {
		return nil, usage("the plan is about %q, not about %q", p.Product, c.product)
	}
	return c.unchanged(e, p)
}

// unchanged holds a reviewed plan against the catalog, where one is named. A
// catalog that has expired since then does not take the plan away.
func (c *call) unchanged(e *run.Env, p *plan.Plan) (*plan.Plan, error) {
	if c.catalogPath() == "" {
		if c.drift != "" {
			return nil, usage("--accept-drift: there is no catalog that gives another plan")
		}
		return p, nil
	}
	src, err := c.load(e, p.Product)
	if gone, ok := errors.AsType[*sign.ExpiredError](err); ok {
		fmt.Fprintf(e.Stderr, "%s: warning: %v; the plan is run as it was reviewed\n", program, gone)
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	again := fmt.Sprintf("%s plan --from %s --to %s --out FILE", program, term.Quote(p.From), term.Quote(p.To))
	now, err := plan.For(src.Graph, src.Digest, p.From, p.To)
	if err != nil {
		return nil, run.Fail(run.ExitChanged, "the catalog has no such plan any more: %w", err)
	}
	switch {
	case c.drift != "" && c.drift != now.Digest:
		return nil, run.Drifted(e, p, now, again)
	case now.Digest == p.Digest:
		return p, nil
	case c.drift == now.Digest:
		return now, nil
	}
	return nil, run.Drifted(e, p, now, again)
}
