package run

import (
	"strings"
	"testing"
	"time"

	"upgraph/internal/compat"
	"upgraph/internal/step"
)

func askCheck(t *testing.T, dir string, c compat.Check) Answer {
	t.Helper()
	p, err := step.LowerCheck(c)
	if err != nil {
		t.Fatal(err)
	}
	return Locator{Dir: dir}.Ask(p)
}

func TestProgramsAreAsked(t *testing.T) {
	b := newBench(t)
	b.script("tool", `echo "tool 2.7.18 of today"; exit ${TOOL_STATUS-0}`)
	b.script("odd", `echo "tool 2.10.0rc1"`)
	b.script("loud", `yes | head -c 1000000; echo 'tool 2.7'`)
	b.script("here", `[ -e marker ]`)
	b.script("asks", `read -r x && echo "$x"`)
	b.write("marker", "")
	versions := []compat.Interval{{Introduced: "2.5", Fixed: "2.8"}}
	yes := new(true)
	for _, tt := range []struct {
		check compat.Check
		want  Result
		found string
	}{
		{compat.Check{Type: "tool-version", Argv: []string{"tool"}, Versions: versions, Approved: yes}, True, "2.7.18"},
		{compat.Check{Type: "tool-version", Argv: []string{"tool"}, Pattern: "tool {version} of", Versions: versions, Approved: yes}, True, "2.7.18"},
		{compat.Check{Type: "tool-version", Argv: []string{"tool"}, Versions: []compat.Interval{{Introduced: "3"}}, Approved: yes}, False, "2.7.18"},
		{compat.Check{Type: "tool-version", Argv: []string{"tool"}, Pattern: "other {version}", Versions: versions, Approved: yes}, Unknown, "tool 2.7.18 of today"},
		{compat.Check{Type: "tool-version", Argv: []string{"odd"}, Pattern: "tool {version}", Versions: versions, Approved: yes}, Unknown, "2.10.0rc1"},
		{compat.Check{Type: "tool-version", Argv: []string{"loud"}, Pattern: "tool {version}", Versions: versions, Approved: yes}, Unknown, "y"},
		{compat.Check{Type: "tool-version", Argv: []string{"no-such-program"}, Versions: versions, Approved: yes}, Unknown, ""},
		{compat.Check{Type: "tool-version", Argv: []string{"tool"}, Versions: versions}, Unknown, ""},
		{compat.Check{Type: "command-succeeds", Argv: []string{"here"}, Approved: yes}, True, ""},
		{compat.Check{Type: "command-succeeds", Argv: []string{"asks"}, Approved: yes}, False, ""},
		{compat.Check{Type: "command-succeeds", Argv: []string{"sh", "-c", "kill -9 $$"}, Approved: yes}, Unknown, ""},
		{compat.Check{Type: "command-succeeds", Argv: []string{"here"}, Approved: new(false)}, Unknown, ""},
	} {
		a := askCheck(t, b.work, tt.check)
		if a.Result != tt.want || len(a.Findings) != 1 || a.Findings[0].Found != tt.found || a.Findings[0].Text == "" {
			t.Errorf("%s %v: %+v, want %s %q", tt.check.Type, tt.check.Argv, a, tt.want, tt.found)
		}
	}
	t.Setenv("TOOL_STATUS", "3")
	if a := askCheck(t, b.work, compat.Check{Type: "tool-version", Argv: []string{"tool"}, Versions: versions, Approved: yes}); a.Result != Unknown {
		t.Errorf("a program that fails is believed: %+v", a)
	}
}

func TestProgramThatDoesNotEnd(t *testing.T) {
	start := time.Now()
	_, err := startProgram([]string{"sh", "-c", "sleep 60 & sleep 60"}, t.TempDir(), 200*time.Millisecond)
	if err == nil || !strings.Contains(err.Error(), "did not end") || time.Since(start) > 20*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
}

// A check that starts a program is asked in its time, waived with a reason,
// and in a dry run it is not started.
func TestPlanWithProgramChecks(t *testing.T) {
	b := newBench(t)
	b.script("tool", `printf 'asked\n' >>"$RECORDS"; echo "tool 2.9"`)
	c := guide(t, fiveSteps()[:1])
	c.Checks = []compat.Check{{ID: "tool", Type: "tool-version", When: "plan", Argv: []string{"tool"}, Approved: new(true),
		Versions: []compat.Interval{{Introduced: "2.5", Fixed: "2.8"}}}}
	c.Edges[0].Checks = []string{"tool"}
	p := planOf(t, c)
	_, err := b.apply(p, func(_ *Env, o *Options) { o.DryRun = true })
	wantCode(t, err, ExitOK)
	b.wantRecorded()
	out, err := b.apply(p, nil)
	wantCode(t, err, ExitCheck)
	b.wantRecorded("asked")
	for _, want := range []string{"2.9", ">=2.5 <2.8", "--waive tool"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not shown:\n%s", want, out)
		}
	}
	if strings.Contains(out, "--file") {
		t.Errorf("a file is asked for:\n%s", out)
	}
	_, err = b.apply(p, func(_ *Env, o *Options) { o.Waive, o.Reason = []string{"tool"}, "2.9 does it too" })
	wantCode(t, err, ExitOK)
}
