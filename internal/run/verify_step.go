package run

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"upgraph/internal/plan"
	"upgraph/internal/step"
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

// verified asks whether a step whose outcome is lost did its work: the
// operator's command, or else the author's, which the approval of the step
// covers. No answer leaves the step unknown.
func (e *Engine) verified(s plan.Step, job *Job, attempt int, b Birth) (bool, error) {
	argv, says := e.verifier(s)
	if argv == nil || len(b.survivors()) > 0 {
		return false, nil // nobody can tell, or it may still be at work
	}
	ctx, cancel := context.WithTimeout(context.Background(), verifyTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir, cmd.WaitDelay = job.Spec.Dir, time.Second
	if len(job.Spec.Env)+len(job.hidden) > 0 {
		cmd.Env = slices.Concat(os.Environ(), job.Spec.Env, job.hidden)
	}
	err := cmd.Run()
	rec := Record{Kind: Checked, Step: "verify/" + s.ID, Result: True, Argv: argv}
	if err != nil {
		rec.Result = False
		rec.Findings = []Finding{{Result: False, File: says, Text: err.Error()}}
	}
	if rerr := e.run.Append(rec); rerr != nil {
		return false, rerr
	}
	if err != nil {
		e.view.result(term.Yellow, fmt.Sprintf("%s says that it did not: %v", says, err))
		return false, nil
	}
	e.view.result(term.Green, "how it ended is not recorded; "+says+" says that it did its work")
	return true, e.run.Append(Record{Kind: Resolved, Step: s.ID, Attempt: attempt, Outcome: Done, How: "verify",
		Reason: "verified by " + says})
}

// verifier is the command that verifies a step, and how it is shown.
func (e *Engine) verifier(s plan.Step) (argv []string, says string) {
	for _, v := range e.run.State.Set.Verify {
		if v.Step == s.ID {
			return []string{"sh", "-eu", "-c", v.Command}, v.Command
		}
	}
	if s.Catalog().IsApproved() && s.Verify != nil {
		return s.Verify.Argv, step.Command(s.Verify.Argv)
	}
	return nil, ""
}
