package run

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"upgraph/internal/compat"
)

// threeHops is a plan with a condition before and one after all hops.
func threeHops(t *testing.T) *compat.Catalog {
	c := guide(t, []compat.Step{execStep("1", "record", "one")}, []compat.Step{execStep("1", "record", "two")},
		[]compat.Step{execStep("1", "record", "three")})
	c.Conditions = []compat.Condition{{ID: "stopped", When: "before", Text: "All is stopped."}, {ID: "started", When: "after", Text: "Start all again."}}
	return c
}

func TestParkedAtAHopAndGoneOnWith(t *testing.T) {
	b := newBench(t)
	p := planOf(t, threeHops(t))
	until := func(v string) func(*Env, *Options) { return func(_ *Env, o *Options) { o.Until = v } }
	_, err := b.apply(p, until("v7"))
	wantCode(t, err, ExitUsage)
	out, err := b.apply(p, until("v1.1.0"))
	wantCode(t, err, ExitOK)
	b.wantRecorded("one")
	for _, want := range []string{"after/started", "is at v1.1.0", "parked", "resume"} {
		if !strings.Contains(out, want) {
			t.Errorf("the parked run does not show %q:\n%s", want, out)
		}
	}
	_, err = b.apply(p, nil)
	wantCode(t, err, ExitCheck) // it is unfinished
	out, err = b.resume(p, func(_ *Env, o *Options) { o.Confirm = nil })
	wantCode(t, err, ExitPerson) // the tasks were started meanwhile
	if !strings.Contains(out, "before/stopped") {
		t.Errorf("going on does not ask for the first step again:\n%s", out)
	}
	_, err = b.resume(p, until("v1.1.0"))
	wantCode(t, err, ExitUsage)
	_, err = b.resume(p, until("v1.2.0"))
	wantCode(t, err, ExitOK)
	b.wantRecorded("one", "two")
	_, err = b.resume(p, nil)
	wantCode(t, err, ExitOK)
	b.wantRecorded("one", "two", "three")
	out, err = b.resume(p, nil)
	wantCode(t, err, ExitOK)
	if !strings.Contains(out, "is over") {
		t.Errorf("the run is not over:\n%s", out)
	}
}

// A stop on the way to where the run is to be parked does not forget it.
func TestParkingSurvivesAStop(t *testing.T) {
	b := newBench(t)
	c := threeHops(t)
	c.Edges[1].Steps[0] = execStep("1", "fail-once", "two")
	p := planOf(t, c)
	_, err := b.apply(p, func(_ *Env, o *Options) { o.Until = "v1.2.0" })
	wantCode(t, err, ExitStep)
	b.mend()
	_, err = b.resume(p, nil)
	wantCode(t, err, ExitOK)
	b.wantRecorded("one", "two", "two")
}

func (b *bench) mend() {
	b.t.Helper()
	if err := os.WriteFile(b.records+".mended", nil, 0o600); err != nil {
		b.t.Fatal(err)
	}
}

func TestStepsArePassedOverWithTheirReason(t *testing.T) {
	b := newBench(t)
	p := planOf(t, threeHops(t))
	set := func(from string, skip []string, why string) func(*Env, *Options) {
		return func(_ *Env, o *Options) { o.FromStep, o.Skip, o.Reason = from, skip, why }
	}
	for _, change := range []func(*Env, *Options){
		set("v1.2.0/1", nil, ""), set("v9/1", nil, "x"), set("before/stopped", nil, "x"), set("", []string{"v1.1.0/9"}, "x"), set("", []string{"v1.1.0/1"}, " "),
	} {
		_, err := b.apply(p, change)
		wantCode(t, err, ExitUsage)
	}
	out, err := b.apply(p, set("v1.2.0/1", []string{"after/started"}, "done by hand"))
	wantCode(t, err, ExitOK)
	b.wantRecorded("two", "three")
	if !strings.Contains(out, "skipped") || !strings.Contains(out, "done by hand") {
		t.Errorf("what was passed over is not told:\n%s", out)
	}
}

// That the steps before one are done says nothing about the files that the
// commands behind it read.
func TestFromStepLeavesTheChecksOfItsHop(t *testing.T) {
	b := newBench(t)
	p := planOf(t, guide(t, usualHop("v1.1.0"), usualHop("v1.2.0")))
	from := func(_ *Env, o *Options) { o.FromStep, o.Reason = "v1.2.0/3", "done by hand" }
	b.write("inventory.ini", "[all:vars]\ntool_version = v1.1.0\n")
	_, err := b.apply(p, from)
	wantCode(t, err, ExitCheck)
	b.wantRecorded()
	b.write("inventory.ini", "[all:vars]\ntool_version = v1.2.0\n")
	_, err = b.apply(p, from)
	wantCode(t, err, ExitOK)
	b.wantRecorded("roll v1.2.0")
}

// Also whoever goes on with a run may have done some of its steps by hand.
func TestResumeFromAStep(t *testing.T) {
	b := newBench(t)
	p := planOf(t, threeHops(t))
	_, err := b.apply(p, func(_ *Env, o *Options) { o.Until = "v1.1.0" })
	wantCode(t, err, ExitOK)
	out, err := b.resume(p, func(e *Env, o *Options) { e.Width, o.FromStep, o.Reason = 40, "v1.3.0/1", "done by hand" })
	wantCode(t, err, ExitOK)
	b.wantRecorded("one", "three")
	if first, _, _ := strings.Cut(out, "\n"); len(first) > 40 || !strings.HasPrefix(first, "Going on with run ") {
		t.Errorf("40 columns begin with %q", first)
	}
}

