package run

import (
	"time"

	"upgraph/internal/plan"
)

// Kind of a journal record.
type Kind string

// The kinds of records, in the order in which they may first appear.
const (
	RunStart  Kind = "run-start"  // always the first record
	Resumed   Kind = "resume"     // another process goes on
	Checked   Kind = "check"      // a check was evaluated
	Waived    Kind = "waive"      // a person passes over a check, with a reason
	HopStart  Kind = "hop-start"  // the checks before the hop hold
	HopDir    Kind = "hop-dir"    // the working directory of a hop
	Confirmed Kind = "confirm"    // a person says yes to a step
	StepStart Kind = "step-start" // a command is about to be started
	StepEnd   Kind = "step-end"   // how a step ended
	Resolved  Kind = "resolve"    // a person says how a step ended
	Skipped   Kind = "skip"       // a person passes over a step, with a reason
	HopEnd    Kind = "hop-end"    // the cluster is at the version of the hop
	Signalled Kind = "signal"     // the runner was told to stop
	Stopped   Kind = "stop"       // the process ends, the run stays open
	Parked    Kind = "park"       // the steps after all hops are done; the next hop waits
	RunEnd    Kind = "run-end"    // always the last record
)

// Outcome of a step, in the record of its end.
type Outcome string

const (
	Done   Outcome = "done"
	Failed Outcome = "failed"
	Redo   Outcome = "redo" // resolve only: it may be started again
	Ended  Outcome = "ended"
	// Aborted is how a run ends that a person gave up.
	Aborted Outcome = "aborted"
)

// Record is one line of the journal. Seq counts from 1, Time is UTC; Prev is the
// checksum of the line before and Sum that of this line, both set when it is
// written. Which other fields are there depends on Kind; a field that is absent
// does not apply.
type Record struct {
	Seq  int       `json:"seq"`
	Time time.Time `json:"time"`
	Kind Kind      `json:"kind"`

	Run     string   `json:"run,omitempty"`     // run-start: id of the run
	Program string   `json:"program,omitempty"` // run-start, resume: version of the runner
	PID     int      `json:"pid,omitempty"`     // run-start, resume
	By      string   `json:"by,omitempty"`      // run-start, resume, resolve, run-end: who, on which host
	Plan    *PlanRef `json:"plan,omitempty"`    // run-start
	Set     *Setting `json:"set,omitempty"`     // run-start, resume: what was given on the command line

	Step    string  `json:"step,omitempty"` // id of a step, check, gate or risk
	Hop     *int    `json:"hop,omitempty"`
	Attempt int     `json:"attempt,omitempty"`
	Outcome Outcome `json:"outcome,omitempty"`
	// Exit is the exit status of a command that ended by itself, Signal the
	// name of the signal that ended it otherwise.
	Exit   *int   `json:"exit,omitempty"`
	Signal string `json:"signal,omitempty"`
	// Ended is when the command ended, where nobody was there to see it.
	Ended *time.Time `json:"ended,omitempty"`
	// Left are processes that a command left behind.
	Left []Process `json:"left,omitempty"`
	Argv []string  `json:"argv,omitempty"`
	Dir  string    `json:"dir,omitempty"`

	Result   Result    `json:"result,omitempty"`   // check
	Findings []Finding `json:"findings,omitempty"` // check
	How      string    `json:"how,omitempty"`      // confirm: terminal or flag
	Reason   string    `json:"reason,omitempty"`   // waive, skip, resolve, stop, run-end; step-end: why it failed
	Code     int       `json:"code,omitempty"`     // stop: exit code of the process

	Prev string `json:"prev"`
}

// PlanRef names the plan of a run.
type PlanRef struct {
	Product       string `json:"product"`
	From          string `json:"from"`
	To            string `json:"to"`
	Cluster       string `json:"cluster"`
	Digest        string `json:"digest"`
	CatalogDigest string `json:"catalog_digest"`
}

func refer(p *plan.Plan, cluster string) *PlanRef {
	return &PlanRef{Product: p.Product, From: p.From, To: p.To, Cluster: cluster,
		Digest: p.Digest, CatalogDigest: p.CatalogDigest}
}

// Setting is what a run is told about the place it works in. It is recorded, so
// that going on needs no flags.
type Setting struct {
	// Workdir is absolute and may hold {to}.
	Workdir string      `json:"workdir,omitempty"`
	Files   []FileAlias `json:"files,omitempty"`
	// Identify is there where the run is held against what components print.
	Identify *Identifying `json:"identify,omitempty"`
	// Until is the release at which the run is to be parked.
	Until   string   `json:"until,omitempty"`
	Params  []Param  `json:"params,omitempty"`
	Secrets []Secret `json:"secrets,omitempty"`
	Verify  []Verify `json:"verify,omitempty"`
}

// FileAlias says where a file stands that checks ask for by name. Pattern is an
// absolute path or glob and may hold {to}.
type FileAlias struct {
	Name    string `json:"name"`
	Pattern string `json:"pattern"`
}

// Process is one running process.
type Process struct {
	PID  int    `json:"pid"`
	Name string `json:"name"`
}
