package run

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"upgraph/internal/compat"
	"upgraph/internal/graph"
	"upgraph/internal/plan"
	"upgraph/internal/version"
)

// childMode makes the test binary act as the runner: its arguments are those of
// child.
const childMode = "RUN_TEST_CHILD"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == ShimCommand {
		job := filepath.Base(os.Args[len(os.Args)-1])
		os.Exit(Shim(os.Args[2:], time.Now, killer(job), shimFault(job)))
	}
	if os.Getenv(childMode) != "" {
		os.Exit(child(os.Args[1:]))
	}
	// Under the race detector each of the many processes would else wait for a
	// second before it ends.
	if err := os.Setenv("GORACE", "atexit_sleep_ms=0"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// killer is a hook that ends the process without warning at the point that
// KILL_AT names: "point", "point#N" for its N-th time, or "point@JOB" in the
// shim of one job. KILL_ALL takes the parent along.
func killer(job string) func(string) {
	target := os.Getenv("KILL_AT")
	seen := map[string]int{}
	var mu sync.Mutex
	return func(point string) {
		mu.Lock()
		defer mu.Unlock()
		seen[point]++
		if target != point && target != fmt.Sprintf("%s#%d", point, seen[point]) && target != point+"@"+job {
			return
		}
		_ = os.WriteFile(os.Getenv("RECORDS")+".killed", []byte(point), 0o600) // the test asks for it
		if os.Getenv("KILL_ALL") != "" {
			_ = syscall.Kill(os.Getppid(), syscall.SIGKILL)
			time.Sleep(50 * time.Millisecond) // so that the parent is gone for certain
		}
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
}

// child is the runner as a process of its own: COMMAND PLAN STATE WORKDIR.
func child(args []string) int {
	hook := killer("")
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	env := &Env{Now: time.Now, Rand: rand.Reader, Getenv: os.Getenv, Dir: args[3], Stdin: os.Stdin,
		Stdout: os.Stdout, Stderr: os.Stderr, Signals: signals, Program: "upgraph-run", Version: "test",
		Host: &ShimHost{Now: time.Now, Poll: 10 * time.Millisecond, Hook: hook}, Hook: hook}
	timeout, _ := time.ParseDuration(os.Getenv("TIMEOUT")) // none where there is none
	o := Options{Setting: Setting{Workdir: args[3]}, Timeout: timeout, Yes: true, Confirm: []string{"all"}, Base: args[2],
		CustomBase: true, Grace: 2 * time.Second}
	data, err := os.ReadFile(args[1])
	if err != nil {
		return 99
	}
	p, err := plan.Decode(data)
	if err != nil {
		return 98
	}
	switch args[0] {
	case "apply":
		err = Apply(env, p, DefaultCluster, o)
	case "resume":
		o.Setting = Setting{}
		err = Resume(env, p.Product, DefaultCluster, o)
	default:
		return 97
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return CodeOf(err)
}

// bench is a place to run plans in: a recorder on the PATH that notes each start
// of a command, a working directory, a state directory.
type bench struct {
	t             *testing.T
	dir, state    string
	work, records string
	vars          []string // of the processes that it starts
}

func newBench(t *testing.T) *bench {
	t.Helper()
	dir := t.TempDir()
	b := &bench{t: t, dir: dir, state: filepath.Join(dir, "state"), work: filepath.Join(dir, "work"),
		records: filepath.Join(dir, "records")}
	for _, d := range []string{b.state, b.work, filepath.Join(dir, "bin")} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	b.script("record", `printf '%s\n' "$*" >>"$RECORDS"`)
	b.script("fail-once", `printf '%s\n' "$*" >>"$RECORDS"; [ -e "$RECORDS.mended" ] || { echo "no luck"; exit 3; }`)
	b.script("slow", `printf '%s\n' "$*" >>"$RECORDS"; trap 'exit 9' TERM; for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.1; done`)
	t.Setenv("PATH", filepath.Join(dir, "bin")+":"+os.Getenv("PATH"))
	t.Setenv("RECORDS", b.records)
	return b
}

func (b *bench) script(name, body string) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.dir, "bin", name), []byte("#!/bin/sh\n"+body+"\n"), 0o700); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) write(name, text string) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.work, name), []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// recorded is what was started, in order.
func (b *bench) recorded() []string {
	data, err := os.ReadFile(b.records)
	if err != nil {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
}

func (b *bench) options() Options {
	return Options{Setting: Setting{Workdir: b.work}, Yes: true, Confirm: []string{"all"},
		Base: b.state, CustomBase: true, Grace: 2 * time.Second}
}

// env is a runner without a terminal whose output is kept.
func (b *bench) env() (*Env, *bytes.Buffer) {
	var out bytes.Buffer
	return &Env{Now: time.Now, Rand: rand.Reader, Getenv: func(string) string { return "" }, Dir: b.work,
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: io.Discard, Signals: make(chan os.Signal, 4),
		Program: "upgraph-run", Version: "test", Host: &ShimHost{Now: time.Now, Poll: 10 * time.Millisecond}}, &out
}

// apply runs a plan in this process; resume goes on.
func (b *bench) apply(p *plan.Plan, change func(*Env, *Options)) (string, error) {
	env, out := b.env()
	o := b.options()
	if change != nil {
		change(env, &o)
	}
	err := Apply(env, p, DefaultCluster, o)
	return out.String(), err
}

func (b *bench) resume(p *plan.Plan, change func(*Env, *Options)) (string, error) {
	env, out := b.env()
	o := b.options()
	o.Setting = Setting{}
	if change != nil {
		change(env, &o)
	}
	err := Resume(env, p.Product, DefaultCluster, o)
	return out.String(), err
}

func wantCode(t *testing.T, err error, code int) {
	t.Helper()
	if CodeOf(err) != code {
		t.Fatalf("ended with %d (%v), want %d", CodeOf(err), err, code)
	}
}

func (b *bench) wantRecorded(want ...string) {
	b.t.Helper()
	if got := b.recorded(); !slices.Equal(got, want) {
		b.t.Fatalf("started %q, want %q", got, want)
	}
}

// guide makes a catalog: each hop is the list of its steps.
func guide(t testing.TB, hops ...[]compat.Step) *compat.Catalog {
	t.Helper()
	c := &compat.Catalog{Schema: compat.SchemaURL, SchemaVersion: compat.SchemaVersion, Generator: "test",
		Product:  compat.Product{ID: "tool", Title: "Tool"},
		Rollback: compat.Rollback{Policy: "refuse", Statement: "unstated"}}
	for i := range len(hops) + 1 {
		id := fmt.Sprintf("v1.%d.0", i)
		c.Releases = append(c.Releases, compat.Release{ID: id, Version: id, DeployVersion: id, SortKey: version.SortKeyOf(id), Status: compat.Supported})
		if i == 0 {
			continue
		}
		from := c.Releases[i-1].ID
		c.Edges = append(c.Edges, compat.Edge{ID: from + ".." + id, To: id, Status: compat.Supported,
			From:  []compat.Interval{{Introduced: from, LastAffected: from}},
			Basis: compat.Basis{Rule: "stated"}, Steps: hops[i-1]})
	}
	c.Channels = []compat.Channel{{ID: "1", Head: c.Releases[len(hops)].ID}}
	return c
}

func planOf(t testing.TB, c *compat.Catalog) *plan.Plan {
	t.Helper()
	if err := compat.Validate(c); err != nil {
		t.Fatal(err)
	}
	g, err := graph.New(c)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.For(g, "sha256:test", "v1.0.0", c.Releases[len(c.Releases)-1].ID)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (b *bench) savePlan(p *plan.Plan) string {
	b.t.Helper()
	data, err := plan.Encode(p)
	if err != nil {
		b.t.Fatal(err)
	}
	path := filepath.Join(b.dir, "plan.json")
	if err := SaveFile(path, data); err != nil {
		b.t.Fatal(err)
	}
	return path
}

func execStep(id string, argv ...string) compat.Step {
	return compat.Step{ID: id, Kind: "exec", Argv: argv, Approved: new(true), Idempotent: new(false)}
}

func manualStep(id, text string) compat.Step { return compat.Step{ID: id, Kind: "manual", Text: text} }

func inventoryCheck(id, version string) compat.Step {
	return compat.Step{ID: id, Kind: "check", Check: &compat.Check{Type: "ini-key-equals", When: "step",
		File: "inventory.ini", Format: "ini", Key: "tool_version", Value: version}}
}

// fiveSteps is one hop of five commands.
func fiveSteps() []compat.Step {
	var steps []compat.Step
	for i := range 5 {
		steps = append(steps, execStep(fmt.Sprint(i+1), "record", fmt.Sprint(i+1)))
	}
	return steps
}

// usualHop is what a guide writes for one version.
func usualHop(version string) []compat.Step {
	return []compat.Step{manualStep("1a", "Unpack the new version."), inventoryCheck("1b", version),
		execStep("2", "record", "prepare", version), execStep("3", "record", "roll", version)}
}
