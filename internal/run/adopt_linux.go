package run

import (
	"errors"
	"fmt"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A shim may be killed as well, by a person or for want of memory. While the
// runner lives it then inherits the command and can still see how it ends: the
// shim leaves the ended command in the process table until its end is on the
// disk.

// adoptOrphans makes this process the parent of what its descendants leave
// behind.
func adoptOrphans() bool {
	return unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == nil
}

// orphanOf finds the command of a shim that is gone: the first process of its
// session that leads a group and is a child of ours now. none means that there
// is no child of ours at all, so that the command was never executed.
func orphanOf(shim int) (pid int, none bool) {
	var earliest string
	me := unix.Getpid()
	eachProcess(func(p int, st procStat) bool {
		if st.session == shim && st.parent == me && st.group == p && (pid == 0 || ticksBefore(st.start, earliest)) {
			pid, earliest = p, st.start
		}
		return true
	})
	if pid != 0 {
		return pid, false
	}
	err := unix.Waitid(unix.P_ALL, 0, nil, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT, nil)
	return 0, errors.Is(err, unix.ECHILD)
}

// reapOrphan removes the ended command of a shim that was killed after it had
// written everything down.
func reapOrphan(shim int) {
	if pid, _ := orphanOf(shim); pid != 0 {
		_, _ = unix.Wait4(pid, nil, unix.WNOHANG, nil)
	}
}

func ticksBefore(a, b string) bool { return len(a) < len(b) || len(a) == len(b) && a < b }

// siginfo is what waitid tells of a child.
type siginfo struct {
	signo, errno, code int32
	_                  [unsafe.Sizeof(uintptr(0)) - 4]byte
	pid                int32
	uid                uint32
	status             int32
	_                  [128]byte
}

// watch waits until a child has ended and says how, and leaves it in the
// process table.
func watch(pid int) (syscall.WaitStatus, error) {
	var info siginfo
	for {
		_, _, e := syscall.Syscall6(syscall.SYS_WAITID, unix.P_PID, uintptr(pid),
			uintptr(unsafe.Pointer(&info)), unix.WEXITED|unix.WNOWAIT, 0, 0)
		if e == 0 {
			break
		}
		if e != syscall.EINTR {
			return 0, fmt.Errorf("wait for process %d: %w", pid, e)
		}
	}
	const exited = 1 // CLD_EXITED
	if info.code == exited {
		return syscall.WaitStatus(info.status << 8), nil
	}
	return syscall.WaitStatus(info.status), nil
}

// adopt waits for the orphaned command of a job and writes down how it ended.
// Orders are for its process group.
func (j *Job) adopt(b Birth, orders <-chan Order, now func() time.Time) (JobState, Death, error) {
	pid, none := orphanOf(b.PID)
	if none {
		return j.void()
	}
	if pid == 0 {
		return Lost, Death{}, nil
	}
	ended := make(chan Death, 1)
	go func() {
		ws, err := watch(pid)
		if err != nil {
			close(ended)
			return
		}
		d := deathOf(ws)
		d.Time = now().UTC()
		ended <- d
	}()
	for {
		select {
		case o := <-orders:
			passOn(pid, o.signal())
		case d, ok := <-ended:
			if !ok {
				return Lost, Death{}, nil
			}
			d.Left = sessionMembers(b.PID)
			if err := j.writeEnd(d, func(string) {}); err != nil {
				return Lost, Death{}, stateError("record the end of the step", err)
			}
			_, _ = unix.Wait4(pid, nil, 0, nil) // its end is written down
			return Over, d, nil
		}
	}
}

// void takes back the start of a command that was never executed.
func (j *Job) void() (JobState, Death, error) {
	err := j.disk.remove(j.root, j.file("started"))
	if err == nil {
		err = j.disk.syncDir(j.root, stepsName)
	}
	if err != nil {
		return Lost, Death{}, stateError("take the start of the step back", err)
	}
	return Vacant, Death{}, nil
}
