package run

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"upgraph/internal/compat"
)

// begin starts the runner as a process and waits until a command was started.
func (b *bench) begin(command, planFile, what string) *exec.Cmd {
	b.t.Helper()
	cmd := exec.Command(os.Args[0], command, planFile, b.state, b.work)
	cmd.Env = append(os.Environ(), childMode+"=1")
	if err := cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	for range 500 {
		if got := b.recorded(); len(got) > 0 && got[len(got)-1] == what {
			return cmd
		}
		time.Sleep(10 * time.Millisecond)
	}
	b.t.Fatalf("%s was never started", what)
	return nil
}

func exitCode(cmd *exec.Cmd) int {
	_ = cmd.Wait() // the code says it
	return cmd.ProcessState.ExitCode()
}

func TestRealSignals(t *testing.T) {
	for _, tt := range []struct {
		name    string
		body    string // of the command, which notes itself first
		signals []syscall.Signal
		code    int
		resume  int
		starts  string
	}{
		{"INT", "sleep 20", []syscall.Signal{syscall.SIGINT}, 130, ExitOK, "one two two three"},
		{"TERM", "sleep 20", []syscall.Signal{syscall.SIGTERM}, 143, ExitOK, "one two two three"},
		{"HUP", "sleep 1", []syscall.Signal{syscall.SIGHUP}, 129, ExitOK, "one two three"},
		{"grandchild", "sleep 20 & wait", []syscall.Signal{syscall.SIGINT}, 130, ExitOK, "one two two three"},
		{"INT ignored, twice", "trap '' TERM; for i in 1 2 3 4 5 6 7 8 9; do sleep 1; done",
			[]syscall.Signal{syscall.SIGINT, syscall.SIGINT}, 130, ExitOK, "one two two three"},
		{"INT ignored, once", "trap '' TERM; for i in 1 2 3 4 5; do sleep 1; done", []syscall.Signal{syscall.SIGINT}, 130, ExitOK, "one two three"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := quietBench(t)
			p := planOf(t, guide(t, []compat.Step{
				execStep("1", b.dir+"/bin/record", "one"),
				execStep("2", "sh", "-c", "echo two >>"+b.records+"; [ -e "+b.records+".mended ] || { "+tt.body+"; }"),
				execStep("3", b.dir+"/bin/record", "three")}))
			file := b.savePlan(p)
			cmd := b.begin("apply", file, "two")
			for _, s := range tt.signals {
				time.Sleep(200 * time.Millisecond)
				if err := cmd.Process.Signal(s); err != nil {
					t.Fatal(err)
				}
			}
			if code := exitCode(cmd); code != tt.code {
				t.Fatalf("ended with %d, want %d", code, tt.code)
			}
			if err := os.WriteFile(b.records+".mended", nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if code, out := b.runner("resume", file); code != tt.resume {
				t.Fatalf("going on ended with %d, want %d: %s", code, tt.resume, out)
			}
			if got := strings.Join(b.recorded(), " "); got != tt.starts {
				t.Errorf("started %q, want %q", got, tt.starts)
			}
		})
	}
}

// quietBench is a bench that leaves the environment of the test alone.
func quietBench(t *testing.T) *bench {
	t.Helper()
	dir := t.TempDir()
	b := &bench{t: t, dir: dir, state: dir + "/state", work: dir + "/work", records: dir + "/records"}
	for _, d := range []string{b.state, b.work, dir + "/bin"} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	b.script("record", `printf '%s\n' "$*" >>`+b.records)
	return b
}

// A command that leaves something running is done when it ends itself; what it
// left is named, and the next step does not wait for it.
func TestDaemonIsNamedAndNotWaitedFor(t *testing.T) {
	b := newBench(t)
	p := planOf(t, guide(t, []compat.Step{execStep("1", "sh", "-c", "sleep 30 >/dev/null 2>&1 & echo $! >daemon; record one"), execStep("2", "record", "two")}))
	begin := time.Now()
	out, err := b.apply(p, nil)
	wantCode(t, err, ExitOK)
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("it took %s", took)
	}
	data, err := os.ReadFile(b.work + "/daemon")
	if err != nil {
		t.Fatal(err)
	}
	pid := strings.TrimSpace(string(data))
	if want := "it left running: " + pid + " (sleep)"; !strings.Contains(out, want) {
		t.Errorf("%q is not in\n%s", want, out)
	}
	if err := exec.Command("kill", pid).Run(); err != nil {
		t.Error(err)
	}
}
