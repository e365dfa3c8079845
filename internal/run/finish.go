package run

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"upgraph/internal/plan"
	"upgraph/internal/term"
)

// finish ends the process's part in a run: the end of the plan, or a stop with
// everything that a person needs to know next.
func (e *Engine) finish(err error) error {
	s := e.run.State
	if err == nil && s.Parked != "" {
		e.parked()
		return nil
	}
	if err == nil {
		e.view.Line("")
		e.arrived()
		e.view.Field(2, "took", term.Plain, term.Span(s.Last.Time.Sub(s.Begin).Round(time.Second)))
		e.view.Field(2, "log", term.Plain, e.run.Path)
		return nil
	}
	fail, ok := errors.AsType[*Error](err)
	if !ok {
		fail = Fail(ExitStep, "%w", err)
	}
	if fail.Code != ExitState {
		// The run stays open whether this is written or not.
		if e.run.Append(Record{Kind: Stopped, Code: fail.Code, Reason: fail.Error()}) != nil {
			fail = fail.Hinted("this stop could not be recorded; the records before it are whole")
		}
	}
	e.stopReport(fail)
	fail.Shown = true
	return fail
}

// arrived says that all was done, and what the guide left to a person.
func (e *Engine) arrived() {
	p := e.run.State.Plan
	var left []string
	for i, h := range p.Hops {
		if p.Stepless(i) {
			left = append(left, term.HopText(h))
		}
	}
	if len(left) == len(p.Hops) && len(p.Steps) == 0 {
		e.view.Line("%s", e.view.Ink(term.Yellow, term.Printable("nothing was run: the guide gives no steps from "+term.HopText(plan.Hop{From: p.From, To: p.To}))))
		return
	}
	e.view.Line("%s", e.view.Ink(term.Green, term.Printable(p.Product+" is at "+p.To)))
	if len(left) > 0 {
		e.view.Field(2, "left", term.Yellow, "the guide gives no steps, and nothing was run, from "+strings.Join(left, ", "))
	}
}

// parked says where the run waits and how to go on.
func (e *Engine) parked() {
	v, s := e.view, e.run.State
	v.Line("")
	v.Line("%s", v.Ink(term.Green, term.Printable(fmt.Sprintf("%s is at %s, on the way to %s: the run is parked", s.Plan.Product, s.Parked, s.Plan.To))))
	v.Field(2, "progress", term.Plain, fmt.Sprintf("%d of %d hops done, run %s", len(s.HopsEnded), len(s.Plan.Hops), e.run.ID))
	v.Field(2, "log", term.Plain, e.run.Path)
	v.Field(2, "", term.Dim, "going on begins with the steps before all hops again:")
	v.Command(2, "next", commandLine(e.env, e.run, e.opt, "resume"))
}

// stopReport says how the run stands: what stopped it, what state the cluster
// is in, whether tasks are stopped, where the log is, and one next command.
func (e *Engine) stopReport(fail *Error) {
	v, s := e.view, e.run.State
	st := s.standing()
	v.Line("")
	v.Entry(v.Ink(term.Red, "Stopped: "), 9, term.Plain, fail.Error())
	v.Field(2, "cluster", term.Plain, st.cluster())
	conditions(v, st)
	v.Field(2, "progress", term.Plain, fmt.Sprintf("%d of %d steps done, run %s", s.doneSteps(), len(s.Steps), e.run.ID))
	v.Field(2, "log", term.Plain, e.logPath())
	next := false
	for _, h := range fail.Hint {
		if label, cmd, ok := strings.Cut(h, ":  "); ok {
			v.Field(2, "", term.Dim, label+":")
			v.Command(2, "next", cmd)
			next = true
		} else {
			v.Field(2, "note", term.Plain, h)
		}
	}
	if !next && fail.Code == ExitStep {
		v.Field(2, "", term.Dim, "mend the cause; the step is started again by:")
	}
	if !next {
		v.Command(2, "next", commandLine(e.env, e.run, e.opt, "resume"))
	}
}

func conditions(v *view, st Standing) {
	if len(st.Before) > 0 {
		v.Field(2, "before", term.Plain, strings.Join(st.Before, ", ")+": confirmed, still holds")
	}
	if len(st.After) > 0 {
		v.Field(2, "after", term.Yellow, strings.Join(st.After, ", ")+": not done yet")
	}
}

// logPath is the log of the last step that was started, or the run's directory.
func (e *Engine) logPath() string {
	s := e.run.State
	last, at := -1, time.Time{}
	for i, st := range s.Steps {
		if st.Attempt > 0 && !st.Begin.Before(at) {
			last, at = i, st.Begin
		}
	}
	if last < 0 {
		return filepath.Join(e.run.Path, journalName)
	}
	return e.run.job(last, s.Steps[last].Attempt, Spec{}).LogPath()
}

// commandLine is a command about this run that a person can copy as it is.
func commandLine(env *Env, r *Run, o Options, command string, args ...string) string {
	words := []string{env.Program, command}
	words = append(words, args...)
	words = append(words, "--product", r.Plan.Product)
	if r.Place.Cluster != DefaultCluster {
		words = append(words, "--cluster", r.Place.Cluster)
	}
	if o.CustomBase {
		words = append(words, "--state-dir", o.Base)
	}
	for i, w := range words {
		words[i] = term.Quote(w)
	}
	return strings.Join(words, " ")
}

// DefaultCluster is the name of the cluster where none is given.
const DefaultCluster = "default"
