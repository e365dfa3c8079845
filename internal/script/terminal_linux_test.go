package script

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"unsafe"
)

// terminal is a pseudo terminal: what the script writes, and a way to type.
type terminal struct {
	master *os.File
	mu     sync.Mutex
	text   bytes.Buffer
}

func openTerminal(t *testing.T) (*terminal, *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no pseudo terminals here: ", err)
	}
	t.Cleanup(func() { master.Close() })
	var number, unlocked int32
	for _, call := range []struct {
		request uintptr
		arg     *int32
	}{{syscall.TIOCGPTN, &number}, {syscall.TIOCSPTLCK, &unlocked}} {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, master.Fd(), call.request, uintptr(unsafe.Pointer(call.arg))); errno != 0 {
			t.Fatal(errno)
		}
	}
	slave, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no pseudo terminals here: ", err)
	}
	term := &terminal{master: master}
	go term.read()
	return term, slave
}

func (term *terminal) read() {
	buf := make([]byte, 4096)
	for {
		n, err := term.master.Read(buf)
		term.mu.Lock()
		term.text.Write(buf[:n])
		term.mu.Unlock()
		if err != nil {
			return // the other side is closed
		}
	}
}

func (term *terminal) shown() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.text.String()
}

// onTerminal runs the script on a terminal. Each turn waits for a text, does
// something, and types an answer.
func (b *bench) onTerminal(want int, turns []turn, args ...string) string {
	b.t.Helper()
	term, slave := openTerminal(b.t)
	cmd := b.command(args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr.Setctty = true
	if err := cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	slave.Close()
	seen := 0
	for _, turn := range turns {
		b.waitFor("it shows "+turn.waits+" after\n"+term.shown(), func() bool { return strings.Contains(term.shown()[seen:], turn.waits) })
		seen += strings.Index(term.shown()[seen:], turn.waits) + len(turn.waits)
		if turn.does != nil {
			turn.does()
		}
		if _, err := term.master.WriteString(turn.types); err != nil {
			b.t.Fatal(err)
		}
	}
	_ = cmd.Wait() // the exit code is what counts
	if got := cmd.ProcessState.ExitCode(); got != want {
		b.t.Fatalf("exit code %d, want %d:\n%s", got, want, term.shown())
	}
	return term.shown()
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
		b.onTerminal(130, []turn{{waits: "begun", types: "\x03"}}, confirmAll...)
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
