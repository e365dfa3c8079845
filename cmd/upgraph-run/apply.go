package main

import (
	"os"
	"slices"

	"upgraph/internal/plan"
	"upgraph/internal/run"
	"upgraph/internal/term"
)

var applyCommand = command{
	name: "apply", args: "[PLAN]", most: 1, short: "run a plan step by step",
	long: `Evaluates the checks, asks once whether to begin (--yes: not even that), and runs the plan step by
step. Every step is recorded before and after, so that "resume" goes on after
whatever stopped it and no command is run twice.

Without a terminal nothing is asked: a step that needs a person ends the program
with exit code 6, unless --confirm STEP said yes to it beforehand. With PLAN exactly that plan is run; where a catalog is named as well and
gives another plan by now, it is refused with exit code 8. Where an earlier run
is not finished, apply refuses with exit code 3 and prints how to go on with it.`,
	flags: slices.Concat([]string{"cluster", "state-dir", "dry-run", "from-step"}, walkFlags, pathFlags, checkFlags, outputFlags),
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
	return p, c.unchanged(p)
}

// unchanged holds a reviewed plan against the catalog, where one is named.
func (c *call) unchanged(p *plan.Plan) error {
	path := c.catalogPath()
	if path == "" {
		return nil
	}
	src, err := run.LoadCatalog(path, p.Product)
	if err != nil {
		return err
	}
	now, err := plan.For(src.Graph, src.Digest, p.From, p.To)
	if err != nil {
		return run.Fail(run.ExitChanged, "the catalog has no such plan any more: %w", err)
	}
	if now.Digest != p.Digest {
		return run.Fail(run.ExitChanged, "the catalog gives another plan by now: %s instead of %s", now.Digest, p.Digest).
			Hinted("review it again:  %s plan --from %s --to %s --out FILE", program, term.Quote(p.From), term.Quote(p.To))
	}
	return nil
}
