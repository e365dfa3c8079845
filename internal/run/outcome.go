package run

import (
	"fmt"
	"strconv"
	"strings"

	"upgraph/internal/term"
)

// ended says in words how a step ended that was not a success.
func ended(s StepState) string {
	switch {
	case s.Reason != "" && s.Exit != nil && (*s.Exit == 126 || *s.Exit == 127):
		return "could not be executed: " + term.Printable(s.Reason)
	case s.Signal != "":
		return "was ended by signal " + s.Signal + late(s)
	case s.Exit != nil && *s.Exit != 0:
		return "failed with exit status " + strconv.Itoa(*s.Exit) + late(s)
	case s.Status == IsDone:
		return "is done"
	case s.Reason != "":
		return "failed: " + term.Printable(s.Reason)
	}
	return "failed"
}

// late is the reason that is recorded beside the exit status of a command.
func late(s StepState) string {
	if s.Reason == "" {
		return ""
	}
	return " (" + term.Printable(s.Reason) + ")"
}

func processes(ps []Process) string {
	words := make([]string, len(ps))
	for i, p := range ps {
		words[i] = fmt.Sprintf("%d (%s)", p.PID, term.Printable(p.Name))
	}
	return strings.Join(words, ", ")
}

// doneSteps counts the steps that need nothing more.
func (s *State) doneSteps() int {
	n := 0
	for _, st := range s.Steps {
		if st.Complete() {
			n++
		}
	}
	return n
}

// Standing is what a run leaves the cluster in.
type Standing struct {
	// Version is the last version that the whole cluster is known to have had;
	// empty where the plan began from an undocumented one.
	Version string `json:"version"`
	// Between is the version that the cluster is on the way to, when a command
	// of its hop was started; empty when the cluster is at Version.
	Between string `json:"between,omitempty"`
	// Before are the conditions before all hops that were confirmed, After the
	// ones after them that are still to be done.
	Before []string `json:"before_done"`
	After  []string `json:"after_open"`
}

// standing works out the state of the cluster from what was started.
func (s *State) standing() Standing {
	st := Standing{Version: s.Plan.From, Before: []string{}, After: []string{}}
	for h, hop := range s.Plan.Hops {
		if _, ok := s.HopsEnded[h]; ok {
			st.Version = hop.To
			continue
		}
		if s.touched(h) {
			st.Between = hop.To
		}
		break
	}
	for i, step := range s.Plan.Steps {
		if step.Hop != nil || s.Parked != "" {
			continue
		}
		switch done := s.Steps[i].Complete(); {
		case strings.HasPrefix(step.ID, "before/") && done:
			st.Before = append(st.Before, step.ID)
		case strings.HasPrefix(step.ID, "after/") && !done:
			st.After = append(st.After, step.ID)
		}
	}
	return st
}

// isSkipped reports whether a person passed over all of a hop.
func (s *State) isSkipped(h int) bool {
	n := 0
	for i, step := range s.Plan.Steps {
		if step.Hop == nil || *step.Hop != h {
			continue
		}
		if s.Steps[i].Status != Skip {
			return false
		}
		n++
	}
	return n > 0
}

// touched reports whether a command of a hop was started.
func (s *State) touched(h int) bool {
	for i, step := range s.Plan.Steps {
		if step.Hop != nil && *step.Hop == h && step.Catalog().Executes() && s.Steps[i].Attempt > 0 {
			return true
		}
	}
	return false
}

// cluster says the state of the cluster in a sentence.
func (st Standing) cluster() string {
	version := st.Version
	if version == "" {
		version = "the version that it had before"
	}
	if st.Between == "" {
		return "at " + version + ", consistent"
	}
	return "on the way to " + st.Between + "; last consistent version: " + version
}
