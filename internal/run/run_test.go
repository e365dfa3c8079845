package run

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"upgraph/internal/compat"
	"upgraph/internal/term"
)

func TestWholePlanRunsInOrder(t *testing.T) {
	b := newBench(t)
	c := guide(t, usualHop("v1.1.0"), usualHop("v1.2.0"))
	c.Conditions = []compat.Condition{{ID: "stopped", When: "before", Text: "All is stopped."}, {ID: "started", When: "after", Text: "Start all again."}}
	for i, v := range []string{"v1.1.0", "v1.2.0"} {
		// The second command of a hop unpacks what the next hop is about.
		next := fmt.Sprintf("v1.%d.0", i+2)
		c.Edges[i].Steps[3] = execStep("3", "sh", "-c", "record roll "+v+"; printf 'tool_version = "+next+"\\n' >inventory.ini")
	}
	b.write("inventory.ini", "[all:vars]\ntool_version = v1.1.0\n")
	p := planOf(t, c)
	out, err := b.apply(p, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	b.wantRecorded("prepare v1.1.0", "roll v1.1.0", "prepare v1.2.0", "roll v1.2.0")
	out, err = b.resume(p, nil)
	wantCode(t, err, ExitOK)
	if !strings.Contains(out, "over") {
		t.Errorf("going on with a run that is over says %q", out)
	}
}

// What is stale in the first hop ends the program before anybody is asked and
// before anything is recorded.
func TestStaleCheckOfTheFirstHopStopsBeforeAnyPrompt(t *testing.T) {
	for _, terminal := range []bool{false, true} {
		b := newBench(t)
		b.write("inventory.ini", "[all:vars]\ntool_version = v1.0.0\n")
		p := planOf(t, guide(t, usualHop("v1.1.0")))
		change := func(e *Env, o *Options) { e.Interactive, o.Yes = terminal, !terminal }
		out, err := b.apply(p, change)
		wantCode(t, err, ExitCheck)
		for _, want := range []string{"inventory.ini:2:1", "tool_version = v1.0.0", "tool_version = v1.1.0"} {
			if !strings.Contains(out, want) {
				t.Errorf("the stop does not show %q:\n%s", want, out)
			}
		}
		if strings.Contains(out, "Begin?") {
			t.Errorf("it asks before it stops:\n%s", out)
		}
		_, err = b.apply(p, func(e *Env, o *Options) { change(e, o); o.Confirm = []string{"v1.1.0/1b"} })
		wantCode(t, err, ExitCheck) // a yes does not make it true
		_, err = b.resume(p, nil)
		wantCode(t, err, ExitUsage) // there is no run
		b.wantRecorded()
		b.write("inventory.ini", "[all:vars]\ntool_version = v1.1.0\n")
		_, err = b.apply(p, nil)
		wantCode(t, err, ExitOK)
		b.wantRecorded("prepare v1.1.0", "roll v1.1.0")
	}
}

func TestStaleCheckStopsItsHopBeforeAnyCommand(t *testing.T) {
	b := newBench(t)
	b.write("inventory.ini", "tool_version = v1.1.0\n")
	p := planOf(t, guide(t, usualHop("v1.1.0"), usualHop("v1.2.0")))
	out, err := b.apply(p, nil)
	wantCode(t, err, ExitCheck)
	for _, want := range []string{"inventory.ini:1:1", "tool_version = v1.2.0", "upgraph-run resume"} {
		if !strings.Contains(out, want) {
			t.Errorf("the stop does not show %q:\n%s", want, out)
		}
	}
	_, err = b.resume(p, nil)
	wantCode(t, err, ExitCheck)
	_, err = b.resume(p, func(_ *Env, o *Options) { o.Confirm = []string{"v1.2.0/1b"} })
	wantCode(t, err, ExitCheck)
	b.wantRecorded("prepare v1.1.0", "roll v1.1.0")
	b.write("inventory.ini", "tool_version = v1.2.0\n")
	_, err = b.resume(p, nil)
	wantCode(t, err, ExitOK)
	b.wantRecorded("prepare v1.1.0", "roll v1.1.0", "prepare v1.2.0", "roll v1.2.0")
}

// A check behind a step by hand whose file is not there yet waits for its time
// where a person can be asked, and stops at once where none can.
func TestMissingFileBehindAStepByHand(t *testing.T) {
	b := newBench(t)
	p := planOf(t, guide(t, usualHop("v1.1.0")))
	_, err := b.apply(p, nil)
	wantCode(t, err, ExitCheck)
	out, err := b.apply(p, func(e *Env, o *Options) {
		e.Interactive, e.Stdin, o.Confirm = true, strings.NewReader("y\ns\n"), nil
	})
	wantCode(t, err, ExitCheck)
	if !strings.Contains(out, "later") || !strings.Contains(out, "UNKNOWN") || !strings.Contains(out, "Done?") {
		t.Errorf("it does not ask for the step and then for the file:\n%s", out)
	}
	b.wantRecorded()
}

// What held before a stop is asked again before more of the hop runs.
func TestResumeAsksTheChecksOfTheHopAgain(t *testing.T) {
	for _, terminal := range []bool{false, true} {
		b := newBench(t)
		b.write("inventory.ini", "tool_version = v1.1.0\n")
		hop := usualHop("v1.1.0")
		hop[2] = execStep("2", "fail-once", "prepare")
		p := planOf(t, guide(t, hop))
		_, err := b.apply(p, nil)
		wantCode(t, err, ExitStep)
		b.mend()
		b.write("inventory.ini", "tool_version = v1.9.0\n")
		out, err := b.resume(p, func(e *Env, _ *Options) { e.Interactive = terminal })
		wantCode(t, err, ExitCheck)
		if !strings.Contains(out, "v1.9.0") {
			t.Errorf("it does not show what it found:\n%s", out)
		}
		b.wantRecorded("prepare")
		b.write("inventory.ini", "tool_version = v1.1.0\n")
		_, err = b.resume(p, nil)
		wantCode(t, err, ExitOK)
		b.wantRecorded("prepare", "prepare", "roll v1.1.0")
	}
}

func TestWaiverPassesOverACheckWithItsReason(t *testing.T) {
	b := newBench(t)
	b.write("inventory.ini", "tool_version = v1.0.0\n")
	p := planOf(t, guide(t, usualHop("v1.1.0")))
	_, err := b.apply(p, func(_ *Env, o *Options) { o.Waive = []string{"v1.1.0/1b"} })
	wantCode(t, err, ExitUsage) // no reason
	_, err = b.apply(p, func(_ *Env, o *Options) { o.Waive, o.Reason = []string{"v1.1.0/9"}, "because" })
	wantCode(t, err, ExitUsage) // no such check
	_, err = b.apply(p, func(_ *Env, o *Options) { o.Waive, o.Reason = []string{"v1.1.0/1b"}, "it is an old inventory" })
	wantCode(t, err, ExitOK)
	b.wantRecorded("prepare v1.1.0", "roll v1.1.0")
}

func TestFailingStepIsStartedAgainAloneOnResume(t *testing.T) {
	b := newBench(t)
	p := planOf(t, guide(t, []compat.Step{execStep("1", "record", "one"), execStep("2", "fail-once", "two"), execStep("3", "record", "three")}))
	out, err := b.apply(p, nil)
	wantCode(t, err, ExitStep)
	for _, want := range []string{"exit status 3", "no luck", "last consistent version: v1.0.0", "0001.1.log", "upgraph-run resume --product tool --state-dir"} {
		if !strings.Contains(strings.ReplaceAll(out, "0002.1.log", "0001.1.log"), want) {
			t.Errorf("the stop does not show %q:\n%s", want, out)
		}
	}
	if err := os.WriteFile(b.records+".mended", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = b.resume(p, nil)
	wantCode(t, err, ExitOK)
	b.wantRecorded("one", "two", "two", "three")
}

func TestUnfinishedRunRefusesAnother(t *testing.T) {
	b := newBench(t)
	p := planOf(t, guide(t, []compat.Step{execStep("1", "fail-once", "one")}))
	_, err := b.apply(p, nil)
	wantCode(t, err, ExitStep)
	_, err = b.apply(p, nil)
	wantCode(t, err, ExitCheck)
	if e := err.(*Error); !strings.Contains(strings.Join(e.Hint, "\n"), "upgraph-run resume --product tool") {
		t.Errorf("the refusal does not say how to go on: %q", e.Hint)
	}
	b.wantRecorded("one")
	env, out := b.env()
	wantCode(t, Abort(env, "tool", DefaultCluster, "the machine is replaced", b.options()), ExitOK)
	for _, said := range []string{"bring it to v1.0.0 or v1.1.0 first", "upgraph-run apply --from VERSION --to v1.1.0 --product tool"} {
		if !strings.Contains(out.String(), said) {
			t.Errorf("%q is not in\n%s", said, out)
		}
	}
	if err := os.WriteFile(b.records+".mended", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = b.apply(p, nil)
	wantCode(t, err, ExitOK)
}

func TestManualStepNeedsAPerson(t *testing.T) {
	b := newBench(t)
	p := planOf(t, guide(t, []compat.Step{manualStep("1", "Do it."), execStep("2", "record", "two")}))
	out, err := b.apply(p, func(_ *Env, o *Options) { o.Confirm = nil })
	wantCode(t, err, ExitPerson)
	want := "upgraph-run resume --confirm v1.1.0/1 --product tool --state-dir " + term.Quote(b.state)
	if !strings.Contains(out, want) || strings.Contains(out, "said in") {
		t.Errorf("the stop does not show %q, or more than that:\n%s", want, out)
	}
	b.wantRecorded()
	_, err = b.resume(p, func(_ *Env, o *Options) { o.Confirm = []string{"v1.1.0/1"} })
	wantCode(t, err, ExitOK)
	b.wantRecorded("two")
}

// TestNothingIsClaimedWithoutSteps holds that a way, or a hop of it, for which the
// guide gives no steps is never told as done by what was run.
func TestNothingIsClaimedWithoutSteps(t *testing.T) {
	for _, c := range []struct {
		hops        [][]compat.Step
		want, never string
	}{
		{[][]compat.Step{{}, {}}, "nothing was run: the guide gives no steps from v1.0.0 to v1.2.0", "tool is at"},
		{[][]compat.Step{{execStep("1", "record", "one")}, {}}, "the guide gives no steps, and nothing was run, from v1.1.0 to v1.2.0", "nothing was run: "},
		{[][]compat.Step{{execStep("1", "record", "one")}}, "tool is at v1.1.0", "nothing was run"},
	} {
		b := newBench(t)
		out, err := b.apply(planOf(t, guide(t, c.hops...)), nil)
		wantCode(t, err, ExitOK)
		if !strings.Contains(out, c.want) || strings.Contains(out, c.never) {
			t.Errorf("it does not say %q, or says %q:\n%s", c.want, c.never, out)
		}
	}
}

// TestPassagesAreFound holds that a step which asks to read many lines names them.
func TestPassagesAreFound(t *testing.T) {
	b := newBench(t)
	read := manualStep("read", "Read what the guide says.")
	read.Source = compat.Source{File: "guide.md", Line: 7, EndLine: 19}
	out, err := b.apply(planOf(t, guide(t, []compat.Step{read})), func(_ *Env, o *Options) { o.Confirm = nil })
	wantCode(t, err, ExitPerson)
	if !strings.Contains(out, "said in guide.md:7-19") {
		t.Errorf("nobody knows where to read:\n%s", out)
	}
}

func TestUnapprovedCommandNeedsItsOwnYes(t *testing.T) {
	b := newBench(t)
	s := execStep("1", "record", "one")
	s.Approved = nil
	p := planOf(t, guide(t, []compat.Step{s}))
	_, err := b.apply(p, nil) // --confirm all
	wantCode(t, err, ExitPerson)
	b.wantRecorded()
	_, err = b.resume(p, func(_ *Env, o *Options) { o.Confirm = []string{"v1.1.0/1"} })
	wantCode(t, err, ExitOK)
	b.wantRecorded("one")
}

func TestTerminalIsAsked(t *testing.T) {
	b := newBench(t)
	s := execStep("2", "record", "two")
	s.Approved = nil
	b.write("inventory.ini", "tool_version = v1.1.0\n")
	p := planOf(t, guide(t, []compat.Step{manualStep("1", "Do it."), inventoryCheck("1b", "v1.1.0"), s}))
	talk := func(answers string) func(*Env, *Options) {
		return func(e *Env, o *Options) {
			e.Interactive, e.Stdin, o.Confirm, o.Yes = true, strings.NewReader(answers), nil, false
		}
	}
	_, err := b.apply(p, talk("n\n"))
	wantCode(t, err, ExitPerson)
	_, err = b.apply(p, talk("y\nwhat?\ny\ny\ns\n")) // "y" alone does not run what is not approved
	wantCode(t, err, ExitPerson)
	b.wantRecorded()
	_, err = b.resume(p, talk("yes\n"))
	wantCode(t, err, ExitOK)
	b.wantRecorded("two")
}

func TestDryRunDoesAndRecordsNothing(t *testing.T) {
	b := newBench(t)
	p := planOf(t, guide(t, fiveSteps()))
	out, err := b.apply(p, func(_ *Env, o *Options) { o.DryRun = true })
	wantCode(t, err, ExitOK)
	if !strings.Contains(out, "record 5") {
		t.Errorf("the dry run does not show its last command:\n%s", out)
	}
	b.wantRecorded()
	if left, _ := os.ReadDir(b.state); len(left) > 0 {
		t.Errorf("the dry run left %v", left)
	}
}

func TestWorkdirReplacedBetweenHops(t *testing.T) {
	b := newBench(t)
	swap := `record swap; cd ..; rm -rf work; mkdir work; printf 'tool_version = v1.2.0\n' >work/inventory.ini; exit 4`
	first := usualHop("v1.1.0")
	first = append(first, execStep("4", "sh", "-c", strings.TrimSuffix(swap, "; exit 4")))
	b.write("inventory.ini", "tool_version = v1.1.0\n")
	p := planOf(t, guide(t, first, append(usualHop("v1.2.0"), execStep("4", "fail-once", "last"))))
	_, err := b.apply(p, nil)
	wantCode(t, err, ExitStep)
	if err := os.WriteFile(b.records+".mended", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = b.resume(p, nil)
	wantCode(t, err, ExitOK)
	b.wantRecorded("prepare v1.1.0", "roll v1.1.0", "swap", "prepare v1.2.0", "roll v1.2.0", "last", "last")
}

func TestWorkdirPerHop(t *testing.T) {
	b := newBench(t)
	for _, v := range []string{"v1.1.0", "v1.2.0"} {
		if err := os.Mkdir(b.work+"/tool-"+v, 0o700); err != nil {
			t.Fatal(err)
		}
		b.write("tool-"+v+"/inventory.ini", "tool_version = "+v+"\n")
	}
	hop := func(v string) []compat.Step {
		return []compat.Step{inventoryCheck("1", v), execStep("2", "sh", "-c", `record "${PWD##*/}"`)}
	}
	p := planOf(t, guide(t, hop("v1.1.0"), hop("v1.2.0")))
	out, err := b.apply(p, func(_ *Env, o *Options) { o.Workdir = b.work + "/tool-{to}" })
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	b.wantRecorded("tool-v1.1.0", "tool-v1.2.0")
}

func TestSecondRunnerMeetsTheLock(t *testing.T) {
	b := newBench(t)
	p := planOf(t, guide(t, fiveSteps()))
	env, _ := b.env()
	place, err := OpenPlace(&Env{}, b.state, "tool", DefaultCluster, true)
	if err != nil {
		t.Fatal(err)
	}
	defer place.Close()
	lock, err := place.Lock(env)
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.apply(p, nil)
	wantCode(t, err, ExitLocked)
	lock.Release()
	_, err = b.apply(p, nil)
	wantCode(t, err, ExitOK)
}

func TestInterruptEndsTheStepAndResumeGoesOn(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		b := newBench(t)
		p := planOf(t, guide(t, []compat.Step{execStep("1", "record", "one"), execStep("2", "slow", "two"), execStep("3", "record", "three")}))
		_, err := b.apply(p, func(e *Env, _ *Options) { e.Signals = afterRecord(b, "two", sig) })
		wantCode(t, err, 128+int(sig))
		b.wantRecorded("one", "two")
		_, err = b.resume(p, nil)
		wantCode(t, err, ExitOK)
		b.wantRecorded("one", "two", "two", "three")
	}
}

func TestHangUpLeavesTheStepRunning(t *testing.T) {
	b := newBench(t)
	p := planOf(t, guide(t, []compat.Step{execStep("1", "slow", "one"), execStep("2", "record", "two")}))
	_, err := b.apply(p, func(e *Env, _ *Options) { e.Signals = afterRecord(b, "one", syscall.SIGHUP) })
	wantCode(t, err, 128+int(syscall.SIGHUP))
	b.quiet("0001.1")
	// Who looks an hour later is told how long it took, not how long nobody looked.
	out, err := b.resume(p, func(e *Env, _ *Options) { e.Now = func() time.Time { return time.Now().Add(time.Hour) } })
	wantCode(t, err, ExitOK)
	b.wantRecorded("one", "two")
	if !strings.Contains(out, "ended meanwhile") || strings.Contains(out, "done in 1h") {
		t.Errorf("an hour later:\n%s", out)
	}
}

// afterRecord sends a signal when a command was started.
func afterRecord(b *bench, what string, sig os.Signal) <-chan os.Signal {
	c := make(chan os.Signal, 1)
	go func() {
		for range 500 {
			if got := b.recorded(); len(got) > 0 && got[len(got)-1] == what {
				time.Sleep(20 * time.Millisecond) // until its trap is set
				c <- sig
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	}()
	return c
}
