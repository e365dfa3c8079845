package run

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// scriptLocked puts the lock of a script in place that says owner.
func (b *bench) scriptLocked(owner string) {
	b.t.Helper()
	dir := filepath.Join(b.state, "tool", DefaultCluster)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		b.t.Fatal(err)
	}
	if err := os.Symlink(owner, filepath.Join(dir, scriptLock)); err != nil {
		b.t.Fatal(err)
	}
}

func TestScriptAtWorkKeepsTheRunnerAway(t *testing.T) {
	me := os.Getpid()
	for owner, code := range map[string]int{
		fmt.Sprint(me, " ", machine(), " ", processStart(me)): ExitLocked, // it lives
		fmt.Sprint(me, " another-machine 5"):                  ExitLocked, // nobody can tell
		fmt.Sprint(me, " ", machine(), " 1"):                  ExitOK,     // its number went to another process
		fmt.Sprint("999999999 ", machine(), " 1"):             ExitOK,
		"nonsense of somebody":                                ExitLocked,
	} {
		b := newBench(t)
		b.scriptLocked(owner)
		p := planOf(t, guide(t, fiveSteps()))
		_, err := b.apply(p, nil)
		if CodeOf(err) != code {
			t.Errorf("%q: ended with %v, want %d", owner, err, code)
		}
		if left, _ := filepath.Glob(filepath.Join(b.state, "tool", DefaultCluster, scriptLock+"*")); code == ExitOK && len(left) > 0 {
			t.Errorf("%q: it leaves %v", owner, left)
		}
	}
}

// The lock of the scripts says who holds it, and goes with its holder.
func TestLockOfTheScripts(t *testing.T) {
	b := newBench(t)
	b.scriptLocked("999999999 " + machine() + " 1")
	env, _ := b.env()
	place, err := OpenPlace(env, b.state, "tool", DefaultCluster, true)
	if err != nil {
		t.Fatal(err)
	}
	defer place.Close()
	lock, err := place.Lock(env)
	wantCode(t, err, ExitOK)
	if who := place.scriptHolder(); !strings.Contains(who, fmt.Sprint(os.Getpid())) {
		t.Errorf("the lock is held by %q", who)
	}
	lock.Release()
	if who := place.Held(); who != "" {
		t.Errorf("it is held %s after it was given back", who)
	}
}

// Where somebody was killed while clearing a stale lock, a person looks.
func TestLockThatIsBeingCleared(t *testing.T) {
	b := newBench(t)
	b.scriptLocked("999999999 " + machine() + " 1")
	if err := os.Symlink("1 x 1", filepath.Join(b.state, "tool", DefaultCluster, scriptBreak)); err != nil {
		t.Fatal(err)
	}
	_, err := b.apply(planOf(t, guide(t, fiveSteps())), nil)
	wantCode(t, err, ExitLocked)
	b.wantRecorded()
}

func TestUnfinishedScriptIsInTheWay(t *testing.T) {
	b := newBench(t)
	p := planOf(t, guide(t, fiveSteps()))
	dir := filepath.Join(b.state, "tool", DefaultCluster)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, scriptRecord), []byte("script-v1.0.0-to-v1.1.0-abc\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := b.apply(p, nil)
	wantCode(t, err, ExitCheck)
	b.wantRecorded()
	if err := os.Remove(filepath.Join(dir, scriptRecord)); err != nil {
		t.Fatal(err)
	}
	_, err = b.apply(p, nil)
	wantCode(t, err, ExitOK)
}
