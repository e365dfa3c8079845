package script

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// oneHop is the script of the last hop alone.
func oneHop(t *testing.T) []byte { return pairOf(t, dmCatalog(), "v1.0.4", "v1.0.5") }

func (b *bench) start(args ...string) *exec.Cmd {
	b.t.Helper()
	cmd := b.command(args...)
	if err := cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	return cmd
}

// finish goes on until the run is done, and settles as done what is unknown.
func (b *bench) finish(t *testing.T) {
	t.Helper()
	for range 10 {
		code, out := b.run(append([]string{"--resume"}, confirmAll...)...)
		switch {
		case code == 0:
			return
		case code == 2 && strings.Contains(out, "No run is unfinished"):
			if code, out = b.run(confirmAll...); code != 0 {
				t.Fatalf("a new start exits with %d:\n%s", code, out)
			}
			return
		case code == 5 && strings.Contains(out, "still running"):
			time.Sleep(50 * time.Millisecond)
		case code == 5:
			_, step, _ := strings.Cut(out, "--resolve ")
			step, _, _ = strings.Cut(step, "=")
			b.want(0, []string{"--resolve", step + "=done", "--reason", "looked"}, "settled as done")
		default:
			t.Fatalf("resume exits with %d:\n%s", code, out)
		}
	}
	t.Fatal("the run does not come to an end")
}

// TestKilledRunsLoseNothing kills the script, and in half of the cases all that
// it started, at many moments. Afterwards no command ran twice and, since a
// person settles what is unknown, none is missing.
func TestKilledRunsLoseNothing(t *testing.T) {
	text := oneHop(t)
	eachShell(t, func(t *testing.T, sh []string) {
		for i := range 8 {
			b := newBench(t, sh, text)
			b.inventory("v1.0.5")
			b.env = []string{"SLOW=0.1", "BUMP="}
			cmd := b.start(confirmAll...)
			if calls := i % 4; calls > 0 {
				b.waitFor(fmt.Sprintf("%d commands began", calls), func() bool { return len(b.calls()) >= calls || done(cmd) })
			}
			time.Sleep(time.Duration(i*i) * time.Millisecond)
			pid := cmd.Process.Pid
			if i%2 == 0 {
				pid = -pid // the whole session
			}
			_ = syscall.Kill(pid, syscall.SIGKILL) // it may have ended
			_ = cmd.Wait()
			b.env = []string{"BUMP="}
			b.finish(t)
			calls := b.calls()
			slices.Sort(calls)
			if n := len(calls); n != len(slices.Compact(calls)) || n > 3 {
				t.Errorf("kill %d: ran %v", i, calls)
			}
		}
	})
}

func done(cmd *exec.Cmd) bool { return syscall.Kill(cmd.Process.Pid, 0) != nil }

func TestUnknownOutcomeIsForAPerson(t *testing.T) {
	text := oneHop(t)
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.inventory("v1.0.5")
		b.env = []string{"SLOW=30", "BUMP="}
		cmd := b.start(confirmAll...)
		b.waitFor("the first command began", func() bool { return len(b.calls()) == 1 })
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		b.want(5, append([]string{"--resume"}, confirmAll...), "still running")
		b.want(5, []string{"--resolve", "v1.0.5/2=redo", "--reason", "x"}, "still running")
		if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		b.env = []string{"BUMP="}
		b.want(5, append([]string{"--resume"}, confirmAll...), "--resolve v1.0.5/2=done --reason", "between v1.0.4 and v1.0.5")
		b.want(2, []string{"--resolve", "v1.0.5/2=done"}, "--reason")
		b.want(2, []string{"--resolve", "v1.0.5/3=done", "--reason", "x"})
		b.wantCalls(hops(1)[:1])
		b.want(0, append([]string{"--resume", "--resolve", "v1.0.5/2=redo", "--reason", "it had not begun"}, confirmAll...))
		b.wantCalls(slices.Concat(hops(1)[:1], hops(1)))
	})
}

func TestOneRunAtATime(t *testing.T) {
	text := oneHop(t)
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.inventory("v1.0.5")
		b.env = []string{"SLOW=1", "BUMP="}
		first := b.start(confirmAll...)
		b.waitFor("the first command began", func() bool { return len(b.calls()) == 1 })
		b.want(7, append([]string{"--resume"}, confirmAll...), "lock", fmt.Sprint(first.Process.Pid))
		b.want(0, append(slices.Clone(confirmAll), "--cluster", "other"), "Done.")
		if err := first.Wait(); err != nil {
			t.Fatal(err)
		}
		if got := len(b.calls()); got != 6 {
			t.Errorf("%d commands in two clusters, want 6", got)
		}
	})
}

// TestManyStartsOverAStaleLock starts ten at once where a killed run left its
// lock: one gets it, and every command runs once.
func TestManyStartsOverAStaleLock(t *testing.T) {
	text := oneHop(t)
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.inventory("v1.0.5")
		b.env = []string{"SLOW=1", "BUMP="}
		lock := "state/upgraph/dm/default/script.lock"
		if err := os.MkdirAll(b.path(lock), 0o700); err != nil {
			t.Fatal(err)
		}
		host, _ := os.Hostname()
		b.write(lock+"/owner", "999999999 "+host+" 1\n")
		var all []*exec.Cmd
		for range 10 {
			all = append(all, b.start(confirmAll...))
		}
		won := 0
		for _, cmd := range all {
			_ = cmd.Wait() // the exit code is what counts
			switch code := cmd.ProcessState.ExitCode(); code {
			case 0:
				won++
			case 7, 3:
			default:
				t.Errorf("a start exits with %d", code)
			}
		}
		if won == 0 {
			t.Error("no start got the lock")
		}
		b.wantCalls(hops(1))
	})
}

func TestSignals(t *testing.T) {
	text := oneHop(t)
	eachShell(t, func(t *testing.T, sh []string) {
		for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
			b := newBench(t, sh, text)
			b.inventory("v1.0.5")
			b.stub("ansible-playbook", "#!/bin/sh\necho \"ansible-playbook $*\" >>\"$REC\"\nexec sleep 30\n")
			cmd := b.start(confirmAll...)
			b.waitFor("the first command began", func() bool { return len(b.calls()) == 1 })
			time.Sleep(100 * time.Millisecond)
			began := time.Now()
			if err := cmd.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait()
			if got := cmd.ProcessState.ExitCode(); got != 128+int(sig) {
				t.Errorf("%v: exit code %d", sig, got)
			}
			if d := time.Since(began); d > 15*time.Second {
				t.Errorf("%v: took %v", sig, d)
			}
			b.want(5, append([]string{"--resume"}, confirmAll...), "v1.0.5/2")
			b.wantCalls(hops(1)[:1])
		}
	})
}
