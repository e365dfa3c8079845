package run

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"upgraph/internal/plan"
)

// points are the places at which a process can be killed: those of the runner
// for each of five steps, those of the shim for each of five jobs.
func points() []string {
	all := []string{"run.drafted", "run.walked"}
	for n := 1; n <= 5; n++ {
		all = append(all, fmt.Sprintf("step.%d", n))
		for _, p := range []string{"step.reserved", "step.recorded", "host.prepared", "host.started", "step.ended", "step.settled"} {
			all = append(all, fmt.Sprintf("%s#%d", p, n))
		}
		for _, p := range []string{"shim.begin", "shim.drafted", "shim.linked", "shim.recorded", "shim.executed",
			"shim.ended", "shim.end-drafted", "shim.end-renamed"} {
			all = append(all, fmt.Sprintf("%s@%04d.1", p, n))
		}
	}
	return all
}

// runner starts the runner as a process and gives its exit code, -1 when it was
// killed.
func (b *bench) runner(command, planFile string, env ...string) (int, string) {
	b.t.Helper()
	cmd := exec.Command(os.Args[0], command, planFile, b.state, b.work)
	cmd.Env = slices.Concat(os.Environ(), b.vars, []string{childMode + "=1"}, env)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		b.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// tally counts how often each of the five commands was started after a kill and
// as many resumes as it takes.
type tally struct{ twice, lost, unknown, once int }

func (b *bench) killAndResume(p *plan.Plan, env ...string) tally {
	b.t.Helper()
	file := b.savePlan(p)
	code, out := b.runner("apply", file, env...)
	if _, err := os.Stat(b.records + ".killed"); err != nil {
		b.t.Fatalf("%v: nothing was killed", env)
	}
	var n tally
	for tries := 0; code != ExitOK; tries++ {
		if tries > 6 {
			b.t.Fatalf("%v: still ends with %d: %s", env, code, out)
		}
		switch code {
		case ExitUnknown:
			n.unknown++
			b.settle(p)
		case -1, ExitStep: // killed; the shim was killed before it began
		case ExitUsage: // no run was made
			code, out = b.runner("apply", file)
			continue
		default:
			b.t.Fatalf("%v: ended with %d: %s", env, code, out)
		}
		code, out = b.runner("resume", file)
	}
	count := map[string]int{}
	for _, r := range b.recorded() {
		count[r]++
	}
	for i := range 5 {
		switch c := count[fmt.Sprint(i+1)]; {
		case c > 1:
			n.twice++
		case c == 0:
			n.lost++
		}
	}
	if n.unknown == 0 && n.twice == 0 && n.lost == 0 {
		n.once = 1
	}
	return n
}

// settle does what a person would do: look whether the command did its work.
func (b *bench) settle(p *plan.Plan) {
	b.t.Helper()
	env, _ := b.env()
	time.Sleep(100 * time.Millisecond) // until what still runs has ended
	place, err := OpenPlace(&Env{}, b.state, "tool", DefaultCluster, false)
	if err != nil {
		b.t.Fatal(err)
	}
	id, _, _ := place.Latest()
	r, _, err := place.View(id)
	if err != nil {
		b.t.Fatal(err)
	}
	step := p.Steps[r.State.doneSteps()].ID
	r.Close()
	place.Close()
	as := Redo
	for _, line := range b.recorded() {
		if strings.HasSuffix(step, "/"+line) {
			as = Done
		}
	}
	if err := Resolve(env, "tool", DefaultCluster, step, as, "looked at its record", b.options()); err != nil {
		b.t.Fatal(err)
	}
}

// killEach kills at each point, some at a time, in a place of its own.
func killEach(t *testing.T, points []string, env ...string) tally {
	t.Helper()
	p := planOf(t, guide(t, fiveSteps()))
	results := make([]tally, len(points))
	t.Run("points", func(t *testing.T) {
		for i, point := range points {
			t.Run(point, func(t *testing.T) {
				t.Parallel()
				results[i] = isolated(t).killAndResume(p, append(env, "KILL_AT="+point)...)
			})
		}
	})
	var sum tally
	for i, n := range results {
		if n.twice+n.lost > 0 {
			t.Errorf("%s: %d commands started twice, %d never", points[i], n.twice, n.lost)
		}
		if n.unknown > 0 {
			t.Logf("%s: outcome unknown", points[i])
		}
		sum.twice, sum.lost, sum.unknown, sum.once = sum.twice+n.twice, sum.lost+n.lost, sum.unknown+n.unknown, sum.once+n.once
	}
	return sum
}

// isolated is a bench whose variables are its own, so that several run at once.
func isolated(t *testing.T) *bench {
	t.Helper()
	b := quietBench(t)
	b.vars = []string{"RECORDS=" + b.records, "PATH=" + b.dir + "/bin:" + os.Getenv("PATH")}
	return b
}

func TestKillAtEveryPoint(t *testing.T) {
	if testing.Short() {
		t.Skip("starts some hundred processes")
	}
	all := points()
	sum := killEach(t, all)
	t.Logf("%d kill points: %d exactly once, %d unknown, %d twice, %d lost", len(all), sum.once, sum.unknown, sum.twice, sum.lost)
	if sum.unknown > 2 {
		t.Errorf("%d outcomes are unknown, at most 2 may be", sum.unknown)
	}
}

// When runner and shim die together nobody is left to see how the command ends:
// then it is unknown, and still never started twice.
func TestKillBothAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	third := slices.DeleteFunc(points(), func(p string) bool {
		return !strings.HasPrefix(p, "shim.") || !strings.HasSuffix(p, "@0003.1")
	})
	sum := killEach(t, third, "KILL_ALL=1")
	t.Logf("both killed: %d exactly once, %d unknown, 0 twice", sum.once, sum.unknown)
}

func TestFiftyStartsAtOnceAndOneWins(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	b := newBench(t)
	file := b.savePlan(planOf(t, guide(t, fiveSteps())))
	codes := make(chan int, 50)
	for range cap(codes) {
		go func() {
			code, _ := b.runner("apply", file)
			codes <- code
		}()
	}
	count := map[int]int{}
	for range cap(codes) {
		count[<-codes]++
	}
	// One may start after another has finished: then the plan runs again, whole.
	won := count[ExitOK]
	if won < 1 || won+count[ExitLocked]+count[ExitCheck] != cap(codes) {
		t.Errorf("exit codes %v", count)
	}
	if got := len(b.recorded()); got != 5*won {
		t.Errorf("%d commands were started by %d runs of five", got, won)
	}
}
