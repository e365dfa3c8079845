package run

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"upgraph/internal/plan"
	"upgraph/internal/term"
)

// Verify is a command of the operator's that says whether a step did its work:
// exit status 0 says that it did. It is asked only where the outcome of the step
// is lost.
type Verify struct {
	Step    string `json:"step"`
	Command string `json:"command"` // for sh
}

// ParseVerify reads STEP=COMMAND.
func ParseVerify(s string) (Verify, error) {
	step, command, ok := strings.Cut(s, "=")
	if !ok || step == "" || strings.TrimSpace(command) == "" {
		return Verify{}, Fail(ExitUsage, "--verify %q: it is written STEP=COMMAND", s)
	}
	return Verify{step, command}, nil
}

// verifyTime is how long such a command may take.
const verifyTime = time.Minute

// verified asks the operator's command whether a step whose outcome is lost did
// its work. No answer leaves the step unknown.
func (e *Engine) verified(s plan.Step, job *Job, attempt int, b Birth) (bool, error) {
	for _, v := range e.run.State.Set.Verify {
		if v.Step != s.ID {
			continue
		}
		if left := b.survivors(); len(left) > 0 {
			return false, nil // it may still be at work
		}
		ctx, cancel := context.WithTimeout(context.Background(), verifyTime)
		defer cancel()
		cmd := exec.CommandContext(ctx, "sh", "-eu", "-c", v.Command)
		cmd.Dir, cmd.WaitDelay = job.Spec.Dir, time.Second
		err := cmd.Run()
		rec := Record{Kind: Checked, Step: "verify/" + s.ID, Result: True, Argv: cmd.Args}
		if err != nil {
			rec.Result = False
			rec.Findings = []Finding{{Result: False, File: v.Command, Text: err.Error()}}
		}
		if rerr := e.run.Append(rec); rerr != nil {
			return false, rerr
		}
		if err != nil {
			e.view.result(term.Yellow, fmt.Sprintf("%s says that it did not: %v", v.Command, err))
			return false, nil
		}
		e.view.result(term.Green, "how it ended is not recorded; "+v.Command+" says that it did its work")
		return true, e.run.Append(Record{Kind: Resolved, Step: s.ID, Attempt: attempt, Outcome: Done, How: "verify",
			Reason: "verified by " + v.Command})
	}
	return false, nil
}
