package run

import (
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"upgraph/internal/plan"
	"upgraph/internal/step"
	"upgraph/internal/term"
)

// person shows what a person is needed for and waits for a yes. What was
// confirmed before the runner died stays confirmed.
func (e *Engine) person(i int, s plan.Step, a step.Ask) error {
	if a.Why == step.Unapproved && e.begun(i) {
		return nil // it was started with a yes; what is left is to see how it ended
	}
	return e.approve(s.ID, a.Why, a.Text, e.hopOf(s))
}

// begun reports whether the last attempt at a step was started and its outcome
// does not stand in the journal yet.
func (e *Engine) begun(i int) bool {
	attempt := max(e.run.State.Steps[i].Attempt, e.tried[i])
	if attempt == 0 || e.run.State.Steps[i].settled >= attempt {
		return false
	}
	st, _, _ := e.run.job(i, attempt, Spec{}).Look()
	return st != Vacant
}

func (e *Engine) approve(id string, why step.Reason, text string, hop int) error {
	if e.run.State.Confirmed[id] {
		return nil
	}
	if e.consent.covers(id, why) {
		e.view.result(term.Green, "confirmed by --confirm")
		return e.run.Append(Record{Kind: Confirmed, Step: id, How: "flag"})
	}
	if !e.env.Interactive {
		return e.nobody(id, why)
	}
	for {
		answer, ok, sig := e.ask.read(question(why))
		dir, isDir := strings.CutPrefix(answer, "d ")
		switch {
		case sig != nil:
			return e.stopped(sig)
		case !ok, answer == "s", answer == "stop":
			return e.nobody(id, why)
		case why == step.Manual && isDir:
			if err := e.moveTo(hop, strings.TrimSpace(dir)); err != nil {
				return err
			}
		case why == step.Manual && isYes(answer), why == step.Unapproved && answer == "yes":
			return e.run.Append(Record{Kind: Confirmed, Step: id, How: "terminal"})
		}
	}
}

func question(why step.Reason) string {
	if why == step.Unapproved {
		return "  The author has not approved this command. Run it? [yes / s = stop] "
	}
	return "  Done? [y = done / d DIR = work in DIR from here on / s = stop] "
}

// moveTo takes another working directory from a hop on: the guide may have had
// a new one unpacked.
func (e *Engine) moveTo(hop int, dir string) error {
	dir = absolute(e.env.Dir, dir)
	if !isDir(dir) {
		e.view.result(term.Red, "there is no directory "+dir)
		return nil
	}
	e.view.result(term.Plain, "working directory: "+dir)
	return e.run.Append(Record{Kind: HopDir, Hop: &hop, Dir: dir})
}

func (e *Engine) nobody(id string, why step.Reason) error {
	what := "is done by hand"
	if why == step.Unapproved {
		what = "runs a command that the author has not approved"
	}
	err := Fail(ExitPerson, "step %s %s and was not confirmed", id, what)
	if why == step.Unapproved {
		return err.Hinted("if it may run:  %s", commandLine(e.env, e.run, e.opt, "resume", "--confirm", id))
	}
	return err.Hinted("when it is done:  %s", commandLine(e.env, e.run, e.opt, "resume", "--confirm", id))
}

// command brings one command to an outcome: it is started at most once, unless
// a person or the author says that it may run again.
func (e *Engine) command(i int, s plan.Step, argv []string) error {
	st := &e.run.State.Steps[i]
	attempt := max(st.Attempt, e.tried[i])
	again := attempt > 0 && st.settled >= attempt
	if attempt == 0 || again {
		attempt++
	}
	job, err := e.jobOf(i, attempt, s, argv)
	if err != nil {
		return err
	}
	switch state, birth, death := job.Look(); state {
	case Over:
		e.view.result(term.Plain, "it was started before and has ended meanwhile")
		return e.settle(i, s, job, attempt, death, stopped{})
	case Lost:
		if ok, err := e.verified(s, job, attempt, birth); ok || err != nil {
			return err
		}
		if !s.Catalog().IsIdempotent() {
			return e.unknown(s, birth, job)
		}
		e.view.result(term.Yellow, "how it ended is unknown; the author says that it may run again")
		attempt++
		job.Name = e.run.job(i, attempt, Spec{}).Name
	case Running:
		e.view.result(term.Plain, "it was started before and is still running: waiting for it")
	case Vacant:
		if again && st.Status == HasFail {
			e.view.result(term.Plain, "it "+ended(*st)+" before and is started again")
		}
	}
	return e.perform(i, s, job, attempt)
}

