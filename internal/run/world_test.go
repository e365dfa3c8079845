package run

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"upgraph/internal/compat"
	"upgraph/internal/graph"
	"upgraph/internal/plan"
	"upgraph/internal/step"
)

// A clock that is a year off, before or after the stop, changes nothing of what
// is done.
func TestClockAYearOff(t *testing.T) {
	for _, years := range []int{-1, 1} {
		b := newBench(t)
		p := planOf(t, guide(t, []compat.Step{execStep("1", "record", "one"), execStep("2", "fail-once", "two"), execStep("3", "record", "three")}))
		_, err := b.apply(p, nil)
		wantCode(t, err, ExitStep)
		b.mend()
		off := func() time.Time { return time.Now().AddDate(years, 0, 0) }
		out, err := b.resume(p, func(e *Env, _ *Options) { e.Now = off })
		wantCode(t, err, ExitOK)
		b.wantRecorded("one", "two", "two", "three")
		if strings.Contains(out, "took      -") {
			t.Errorf("a time less than nothing is shown:\n%s", out)
		}
	}
}

// lostJob makes a run whose second command was started by a shim of which only
// its record is left, changed as told.
func lostJob(t *testing.T, change func(*Birth)) (*bench, *plan.Plan) {
	t.Helper()
	b := newBench(t)
	p := planOf(t, guide(t, fiveSteps()))
	if code, out := b.runner("apply", b.savePlan(p), "KILL_AT=shim.executed@0002.1", "KILL_ALL=1"); code != -1 {
		t.Fatalf("ended with %d: %s", code, out)
	}
	b.quiet("0002.1")
	found, err := filepath.Glob(filepath.Join(b.state, "tool", DefaultCluster, runsName, "*", stepsName, "0002.1.started"))
	if err != nil || len(found) != 1 {
		t.Fatalf("records %v: %v", found, err)
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	var birth Birth
	if err := json.Unmarshal(data, &birth); err != nil {
		t.Fatal(err)
	}
	change(&birth)
	if data, err = json.Marshal(birth); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(found[0], data, 0o600); err != nil {
		t.Fatal(err)
	}
	return b, p
}

// After a reboot the number of a shim means nothing, and a number that another
// process has got by now is not taken for the shim: neither is waited for, and
// neither is signalled.
func TestRebootAndReusedNumber(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("how processes are told apart is known on Linux only")
	}
	for name, tt := range map[string]struct {
		change func(*Birth)
		says   string
	}{
		"another boot": {func(b *Birth) { b.Boot = "00000000-0000-0000-0000-000000000000"; b.PID = os.Getpid() }, "started anew"},
		"reused by us": {func(b *Birth) { b.PID = os.Getpid(); b.Start = "1" }, "not recorded"},
		"process one":  {func(b *Birth) { b.PID = 1 }, "not recorded"},
	} {
		t.Run(name, func(t *testing.T) {
			b, p := lostJob(t, tt.change)
			begin := time.Now()
			out, err := b.resume(p, nil)
			wantCode(t, err, ExitUnknown)
			if !strings.Contains(out, tt.says) || strings.Contains(out, "still running from it") || time.Since(begin) > 10*time.Second {
				t.Errorf("after %s:\n%s", time.Since(begin), out)
			}
			b.wantRecorded("1", "2")
		})
	}
}

// hostileCatalog changes a good catalog in one way that must keep it from
// running by itself. The canary is what it tries to run.
func hostileCatalog(r *rand.Rand, text, canary string) string {
	n := r.IntN(len(text))
	evil := `["sh","-c","touch ` + canary + `"]`
	changes := []func() string{
		func() string { return text[:n] },
		func() string { return text[:n] + string(rune(r.IntN(32))) + text[n:] },
		func() string { return text[:n] + "\xff" + text[n:] },
		func() string { return strings.Replace(text, `"kind":"exec"`, `"kind":"exec","kind":"shell"`, 1) },
		func() string { return strings.Replace(text, `"kind":"exec"`, `"Kind":"exec"`, 1) },
		func() string {
			return strings.Replace(text, `"argv":["record","1"]`, `"argv":`+evil+`,"argv":["record","1"]`, 1)
		},
		func() string { return strings.Replace(text, `"approved":true`, `"approved":"true"`, 1) },
		func() string { return strings.Replace(text, `"approved":true`, `"approved":1`, -1) },
		func() string { return strings.Replace(text, `"kind":"exec"`, `"kind":"teleport"`, 1) },
		func() string { return strings.Replace(text, `"argv":["record","1"]`, `"argv":[]`, 1) },
		func() string { return strings.Replace(text, `"argv":["record","1"]`, `"argv":["",""]`, 1) },
		func() string {
			return strings.Replace(text, `"argv":["record","1"]`, `"argv":["sh\u0000","-c","touch `+canary+`"]`, 1)
		},
		func() string { return strings.Replace(text, `"requires":[`, `"requires":["step:teleport",`, 1) },
		func() string { return strings.Replace(text, `"schema_version":"1.0"`, `"schema_version":"2.0"`, 1) },
		func() string { return text + text },
		func() string { return strings.Repeat("[", 40+r.IntN(1000)) + text },
		func() string { return strings.Replace(text, `"id":"tool"`, `"id":"../../tool"`, 1) },
		func() string { return strings.Replace(text, `"id":"v1.1.0"`, `"id":"v1.0.0"`, 1) },
		func() string { return strings.Replace(text, `"to":"v1.1.0"`, `"to":"v9"`, 1) },
		func() string { return strings.Replace(text, `"steps":[`, `"steps":null,"was":[`, 1) },
	}
	return changes[r.IntN(len(changes))]()
}

