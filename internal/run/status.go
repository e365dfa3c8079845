package run

import (
	"encoding/json"
	"fmt"
	"time"

	"upgraph/internal/term"
)

// StatusReport is how a run stands, as `status --json` prints it. Fields may be added, never
// renamed.
type StatusReport struct {
	// State is none (there was never a run), unfinished, parked, ended or aborted.
	State    string       `json:"state"`
	Product  string       `json:"product"`
	Cluster  string       `json:"cluster"`
	Run      string       `json:"run,omitempty"`
	From     string       `json:"from,omitempty"`
	To       string       `json:"to,omitempty"`
	Digest   string       `json:"digest,omitempty"`
	Begin    *time.Time   `json:"begin,omitempty"`
	Last     *time.Time   `json:"last,omitempty"`
	Lock     string       `json:"lock,omitempty"` // who works on the cluster now
	Done     int          `json:"done"`
	Total    int          `json:"total"`
	Standing *Standing    `json:"standing,omitempty"`
	Stop     string       `json:"stop,omitempty"` // why the last process stopped
	Code     int          `json:"code,omitempty"` // the exit code it stopped with
	Steps    []StepReport `json:"steps"`
	Path     string       `json:"path,omitempty"`
	Next     string       `json:"next,omitempty"` // one command line
	// Script names the upgrade by a generated script that is not finished.
	Script string `json:"script,omitempty"`
}

// StepReport is one step in a [StatusReport].
type StepReport struct {
	ID      string     `json:"id"`
	Hop     *int       `json:"hop"`
	Kind    string     `json:"kind"`
	Status  Status     `json:"status"`
	Attempt int        `json:"attempt,omitempty"`
	Exit    *int       `json:"exit,omitempty"`
	Signal  string     `json:"signal,omitempty"`
	Reason  string     `json:"reason,omitempty"`
	Begin   *time.Time `json:"begin,omitempty"`
	End     *time.Time `json:"end,omitempty"`
	Log     string     `json:"log,omitempty"`
}

// ShowStatus prints where the newest run of a cluster stands. It writes nothing
// and needs no lock.
func ShowStatus(env *Env, product, cluster string, o Options) error {
	place, err := OpenPlace(env, o.Base, product, cluster, false)
	if err != nil {
		return err
	}
	defer place.Close()
	rep := StatusReport{State: "none", Product: product, Cluster: cluster, Steps: []StepReport{}}
	if place != nil {
		id, ok, err := place.Latest()
		if err != nil {
			return err
		}
		rep.Lock, rep.Script = place.Held(), place.scriptRun()
		if ok {
			if rep, err = statusOf(env, place, id, o); err != nil {
				return err
			}
		}
	}
	if o.JSON {
		b, err := json.MarshalIndent(rep, "", "  ")
		if err != nil {
			return fmt.Errorf("encode the status: %w", err)
		}
		_, _ = env.Stdout.Write(append(b, '\n'))
		return nil
	}
	newView(env, env.Stdout).status(env, rep)
	return nil
}

func statusOf(env *Env, place *Place, id string, o Options) (StatusReport, error) {
	run, records, err := place.View(id)
	if err != nil {
		return StatusReport{}, err
	}
	defer run.Close()
	s := run.State
	st := s.standing()
	rep := StatusReport{State: "unfinished", Product: place.Product, Cluster: place.Cluster, Run: id,
		From: s.Plan.From, To: s.Plan.To, Digest: s.Plan.Digest, Begin: &s.Begin, Last: &s.Last.Time,
		Lock: place.Held(), Done: s.doneSteps(), Total: len(s.Steps), Standing: &st, Path: run.Path,
		Steps: []StepReport{}, Script: place.scriptRun()}
	for i := range s.Steps {
		rep.Steps = append(rep.Steps, run.stepReport(i))
	}
	if s.Over != nil {
		rep.State, rep.Stop = string(s.Over.Outcome), s.Over.Reason
		return rep, nil
	}
	if s.Parked != "" {
		rep.State, rep.Stop = "parked", "at "+s.Parked
	}
	if last := records[len(records)-1]; last.Kind == Stopped {
		rep.Stop, rep.Code = last.Reason, last.Code
	}
	rep.Next = run.next(env, rep, o)
	return rep, nil
}

