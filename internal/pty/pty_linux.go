package pty

import (
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// Terminal is a pseudo terminal: what a program shows on it, and a way to type.
type Terminal struct {
	t      testing.TB
	master *os.File
	mu     sync.Mutex
	text   bytes.Buffer
	seen   int           // of text, by what was waited for
	over   chan struct{} // closed when all that is written was read
}

// Start starts a program, in a session of its own, on a terminal of so many
// columns. Where the machine has no terminals the test is skipped.
func Start(t testing.TB, cmd *exec.Cmd, columns uint16) *Terminal {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no pseudo terminals here: ", err)
	}
	t.Cleanup(func() { master.Close() })
	var number, unlocked int32
	control := func(request uintptr, arg unsafe.Pointer) {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, master.Fd(), request, uintptr(arg)); errno != 0 {
			t.Fatal(errno)
		}
	}
	control(syscall.TIOCGPTN, unsafe.Pointer(&number))
	control(syscall.TIOCSPTLCK, unsafe.Pointer(&unlocked))
	control(syscall.TIOCSWINSZ, unsafe.Pointer(&[4]uint16{50, columns, 0, 0}))
	slave, err := os.OpenFile("/dev/pts/"+strconv.Itoa(int(number)), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no pseudo terminals here: ", err)
	}
	defer slave.Close()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setsid, cmd.SysProcAttr.Setctty = true, true
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	term := &Terminal{t: t, master: master, over: make(chan struct{})}
	go term.read()
	return term
}

func (term *Terminal) read() {
	buf := make([]byte, 4096)
	for {
		n, err := term.master.Read(buf)
		term.mu.Lock()
		term.text.Write(buf[:n])
		term.mu.Unlock()
		if err != nil {
			close(term.over) // the other side is closed
			return
		}
	}
}

// Shown is all that was written so far.
func (term *Terminal) Shown() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.text.String()
}

// Waits waits for one of some texts behind what was waited for before, and says
// which; -1 where the program ended and none came.
func (term *Terminal) Waits(texts ...string) int {
	term.t.Helper()
	ended := false
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		rest := term.Shown()[term.seen:]
		first, which := len(rest), -1
		for i, text := range texts {
			if at := strings.Index(rest, text); at >= 0 && at < first {
				first, which = at, i
			}
		}
		if which >= 0 {
			term.seen += first + len(texts[which])
			return which
		}
		if ended {
			return -1
		}
		select {
		case <-term.over:
			ended = true // one more look at what came last
		default:
		}
	}
	term.t.Fatalf("waited in vain for one of %q after\n%s", texts, term.Shown())
	return -1
}

// Types types a text.
func (term *Terminal) Types(text string) {
	term.t.Helper()
	if _, err := term.master.WriteString(text); err != nil {
		term.t.Fatal(err)
	}
}
