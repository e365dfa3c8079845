package run

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// On a small disk at any level of filling either nothing is begun or all of it
// can be gone on with when there is room again.
func TestSmallDisk(t *testing.T) {
	dir := t.TempDir()
	const size = 400 << 10
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d,mode=0700", size)); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	defer func() {
		if err := exec.Command("umount", dir).Run(); err != nil {
			t.Errorf("unmount %s: %v", dir, err)
		}
	}()
	levels := 6
	if long() {
		levels = 26
	}
	p := planOf(t, guide(t, fiveSteps()))
	unknown, stopped := 0, 0
	for level := range levels {
		b := newBench(t)
		b.state = filepath.Join(dir, fmt.Sprint(level))
		if err := os.Mkdir(b.state, 0o700); err != nil {
			t.Fatal(err)
		}
		// from no room at all to more than enough for every record
		fill := filepath.Join(dir, "fill")
		room := level * 160 << 10 / (levels - 1)
		if err := fillUp(fill, dir, room); err != nil {
			t.Fatal(err)
		}
		_, err := b.apply(p, nil)
		if CodeOf(err) != ExitOK {
			stopped++
			if CodeOf(err) != ExitState && CodeOf(err) != ExitStep {
				t.Errorf("with room for %d bytes it ends with %v", room, err)
			}
		}
		if err := os.Remove(fill); err != nil {
			t.Fatal(err)
		}
		unknown += b.finishAll(p, err, fmt.Sprintf("level %d", level))
		if twice, never := b.count(5); twice+never > 0 {
			t.Errorf("with room for %d bytes: %d commands twice, %d never", room, twice, never)
		}
		if err := os.RemoveAll(b.state); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d levels of a small disk: %d stopped the run, %d outcomes unknown", levels, stopped, unknown)
	if unknown > 0 || stopped == 0 || stopped == levels {
		t.Errorf("%d outcomes are unknown, %d of %d levels stopped the run", unknown, stopped, levels)
	}
}

// fillUp writes a file that leaves room bytes on the disk of a folder.
func fillUp(file, dir string, room int) error {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return err
	}
	free := int(st.Bavail) * int(st.Bsize)
	err := os.WriteFile(file, make([]byte, max(0, free-room)), 0o600)
	if errors.Is(err, syscall.ENOSPC) {
		return nil // as full as can be
	}
	return err
}
