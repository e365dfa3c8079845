package run

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"time"
)

// Order is what the runner tells a running command.
type Order int

// The orders.
const (
	Terminate Order = iota + 1 // TERM to its process group
	Kill                       // KILL to its process group
)

// Host starts commands. The real one is [ShimHost].
type Host interface {
	// Do starts the job, or attaches to it when it is running already, and
	// returns when its shim is gone. Orders that arrive are passed on. The
	// state is Over, Lost or Vacant.
	Do(job *Job, orders <-chan Order) (JobState, Death, error)
}

// ShimHost starts each job by running this program again as its shim.
type ShimHost struct {
	// Program is the executable; empty for this one.
	Program string
	Now     func() time.Time
	// Poll is how often it looks whether a shim that it did not start is gone.
	Poll time.Duration
	Hook func(point string)
}

// Do implements [Host].
func (h *ShimHost) Do(job *Job, orders <-chan Order) (JobState, Death, error) {
	held, err := job.Prepare()
	if err != nil {
		return Vacant, Death{}, stateError("reserve the records of the step", err)
	}
	if held == nil {
		return h.attach(job, orders)
	}
	if st, _, d := job.written(); st != Vacant {
		held.Close()
		return st, d, nil
	}
	h.hook("host.prepared")
	adopts := adoptOrphans()
	cmd, err := h.start(job, held)
	held.Close()
	if err != nil {
		return Vacant, Death{}, err
	}
	h.hook("host.started")
	gone := make(chan struct{})
	go func() {
		_ = cmd.Wait() // its records say more than its exit status
		close(gone)
	}()
	for {
		select {
		case o := <-orders:
			_ = cmd.Process.Signal(o.signal())
		case <-gone:
			st, b, d := job.Look()
			if st == Lost && adopts {
				return job.adopt(b, orders, h.Now)
			}
			if !cmd.ProcessState.Success() {
				reapOrphan(b.PID)
			}
			return st, d, nil
		}
	}
}

func (h *ShimHost) hook(point string) {
	if h.Hook != nil {
		h.Hook(point)
	}
}

func (h *ShimHost) start(job *Job, held *os.File) (*exec.Cmd, error) {
	program := h.Program
	if program == "" {
		var err error
		if program, err = selfPath(); err != nil {
			return nil, fmt.Errorf("find this program: %w", err)
		}
	}
	log, err := job.disk.create(job.root, job.file("log"), os.O_WRONLY|os.O_APPEND)
	if err != nil {
		return nil, stateError("open the log of the step", err)
	}
	defer log.Close()
	cmd := exec.Command(program, ShimCommand, job.Path, job.Name)
	cmd.Args[0] = "upgraph-run"
	cmd.Dir = "/"
	cmd.Stdout, cmd.Stderr = log, log
	if len(job.Spec.Env)+len(job.hidden) > 0 {
		cmd.Env = slices.Concat(os.Environ(), job.Spec.Env, job.hidden)
	}
	cmd.ExtraFiles = []*os.File{held}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the shim: %w", err)
	}
	return cmd, nil
}

// attach waits for a shim that another process started.
func (h *ShimHost) attach(job *Job, orders <-chan Order) (JobState, Death, error) {
	tick := time.NewTicker(max(h.Poll, 20*time.Millisecond))
	defer tick.Stop()
	for {
		select {
		case o := <-orders:
			if _, b, _ := job.Look(); b.isAlive() {
				_ = syscall.Kill(b.PID, o.signal()) // it may have ended just now
			}
		case <-tick.C:
			if st, _, d := job.Look(); st != Running {
				return st, d, nil
			}
		}
	}
}

func (o Order) signal() syscall.Signal {
	if o == Kill {
		return syscall.SIGQUIT
	}
	return syscall.SIGTERM
}

// isAlive reports whether the very process that wrote the record is there: a
// number alone may have gone to another one.
func (b Birth) isAlive() bool {
	if b.PID <= 1 || b.Boot != bootID() {
		return false
	}
	if b.Start == "" {
		return syscall.Kill(b.PID, 0) == nil
	}
	return processStart(b.PID) == b.Start
}

// survivors are the processes of a job whose shim is gone.
func (b Birth) survivors() []Process {
	if b.PID <= 1 || b.Boot == "" || b.Boot != bootID() {
		return nil
	}
	if start := processStart(b.PID); start != "" && start != b.Start {
		return nil // the number leads another session now
	}
	return sessionMembers(b.PID)
}

func signalName(s syscall.Signal) string {
	switch s {
	case syscall.SIGINT:
		return "INT"
	case syscall.SIGTERM:
		return "TERM"
	case syscall.SIGKILL:
		return "KILL"
	case syscall.SIGHUP:
		return "HUP"
	case syscall.SIGQUIT:
		return "QUIT"
	}
	return fmt.Sprintf("signal %d", int(s))
}
