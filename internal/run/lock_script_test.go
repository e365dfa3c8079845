package run

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
)

// scriptLocked puts the lock of a script in place that says owner.
func (b *bench) scriptLocked(owner string) {
	b.t.Helper()
	dir := filepath.Join(b.state, "tool", DefaultCluster, scriptLock)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		b.t.Fatal(err)
	}
	if owner == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(dir, "owner"), []byte(owner+"\n"), 0o600); err != nil {
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

// A script that was killed before it wrote its name is waited for, not for ever.
func TestLockOfAScriptWithoutOwner(t *testing.T) {
	b := newBench(t)
	b.scriptLocked("")
	env, _ := b.env()
	synctest.Test(t, func(t *testing.T) {
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
	})
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
