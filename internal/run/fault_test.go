package run

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"upgraph/internal/plan"
)

// long reports whether the long form of a test is wanted.
func long() bool { return os.Getenv("UPGRAPH_LONG") != "" }

// faults are what a disk can answer.
var faults = []struct {
	name string
	err  error
}{{"ENOSPC", syscall.ENOSPC}, {"EIO", syscall.EIO}, {"short write", errShort}}

// failing gives a fault at the n-th change, and counts them all.
func failing(n int, err error, count *int) func(string) error {
	return func(op string) error {
		*count++
		if *count == n {
			return fmt.Errorf("%s: %w", op, err)
		}
		return nil
	}
}

// shimFault reads FAULT=JOB:N:NAME: in the shim of that job the N-th change
// fails.
func shimFault(job string) func(string) error {
	want, rest, ok := strings.Cut(os.Getenv("FAULT"), ":")
	at, name, _ := strings.Cut(rest, ":")
	n, err := strconv.Atoi(at)
	if !ok || want != job || err != nil {
		return nil
	}
	for _, f := range faults {
		if f.name == name {
			return failing(n, f.err, new(int))
		}
	}
	return nil
}

// finishAll goes on until the run is done, and starts anew where none was made.
// It gives how often the outcome of a step was unknown.
func (b *bench) finishAll(p *plan.Plan, err error, what string) (unknown int) {
	b.t.Helper()
	for range 6 {
		switch CodeOf(err) {
		case ExitOK:
			return unknown
		case ExitUnknown:
			unknown++
			b.settle(p)
		}
		if found, _ := filepath.Glob(filepath.Join(b.state, "tool", DefaultCluster, runsName, "0*")); len(found) == 0 {
			_, err = b.apply(p, nil)
			continue
		}
		_, err = b.resume(p, nil)
	}
	b.t.Fatalf("%s: the run is never done: %v", what, err)
	return unknown
}

// count holds what was started against a plan of n commands.
func (b *bench) count(n int) (twice, never int) {
	seen := map[string]int{}
	for _, r := range b.recorded() {
		seen[r]++
	}
	for i := range n {
		switch seen[fmt.Sprint(i+1)] {
		case 0:
			never++
		case 1:
		default:
			twice++
		}
	}
	return twice, never
}

// Whatever write, fsync or rename of a record fails, in the runner or in a shim,
// the run can be gone on with, no command is started twice and none is in doubt.
func TestEveryChangeOfTheRecordsFails(t *testing.T) {
	steps, kinds := 1, faults[:1]
	if long() {
		steps, kinds = 5, faults
	}
	p := planOf(t, guide(t, fiveSteps()[:steps]))
	runner := 0
	b := newBench(t)
	if _, err := b.apply(p, func(e *Env, _ *Options) { e.Fault = failing(0, nil, &runner) }); err != nil {
		t.Fatal(err)
	}
	const shim = 12 // more changes than a shim makes
	points, unknown, twice, never, stopped := 0, 0, 0, 0, 0
	one := func(what string, change func(*Env, *Options)) {
		b := newBench(t)
		_, err := b.apply(p, change)
		if CodeOf(err) != ExitOK {
			stopped++
		}
		os.Unsetenv("FAULT") // until the next newBench
		unknown += b.finishAll(p, err, what)
		x, n := b.count(steps)
		if x+n > 0 {
			t.Errorf("%s: %d commands were started twice, %d never", what, x, n)
		}
		points, twice, never = points+1, twice+x, never+n
	}
	for _, f := range kinds {
		for n := 1; n <= runner; n++ {
			one(fmt.Sprintf("%s at change %d of the runner", f.name, n), func(e *Env, _ *Options) { e.Fault = failing(n, f.err, new(int)) })
		}
		for n := 1; n <= shim; n++ {
			job := fmt.Sprintf("%04d.1", 1+n%steps)
			one(fmt.Sprintf("%s at change %d of the shim %s", f.name, n, job), func(*Env, *Options) {
				t.Setenv("FAULT", fmt.Sprintf("%s:%d:%s", job, n, f.name))
			})
		}
	}
	t.Logf("%d failing changes: %d stopped the run, %d outcomes unknown, %d commands twice, %d never", points, stopped, unknown, twice, never)
	if unknown > 0 || stopped < runner/2 {
		t.Errorf("%d outcomes are unknown; %d of %d faults stopped the run", unknown, stopped, points)
	}
}
