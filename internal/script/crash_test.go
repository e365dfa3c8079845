package script

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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

func TestUnknownOutcomeIsForAPerson(t *testing.T) {
	text := oneHop(t)
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.inventory("v1.0.5")
		b.env = []string{"BUMP="}
		b.hold()
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
		b.env = []string{"BUMP="}
		release := b.hold()
		first := b.start(confirmAll...)
		b.waitFor("the first command began", func() bool { return len(b.calls()) == 1 })
		b.want(7, append([]string{"--resume"}, confirmAll...), "lock", fmt.Sprint(first.Process.Pid))
		b.env = []string{"BUMP="}
		b.want(0, append(slices.Clone(confirmAll), "--cluster", "other"), "Done.")
		release()
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
		b.env = []string{"BUMP="}
		release := b.hold()
		lock := b.path("state/upgraph/dm/default/script.lock")
		if err := os.MkdirAll(filepath.Dir(lock), 0o700); err != nil {
			t.Fatal(err)
		}
		host, _ := os.Hostname()
		if err := os.Symlink("999999999 "+host+" 1", lock); err != nil {
			t.Fatal(err)
		}
		codes := make(chan int)
		for range 10 {
			cmd := b.start(confirmAll...)
			go func() {
				_ = cmd.Wait() // the exit code is what counts
				codes <- cmd.ProcessState.ExitCode()
			}()
		}
		lost := 0
		for range 9 { // all but the one that is held
			if code := <-codes; code != 7 && code != 3 {
				t.Errorf("a start exits with %d", code)
			}
			lost++
			if lost == 9 {
				release()
			}
		}
		if code := <-codes; code != 0 {
			t.Errorf("the start that got the lock exits with %d", code)
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

// deadly stands before the programs that a script calls. At call KILL_AT it
// kills the script, alone or with all that it started, and goes on.
const deadly = `#!/bin/sh
echo >>"$COUNT"
if [ "$(/usr/bin/wc -l <"$COUNT")" -eq "$KILL_AT" ]; then
	read -r _ _ _ _ group _ </proc/$$/stat
	case $KILL_ALL in 1) kill -KILL 0 ;; *) kill -KILL "$group" ;; esac
fi
exec "/usr/bin/${0##*/}" "$@"
`

// called are the programs that scripts call beside sh and those of their steps.
var called = []string{"awk", "cat", "date", "ln", "mkdir", "mkfifo", "mv", "readlink", "rm", "tee", "tr", "uname", "wc"}

// TestKilledRunsLoseNothing kills the script before each program that it calls
// and, in turns, all that it started. Whatever the moment, a person who settles
// truly what is unknown gets every command run once.
func TestKilledRunsLoseNothing(t *testing.T) {
	for _, name := range called {
		if _, err := os.Stat("/usr/bin/" + name); err != nil {
			t.Skip("programs stand in other places here: ", err)
		}
	}
	text := oneHop(t)
	eachShell(t, func(t *testing.T, sh []string) {
		if long() && sh[0] != "dash" && sh[0] != "busybox" {
			t.Skip("the sweep is made under dash and busybox")
		}
		whole := newBench(t, sh, text)
		whole.deadly(0)
		whole.want(0, confirmAll)
		points := strings.Count(whole.read("count"), "\n")
		pace := 1
		if !long() {
			pace = points/6 + 1
		}
		tries, unknown := 0, 0
		for at := 1 + pace/2; at <= points; at += pace {
			tries++
			unknown += killedAt(t, sh, text, at)
		}
		if long() && tries < 40 || tries < 4 {
			t.Errorf("only %d points", tries)
		}
		t.Logf("%d points of %d, the outcome unknown at %d", tries, points, unknown)
	})
}

// killedAt kills a run at its call number at and brings it to its end; it gives
// how often a person had to settle something.
func killedAt(t *testing.T, sh []string, text []byte, at int) int {
	t.Helper()
	b := newBench(t, sh, text)
	b.deadly(at)
	cmd := b.start(confirmAll...)
	_ = cmd.Wait() // killed, or not: the other half may make more calls
	b.env = []string{"BUMP="}
	unknown := b.finish(at)
	if got := b.calls(); !slices.Equal(got, hops(1)) {
		t.Errorf("killed at call %d: ran %q", at, got)
	}
	return unknown
}

// deadly puts the programs in place that kill at a call.
func (b *bench) deadly(at int) {
	b.inventory("v1.0.5")
	for _, name := range called {
		b.stub(name, deadly)
	}
	b.write("count", "")
	b.env = []string{"BUMP=", "COUNT=" + b.path("count"), fmt.Sprint("KILL_AT=", at), fmt.Sprint("KILL_ALL=", at%2)}
}

// finish goes on until the run is done. What is unknown it settles truly: a
// command that wrote its line is done, any other is to be done.
func (b *bench) finish(at int) (unknown int) {
	b.t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		code, out := b.run(append([]string{"--resume"}, confirmAll...)...)
		switch {
		case code == 0:
			return unknown
		case code == 2 && strings.Contains(out, "No run is unfinished"):
			b.want(0, confirmAll)
			return unknown
		case code == 5 && strings.Contains(out, "still running"), code == 7:
			time.Sleep(10 * time.Millisecond) // what lives on comes to its end
		case code == 5:
			unknown++
			_, id, _ := strings.Cut(out, "--resolve ")
			id, _, _ = strings.Cut(id, "=")
			as := "redo"
			if slices.Contains(b.calls(), commandOf(id)) {
				as = "done"
			}
			b.want(0, []string{"--resolve", id + "=" + as, "--reason", "looked"}, "settled as "+as)
		default:
			b.t.Fatalf("killed at call %d: resume exits with %d:\n%s", at, code, out)
		}
	}
	b.t.Fatalf("killed at call %d: the run does not come to an end", at)
	return unknown
}

// commandOf is what a step of the last hop runs.
func commandOf(id string) string {
	i := slices.Index([]string{"v1.0.5/2", "v1.0.5/3", "v1.0.5/4"}, id)
	if i < 0 {
		return ""
	}
	return hops(1)[i]
}
