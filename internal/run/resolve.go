package run

import (
	"strings"

	"upgraph/internal/term"
)

// Resolve records what a person found out about a step whose outcome is
// unknown.
func Resolve(env *Env, product, cluster, id string, as Outcome, reason string, o Options) error {
	if as != Done && as != Redo && as != Failed {
		return Fail(ExitUsage, "--as is one of done, redo and failed, not %q", string(as))
	}
	if strings.TrimSpace(reason) == "" {
		return Fail(ExitUsage, "resolve needs --reason 'WHY': it is written into the journal")
	}
	return openForWriting(env, product, cluster, o, func(run *Run) error {
		i, ok := run.State.Index(id)
		if !ok {
			return Fail(ExitUsage, "the run has no step %s", term.Quote(id))
		}
		attempt, err := run.unsettled(i)
		if err != nil {
			return err
		}
		job := run.job(i, attempt, Spec{})
		switch state, birth, death := job.Look(); {
		case state == Running:
			return Fail(ExitUnknown, "step %s is still running", id).
				Hinted("`resume` waits for it:  %s", commandLine(env, run, o, "resume"))
		case state == Over:
			return Fail(ExitUsage, "how step %s ended is recorded: exit status %d", id, death.Exit).
				Hinted("`resume` takes it from there:  %s", commandLine(env, run, o, "resume"))
		case as == Redo && len(birth.survivors()) > 0:
			return Fail(ExitUnknown, "step %s has left processes running: %s", id, processes(birth.survivors())).
				Hinted("it may not be started again beside them")
		}
		err = run.Append(Record{Kind: Resolved, Step: id, Attempt: attempt, Outcome: as, Reason: reason, By: env.Who})
		if err != nil {
			return err
		}
		v := newView(env, env.Stdout)
		v.Line("step %s: %s, because: %s", term.Printable(id), as, term.Printable(reason))
		v.Command(2, "next", commandLine(env, run, o, "resume"))
		return nil
	})
}

// unsettled is the attempt at a step whose outcome is not in the journal.
func (r *Run) unsettled(i int) (int, error) {
	tried, err := r.attempts()
	if err != nil {
		return 0, err
	}
	st := r.State.Steps[i]
	attempt := max(st.Attempt, tried[i])
	if attempt == 0 || st.settled >= attempt {
		return 0, Fail(ExitUsage, "step %s is %s: there is nothing to resolve", r.Plan.Steps[i].ID, st.Status)
	}
	return attempt, nil
}
