package main

import (
	"context"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
)

// watched runs watch over a folder with one file and gives a function that
// waits until it was told n times.
func watched(t *testing.T) (dir string, wait func(n int64), told *atomic.Int64) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "content")
	save(t, filepath.Join(dir, "p", "a.md"), "one")
	wait, told = watchedAs(t, dir)
	return dir, wait, told
}

// watchedAs runs watch over a folder by any of its names.
func watchedAs(t *testing.T, dir string) (wait func(n int64), told *atomic.Int64) {
	t.Helper()
	told = new(atomic.Int64)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		watch(ctx, dir, func([]string) { told.Add(1) })
	}()
	t.Cleanup(func() { cancel(); <-done })
	wait = func(n int64) {
		t.Helper()
		for deadline := time.Now().Add(20 * time.Second); told.Load() < n; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("told %d times of %d changes", told.Load(), n)
			}
		}
	}
	wait(1) // at once, when it watches
	return wait, told
}

func save(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestWatchTellsOfEachWayToSave(t *testing.T) {
	dir, wait, told := watched(t)
	name := filepath.Join(dir, "p", "a.md")

	save(t, name, "two")
	wait(2)

	save(t, name+"~", "three") // an editor that writes beside and renames
	if err := os.Rename(name+"~", name); err != nil {
		t.Fatal(err)
	}
	wait(told.Load() + 1)

	before := told.Load()
	save(t, filepath.Join(dir, "q", "deep", "b.md"), "new folders")
	wait(before + 1)
	time.Sleep(2 * patience) // whatever the folders were told of is over
	before = told.Load()
	save(t, filepath.Join(dir, "q", "deep", "b.md"), "in a folder that was not there before")
	wait(before + 1)
}

// A content folder may be a link to the folder.
func TestWatchFollowsALink(t *testing.T) {
	dir := t.TempDir()
	name, link := filepath.Join(dir, "real", "p", "a.md"), filepath.Join(dir, "content")
	save(t, name, "one")
	if err := os.Symlink("real", link); err != nil {
		t.Fatal(err)
	}
	wait, _ := watchedAs(t, link)
	before := fingerprint(link)
	save(t, name, "the second")
	wait(2)
	if fingerprint(link) == before {
		t.Error("a change behind the link does not change the fingerprint")
	}
}

func TestWatchSurvivesTheFolder(t *testing.T) {
	dir, wait, told := watched(t)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	wait(2)
	time.Sleep(2 * patience)
	before := told.Load()
	save(t, filepath.Join(dir, "p", "a.md"), "back")
	wait(before + 1)
	time.Sleep(2 * lookEvery)
	before = told.Load()
	save(t, filepath.Join(dir, "p", "a.md"), "and followed again")
	wait(before + 1)
}

// TestWatchTakesABurstForOneChange writes a file many times with no pause as
// long as quiet.
func TestWatchTakesABurstForOneChange(t *testing.T) {
	dir, wait, told := watched(t)
	for range 30 {
		save(t, filepath.Join(dir, "p", "a.md"), time.Now().String())
	}
	wait(2)
	time.Sleep(2 * patience)
	if n := told.Load() - 1; n > 5 {
		t.Errorf("30 writes in a row were told as %d changes", n)
	}
}

func TestWatchIgnoresWhatEditorsKeepBeside(t *testing.T) {
	dir, _, told := watched(t)
	for _, name := range []string{".a.md.swp", "a.md~", "4913"} {
		save(t, filepath.Join(dir, "p", name), "x")
	}
	time.Sleep(2 * patience)
	if n := told.Load(); n != 1 {
		t.Errorf("told %d times of files that are no content", n-1)
	}
}

func TestFingerprintSeesEveryChange(t *testing.T) {
	dir := t.TempDir()
	save(t, filepath.Join(dir, "a"), "x")
	first := fingerprint(dir)
	save(t, filepath.Join(dir, "a"), "xy")
	second := fingerprint(dir)
	save(t, filepath.Join(dir, "b"), "")
	third := fingerprint(dir)
	if first == second || second == third || fingerprint(dir) != third {
		t.Errorf("want three fingerprints, each the same while nothing changes:\n%s\n%s\n%s", first, second, third)
	}
}

func TestListenFindsAPort(t *testing.T) {
	first, err := listen("")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	second, err := listen("")
	if err != nil {
		t.Fatalf("where the port is taken another is found: %v", err)
	}
	defer second.Close()
	if _, err := listen(first.Addr().String()); err == nil {
		t.Error("an address that was asked for is taken or refused, never exchanged")
	}
	third, err := listen(":0")
	if err != nil {
		t.Fatal(err)
	}
	defer third.Close()
	if host := third.Addr().String(); host[:10] != "127.0.0.1:" {
		t.Errorf("an address without a host is this machine's, got %s", host)
	}
}
