package run

import (
	"fmt"
	"slices"
	"time"

	"upgraph/internal/plan"
)

// Status is where a step stands, as far as the journal says.
type Status string

// A step is pending until something is recorded of it.
const (
	Pending Status = "pending"
	Started Status = "started" // its end is not recorded
	IsDone  Status = "done"
	HasFail Status = "failed"
	Unsure  Status = "unknown" // started, and nobody knows how it ended
	PassBy  Status = "waived"
	Skip    Status = "skipped"
)

// StepState is what the journal says of one step.
type StepState struct {
	Status  Status
	Attempt int // of the last start; 0 before the first
	Exit    *int
	Signal  string
	Reason  string
	Begin   time.Time
	End     time.Time
	// settled is the last attempt whose outcome stands in the journal.
	settled int
}

// Complete reports whether nothing is left to do for the step.
func (s StepState) Complete() bool {
	return s.Status == IsDone || s.Status == PassBy || s.Status == Skip
}

// State is what all records of a run come to.
type State struct {
	Plan      *plan.Plan
	Steps     []StepState // as in the plan
	Waived    map[string]string
	Confirmed map[string]bool
	HopsBegun map[int]bool
	HopsEnded map[int]time.Time
	HopDirs   map[int]string
	Set       Setting
	Begin     time.Time
	Last      Record
	// Parked is the release that the run waits at; going on begins with the
	// steps before all hops.
	Parked string
	// Over is the last record of a run that ended.
	Over *Record

	index map[string]int
	// still says that nothing may be started, not even to answer a check.
	still bool
}

// Replay applies the records of a journal to the beginning of a run. A record
// that does not fit the plan is an error.
func Replay(p *plan.Plan, records []Record) (*State, error) {
	s := &State{
		Plan: p, Steps: make([]StepState, len(p.Steps)), index: make(map[string]int, len(p.Steps)),
		Waived: map[string]string{}, Confirmed: map[string]bool{},
		HopsBegun: map[int]bool{}, HopsEnded: map[int]time.Time{}, HopDirs: map[int]string{},
	}
	for i, st := range p.Steps {
		s.Steps[i].Status = Pending
		if _, twice := s.index[st.ID]; twice {
			return nil, fmt.Errorf("the plan has two steps %q", st.ID)
		}
		s.index[st.ID] = i
	}
	for _, r := range records {
		if err := s.apply(r); err != nil {
			return nil, fmt.Errorf("record %d: %w", r.Seq, err)
		}
	}
	return s, nil
}

func (s *State) apply(r Record) error {
	if s.Over != nil {
		return fmt.Errorf("%s after the run ended", r.Kind)
	}
	s.Last = r
	switch r.Kind {
	case RunStart, Resumed:
		s.setting(r)
	case Waived:
		s.Waived[r.Step] = r.Reason
		if i, ok := s.index[r.Step]; ok && s.Plan.Steps[i].Kind == "check" {
			s.Steps[i].Status, s.Steps[i].Reason = PassBy, r.Reason
		}
	case HopStart, HopEnd, HopDir, Parked:
		return s.hop(r)
	case StepStart, StepEnd, Resolved, Confirmed, Skipped:
		return s.step(r)
	case RunEnd:
		s.Over = &r
	case Checked, Signalled, Stopped:
		// Only told: what follows from them is recorded on its own.
	default:
		return fmt.Errorf("unknown kind %q", r.Kind)
	}
	return nil
}

func (s *State) setting(r Record) {
	if r.Kind == RunStart {
		s.Begin = r.Time
	}
	s.Parked = ""
	if r.Set == nil {
		return
	}
	if r.Set.Workdir != "" {
		s.Set.Workdir = r.Set.Workdir
		clear(s.HopDirs) // a new general answer replaces those given hop by hop
	}
	if r.Set.Identify != nil {
		s.Set.Identify = r.Set.Identify
	}
	if r.Set.Until != "" {
		s.Set.Until = r.Set.Until
	}
	s.Set.take(r.Set)
	for _, f := range r.Set.Files {
		if !slices.Contains(s.Set.Files, f) {
			s.Set.Files = append(s.Set.Files, f)
		}
	}
}

func (s *State) hop(r Record) error {
	if r.Hop == nil || *r.Hop < 0 || *r.Hop >= len(s.Plan.Hops) {
		return fmt.Errorf("%s without a hop of the plan", r.Kind)
	}
	switch r.Kind {
	case HopStart:
		s.HopsBegun[*r.Hop] = true
	case HopEnd:
		s.HopsEnded[*r.Hop] = r.Time
	case HopDir:
		s.HopDirs[*r.Hop] = r.Dir
	case Parked:
		s.park(*r.Hop)
	}
	return nil
}

// park opens the steps before and after all hops again: whoever goes on stops
// what was started meanwhile.
func (s *State) park(hop int) {
	s.Parked, s.Set.Until = s.Plan.Hops[hop].To, ""
	for i, st := range s.Plan.Steps {
		if st.Hop == nil {
			s.Steps[i] = StepState{Status: Pending}
			delete(s.Confirmed, st.ID)
		}
	}
}

// until is the hop at whose end the run is to be parked, -1 where it goes to
// its end.
func (s *State) until() int {
	last := len(s.Plan.Hops) - 1
	return slices.IndexFunc(s.Plan.Hops[:max(last, 0)], func(h plan.Hop) bool { return h.To == s.Set.Until })
}

func (s *State) step(r Record) error {
	i, ok := s.index[r.Step]
	if !ok {
		if r.Kind == Confirmed {
			s.Confirmed[r.Step] = true // a gate
			return nil
		}
		return fmt.Errorf("%s of %q, which is no step of the plan", r.Kind, r.Step)
	}
	st := &s.Steps[i]
	switch r.Kind {
	case Confirmed:
		s.Confirmed[r.Step] = true
	case Skipped:
		st.Status, st.Reason = Skip, r.Reason
	case StepStart:
		delete(s.Confirmed, r.Step) // a yes is for one start
		st.Status, st.Attempt, st.Begin, st.End = Started, r.Attempt, r.Time, time.Time{}
		st.Exit, st.Signal, st.Reason = nil, "", ""
	case StepEnd, Resolved:
		return s.settle(st, r)
	}
	return nil
}

func (s *State) settle(st *StepState, r Record) error {
	if st.Begin.IsZero() {
		st.Begin = r.Time
	}
	st.End, st.Exit, st.Signal, st.Reason = r.Time, r.Exit, r.Signal, r.Reason
	if r.Ended != nil && r.Ended.After(st.Begin) {
		st.End = *r.Ended
	}
	if r.Attempt > 0 {
		st.Attempt = r.Attempt
	}
	switch r.Outcome {
	case Done:
		st.Status = IsDone
	case Failed:
		st.Status = HasFail
	case Redo:
		st.Status = Pending
	default:
		return fmt.Errorf("outcome %q of a step", r.Outcome)
	}
	st.settled = st.Attempt
	return nil
}

// Index is the place of a step in the plan.
func (s *State) Index(id string) (int, bool) {
	i, ok := s.index[id]
	return i, ok
}
