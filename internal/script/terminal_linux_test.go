package script

import (
	"os"
	"testing"

	"upgraph/internal/pty"
)

// onTerminal runs the script on a terminal. Each turn waits for a text, does
// something, and types an answer.
func (b *bench) onTerminal(want int, turns []turn, args ...string) string {
	b.t.Helper()
	cmd := b.command(args...)
	term := pty.Start(b.t, cmd, 80)
	for _, turn := range turns {
		if term.Waits(turn.waits) < 0 {
			b.t.Fatalf("it ended without %q:\n%s", turn.waits, term.Shown())
		}
		if turn.does != nil {
			turn.does()
		}
		term.Types(turn.types)
	}
	_ = cmd.Wait() // the exit code is what counts
	if got := cmd.ProcessState.ExitCode(); got != want {
		b.t.Fatalf("exit code %d, want %d:\n%s", got, want, term.Shown())
	}
	return term.Shown()
}

type turn struct {
	waits string
	does  func()
	types string
}

func TestOnATerminal(t *testing.T) {
	c := dmCatalog()
	c.Edges[6].Steps[4].Approved = nil
	text := pairOf(t, c, "v1.0.4", "v1.0.5")
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.inventory("v1.0.4")
		b.onTerminal(3, nil) // what is false is told before anything is asked
		for _, file := range []string{"work/task.yaml", "work/inventory.ini"} {
			if err := os.Remove(b.path(file)); err != nil {
				t.Fatal(err)
			}
		}
		b.onTerminal(0, []turn{
			{waits: "unknown: task.yaml", types: "yes\n"},
			{waits: "Start? [y/N]", types: "y\n"},
			{waits: "DM binary exists", types: "y\n"},
			{waits: "tasks are stopped", types: "y\n"},
			{waits: "Download", does: func() { b.inventory("v1.0.4") }, types: "y\n"},
			{waits: "false: inventory.ini has dm_version = v1.0.5", does: func() { b.inventory("v1.0.5") }, types: "\n"},
			{waits: "Not approved. Run it?", types: "y\n"},
			{waits: "Restart", types: "y\n"},
		})
		b.wantCalls(hops(1))
	})
}

func TestNoOnATerminalStops(t *testing.T) {
	text := oneHop(t)
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.inventory("v1.0.5")
		b.onTerminal(6, []turn{{waits: "Start? [y/N]", types: "\n"}})
		b.onTerminal(6, []turn{{waits: "Start? [y/N]", types: "y\n"}, {waits: "DM binary", types: "n\n"}})
		b.onTerminal(130, []turn{{waits: "Start? [y/N]", types: "\x03"}})
		b.inventory("v1.0.1")
		b.onTerminal(3, nil, confirmAll...)
		if err := os.Remove(b.path("work/inventory.ini")); err != nil {
			t.Fatal(err)
		}
		b.onTerminal(3, []turn{{waits: "Start?", types: "y\n"}, {waits: "unknown: inventory.ini", does: func() { b.inventory("v1.0.1") }, types: "\n"},
			{waits: "false: inventory.ini", types: "yes\n"}}, "--confirm", "all")
		b.wantCalls(nil)
	})
}

// Ctrl-C reaches the command by way of the script, and the run says so.
func TestInterruptOnATerminal(t *testing.T) {
	text := oneHop(t)
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.inventory("v1.0.5")
		b.stub("ansible-playbook", "#!/bin/sh\necho \"ansible-playbook $*\" >>\"$REC\"\necho begun\nexec sleep 30\n")
		b.onTerminal(130, []turn{{waits: "begun", types: "\x03"}, {waits: "--resume --resolve v1.0.5/2=done --reason WHY"}}, confirmAll...)
		b.want(5, append([]string{"--resume"}, confirmAll...), "v1.0.5/2")
		b.wantCalls(hops(1)[:1])
	})
}

func TestToAsksForTheSource(t *testing.T) {
	text := toOf(t, dmCatalog(), "v1.0.5")
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.inventory("v1.0.5")
		b.onTerminal(0, []turn{{waits: "Which release does the cluster run?", types: "v1.0.4-1-gd681c67\n"}}, confirmAll...)
		b.wantCalls(hops(1))
		b.onTerminal(4, []turn{{waits: "Which release does the cluster run?", types: "\n"}}, confirmAll...)
	})
}
