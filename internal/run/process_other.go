//go:build !linux

package run

import (
	"os"
	"syscall"
	"time"
)

// Without /proc a process is known by its number alone, and what a killed
// command left running cannot be listed.
func bootID() string                           { return "" }
func processStart(int) string                  { return "" }
func sessionMembers(int) []Process             { return nil }
func preallocate(*os.File, int64, int64) error { return nil }
func selfPath() (string, error)                { return os.Executable() }

// Orphans of a killed shim cannot be adopted: how they end stays unknown.
func adoptOrphans() bool { return false }

func (j *Job) adopt(Birth, <-chan Order, func() time.Time) (JobState, Death, error) {
	return Lost, Death{}, nil
}

func reapOrphan(int) {}

// watch waits until a child has ended and says how.
func watch(pid int) (syscall.WaitStatus, error) {
	var ws syscall.WaitStatus
	for {
		_, err := syscall.Wait4(pid, &ws, 0, nil)
		if err != syscall.EINTR {
			return ws, err
		}
	}
}
