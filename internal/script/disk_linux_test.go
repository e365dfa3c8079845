package script

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
)

// page is the unit in which a tmpfs gives room.
const page = 4096

// TestFullDisk runs with a state folder that has room for so many pages, or so
// many files. Wherever it ends, the run stops with 11 before a command or has
// recorded how the command ended; with more room it goes on, and every command
// runs once.
func TestFullDisk(t *testing.T) {
	text := oneHop(t)
	eachShell(t, func(t *testing.T, sh []string) {
		pages, files, pace := 26, 40, 1
		if !long() {
			pages, files, pace = 12, 24, 6
		}
		stopped := 0
		for n := 0; n < pages; n += pace {
			stopped += fullDisk(t, sh, text, fmt.Sprintf("size=%d", 64*page), n)
		}
		for n := 2; n < files; n += pace {
			stopped += fullDisk(t, sh, text, fmt.Sprintf("nr_inodes=%d", n), -1)
		}
		if stopped == 0 {
			t.Error("no run met a full disk")
		}
		t.Logf("%d runs met a full disk", stopped)
	})
}

// fullDisk runs the script on a disk with some free pages, all if free is
// negative, gives it room, and goes on. It tells whether the run was stopped.
func fullDisk(t *testing.T, sh []string, text []byte, options string, free int) int {
	t.Helper()
	b := newBench(t, sh, text)
	b.inventory("v1.0.5")
	b.env = []string{"BUMP="}
	disk := b.path("state")
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, options); err != nil {
		t.Skip("no disk can be mounted here: ", err)
	}
	defer func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount %s: %v", disk, err)
		}
	}()
	filler := filepath.Join(disk, "filler")
	if free >= 0 {
		_ = os.WriteFile(filler, bytes.Repeat([]byte{'x'}, (64-free)*page), 0o600) // as far as it goes
	}
	where := fmt.Sprintf("%s, %d pages free", options, free)
	code, out := b.run(confirmAll...)
	ran := b.calls()
	switch {
	case code == 0 && slices.Equal(ran, hops(1)):
		return 0
	case code != 11:
		t.Errorf("%s: exit code %d:\n%s", where, code, out)
	case !slices.Equal(ran, hops(1)[:len(ran)]):
		t.Errorf("%s: ran %q", where, ran)
	}
	_ = os.Remove(filler) // where there is one
	if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT, "size=1m,nr_inodes=1000"); err != nil {
		t.Fatal(err)
	}
	code, out = b.run(append([]string{"--resume"}, confirmAll...)...)
	if code == 2 {
		code, out = b.run(confirmAll...)
	}
	if code != 0 {
		t.Errorf("%s: with more room, exit code %d:\n%s", where, code, out)
	}
	if got := b.calls(); !slices.Equal(got, hops(1)) {
		t.Errorf("%s: ran %q in all", where, got)
	}
	return 1
}