// Of 200 catalogs that are hostile or broken none runs a command: most are
// refused, and what is left is what a person has confirmed.
func TestHostileCatalogsRunNothing(t *testing.T) {
	b := newBench(t)
	canary := filepath.Join(b.dir, "canary")
	c := guide(t, fiveSteps())
	for i := range c.Edges[0].Steps {
		c.Edges[0].Steps[i].Approved = nil
	}
	good, err := compat.Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	approved, err := compat.Encode(guide(t, fiveSteps()))
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 4))
	refused, stopped := 0, 0
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := range 200 {
		text := string(good)
		if i%2 == 0 {
			text = string(approved)
		}
		text = hostileCatalog(r, text, canary)
		if text == string(approved) {
			continue // the change found nothing to change
		}
		file := filepath.Join(b.dir, "c.json")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		env, _ := b.env()
		src, err := CatalogQuery{Path: file}.Load(env)
		if err != nil {
			refused++
			continue
		}
		p, err := plan.For(src.Graph, src.Digest, "v1.0.0", src.Graph.Catalog().Channels[0].Head)
		if err != nil {
			refused++
			continue
		}
		o := b.options()
		if err := Apply(env, p, fmt.Sprintf("c%d", i), o); err != nil {
			stopped++
			continue
		}
		if len(p.Hops) > 0 {
			t.Errorf("it was carried out: %s", text)
		}
	}
	runtime.ReadMemStats(&after)
	b.wantRecorded()
	if _, err := os.Stat(canary); err == nil {
		t.Error("the canary is dead")
	}
	grown := int64(after.HeapSys) - int64(before.HeapSys) // less than none where memory went to stacks
	t.Logf("200 hostile catalogs: %d refused, %d stopped before the first command, 0 commands; the heap grew by %d KiB", refused, stopped, grown>>10)
	if grown > 64<<20 {
		t.Errorf("the heap grew by %d MiB, more than 64", grown>>20)
	}
}

// FuzzCatalog: whatever the bytes are, they are refused or understood whole.
func FuzzCatalog(f *testing.F) {
	good, err := compat.Encode(guide(f, fiveSteps(), usualHop("v1.2.0")))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := step.Decode(data)
		if err != nil {
			return
		}
		g, err := graph.New(c)
		if err != nil {
			return
		}
		for _, ch := range c.Channels {
			for _, from := range g.Sources(ch.Head) {
				p, err := plan.For(g, "sha256:0", from, ch.Head)
				if err != nil {
					continue
				}
				if err := lowerAll(p); err != nil {
					t.Errorf("a catalog that was read makes a plan that cannot run: %v", err)
				}
			}
		}
	})
}

// Of 100 parameters that mean something to shells and terminals each arrives as
// one argument and one variable, or is refused before anything runs.
func TestHostileParametersInjectNothing(t *testing.T) {
	b := newBench(t)
	canary := filepath.Join(b.dir, "canary")
	b.script("exactly", `for a; do printf '%s\0' "$a"; done >"$RECORDS.arguments"; env -0 >"$RECORDS.variables"`)
	var params []Param
	argv, refused := []string{"exactly"}, 0
	for _, h := range hostile(canary) {
		for _, around := range []string{"@", "v1.0.5@", "@-rc.1", "a @ b", "'@'"} {
			p, err := ParseParam(fmt.Sprintf("v%d=%s", len(params), strings.ReplaceAll(around, "@", h)))
			if err != nil {
				refused++
				continue
			}
			params = append(params, p)
			argv = append(argv, "v={"+p.Name+"}")
		}
	}
	out, err := b.apply(planOf(t, guide(t, []compat.Step{execStep("1", argv...)})), func(_ *Env, o *Options) { o.Params = params })
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	arguments, _ := os.ReadFile(b.records + ".arguments")
	got := strings.Split(strings.TrimSuffix(string(arguments), "\x00"), "\x00")
	variables, _ := os.ReadFile(b.records + ".variables")
	for i, p := range params {
		if i >= len(got) || got[i] != "v="+p.Value {
			t.Errorf("%q did not arrive as an argument of its own", p.Value)
		}
		if !strings.Contains("\x00"+string(variables), "\x00"+variable(paramPrefix, p.Name)+"="+p.Value+"\x00") {
			t.Errorf("%q did not arrive as a variable", p.Value)
		}
	}
	if _, err := os.Stat(canary); err == nil || len(got) != len(params) {
		t.Errorf("a parameter was executed, or took more than one argument: %d of %d", len(got), len(params))
	}
	t.Logf("%d hostile parameters: %d arrived whole, %d refused, 0 injected", len(params)+refused, len(params), refused)
	if len(params)+refused < 100 || len(params) < 60 {
		t.Errorf("%d values, %d arrived", len(params)+refused, len(params))
	}
}
