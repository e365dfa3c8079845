package run

import (
	"maps"
	"slices"
	"strings"

	"upgraph/internal/plan"
	"upgraph/internal/step"
	"upgraph/internal/term"
)

// consent is what a person said yes to on the command line.
type consent struct {
	steps map[string]bool
	// manual covers every step that is done by hand, and never a command.
	manual bool
}

// newConsent reads the values of --confirm. An id that no step has is refused:
// a slip of the hand must not look like a yes.
func newConsent(p *plan.Plan, ids []string) (consent, error) {
	c := consent{steps: map[string]bool{}}
	for _, id := range ids {
		switch {
		case id == "all":
			c.manual = true
		case slices.ContainsFunc(p.Steps, func(s plan.Step) bool { return s.ID == id }) || isGate(p, id):
			c.steps[id] = true
		default:
			return c, Fail(ExitUsage, "--confirm %s: the plan has no such step", term.Quote(id)).
				Hinted("the steps are listed by `plan`; `all` stands for every step done by hand")
		}
	}
	return c, nil
}

func (c consent) covers(id string, why step.Reason) bool {
	return c.steps[id] || c.manual && why == step.Manual
}

// gateID names the gate behind a hop.
func gateID(h plan.Hop) string { return h.To + "/gate" }

func isGate(p *plan.Plan, id string) bool {
	return slices.ContainsFunc(p.Hops, func(h plan.Hop) bool { return h.Gate != nil && gateID(h) == id })
}

// waivable checks the values of --waive and gives them with their reason.
func waivable(p *plan.Plan, o Options) (map[string]string, error) {
	known := map[string]bool{}
	for _, c := range p.Checks {
		known[c.ID] = true
	}
	for _, r := range p.Risks {
		known[r.ID] = true
	}
	for _, s := range p.Steps {
		if s.Kind == "check" {
			known[s.ID] = true
		}
	}
	for _, h := range p.Hops {
		if h.Gate != nil {
			known[gateID(h)] = true
		}
		if o.Identify != nil {
			known[identifyID+"/"+h.To] = true
		}
	}
	waived := map[string]string{}
	for _, id := range o.Waive {
		if !known[id] {
			return nil, Fail(ExitUsage, "--waive %s: the plan has no such check", term.Quote(id)).
				Hinted("it has %s", strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		}
		if strings.TrimSpace(o.Reason) == "" {
			return nil, Fail(ExitUsage, "--waive needs --reason 'WHY': it is written into the journal")
		}
		waived[id] = o.Reason
	}
	return waived, nil
}