// jobOf is the start of a command, with the parameters put in.
func (e *Engine) jobOf(i, attempt int, s plan.Step, argv []string) (*Job, error) {
	set := &e.run.State.Set
	if s.Kind == "exec" {
		var err error
		if argv, err = set.fill(argv); err != nil {
			return nil, err
		}
	}
	open, hidden, err := set.environ(e.env)
	if err != nil {
		return nil, err
	}
	spec := Spec{Step: s.ID, Argv: argv, Dir: e.run.State.workdir(e.hopOf(s)), Env: open}
	for _, h := range hidden {
		name, _, _ := strings.Cut(h, "=")
		spec.Secrets = append(spec.Secrets, name)
	}
	job := e.run.job(i, attempt, spec)
	job.hidden = hidden
	return job, nil
}

// perform starts the job or waits for the one that runs.
func (e *Engine) perform(i int, s plan.Step, job *Job, attempt int) error {
	if !isDir(job.Spec.Dir) {
		return Fail(ExitCheck, "the working directory %s of step %s is not there", job.Spec.Dir, s.ID).
			Hinted("say where:  %s", commandLine(e.env, e.run, e.opt, "resume", "--workdir", "DIR"))
	}
	const journalRoom = 64 << 10
	if err := e.run.disk.reserve(e.run.journal.file, e.run.journal.size, journalRoom); err != nil {
		return stateError("reserve room in the journal", err)
	}
	e.env.hook("step.reserved")
	if st := e.run.State.Steps[i]; st.Status != Started || st.Attempt != attempt {
		err := e.run.Append(Record{Kind: StepStart, Step: s.ID, Attempt: attempt, Argv: job.Spec.Argv, Dir: job.Spec.Dir})
		if err != nil {
			return err
		}
	}
	e.env.hook("step.recorded")
	e.view.running(job)
	state, death, stop, err := e.await(job)
	e.view.erase()
	if err != nil {
		return err
	}
	e.env.hook("step.ended")
	_, birth, _ := job.Look()
	switch state {
	case Over:
		return e.settle(i, s, job, attempt, death, stop)
	case Lost:
		return e.unknown(s, birth, job)
	}
	return Fail(ExitStep, "step %s could not be started: nothing of it ran; see %s", s.ID, job.LogPath())
}

// settle records how a command ended.
func (e *Engine) settle(i int, s plan.Step, job *Job, attempt int, d Death, stop stopped) error {
	rec := Record{Kind: StepEnd, Step: s.ID, Attempt: attempt, Outcome: Done, Exit: &d.Exit, Signal: d.Signal, Left: d.Left, Reason: d.Error}
	if d.Exit != 0 {
		rec.Outcome = Failed
	}
	if now := e.env.Now().UTC(); now.Sub(d.Time) > time.Second {
		rec.Ended = &d.Time
	}
	if stop.late && d.Exit != 0 {
		rec.Reason = "it took longer than " + term.Span(e.opt.Timeout)
	}
	if err := e.run.Append(rec); err != nil {
		return err
	}
	e.env.hook("step.settled")
	e.view.outcome(e.run.State.Steps[i], job, d)
	switch {
	case stop.sig != nil:
		return Fail(ExitSignal(stop.sig), "signal %s; step %s %s", nameOf(stop.sig), s.ID, ended(e.run.State.Steps[i]))
	case d.Exit != 0 && stop.late:
		return Fail(ExitTimeout, "step %s took longer than %s and %s", s.ID, term.Span(e.opt.Timeout), ended(e.run.State.Steps[i]))
	case d.Exit != 0:
		return Fail(ExitStep, "step %s %s", s.ID, ended(e.run.State.Steps[i]))
	}
	return nil
}