func TestLateCommandIsEnded(t *testing.T) {
	for _, deaf := range []bool{false, true} {
		b := newBench(t)
		p := planOf(t, guide(t, fiveSteps()))
		synctest.Test(t, func(t *testing.T) {
			host := &fakeHost{lasts: time.Hour, deaf: deaf}
			begin := time.Now()
			_, err := b.apply(p, func(e *Env, o *Options) { e.Host, o.Timeout, o.Grace = host, time.Minute, 10*time.Second })
			wantCode(t, err, ExitTimeout)
			want := time.Minute
			if deaf {
				want += 10 * time.Second
			}
			if took := time.Since(begin); took != want {
				t.Errorf("it took %s, want %s", took, want)
			}
			synctest.Wait()
		})
	}
}

func TestParametersReachCommandsWhole(t *testing.T) {
	b := newBench(t)
	b.script("show", `printf '%s|' "$@" >>"$RECORDS"; printf '%s\n' "$UPGRAPH_PARAM_USER_NAME" >>"$RECORDS"`)
	p := planOf(t, guide(t, []compat.Step{execStep("1", "show", "--as={user-name}", "{{user-name}}", "{other}", "${user-name}")}))
	param := func(v string) func(*Env, *Options) {
		return func(_ *Env, o *Options) {
			k, err := ParseParam(v)
			if err != nil {
				t.Fatal(err)
			}
			o.Params = []Param{k}
		}
	}
	_, err := b.apply(p, param("user-name=a b;c"))
	wantCode(t, err, ExitOK)
	b.wantRecorded("--as=a b;c|{{user-name}}|{other}|${user-name}|a b;c")
	env, _ := b.env()
	o := b.options()
	o.Params = []Param{{"x", "-rf"}}
	err = Apply(env, planOf(t, guide(t, []compat.Step{execStep("1", "show", "{x}")})), "b", o)
	wantCode(t, err, ExitUsage)
	for _, bad := range []string{"", "x", "=y", "a b=c", "a=\x00", "a=\n", "a=\u202e", "a=\xff", "a=" + strings.Repeat("x", 5000)} {
		if _, err := ParseParam(bad); CodeOf(err) != ExitUsage {
			t.Errorf("%.20q is taken for a parameter", bad)
		}
	}
}

func TestSecretsAreBlackedOut(t *testing.T) {
	b := newBench(t)
	const secret = "hunter2-and-more"
	b.script("leak", `echo "the password is $UPGRAPH_SECRET_PASSWORD, $UPGRAPH_SECRET_PASSWORD"; printf %s "${UPGRAPH_SECRET_PASSWORD}"; printf '\n%s' "$UPGRAPH_SECRET_KEY"; [ "$UPGRAPH_SECRET_PASSWORD" = hunter2-and-more ]`)
	b.write("key", "line one of it\nline two of it\n")
	p := planOf(t, guide(t, []compat.Step{execStep("1", "leak"), execStep("2", "false")}))
	secrets := []Secret{{"password", "env:PW"}, {"key", "file:" + filepath.Join(b.work, "key")}}
	_, err := b.apply(p, func(_ *Env, o *Options) { o.Secrets = secrets })
	wantCode(t, err, ExitUsage) // there is no such variable
	out, err := b.apply(p, func(e *Env, o *Options) {
		o.Secrets, e.Getenv = secrets, func(name string) string { return map[string]string{"PW": secret}[name] }
	})
	wantCode(t, err, ExitStep)
	if !strings.Contains(out, "v1.1.0/2") {
		t.Errorf("the first command did not get its secret:\n%s", out)
	}
	grep := exec.Command("grep", "-rl", "-e", secret, "-e", "line one of it", "-e", "line two of it", b.state)
	if found, _ := grep.Output(); len(found) > 0 {
		t.Errorf("the secret stands in %s", found)
	}
	if out, _ := exec.Command("grep", "-rh", "the password is ", b.state).Output(); string(out) != "the password is ******, ******\n" {
		t.Errorf("the log says %q", out)
	}
}

// Where a step's outcome is lost, a command of the operator's may tell.
func TestLostStepIsVerified(t *testing.T) {
	for _, tt := range []struct {
		command string
		code    int
	}{{"grep -qx 2 $RECORDS", ExitOK}, {"false", ExitUnknown}} {
		b := newBench(t)
		p := planOf(t, guide(t, fiveSteps()))
		file := b.savePlan(p)
		b.runner("apply", file, "KILL_AT=shim.executed@0002.1", "KILL_ALL=1")
		b.quiet("0002.1")
		out, err := b.resume(p, func(_ *Env, o *Options) { o.Verify = []Verify{{"v1.1.0/2", tt.command}} })
		if CodeOf(err) != tt.code {
			t.Errorf("%s: ended with %v\n%s", tt.command, err, out)
		}
		if tt.code == ExitOK {
			b.wantRecorded("1", "2", "3", "4", "5")
		}
	}
}
