package run

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"time"

	"upgraph/internal/plan"
	"upgraph/internal/term"
)

// Options are what a person says on the command line of a run.
type Options struct {
	Setting
	Confirm []string // step ids, or "all"
	Waive   []string // check ids
	Skip    []string // step ids
	// FromStep passes over the steps of hops before it.
	FromStep string
	Reason   string // for Waive, Skip and FromStep
	Yes      bool   // skips the question whether to begin
	DryRun   bool
	JSON     bool
	Grace    time.Duration // between TERM and going away
	Timeout  time.Duration // for each command; 0 where there is none
	// Base and CustomBase say where the state is, for command lines that are
	// printed.
	Base       string
	CustomBase bool
}

// fresh is the state of a run that has not begun.
func fresh(p *plan.Plan, o Options) (*State, consent, error) {
	if err := lowerAll(p); err != nil {
		return nil, consent{}, err
	}
	s, err := Replay(p, nil)
	if err != nil {
		return nil, consent{}, Fail(ExitUsage, "the plan cannot be run: %w", err)
	}
	c, err := newConsent(p, o.Confirm)
	if err != nil {
		return nil, c, err
	}
	s.Set = o.Setting
	s.Set.Identify = o.Setting.Identify.kept()
	if s.Set.Until, err = s.parks(o.Until); err != nil {
		return nil, c, err
	}
	skipped, err := s.skips(o)
	if err != nil {
		return nil, c, err
	}
	for id, why := range skipped {
		s.Steps[s.index[id]] = StepState{Status: Skip, Reason: why}
	}
	s.Waived, err = waivable(p, o)
	return s, c, err
}

// Preflight evaluates what must hold before a plan begins. Nothing is changed,
// not even a directory made.
func Preflight(env *Env, p *plan.Plan, o Options) error {
	s, c, err := fresh(p, o)
	if err != nil {
		return err
	}
	r := s.examine(env, c, o)
	if o.JSON {
		b, err := r.encode()
		if err != nil {
			return err
		}
		_, _ = env.Stdout.Write(b)
	} else {
		v := newView(env, env.Stdout)
		v.warnUnused(p, o.Files)
		v.preflight(r, s)
		v.stops(r.Stops)
	}
	if r.OK {
		return nil
	}
	return preflightError(r)
}

// Apply runs a plan from its beginning.
func Apply(env *Env, p *plan.Plan, cluster string, o Options) error {
	s, c, err := fresh(p, o)
	if err != nil {
		return err
	}
	v := newView(env, peopleOut(env, o))
	if len(p.Hops) == 0 {
		v.Line("%s is %s already: there is nothing to do", term.Printable(p.Product), term.Printable(p.To))
		return nil
	}
	if err := s.ready(env, &s.Set); err != nil {
		return err
	}
	v.warnUnused(p, o.Files)
	if o.DryRun {
		return dryRun(env, v, s, c, o)
	}
	place, err := OpenPlace(env, o.Base, p.Product, cluster, true)
	if err != nil {
		return err
	}
	defer place.Close()
	lock, err := place.Lock(env)
	if err != nil {
		return err
	}
	defer lock.Release()
	if err := refuseUnfinished(env, place, o); err != nil {
		return err
	}
	r := s.examine(env, c, o)
	v.preflight(r, s)
	if !r.OK {
		return preflightError(r)
	}
	ask := &prompt{env: env, paper: v.Paper}
	if err := begin(env, v, ask, p, r, o); err != nil {
		return err
	}
	run, err := place.Create(env, p, &s.Set, tee(env, o))
	if err != nil {
		return err
	}
	defer run.Close()
	v.Field(0, "records", term.Dim, run.Path)
	e, err := newEngine(env, v, ask, run, c, o)
	if err != nil {
		return err
	}
	if err := e.note(r, s); err != nil {
		return err
	}
	return e.finish(e.walk())
}

func dryRun(env *Env, v *view, s *State, c consent, o Options) error {
	s.still = true
	r := s.examine(env, c, o)
	v.preflight(r, s)
	v.WritePlan(s.Plan)
	v.Line("")
	v.stops(r.Stops)
	v.Line("This was a dry run: nothing was started, nothing was recorded.")
	if !r.OK {
		return preflightError(r)
	}
	return nil
}

// begin shows what is about to happen and asks once whether to go on.
func begin(env *Env, v *view, ask *prompt, p *plan.Plan, r Report, o Options) error {
	v.WriteSummary(p)
	v.stops(r.Stops)
	if o.Yes || !env.Interactive {
		return nil // without a terminal nothing is asked; each step that needs a yes stops by itself
	}
	text, ok, sig := ask.read("Begin? [y/N] ")
	switch {
	case sig != nil:
		return Fail(ExitSignal(sig), "stopped before anything was done")
	case !ok || !isYes(text):
		return Fail(ExitPerson, "nothing was done: the answer was no yes")
	}
	return nil
}

