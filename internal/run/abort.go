package run

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"upgraph/internal/plan"
	"upgraph/internal/term"
)

// Abort ends a run that a person gives up and says what state the cluster is
// left in.
func Abort(env *Env, product, cluster, reason string, o Options) error {
	if strings.TrimSpace(reason) == "" {
		return Fail(ExitUsage, "abort needs --reason 'WHY': it is written into the journal")
	}
	err := openForWriting(env, product, cluster, o, func(run *Run) error {
		for i, st := range run.State.Steps {
			if st.Status != Started {
				continue
			}
			if state, _, _ := run.job(i, st.Attempt, Spec{}).Look(); state == Running {
				return Fail(ExitUnknown, "step %s is still running", run.Plan.Steps[i].ID).
					Hinted("wait for it or end it first:  %s", commandLine(env, run, o, "resume"))
			}
		}
		st := run.State.standing()
		if err := run.Append(Record{Kind: RunEnd, Outcome: Aborted, Reason: reason, By: env.Who}); err != nil {
			return err
		}
		v := newView(env, peopleOut(env, o))
		v.Line("run %s is given up: %s", run.ID, term.Printable(reason))
		v.Field(2, "cluster", term.Plain, st.cluster())
		conditions(v, st)
		v.Field(2, "records", term.Plain, run.Path)
		anew(v, env, run, o, st)
		return nil
	})
	if CodeOf(err) != ExitDamaged {
		return err
	}
	return abandon(env, product, cluster, reason, o, err)
}

// anew says how another run begins where a person gave this one up.
func anew(v *view, env *Env, run *Run, o Options, st Standing) {
	from := st.Version
	switch {
	case from == run.Plan.To || from == "":
		return
	case st.Between != "":
		v.Field(2, "later", term.Plain, fmt.Sprintf("another run begins where the whole cluster has one version: bring it to %s or %s first", from, st.Between))
		from = "VERSION"
	}
	v.Command(2, "anew", commandLine(env, run, o, "apply", "--from", from, "--to", run.Plan.To))
}

// abandon closes a run whose journal cannot be read: the journal is kept under
// another name, and a new one says only that the run is over.
func abandon(env *Env, product, cluster, reason string, o Options, cause error) error {
	h, err := hold(env, product, cluster, o)
	if err != nil {
		return err
	}
	defer h.release()
	run, err := h.opened(h.place.bare(h.id))
	if err != nil {
		return err
	}
	if name, busy := run.anyRunning(); busy {
		return Fail(ExitUnknown, "command %s of the run is still running; its journal is damaged: %w", name, cause)
	}
	pl, err := run.rescuePlan()
	if err != nil {
		return errors.Join(cause, err)
	}
	if err := run.replaceJournal(env, pl, reason+" ("+cause.Error()+")"); err != nil {
		return stateError("close the damaged run", err)
	}
	v := newView(env, env.Stdout)
	v.Line("run %s is given up: %s", h.id, term.Printable(reason))
	v.Field(2, "cluster", term.Yellow, "unknown: the journal is damaged; see which commands were started and how they ended")
	v.Field(2, "records", term.Plain, filepath.Join(run.Path, stepsName))
	return nil
}

func (r *Run) anyRunning() (string, bool) {
	tried, err := r.attempts()
	if err != nil {
		return "", false
	}
	for i, a := range tried {
		j := r.job(i, a, Spec{})
		if st, _, _ := j.Look(); st == Running {
			return j.Name, true
		}
	}
	return "", false
}

func (r *Run) rescuePlan() (*plan.Plan, error) {
	data, err := r.root.ReadFile(planName)
	if err != nil {
		return nil, err
	}
	pl, err := plan.Decode(data)
	if err != nil {
		return nil, Fail(ExitDamaged, "the plan of the run is damaged as well: %w", err).
			Hinted("move the run away: mv %s %s", term.Quote(r.Path), term.Quote(filepath.Join(r.Place.Path, "damaged-"+r.ID)))
	}
	return pl, nil
}

func (r *Run) replaceJournal(env *Env, pl *plan.Plan, reason string) error {
	const draft = journalName + ".new"
	now := env.Now().UTC()
	first := Record{Seq: 1, Time: now, Kind: RunStart, Run: r.ID, Program: env.Version, PID: os.Getpid(), Plan: refer(pl, r.Place.Cluster)}
	one, sum, err := sealLine(first)
	if err != nil {
		return err
	}
	two, _, err := sealLine(Record{Seq: 2, Time: now, Kind: RunEnd, Outcome: Aborted, Reason: reason, By: env.Who, Prev: sum})
	if err != nil {
		return err
	}
	if err := r.disk.writeFile(r.root, draft, append(one, two...)); err != nil {
		return err
	}
	if err := r.disk.rename(r.root, journalName, journalName+".damaged"); err != nil {
		return err
	}
	return errors.Join(r.disk.rename(r.root, draft, journalName), r.disk.syncDir(r.root, "."))
}
