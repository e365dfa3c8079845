package run

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
	"upgraph/internal/step"
	"upgraph/internal/term"
)

// Engine walks the plan of a run from its first step that is not done to the
// last. It holds the lock of the cluster.
type Engine struct {
	env     *Env
	view    *view
	run     *Run
	consent consent
	opt     Options
	ask     *prompt
	// tried is the highest attempt at each step that left a file.
	tried map[int]int
}

func newEngine(env *Env, v *view, ask *prompt, r *Run, c consent, o Options) (*Engine, error) {
	tried, err := r.attempts()
	return &Engine{env: env, view: v, ask: ask, run: r, consent: c, opt: o, tried: tried}, err
}

// goOn asks again what has to hold before more of the run is done, and walks on.
// A command whose outcome is still to be seen comes first.
func (e *Engine) goOn() error {
	for i := range e.run.Plan.Steps {
		if e.begun(i) {
			return e.walk()
		}
	}
	r := e.run.State.preflight(e.consent, e.env.Interactive)
	if r.OK {
		return e.walk()
	}
	r.Items = slices.DeleteFunc(r.Items, func(it Item) bool { return !it.Blocks() })
	e.view.items("Before going on", r, e.run.State)
	if err := e.noteChecks(r); err != nil {
		return err
	}
	return Fail(ExitCheck, "before going on these have to hold: %s", blocked(r))
}

// walk does what is left of the plan, in its order, and ends or parks the run.
func (e *Engine) walk() error {
	until := e.run.State.until()
	if err := e.steps(isBefore); err != nil {
		return err
	}
	for h := range e.run.Plan.Hops {
		if err := e.hop(h); err != nil {
			return err
		}
		if h == until {
			break
		}
	}
	if err := e.steps(func(s plan.Step) bool { return s.Hop == nil && !isBefore(s) }); err != nil {
		return err
	}
	e.env.hook("run.walked")
	if until >= 0 {
		return e.run.Append(Record{Kind: Parked, Hop: &until})
	}
	return e.run.Append(Record{Kind: RunEnd, Outcome: Ended})
}

func isBefore(s plan.Step) bool { return s.Hop == nil && strings.HasPrefix(s.ID, "before/") }

// steps does those of the steps that belong and are not complete.
func (e *Engine) steps(belongs func(plan.Step) bool) error {
	for i, s := range e.run.Plan.Steps {
		if !belongs(s) || e.run.State.Steps[i].Complete() {
			continue
		}
		if err := e.pendingSignal(); err != nil {
			return err
		}
		e.env.hook(fmt.Sprintf("step.%d", i+1))
		if err := e.step(i, s); err != nil {
			return err
		}
	}
	return nil
}

// hop does one hop: what must hold before it, its steps, what must hold after.
func (e *Engine) hop(h int) error {
	if _, over := e.run.State.HopsEnded[h]; over {
		return nil
	}
	if e.run.State.isSkipped(h) {
		return e.run.Append(Record{Kind: HopEnd, Hop: &h, Reason: "all its steps are skipped"})
	}
	if err := e.enterHop(h); err != nil {
		return err
	}
	if err := e.steps(func(s plan.Step) bool { return s.Hop != nil && *s.Hop == h }); err != nil {
		return err
	}
	return e.leaveHop(h)
}

// enterHop waits for the gate behind the hop before and evaluates the checks
// that must hold before this one.
func (e *Engine) enterHop(h int) error {
	if e.run.State.HopsBegun[h] {
		e.view.hop(e.run.Plan, h)
		return nil
	}
	if h > 0 {
		if err := e.gate(h - 1); err != nil {
			return err
		}
	}
	e.view.hop(e.run.Plan, h)
	if err := e.hopChecks("hop", h); err != nil {
		return err
	}
	return e.run.Append(Record{Kind: HopStart, Hop: &h})
}

// leaveHop evaluates what must hold after a hop: from then on the cluster is at
// its version.
func (e *Engine) leaveHop(h int) error {
	if err := e.hopChecks("after", h); err != nil {
		return err
	}
	if err := e.lockstep(h); err != nil {
		return err
	}
	return e.run.Append(Record{Kind: HopEnd, Hop: &h})
}

func (e *Engine) hopChecks(when string, h int) error {
	for _, c := range e.run.Plan.Checks {
		if c.When != when || !slices.Contains(c.Hops, h) {
			continue
		}
		if err := e.check(c.ID, c.Check, h); err != nil {
			return err
		}
	}
	return nil
}

// step does one step: what it asks first, then what it runs.
func (e *Engine) step(i int, s plan.Step) error {
	actions, err := step.Lower(s.Catalog())
	if err != nil {
		return Fail(ExitUsage, "the plan cannot be run: %w", err)
	}
	e.view.begin(e.run.Plan, i)
	if len(s.Parameters) > 0 && s.Kind == "exec" {
		line, err := e.run.State.Set.filled(s)
		if err != nil {
			return err
		}
		e.view.result(term.Plain, "with its values: "+line)
	}
	for _, a := range actions {
		switch a := a.(type) {
		case step.Ask:
			err = e.person(i, s, a)
		case step.Probe:
			err = e.inPlace(i, s)
		case step.Exec:
			err = e.command(i, s, a.Argv)
		case step.Shell:
			err = e.command(i, s, []string{"sh", "-eu", "-c", a.Script})
		default:
			err = Fail(ExitUsage, "step %s asks for %T, which this program does not know", s.ID, a)
		}
		if err != nil {
			return err
		}
	}
	if s.Kind == "manual" {
		return e.run.Append(Record{Kind: StepEnd, Step: s.ID, Outcome: Done})
	}
	return nil
}

