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
	cmd.Env = append(append(os.Environ(), b.vars...), childMode+"=1")
	if err := cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	for range 6000 { // a minute: a machine with much to do, or looking for races, is slow
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

// signalCell is one way to stop the runner while one kind of command runs.
type signalCell struct {
	name    string
	signals []syscall.Signal
	timeout string
	code    int // of the runner, for a command that ends when it is told to
}

// children are the kinds of commands: what they do after they have noted
// themselves, and whether they leave when told to.
var children = []struct {
	name, body string
	deaf       bool
}{
	{"plain", "exec sleep 20", false},
	{"grandchild", "sleep 20 & wait", false},
	{"TERM ignored", "trap '' TERM; i=0; while [ $i -lt 35 ]; do sleep 0.1; i=$((i+1)); done", true},
	{"daemon", "setsid sleep 2 >/dev/null 2>&1 & exec sleep 20", false},
}

func TestRealSignals(t *testing.T) {
	cells := []signalCell{
		{"INT", []syscall.Signal{syscall.SIGINT}, "", 130},
		{"TERM", []syscall.Signal{syscall.SIGTERM}, "", 143},
		{"HUP", []syscall.Signal{syscall.SIGHUP}, "", 129},
		{"INT twice", []syscall.Signal{syscall.SIGINT, syscall.SIGINT}, "", 130},
		{"timeout", nil, "1500ms", ExitTimeout},
	}
	n := 0
	for _, cell := range cells {
		for _, child := range children {
			n++
			t.Run(cell.name+", "+child.name, func(t *testing.T) {
				t.Parallel()
				cell.try(t, child.body, child.deaf)
			})
		}
	}
	t.Logf("%d cells of signals and commands", n)
}

// try stops the runner in the middle of the second of three commands and goes on
// with it. Nothing may be left of the command's session that the runner does not
// name, and a command that goes on is waited for, not started again.
func (c signalCell) try(t *testing.T, body string, deaf bool) {
	b := quietBench(t)
	// A command that goes on after a signal has to end soon.
	if c.name == "HUP" {
		body = strings.NewReplacer("sleep 20", "sleep 1").Replace(body)
	}
	p := planOf(t, guide(t, []compat.Step{
		execStep("1", b.dir+"/bin/record", "one"),
		execStep("2", "sh", "-c", "echo two >>"+b.records+"; [ -e "+b.records+".mended ] || { "+body+"; }"),
		execStep("3", b.dir+"/bin/record", "three")}))
	file := b.savePlan(p)
	if c.timeout != "" {
		b.vars = []string{"TIMEOUT=" + c.timeout}
	}
	cmd := b.begin("apply", file, "two")
	for _, s := range c.signals {
		time.Sleep(200 * time.Millisecond)
		if err := cmd.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
	}
	if code := exitCode(cmd); code != c.code {
		t.Fatalf("ended with %d, want %d", code, c.code)
	}
	goesOn := c.name == "HUP" || deaf && (c.name == "INT" || c.name == "TERM")
	if left := strays(b.records); len(left) > 0 && !goesOn {
		t.Errorf("left running: %v", left)
	}
	b.mend()
	b.vars = nil
	if code, out := b.runner("resume", file); code != ExitOK {
		t.Fatalf("going on ended with %d: %s", code, out)
	}
	want := "one two two three"
	if goesOn {
		want = "one two three"
	}
	if got := strings.Join(b.recorded(), " "); got != want {
		t.Errorf("started %q, want %q", got, want)
	}
}

// strays are processes that still have a text in their command line.
func strays(text string) []string {
	var left []string
	dirs, _ := os.ReadDir("/proc")
	for _, d := range dirs {
		line, err := os.ReadFile("/proc/" + d.Name() + "/cmdline")
		if err == nil && strings.Contains(string(line), text) {
			left = append(left, d.Name()+" "+strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return left
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
