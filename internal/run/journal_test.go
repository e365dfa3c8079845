package run

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
)

// stoppedRun makes a run whose second of three commands failed and gives its
// place and the bytes of its journal.
func stoppedRun(t *testing.T) (*bench, *plan.Plan, string, []byte) {
	t.Helper()
	b := newBench(t)
	p := planOf(t, guide(t, []compat.Step{execStep("1", "record", "one"), execStep("2", "fail-once", "two"), execStep("3", "record", "three")}))
	_, err := b.apply(p, nil)
	wantCode(t, err, ExitStep)
	found, err := filepath.Glob(filepath.Join(b.state, "tool", DefaultCluster, runsName, "*", journalName))
	if err != nil || len(found) != 1 {
		t.Fatalf("journals %v: %v", found, err)
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(b.records+".mended", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return b, p, found[0], data
}

// A prefix of a journal is what a crash leaves. It replays to an earlier state,
// and because the records of the commands count as well, going on from it never
// starts again what was done.
func TestJournalCutAtEveryByte(t *testing.T) {
	_, p, _, data := stoppedRun(t)
	whole, good, _, err := readJournal(data)
	if err != nil || good != len(data) {
		t.Fatalf("the journal reads up to %d of %d: %v", good, len(data), err)
	}
	for cut := range len(data) {
		records, good, _, err := readJournal(data[:cut])
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if n := bytes.Count(data[:cut], []byte("\n")); len(records) != n && len(records) != n+1 || good > cut {
			t.Fatalf("cut at %d: %d records of %d lines", cut, len(records), n)
		}
		if len(records) > 0 && len(records) <= len(whole) && records[len(records)-1].Seq != len(records) {
			t.Fatalf("cut at %d: the last record is %+v", cut, records[len(records)-1])
		}
		if _, err := Replay(p, records); err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
	}
}

func TestResumeFromACutJournal(t *testing.T) {
	if testing.Short() {
		t.Skip("goes on with a run some fifty times")
	}
	b, p, file, data := stoppedRun(t)
	lines := bytes.SplitAfter(data, []byte("\n"))
	base := b.recorded()
	saved := snapshot(t, filepath.Dir(file))
	cut := 0
	for _, line := range lines[:len(lines)-1] {
		for _, at := range []int{cut + 1, cut + len(line)/2, cut + len(line) - 1, cut + len(line)} {
			restore(t, filepath.Dir(file), saved)
			if err := os.WriteFile(file, data[:at], 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(b.records, []byte(strings.Join(base, "\n")+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			b.goOn(p, at, len(lines[0]))
		}
		cut += len(line)
	}
}

// goOn resumes until the plan is done, and expects that the first command, which
// had ended, is not started again and the third runs once.
func (b *bench) goOn(p *plan.Plan, at, first int) {
	b.t.Helper()
	_, err := b.resume(p, nil)
	if at < first-1 {
		wantCode(b.t, err, ExitDamaged) // the run's first record is gone
		return
	}
	if CodeOf(err) == ExitStep { // the failure was in the records only
		_, err = b.resume(p, nil)
	}
	if err != nil {
		b.t.Fatalf("cut at %d: %v", at, err)
	}
	got := strings.Join(b.recorded(), " ")
	if got != "one two two three" {
		b.t.Fatalf("cut at %d: started %q", at, got)
	}
}

func TestEveryFlippedByteIsNoticed(t *testing.T) {
	_, _, _, data := stoppedRun(t)
	whole, _, _, _ := readJournal(data)
	for i := range data {
		for _, bit := range []byte{0x01, 0x20, 0x80} {
			bad := bytes.Clone(data)
			bad[i] ^= bit
			records, _, _, err := readJournal(bad)
			if _, ok := errors.AsType[*damage](err); !ok {
				t.Fatalf("byte %d (%q to %q): %d of %d records and %v", i, data[i], bad[i], len(records), len(whole), err)
			}
		}
	}
}

func TestDamagedJournalRunsNothing(t *testing.T) {
	b, p, file, data := stoppedRun(t)
	bad := bytes.Replace(data, []byte(`"outcome":"failed"`), []byte(`"outcome":"done"`), 1)
	if bytes.Equal(bad, data) {
		t.Fatal("the journal has no failure to hide")
	}
	if err := os.WriteFile(file, bad, 0o600); err != nil {
		t.Fatal(err)
	}
	before := b.recorded()
	_, err := b.resume(p, nil)
	wantCode(t, err, ExitDamaged)
	_, err = b.apply(p, nil)
	wantCode(t, err, ExitDamaged)
	env, _ := b.env()
	wantCode(t, ShowStatus(env, "tool", DefaultCluster, b.options()), ExitDamaged)
	b.wantRecorded(before...)
	wantCode(t, Abort(env, "tool", DefaultCluster, "looked at the machine", b.options()), ExitOK)
	kept, err := os.ReadFile(file + ".damaged")
	if err != nil || !bytes.Equal(kept, bad) {
		t.Errorf("the damaged journal is not kept: %v", err)
	}
	_, err = b.apply(p, nil)
	wantCode(t, err, ExitOK)
}

func TestJournalOfAnotherRunIsRefused(t *testing.T) {
	b, p, file, data := stoppedRun(t)
	other := filepath.Join(filepath.Dir(filepath.Dir(file)), "0002-000000")
	if err := os.CopyFS(other, os.DirFS(filepath.Dir(file))); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(other, journalName), data, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := b.resume(p, nil)
	wantCode(t, err, ExitDamaged)
}

func FuzzJournal(f *testing.F) {
	one, sum, _ := sealLine(Record{Seq: 1, Kind: RunStart})
	two, _, _ := sealLine(Record{Seq: 2, Kind: RunEnd, Prev: sum})
	f.Add(append(one, two...))
	f.Add(one[:20])
	f.Fuzz(func(t *testing.T, data []byte) {
		records, good, _, err := readJournal(data)
		if good > len(data) {
			t.Fatalf("%d of %d bytes are good", good, len(data))
		}
		again, _, _, err2 := readJournal(data[:good])
		if err2 != nil || len(again) != len(records) {
			t.Fatalf("what was good reads as %d records instead of %d: %v, %v", len(again), len(records), err, err2)
		}
	})
}

func snapshot(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.Walk(dir, func(path string, st os.FileInfo, err error) error {
		if err != nil || st.IsDir() {
			return err
		}
		files[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func restore(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, stepsName), 0o700); err != nil {
		t.Fatal(err)
	}
	for path, data := range files {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
