package run

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
)

// TestNamedParametersHaveValues holds that nothing starts before each parameter
// that a step names has a value that its author allows.
func TestNamedParametersHaveValues(t *testing.T) {
	p := &plan.Plan{Parameters: []compat.Parameter{{Name: "cluster", Pattern: "[a-z]+"}}}
	for given, says := range map[string]string{
		"cluster=main": "", "other=main": "no value", "cluster=Main": "does not match", "cluster=": "no value", "cluster=a;b": "does not match",
	} {
		value, err := ParseParam(given)
		if err != nil {
			t.Fatal(err)
		}
		err = (&Setting{Params: []Param{value}}).gives(&Env{}, p, []string{"cluster"})
		if (err == nil) != (says == "") || err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", given, err, says)
		}
	}
	if err := new(Setting).gives(&Env{}, p, []string{"unknown"}); err == nil {
		t.Error("a parameter that the plan does not know is taken")
	}
}

// typed is a plan of two commands with a parameter, one with a default and a
// secret.
func typed(t *testing.T) *plan.Plan {
	t.Helper()
	upgrade := execStep("1", "show", "--of={cluster}", "{mode}")
	upgrade.Parameters = []string{"cluster", "mode"}
	stop := compat.Step{ID: "2", Kind: "shell", Script: `printf '%s\n' "$UPGRAPH_PARAM_CLUSTER" >>"$RECORDS"; [ -n "$UPGRAPH_SECRET_KEY" ]`,
		Parameters: []string{"cluster", "key"}, Approved: new(true), Idempotent: new(false)}
	c := guide(t, []compat.Step{upgrade, stop})
	c.Product.Parameters = []compat.Parameter{{Name: "cluster", Pattern: "[a-z{}]+"}, {Name: "mode", Pattern: "fast|slow", Default: "slow"},
		{Name: "key", Pattern: "[a-z]{8}", Secret: true}}
	return planOf(t, c)
}

// TestTypedParametersComeFromAnywhere gives values on the command line, in a
// file, in the environment and by default, and holds each against its pattern.
func TestTypedParametersComeFromAnywhere(t *testing.T) {
	secret := Secret{"key", "env:KEY"}
	for _, c := range []struct {
		name   string
		params []Param
		key    *Secret
		env    map[string]string
		code   int
		first  string
	}{
		{"on the command line", []Param{{"cluster", "main"}, {"mode", "fast"}}, &secret, map[string]string{"KEY": "abcdefgh"}, ExitOK, "--of=main|fast|"},
		{"by default", []Param{{"cluster", "main"}}, &secret, map[string]string{"KEY": "abcdefgh"}, ExitOK, "--of=main|slow|"},
		{"in the environment", nil, nil, map[string]string{"UPGRAPH_PARAM_CLUSTER": "other", "UPGRAPH_SECRET_KEY": "abcdefgh"}, ExitOK, "--of=other|slow|"},
		{"a value that names another", []Param{{"cluster", "{mode}"}}, &secret, map[string]string{"KEY": "abcdefgh"}, ExitOK, "--of={mode}|slow|"},
		{"nowhere", nil, &secret, map[string]string{"KEY": "abcdefgh"}, ExitUsage, ""},
		{"no secret", []Param{{"cluster", "main"}}, nil, nil, ExitUsage, ""},
		{"secret of another form", []Param{{"cluster", "main"}}, &secret, map[string]string{"KEY": "ABCDEFGH"}, ExitUsage, ""},
		{"secret on the command line", []Param{{"cluster", "main"}, {"key", "abcdefgh"}}, nil, nil, ExitUsage, ""},
		{"wrong mode", []Param{{"cluster", "main"}, {"mode", "fast; rm"}}, &secret, map[string]string{"KEY": "abcdefgh"}, ExitUsage, ""},
		{"a slip", []Param{{"cluster", "main"}, {"moed", "fast"}}, &secret, map[string]string{"KEY": "abcdefgh"}, ExitUsage, ""},
	} {
		b := newBench(t)
		b.script("show", `printf '%s|' "$@" >>"$RECORDS"; echo >>"$RECORDS"`)
		out, err := b.apply(typed(t), func(e *Env, o *Options) {
			e.Getenv = func(name string) string { return c.env[name] }
			o.Params = c.params
			if c.key != nil {
				o.Secrets = []Secret{*c.key}
			}
		})
		if CodeOf(err) != c.code {
			t.Fatalf("%s: ended with %v, want %d\n%s", c.name, err, c.code, out)
		}
		if got := b.recorded(); c.code != ExitOK && len(got) > 0 || c.code == ExitOK && (len(got) != 2 || got[0] != c.first) {
			t.Errorf("%s: started %q, want %q", c.name, got, c.first)
		}
		if c.code == ExitOK && !strings.Contains(out, "with its values: show") {
			t.Errorf("%s: the values are not shown:\n%s", c.name, out)
		}
	}
}

func TestParametersInAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "values")
	if err := os.WriteFile(file, []byte("# of ours\n\ncluster=main\r\nmode=a = b\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := ReadParams(file)
	if err != nil || !slices.Equal(got, []Param{{"cluster", "main"}, {"mode", "a = b"}}) {
		t.Errorf("read as %q, %v", got, err)
	}
	if err := os.WriteFile(file, []byte("a=b\nnonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadParams(file); CodeOf(err) != ExitUsage || !strings.Contains(err.Error(), "values:2") {
		t.Errorf("a wrong line is told as %v", err)
	}
}

// Where a step's outcome is lost, the command of its author tells, once somebody
// approved the two of them.
func TestAuthorsCommandVerifiesALostStep(t *testing.T) {
	for _, c := range []struct {
		verify   []string
		approved bool
		code     int
	}{{[]string{"grep", "-qx", "2", "RECORDS"}, true, ExitOK}, {[]string{"false"}, true, ExitUnknown}, {[]string{"true"}, false, ExitUnknown}} {
		b := newBench(t)
		steps := fiveSteps()
		steps[1].Verify = &compat.Verify{Argv: c.verify}
		if c.verify[0] == "grep" {
			c.verify[3] = b.records
		}
		p := planOf(t, guide(t, steps))
		b.runner("apply", b.savePlan(p), "KILL_AT=shim.executed@0002.1", "KILL_ALL=1")
		b.quiet("0002.1")
		out, err := b.resume(p, func(_ *Env, o *Options) {
			if !c.approved {
				o.Verify = []Verify{{"v1.1.0/2", "false"}} // the operator has the last word
			}
		})
		if CodeOf(err) != c.code {
			t.Errorf("%s: ended with %v\n%s", c.verify, err, out)
		}
		if c.code == ExitOK {
			b.wantRecorded("1", "2", "3", "4", "5")
		}
	}
}

// quiet waits until the processes of a job are gone and its command wrote what
// it writes.
func (b *bench) quiet(job string) {
	b.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		found, err := filepath.Glob(filepath.Join(b.state, "tool", DefaultCluster, runsName, "*", stepsName, job+".started"))
		if err != nil || len(found) != 1 {
			continue
		}
		data, err := os.ReadFile(found[0])
		var birth Birth
		if err == nil && json.Unmarshal(data, &birth) == nil && !birth.isAlive() && len(birth.survivors()) == 0 {
			return
		}
	}
	b.t.Fatalf("the processes of %s do not end", job)
}
