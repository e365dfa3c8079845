package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// terminal is a pseudo terminal: what a program shows on it, and a way to type.
type terminal struct {
	t      *testing.T
	master *os.File
	mu     sync.Mutex
	text   bytes.Buffer
	seen   int           // of text, by what was waited for
	over   chan struct{} // closed when all that is written was read
}

// onTerminal starts a program on a terminal of so many columns.
func onTerminal(t *testing.T, cmd *exec.Cmd, columns uint16) *terminal {
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
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	term := &terminal{t: t, master: master, over: make(chan struct{})}
	go term.read()
	return term
}

func (term *terminal) read() {
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

// shown is all that was written so far.
func (term *terminal) shown() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.text.String()
}

// waits for one of some texts behind what was waited for before, and says which;
// -1 where the program ended and none came.
func (term *terminal) waits(texts ...string) int {
	term.t.Helper()
	ended := false
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		rest := term.shown()[term.seen:]
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
	term.t.Fatalf("waited in vain for one of %q after\n%s", texts, term.shown())
	return -1
}

func (term *terminal) types(text string) {
	term.t.Helper()
	if _, err := term.master.WriteString(text); err != nil {
		term.t.Fatal(err)
	}
}

var redrawn = regexp.MustCompile(`\r\x1b\[([0-9]+)A\x1b\[J`)

// settled is what remains on the screen when what was drawn for the moment is
// taken away again.
func settled(shown string) string {
	text := strings.ReplaceAll(shown, "\r\n", "\n")
	for {
		m := redrawn.FindStringSubmatchIndex(text)
		if m == nil {
			return text
		}
		n, _ := strconv.Atoi(text[m[2]:m[3]]) // digits, by the expression
		kept := text[:m[0]]
		for range n {
			kept = kept[:strings.LastIndexByte(strings.TrimSuffix(kept, "\n"), '\n')+1]
		}
		text = kept + text[m[1]:]
	}
}