// unknown is the end where a command was started and nobody can tell how it
// ended. It is never started again on a guess.
func (e *Engine) unknown(s plan.Step, b Birth, job *Job) error {
	err := Fail(ExitUnknown, "step %s was started and how it ended is not recorded", s.ID)
	if left := b.survivors(); len(left) > 0 {
		err = err.Hinted("still running from it: %s", processes(left))
	} else if b.Boot != "" && b.Boot != bootID() {
		err = err.Hinted("the machine was started anew since then")
	}
	err = err.Hinted("its output: %s", job.LogPath())
	for _, as := range []struct{ word, why string }{
		{"done", "if it did all of its work"}, {"redo", "if it may run again"}, {"failed", "if it failed"},
	} {
		err = err.Hinted("%s:  %s", as.why, commandLine(e.env, e.run, e.opt, "resolve", s.ID, "--as", as.word, "--reason", "WHY"))
	}
	return err
}

// stopped says why a command was told to end: the first signal that came, or
// that it was late.
type stopped struct {
	sig  os.Signal
	late bool
}

// await waits for a job and passes on to it the person's wish to stop, and that
// its time is over. A command that does not end within the grace is left alone
// after a signal, and killed when it is late.
func (e *Engine) await(job *Job) (JobState, Death, stopped, error) {
	type end struct {
		state JobState
		death Death
		err   error
	}
	orders, over := make(chan Order, 8), make(chan end, 1)
	go func() {
		st, d, err := e.env.Host.Do(job, orders)
		over <- end{st, d, err}
	}()
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	var stop stopped
	var grace, late <-chan time.Time
	if e.opt.Timeout > 0 {
		late = time.After(e.opt.Timeout)
	}
	for {
		select {
		case o := <-over:
			return o.state, o.death, stop, o.err
		case <-tick.C:
			e.view.live(job)
		case <-late:
			stop.late, grace = true, time.After(e.opt.Grace)
			e.view.late(e.opt.Timeout)
			orders <- Terminate
		case <-grace:
			if stop.sig != nil {
				return Running, Death{}, stop, e.detach(stop.sig, job)
			}
			e.view.stopping(Kill, 0)
			orders <- Kill
		case sig := <-e.env.Signals:
			if sig == syscall.SIGHUP {
				return Running, Death{}, stopped{sig: sig}, e.detach(sig, job)
			}
			if err := e.run.Append(Record{Kind: Signalled, Signal: nameOf(sig)}); err != nil {
				return Running, Death{}, stop, err
			}
			order := Terminate
			if stop.sig != nil {
				order = Kill
			}
			stop.sig, grace, late = firstOf(stop.sig, sig), time.After(e.opt.Grace), nil
			e.view.stopping(order, e.opt.Grace)
			orders <- order
		}
	}
}

func firstOf(a, b os.Signal) os.Signal {
	if a != nil {
		return a
	}
	return b
}

// detach leaves a running command to its shim.
func (e *Engine) detach(sig os.Signal, job *Job) error {
	if sig == syscall.SIGHUP {
		if err := e.run.Append(Record{Kind: Signalled, Signal: nameOf(sig)}); err != nil {
			return err
		}
	}
	err := Fail(ExitSignal(sig), "signal %s; step %s goes on running", nameOf(sig), job.Spec.Step)
	if _, b, _ := job.Look(); b.isAlive() {
		err = err.Hinted("its processes: %s", processes(slices.Insert(b.survivors(), 0, Process{b.PID, "shim"})))
	}
	return err.Hinted("`resume` waits for it")
}
