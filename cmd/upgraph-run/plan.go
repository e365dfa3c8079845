package main

import (
	"errors"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
	"upgraph/internal/run"
	"upgraph/internal/term"
)

var planCommand = command{
	name: "plan", short: "show the steps from one version to another",
	long: `Shows every step in order, with the checks, constraints and notes that go with
it. Nothing is checked or run. --json prints the plan as one JSON object; --out
keeps it in a file, so that "apply FILE" runs exactly what was reviewed.`,
	flags: append([]string{"out", "identify", "why-not"}, append(pathFlags, outputFlags...)...),
	do:    doPlan,
}

func doPlan(c *call) error {
	e, err := c.environment()
	if err != nil {
		return err
	}
	p, err := c.makePlan(e)
	if err != nil {
		return c.refused(e, err)
	}
	data, err := plan.Encode(p)
	if err != nil {
		return err
	}
	if c.out != "" {
		if err := run.SaveFile(absolute(e.Dir, c.out), data); err != nil {
			return err
		}
	}
	if c.whyNot != "" {
		return c.explainDetour(e, p)
	}
	if c.json {
		_, err := e.Stdout.Write(data)
		return err
	}
	paper := term.Paper{W: e.Stdout, Width: e.Width, Color: e.Color}
	paper.WritePlan(p)
	return paper.Err()
}

// detour is why a plan does not stop at a release, as JSON.
type detour struct {
	From string   `json:"from"`
	To   string   `json:"to"`
	Stop string   `json:"stop"`
	Why  []string `json:"why"`
}

// explainDetour says why a plan does not go by way of a release.
func (c *call) explainDetour(e *run.Env, p *plan.Plan) error {
	src, err := c.load(e, p.Product)
	if err != nil {
		return err
	}
	stop, err := src.Graph.Resolve(c.whyNot)
	if err != nil {
		return explain(err)
	}
	why, err := src.Graph.WhyNot(p.From, p.To, stop)
	if err != nil {
		return explain(err)
	}
	if c.json {
		data, err := compat.Canonical(detour{From: p.From, To: p.To, Stop: stop, Why: why})
		if err != nil {
			return err
		}
		_, err = e.Stdout.Write(data)
		return err
	}
	paper := term.Paper{W: e.Stdout, Width: e.Width, Color: e.Color}
	for _, w := range why {
		paper.Entry("", 0, term.Plain, w)
	}
	return paper.Err()
}

// refused prints a plan that there is none of as JSON where that is wanted.
func (c *call) refused(e *run.Env, err error) error {
	if _, ok := errors.AsType[*run.Error](err); ok || !c.json {
		return explain(err)
	}
	if _, werr := e.Stdout.Write(plan.EncodeError(err)); werr != nil {
		return werr
	}
	return &run.Error{Code: plan.Code(err), Err: err, Shown: true}
}