func (e *Engine) inPlace(i int, s plan.Step) error {
	if err := e.check(s.ID, *s.Check, e.hopOf(s)); err != nil {
		return err
	}
	if e.run.State.Steps[i].Complete() {
		return nil // waived
	}
	return e.run.Append(Record{Kind: StepEnd, Step: s.ID, Outcome: Done})
}

// hopOf is the hop whose directory a step works in: conditions before all hops
// belong to the first, those after them to the last.
func (e *Engine) hopOf(s plan.Step) int {
	if s.Hop != nil {
		return *s.Hop
	}
	if i, ok := e.run.State.Index(s.ID); ok && i > 0 && e.run.Plan.Steps[i-1].Hop != nil {
		return len(e.run.Plan.Hops) - 1
	}
	return 0
}

// check evaluates a check until it holds, is waived, or a person stops. A false
// answer is never confirmed away.
func (e *Engine) check(id string, c compat.Check, hop int) error {
	p, err := step.LowerCheck(c)
	if err != nil {
		return Fail(ExitUsage, "the plan cannot be run: %w", err)
	}
	return e.hold(id, p.Says, p.File, func() Answer { return e.run.State.locator(hop).Ask(p) })
}

// hold asks a question until the answer is true, waived, or a person stops.
func (e *Engine) hold(id, says, file string, ask func() Answer) error {
	for {
		if _, ok := e.run.State.Waived[id]; ok {
			e.view.result(term.Yellow, "waived: "+e.run.State.Waived[id])
			return nil
		}
		a := ask()
		if err := e.run.Append(Record{Kind: Checked, Step: id, Result: a.Result, Findings: firstFindings(a.Findings)}); err != nil {
			return err
		}
		if a.Result == True {
			e.view.holds(a)
			return nil
		}
		e.view.fails(Item{ID: id, Says: says, File: file, Answer: a}, e.run.State)
		if !e.env.Interactive {
			return checkError(id, a)
		}
		if done, err := e.checkAgain(id, a); done || err != nil {
			return err
		}
	}
}

// checkAgain asks what to do about a check that does not hold. What is unknown
// can be passed over with a reason; what is false cannot be here.
func (e *Engine) checkAgain(id string, a Answer) (done bool, err error) {
	question := "  Enter checks again, s stops: "
	if a.Result == Unknown {
		question = "  Enter checks again, w WHY passes over it, s stops: "
	}
	text, ok, sig := e.ask.read(question)
	why, waives := strings.CutPrefix(text, "w ")
	switch {
	case sig != nil:
		return false, e.stopped(sig)
	case !ok || text == "s" || text == "stop":
		return false, checkError(id, a)
	case waives && a.Result == Unknown && strings.TrimSpace(why) != "":
		return true, e.run.Append(Record{Kind: Waived, Step: id, Reason: strings.TrimSpace(why)})
	}
	return false, nil
}

func checkError(id string, a Answer) error {
	word := "does not hold"
	if a.Result == Unknown {
		word = "cannot be answered"
	}
	at := ""
	for _, f := range a.Findings {
		if f.Result != True {
			at = ": " + f.At() + ": " + f.Text
			break
		}
	}
	return Fail(ExitCheck, "check %s %s%s", id, word, term.Printable(at))
}

// pendingSignal takes a signal that came between two steps.
func (e *Engine) pendingSignal() error {
	select {
	case sig := <-e.env.Signals:
		return e.stopped(sig)
	default:
		return nil
	}
}

// stopped records that the runner was told to stop while nothing was running.
func (e *Engine) stopped(sig os.Signal) error {
	if err := e.run.Append(Record{Kind: Signalled, Signal: nameOf(sig)}); err != nil {
		return err
	}
	return Fail(ExitSignal(sig), "signal %s", nameOf(sig))
}

func nameOf(sig os.Signal) string {
	if n, ok := sig.(syscall.Signal); ok {
		return signalName(n)
	}
	return sig.String()
}

// gate holds the next hop back until the time has gone by, the check holds and,
// where there is neither, a person says yes.
func (e *Engine) gate(h int) error {
	hop := e.run.Plan.Hops[h]
	g := hop.Gate
	if g == nil {
		return nil
	}
	id := gateID(hop)
	e.view.gate(hop)
	if _, ok := e.run.State.Waived[id]; ok {
		e.view.result(term.Yellow, "waived: "+e.run.State.Waived[id])
		return nil
	}
	if g.WaitSeconds > 0 {
		if err := e.wait(e.run.State.HopsEnded[h], time.Duration(g.WaitSeconds)*time.Second); err != nil {
			return err
		}
	}
	if g.Check != nil {
		return e.check(id, *g.Check, h)
	}
	if g.WaitSeconds > 0 {
		return nil
	}
	return e.approve(id, step.Manual, g.Text, h)
}

// wait lets the rest of a time go by that began at since. Where the clock went
// backwards the whole time is waited.
func (e *Engine) wait(since time.Time, d time.Duration) error {
	left := d
	if gone := e.env.Now().Sub(since); gone > 0 && !since.IsZero() {
		left = d - gone
	}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	end := e.env.Now().Add(left)
	if left > 0 {
		e.view.waiting(end, left)
	}
	for left > 0 {
		e.view.countdown(left)
		select {
		case <-tick.C:
		case sig := <-e.env.Signals:
			e.view.erase()
			return e.stopped(sig)
		}
		left = end.Sub(e.env.Now())
	}
	e.view.erase()
	return nil
}
