package run

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// ShimCommand is the hidden command under which the program runs itself as the
// shim of one job: PROGRAM ShimCommand RUN-DIRECTORY JOB-NAME, with the lock of
// the job as file 3.
const ShimCommand = "__shim"

const shimLockFD = 3

// Shim runs one job. It leads a session of its own, so it outlives the runner
// and the terminal; what it writes down is all that a later runner needs. TERM
// is passed on to the command's process group, QUIT kills that group. hook and
// fault are for tests only and may be nil.
func Shim(args []string, now func() time.Time, hook func(point string), fault func(op string) error) int {
	if hook == nil {
		hook = func(string) {}
	}
	if len(args) != 2 {
		fmt.Fprintln(os.Stderr, "this command is started by the program itself")
		return ExitUsage
	}
	hook("shim.begin")
	syscall.CloseOnExec(shimLockFD)
	job, err := openJob(args[0], args[1])
	if err == nil {
		job.disk = disk{fault}
		s := shim{job: job, now: now, hook: hook, signals: make(chan os.Signal, 8)}
		signal.Ignore(syscall.SIGHUP, syscall.SIGINT)
		signal.Notify(s.signals, syscall.SIGTERM, syscall.SIGQUIT)
		err = s.run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "upgraph-run:", err)
		return ExitState
	}
	return ExitOK
}

func openJob(dir, name string) (*Job, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the run's directory: %w", err)
	}
	j := &Job{root: root, Path: dir, Name: filepath.Base(name)}
	data, err := root.ReadFile(j.file("spec"))
	if err != nil {
		return nil, fmt.Errorf("read what to start: %w", err)
	}
	if err := json.Unmarshal(data, &j.Spec); err != nil {
		return nil, fmt.Errorf("read what to start: %w", err)
	}
	if len(j.Spec.Argv) == 0 {
		return nil, errors.New("there is nothing to start")
	}
	return j, nil
}

type shim struct {
	job     *Job
	cmd     *exec.Cmd // nil until it is started
	now     func() time.Time
	hook    func(string)
	signals chan os.Signal
}

func (s *shim) run() error {
	if err := s.begin(); err != nil {
		return err
	}
	s.hook("shim.recorded")
	death := s.execute()
	death.Time = s.now().UTC()
	death.Left = sessionMembers(os.Getpid())
	s.hook("shim.ended")
	err := s.job.writeEnd(death, s.hook)
	if s.cmd != nil && err == nil {
		// Only now: until its end is on the disk, the runner can still ask the
		// kernel for it.
		_ = s.cmd.Wait()
	}
	return err
}

// begin writes that the command starts. The name appears with its content at
// once, and only for one shim, ever.
func (s *shim) begin() error {
	pid := os.Getpid()
	data, err := json.Marshal(Birth{PID: pid, Start: processStart(pid), Boot: bootID(), Time: s.now().UTC()})
	if err != nil {
		return err
	}
	j := s.job
	if err := j.disk.fillReserved(j.root, j.file("started.tmp"), data); err != nil {
		return fmt.Errorf("record the start: %w", err)
	}
	s.hook("shim.drafted")
	if err := j.disk.link(j.root, j.file("started.tmp"), j.file("started")); err != nil {
		return fmt.Errorf("record the start: %w", err)
	}
	s.hook("shim.linked")
	if err := j.disk.syncDir(j.root, stepsName); err != nil {
		return fmt.Errorf("record the start: %w", err)
	}
	return nil
}

// writeEnd writes how the command ended, in space that was reserved before.
func (j *Job) writeEnd(d Death, hook func(string)) error {
	d.Error = clip(d.Error, 500)
	d.Left = d.Left[:min(len(d.Left), 20)]
	data, err := json.Marshal(d)
	if err != nil {
		return err
	}
	if err := j.disk.fillReserved(j.root, j.file("rc.tmp"), data); err != nil {
		return fmt.Errorf("record the end: %w", err)
	}
	hook("shim.end-drafted")
	if err := j.disk.rename(j.root, j.file("rc.tmp"), j.file("rc")); err != nil {
		return fmt.Errorf("record the end: %w", err)
	}
	hook("shim.end-renamed")
	return j.disk.syncDir(j.root, stepsName)
}

// execute starts the command in a process group of its own and waits for it.
func (s *shim) execute() Death {
	argv := s.job.Spec.Argv
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Dir = s.job.Spec.Dir
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	drained, err := s.censor(cmd)
	if err != nil {
		return notExecuted(err)
	}
	defer drained()
	if err := cmd.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return notExecuted(err)
	}
	s.cmd = cmd
	s.hook("shim.executed")
	type end struct {
		status syscall.WaitStatus
		err    error
	}
	ended := make(chan end, 1)
	go func() {
		ws, err := watch(cmd.Process.Pid)
		ended <- end{ws, err}
	}()
	for {
		select {
		case sig := <-s.signals:
			passOn(cmd.Process.Pid, sig)
		case e := <-ended:
			if e.err != nil {
				return Death{Exit: 126, Error: e.err.Error()}
			}
			return deathOf(e.status)
		}
	}
}

// censor has the output of a command that knows secrets go through a blackout.
// The function it gives waits for the rest of the output; what the command left
// running may hold it open and is not waited for.
func (s *shim) censor(cmd *exec.Cmd) (drained func(), err error) {
	if len(s.job.Spec.Secrets) == 0 {
		return func() {}, nil
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd.Stdout, cmd.Stderr = w, w
	over := make(chan struct{})
	go func() {
		defer close(over)
		b := newBlackout(os.Stdout, s.job.Spec.Secrets, os.Getenv)
		_, _ = io.Copy(b, r) // a log that cannot be written must not end the command
		_ = b.flush()
	}()
	return func() {
		w.Close()
		select {
		case <-over:
		case <-time.After(2 * time.Second):
		}
	}, nil
}

// passOn sends a signal on to the group of a command, which is not reaped yet,
// so that its number is still its own.
func passOn(group int, sig os.Signal) {
	n := syscall.SIGTERM
	if sig == syscall.SIGQUIT {
		n = syscall.SIGKILL
	}
	_ = syscall.Kill(-group, n) // it may have ended just now
}

// notExecuted follows the shells: 127 for a program that is not there, 126 for
// one that cannot be executed.
func notExecuted(err error) Death {
	code := 126
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) {
		code = 127
	}
	return Death{Exit: code, Error: err.Error()}
}

func deathOf(ws syscall.WaitStatus) Death {
	if ws.Signaled() {
		return Death{Exit: exitSignalBase + int(ws.Signal()), Signal: signalName(ws.Signal())}
	}
	return Death{Exit: ws.ExitStatus()}
}

func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}

// copyTail gives the last n lines of a log, read from its last 64 KiB.
func copyTail(r io.ReaderAt, size int64, n int) []string {
	const room = 64 << 10
	from := max(0, size-room)
	data, err := io.ReadAll(io.NewSectionReader(r, from, size-from))
	if err != nil {
		return nil
	}
	text := strings.TrimRight(string(data), "\r\n \t")
	if text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	if from > 0 && len(lines) > 1 {
		lines = lines[1:]
	}
	return lines[max(0, len(lines)-n):]
}