// stepReport says what is known of a step. The records of its command are asked
// where the journal does not know the end.
func (r *Run) stepReport(i int) StepReport {
	st, ps := r.State.Steps[i], r.Plan.Steps[i]
	rep := StepReport{ID: ps.ID, Hop: ps.Hop, Kind: ps.Kind, Status: st.Status, Attempt: st.Attempt,
		Exit: st.Exit, Signal: st.Signal, Reason: st.Reason}
	if !st.Begin.IsZero() {
		rep.Begin = &st.Begin
	}
	if !st.End.IsZero() {
		rep.End = &st.End
	}
	if st.Attempt == 0 {
		return rep
	}
	job := r.job(i, st.Attempt, Spec{})
	rep.Log = job.LogPath()
	if st.Status != Started {
		return rep
	}
	switch state, _, d := job.Look(); state {
	case Over:
		rep.Reason = fmt.Sprintf("it ended with exit status %d, which is not in the journal yet", d.Exit)
	case Lost:
		rep.Status = Unsure
	case Vacant:
		rep.Status = Pending
	}
	return rep
}

// next is the one command that a person should give next.
func (r *Run) next(env *Env, rep StatusReport, o Options) string {
	for _, s := range rep.Steps {
		if s.Status == Unsure {
			return commandLine(env, r, o, "resolve", s.ID, "--as", "done|redo|failed", "--reason", "WHY")
		}
	}
	if rep.Lock != "" {
		return ""
	}
	if rep.Code == ExitPerson {
		for i, s := range rep.Steps {
			if !r.State.Steps[i].Complete() {
				return commandLine(env, r, o, "resume", "--confirm", s.ID)
			}
		}
	}
	return commandLine(env, r, o, "resume")
}

func (v *view) status(env *Env, r StatusReport) {
	if r.State == "none" {
		v.Line("%s, cluster %s: there was no run yet", term.Printable(r.Product), term.Printable(r.Cluster))
		v.workers(r)
		return
	}
	v.Line("%s", v.Ink(term.Bold, term.Printable(fmt.Sprintf("%s, cluster %s: %s to %s", r.Product, r.Cluster, r.From, r.To))))
	v.Field(2, "run", term.Plain, fmt.Sprintf("%s, %s, %d of %d steps done", r.Run, r.State, r.Done, r.Total))
	v.Field(2, "began", term.Plain, clock(*r.Begin)+", last record "+clock(*r.Last))
	v.workers(r)
	if r.Stop != "" {
		v.Field(2, "stopped", term.Yellow, r.Stop)
	}
	v.Field(2, "cluster", term.Plain, r.Standing.cluster())
	if r.State == "unfinished" {
		conditions(v, *r.Standing)
	}
	v.Field(2, "records", term.Plain, r.Path)
	v.Line("")
	v.stepTable(r.Steps)
	if r.Next != "" {
		v.Line("")
		v.Command(2, "next", r.Next)
	}
}

// workers says who is at work on the cluster, the runner or a script.
func (v *view) workers(r StatusReport) {
	if r.Script != "" {
		v.Field(2, "script", term.Yellow, r.Script+" is not finished: finish it with its script and --resume")
	}
	if r.Lock != "" {
		v.Field(2, "working", term.Green, r.Lock)
	}
}

func (v *view) stepTable(steps []StepReport) {
	width := 0
	for _, s := range steps {
		width = max(width, term.Columns(s.ID))
	}
	for _, s := range steps {
		took := ""
		if s.Begin != nil && s.End != nil && s.Attempt > 0 {
			took = term.Span(s.End.Sub(*s.Begin))
		}
		more := took
		if s.Reason != "" {
			more += "  " + s.Reason
		} else if s.Exit != nil && *s.Exit != 0 {
			more += fmt.Sprintf("  exit status %d", *s.Exit)
		}
		if s.Attempt > 1 {
			more += fmt.Sprintf("  attempt %d", s.Attempt)
		}
		head := "  " + term.Pad(term.Printable(s.ID), width) + "  " + v.Ink(statusInk(s.Status), term.Pad(string(s.Status), 8)) + "  "
		v.Entry(head, width+14, term.Plain, more)
	}
}

func statusInk(s Status) term.Ink {
	switch s {
	case IsDone:
		return term.Green
	case HasFail, Unsure:
		return term.Red
	case PassBy, Skip, Started:
		return term.Yellow
	}
	return term.Dim
}

func clock(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05Z") }
