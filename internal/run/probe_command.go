package run

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"upgraph/internal/step"
	"upgraph/internal/version"
)

const (
	// probeTime is how long the program of a check may take.
	probeTime = 30 * time.Second
	// maxPrinted is how much of what it prints is looked at.
	maxPrinted = 64 << 10
)

// askProgram starts the program of a check and judges what it prints and how
// it ends. What its author has not approved does not start.
func (l Locator) askProgram(p step.Probe) Answer {
	f := Finding{Result: Unknown, File: step.Command(p.Argv), Wanted: p.Says}
	if !p.Approved {
		f.Text = "it was not started: its author has not approved it. Look yourself, and waive the check with what you saw"
		return answer([]Finding{f})
	}
	if l.Still {
		f.Text = "it is not started in a dry run"
		return answer([]Finding{f})
	}
	printed, err := startProgram(p.Argv, l.Dir, probeTime)
	status, ended := 0, err == nil
	if e, ok := errors.AsType[*exec.ExitError](err); ok && e.Exited() {
		status, ended = e.ExitCode(), true
	}
	switch {
	case !ended:
		f.Text = err.Error()
	case p.Test == step.Succeeds && status == 0:
		f.Result, f.Text = True, p.Says
	case p.Test == step.Succeeds:
		f.Result, f.Found, f.Text = False, lastLine(printed), fmt.Sprintf("it ended with exit status %d", status)
	case status != 0:
		f.Found, f.Text = lastLine(printed), fmt.Sprintf("it ended with exit status %d", status)
	default:
		f = judgeVersion(f, p, printed)
	}
	return answer([]Finding{f})
}

// skips reports whether a question is not asked because nothing may start.
func (l Locator) skips(p step.Probe) bool { return l.Still && p.Format == step.Output && p.Approved }

func judgeVersion(f Finding, p step.Probe, printed string) Finding {
	found, plain := step.Printed(p.Want, printed)
	n, ok := version.ParseNumbers(found)
	f.Found = found
	switch {
	case found == "":
		f.Found, f.Text = lastLine(printed), "it prints no version where one is looked for"
		return f
	case !plain || !ok:
		f.Text = "the version is more than numbers and dots"
		return f
	}
	for _, s := range p.Versions {
		if s.Holds(n) {
			f.Result, f.Text = True, p.Says
			return f
		}
	}
	f.Result, f.Text = False, "the version is another one"
	return f
}

// startProgram gives what a program prints, on both streams. It gets no input;
// where it takes too long it ends with all of its group.
func startProgram(argv []string, dir string, limit time.Duration) (string, error) {
	ctx, stop := context.WithTimeout(context.Background(), limit)
	defer stop()
	out := &firstBytes{room: maxPrinted}
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, out, out
	cmd.WaitDelay = time.Second
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return out.kept.String(), fmt.Errorf("it did not end within %v", limit)
	case errors.Is(err, exec.ErrWaitDelay): // it ended, what it started did not
		return out.kept.String(), nil
	}
	return out.kept.String(), err
}

// firstBytes keeps the beginning of what is written, and takes all.
type firstBytes struct {
	kept bytes.Buffer
	room int
}

func (b *firstBytes) Write(p []byte) (int, error) {
	keep := min(len(p), b.room)
	b.room -= keep
	b.kept.Write(p[:keep])
	return len(p), nil
}

// lastLine is the last thing that a program said, for people.
func lastLine(s string) string {
	s = strings.TrimSpace(s)
	s = s[strings.LastIndex(s, "\n")+1:]
	return strings.ToValidUTF8(s[:min(len(s), 200)], "")
}
