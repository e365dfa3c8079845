package run

import (
	"slices"

	"upgraph/internal/plan"
	"upgraph/internal/step"
)

// VerifyRun evaluates what holds where the newest run of a cluster has got to.
// Nothing is changed.
func VerifyRun(env *Env, product, cluster string, o Options) error {
	place, id, err := openLatest(env, o.Base, product, cluster)
	if err != nil {
		return err
	}
	defer place.Close()
	run, _, err := place.View(id)
	if err != nil {
		return err
	}
	defer run.Close()
	hop := -1
	for h := range run.State.HopsEnded {
		hop = max(hop, h)
	}
	if hop < 0 {
		return Fail(ExitUsage, "run %s has not ended a hop yet: there is nothing to verify", id)
	}
	return run.State.verify(env, hop, o)
}

// VerifyPlan evaluates what holds after a plan.
func VerifyPlan(env *Env, p *plan.Plan, o Options) error {
	if err := lowerAll(p); err != nil {
		return err
	}
	s, err := Replay(p, nil)
	if err != nil {
		return Fail(ExitUsage, "the plan cannot be used: %w", err)
	}
	if len(p.Hops) == 0 {
		return Fail(ExitUsage, "the plan has no hop: there is nothing to verify")
	}
	return s.verify(env, len(p.Hops)-1, o)
}

// verify evaluates the checks of the plan, those after a hop, and those that
// stand in place in it.
func (s *State) verify(env *Env, hop int, o Options) error {
	s.setting(Record{Kind: Resumed, Set: &o.Setting})
	r := Report{Missing: []string{}, Stops: []string{}, Items: []Item{}}
	add := func(id, when string, p step.Probe, err error) {
		if err == nil {
			r.Items = append(r.Items, Item{ID: id, When: when, Says: p.Says, File: p.File, Answer: s.locator(hop).Ask(p)})
		}
	}
	to := s.Plan.Hops[hop].To
	if i := s.Set.Identify; i != nil {
		r.Items = append(r.Items, Item{ID: identifyID, When: "after", Says: "all that was asked is at " + to, Answer: i.ask(env, to)})
	}
	for _, c := range s.Plan.Checks {
		if slices.Contains(c.Hops, hop) {
			p, err := step.LowerCheck(c.Check)
			add(c.ID, checkTime(c), p, err)
		}
	}
	for _, st := range s.Plan.Steps {
		if st.Hop != nil && *st.Hop == hop && st.Check != nil {
			p, err := step.LowerCheck(*st.Check)
			add(st.ID, "step", p, err)
		}
	}
	r.OK = !slices.ContainsFunc(r.Items, Item.Blocks)
	if o.JSON {
		b, err := r.encode()
		if err != nil {
			return err
		}
		_, _ = env.Stdout.Write(b)
	} else {
		newView(env, env.Stdout).items("Verify "+s.Plan.Product+" at "+to, r, s)
	}
	if r.OK {
		return nil
	}
	e := preflightError(r)
	e.Err, e.Hint = Fail(ExitCheck, "not all holds that has to at %s: %s", to, blocked(r)).Err, nil
	return e
}
