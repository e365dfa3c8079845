package run

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"upgraph/internal/term"
)

// ShowLog prints what the commands of the newest run printed: of one step as it
// is, or of all with a line before each. With JSON it prints the records of the
// journal instead.
func ShowLog(env *Env, product, cluster, id string, o Options) error {
	place, run, err := openLatest(env, o.Base, product, cluster)
	if err != nil {
		return err
	}
	defer place.Close()
	r, records, err := place.View(run)
	if err != nil {
		return err
	}
	defer r.Close()
	if o.JSON {
		return writeRecords(env.Stdout, records)
	}
	if id != "" {
		return r.stepLog(env, id)
	}
	v := newView(env, env.Stdout)
	shown := false
	for i, st := range r.State.Steps {
		for a := 1; a <= st.Attempt; a++ {
			shown = true
			v.Line("%s", v.Ink(term.Bold, fmt.Sprintf("== %s  attempt %d  %s", term.Printable(r.Plan.Steps[i].ID), a, clock(st.Begin))))
			if err := r.job(i, a, Spec{}).copyLog(env.Stdout); err != nil {
				return err
			}
		}
	}
	if !shown {
		v.Line("no command was started yet; `log --json` prints the journal")
	}
	return nil
}

func (r *Run) stepLog(env *Env, id string) error {
	i, ok := r.State.Index(id)
	if !ok {
		return Fail(ExitUsage, "the run has no step %s", term.Quote(id))
	}
	st := r.State.Steps[i]
	if st.Attempt == 0 {
		return Fail(ExitUsage, "step %s has started no command", term.Quote(id))
	}
	return r.job(i, st.Attempt, Spec{}).copyLog(env.Stdout)
}

func (j *Job) copyLog(w io.Writer) error {
	f, err := j.root.Open(j.file("log"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return stateError("open the log of a step", err)
	}
	defer f.Close()
	if _, err := io.Copy(w, f); err != nil {
		return fmt.Errorf("print the log of a step: %w", err)
	}
	return nil
}

func writeRecords(w io.Writer, records []Record) error {
	enc := json.NewEncoder(w)
	for _, r := range records {
		if err := enc.Encode(r); err != nil {
			return fmt.Errorf("print the journal: %w", err)
		}
	}
	return nil
}
