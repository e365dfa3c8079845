package run

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"syscall"

	"upgraph/internal/term"
)

// bootID names the current boot of the machine.
func bootID() string {
	b, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}

// procStat is what /proc/PID/stat says: with its start a process id is unique
// within a boot.
type procStat struct {
	name                   string
	state                  string
	parent, group, session int
	start                  string
}

func readStat(pid int) (procStat, bool) {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return procStat{}, false
	}
	open, end := bytes.IndexByte(b, '('), bytes.LastIndexByte(b, ')')
	if open < 0 || end < open {
		return procStat{}, false
	}
	rest := strings.Fields(string(b[end+1:]))
	if len(rest) < 20 {
		return procStat{}, false
	}
	st := procStat{name: string(b[open+1 : end]), state: rest[0], start: rest[19]}
	for i, field := range []*int{&st.parent, &st.group, &st.session} {
		n, err := strconv.Atoi(rest[i+1])
		if err != nil {
			return procStat{}, false
		}
		*field = n
	}
	return st, true
}

// processStart is when a process began, in clock ticks since boot; empty when
// there is none, or only its exit status is left.
func processStart(pid int) string {
	st, ok := readStat(pid)
	if !ok || st.state == "Z" || st.state == "X" {
		return ""
	}
	return st.start
}

// eachProcess calls visit for each process that can be seen, until it says false.
func eachProcess(visit func(pid int, st procStat) bool) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return
	}
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if st, ok := readStat(pid); ok && !visit(pid, st) {
			return
		}
	}
}

// sessionMembers are the living processes of a session that began with the
// process leader, without the leader itself.
func sessionMembers(leader int) []Process {
	var all []Process
	eachProcess(func(pid int, st procStat) bool {
		if pid != leader && st.session == leader && st.state != "Z" && st.state != "X" {
			all = append(all, Process{PID: pid, Name: term.Printable(st.name)})
		}
		return true
	})
	return all
}

// preallocate gives an open file room for n bytes more without making it
// longer.
func preallocate(f *os.File, size, n int64) error {
	const keepSize = 1
	err := syscall.Fallocate(int(f.Fd()), keepSize, size, n)
	if err == syscall.EOPNOTSUPP || err == syscall.ENOSYS {
		return nil // such a file system promises nothing; a write that fails is told
	}
	return err
}

// selfPath runs this very program again, also after its file was replaced.
func selfPath() (string, error) { return "/proc/self/exe", nil }