// Resume goes on with the unfinished run of a cluster.
func Resume(env *Env, product, cluster string, o Options) error {
	h, err := hold(env, product, cluster, o)
	if err != nil {
		return err
	}
	defer h.release()
	run, err := h.open(env, o)
	if err != nil {
		return err
	}
	v := newView(env, peopleOut(env, o))
	if over := run.State.Over; over != nil {
		v.Line("run %s is over (%s): there is nothing to go on with", h.id, over.Outcome)
		if over.Outcome == Aborted {
			anew(v, env, run, o, run.State.standing())
		}
		return nil
	}
	if err := lowerAll(run.Plan); err != nil {
		return err
	}
	c, err := newConsent(run.Plan, o.Confirm)
	if err != nil {
		return err
	}
	if o.Identify == nil {
		o.Identify = run.State.Set.Identify
	}
	waived, err := waivable(run.Plan, o)
	if err != nil {
		return err
	}
	if o.Until, err = run.State.parks(o.Until); err != nil {
		return err
	}
	skipped, err := run.State.skips(o)
	if err != nil {
		return err
	}
	if err := run.State.ready(env, &o.Setting); err != nil {
		return err
	}
	v.warnUnused(run.Plan, o.Files)
	e, err := newEngine(env, v, &prompt{env: env, paper: v.Paper}, run, c, o)
	if err != nil {
		return err
	}
	if err := e.takeUp(waived, skipped); err != nil {
		return err
	}
	return e.finish(e.goOn())
}

// note records what preflight found and what is passed over.
func (e *Engine) note(r Report, s *State) error {
	if err := e.waive(s.Waived); err != nil {
		return err
	}
	skipped := map[string]string{}
	for i, st := range s.Steps {
		if st.Status == Skip {
			skipped[s.Plan.Steps[i].ID] = st.Reason
		}
	}
	if err := e.skip(skipped); err != nil {
		return err
	}
	return e.noteChecks(r)
}

func (e *Engine) noteChecks(r Report) error {
	for _, it := range r.Items {
		rec := Record{Kind: Checked, Step: it.ID, Result: it.Result, Findings: firstFindings(it.Findings)}
		if it.Later {
			rec.Reason = "asked again at its step"
		}
		if err := e.run.Append(rec); err != nil {
			return err
		}
	}
	return nil
}

func firstFindings(fs []Finding) []Finding { return fs[:min(len(fs), 20)] }

// waive records what a person passes over, in the order of the ids.
func (e *Engine) waive(waived map[string]string) error {
	for _, id := range slices.Sorted(maps.Keys(waived)) {
		if err := e.run.Append(Record{Kind: Waived, Step: id, Reason: waived[id]}); err != nil {
			return err
		}
	}
	return nil
}

// skip records the steps that a person passes over, in the order of the plan.
func (e *Engine) skip(skipped map[string]string) error {
	for _, st := range e.run.Plan.Steps {
		if why, ok := skipped[st.ID]; ok {
			if err := e.run.Append(Record{Kind: Skipped, Step: st.ID, Reason: why}); err != nil {
				return err
			}
			e.view.Entry(e.view.Ink(term.Yellow, "skipped  "), 9, term.Plain, st.ID+": "+why)
		}
	}
	return nil
}

// takeUp records that this process goes on with the run.
func (e *Engine) takeUp(waived, skipped map[string]string) error {
	set := e.opt.Setting
	rec := Record{Kind: Resumed, Program: e.env.Version, PID: os.Getpid(), By: e.env.Who}
	if !set.isEmpty() {
		rec.Set = &set
	}
	if err := e.run.Append(rec); err != nil {
		return err
	}
	s := e.run.State
	e.view.Entry("", 0, term.Bold, fmt.Sprintf("Going on with run %s: %s %s to %s, %d of %d steps done",
		e.run.ID, s.Plan.Product, s.Plan.From, s.Plan.To, s.doneSteps(), len(s.Steps)))
	e.view.Field(0, "records", term.Dim, e.run.Path)
	if err := e.waive(waived); err != nil {
		return err
	}
	return e.skip(skipped)
}

// isEmpty reports whether nothing was said.
func (s *Setting) isEmpty() bool {
	return s.Workdir == "" && s.Identify == nil && s.Until == "" &&
		len(s.Files)+len(s.Params)+len(s.Secrets)+len(s.Verify) == 0
}

// peopleOut is where people are told: beside the records when those are printed.
func peopleOut(env *Env, o Options) io.Writer {
	if o.JSON {
		return env.Stderr
	}
	return env.Stdout
}

func tee(env *Env, o Options) io.Writer {
	if o.JSON {
		return env.Stdout
	}
	return nil
}
