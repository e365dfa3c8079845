package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// runner runs upgraph-run for the operator and expects an exit code.
func (o *operator) runner(want int, args ...string) result {
	o.t.Helper()
	r := run(o.t, command(o.home, o.env, "upgraph-run", args...))
	if r.code != want {
		o.t.Fatalf("upgraph-run %s: want exit %d, got %v", strings.Join(args, " "), want, r)
	}
	return r
}

// TestRunnerUpgradesWithRealPlaybooks makes the whole upgrade as one run of six
// hops. The operator replaces the DM-Ansible folder at each stop; the runner
// stops before any command of a hop whose inventory is stale, and forgets
// nothing.
func TestRunnerUpgradesWithRealPlaybooks(t *testing.T) {
	t.Parallel()
	tool(t, "ansible-playbook")
	o := newOperator(t, ownSite(t))

	r := o.runner(3, o.applyArgs()...) // the inventory still says v1.0.0-rc.1
	o.expectStop(r, "v1.0.0-rc.1", "v1.0.0")
	o.expectLog(nil)
	if !strings.Contains(r.stderr, "nothing was changed") {
		t.Errorf("the first stop left a run behind: %v", r)
	}

	for i, version := range deployed {
		o.download(version)
		want := 3
		if i == len(deployed)-1 {
			want = 0
		}
		args := o.applyArgs()
		if i > 0 {
			args = o.nextArgs(r)
		}
		r = o.runner(want, args...)
		o.expectLog(ran(i + 1))
		if want == 3 {
			o.expectStop(r, version, deployed[i+1])
		}
	}
	if r := o.runner(0, "status", "--state-dir", o.path("state")); !strings.Contains(r.stdout, newest) {
		t.Errorf("status after the upgrade: %v", r)
	}
	o.runner(0, o.resumeArgs()...) // nothing is left to do
	o.expectLog(ran(len(deployed)))
}

// nextArgs is the command line that the runner gives at a stop, for somebody who
// has decided that no person is asked.
func (o *operator) nextArgs(r result) []string {
	o.t.Helper()
	m := regexp.MustCompile(`(?m)^ *next +(?:\S*/)?upgraph-run (.*)$`).FindStringSubmatch(r.stdout + r.stderr)
	if m == nil {
		o.t.Fatalf("the runner does not say how to go on: %v", r)
	}
	return append(strings.Fields(m[1]), "--confirm", "all", "--yes")
}

// expectStop holds a stop at a stale inventory to what a person needs: where the
// line is, what it says, what it should say.
func (o *operator) expectStop(r result, found, wanted string) {
	o.t.Helper()
	all := r.stdout + r.stderr
	if !regexp.MustCompile(`inventory\.ini:5\b`).MatchString(all) || !strings.Contains(all, found) || !strings.Contains(all, wanted) {
		o.t.Errorf("a stop at dm_version must show inventory.ini:5, %s and %s: %v", found, wanted, r)
	}
}

// TestObsoleteConfigurationStopsBeforeAnything holds the two checks of
// configuration that a later release no longer knows.
func TestObsoleteConfigurationStopsBeforeAnything(t *testing.T) {
	t.Parallel()
	site := ownSite(t)
	for _, c := range []struct{ file, content, says string }{
		{"conf/dm-worker.toml", "server-id = 101\nmeta-file = \"relay.meta\"\n", `dm-worker\.toml:2\b`},
		{"conf/task.yaml", "name: test\nmysql-instances:\n  - source-id: a\n    server-id: 101\n", `task\.yaml:4\b`},
	} {
		o := newOperator(t, site)
		o.download("v1.0.0")
		write(t, o.path(c.file), c.content)
		r := o.runner(3, o.applyArgs()...)
		if all := r.stdout + r.stderr; !regexp.MustCompile(c.says).MatchString(all) {
			t.Errorf("the stop must show %s: %v", c.says, r)
		}
		o.expectLog(nil)
	}
}

// TestKilledRunnerGoesOn kills the runner while the third playbook of a hop is
// running. The playbook lives on; resume takes it over, and nothing runs twice.
func TestKilledRunnerGoesOn(t *testing.T) {
	t.Parallel()
	o := upgradedTo(t, 1)
	release := o.hold("rolling_update_monitor", "v1.0.1")
	o.killDuring("begin/rolling_update_monitor/v1.0.1", func(runner *exec.Cmd) {
		_ = runner.Process.Kill()
	})
	time.AfterFunc(time.Second, release)
	o.runner(3, o.resumeArgs()...)
	o.expectLog(ran(2))
}

// TestUnknownOutcomeIsResolved kills everything while the third playbook is
// running: what became of it nobody can know, so a person must say. The folder
// is replaced as well, which changes nothing of what is remembered.
func TestUnknownOutcomeIsResolved(t *testing.T) {
	t.Parallel()
	o := upgradedTo(t, 1)
	release := o.hold("rolling_update_monitor", "v1.0.1")
	o.killDuring("begin/rolling_update_monitor/v1.0.1", func(*exec.Cmd) { o.killAll() })
	release()
	o.download("v1.0.1")

	r := o.runner(5, o.resumeArgs()...)
	half := append(ran(1), "begin/local_prepare/v1.0.1", "end/local_prepare/v1.0.1", "begin/rolling_update/v1.0.1",
		"end/rolling_update/v1.0.1", "begin/rolling_update_monitor/v1.0.1")
	o.expectLog(half)
	line := regexp.MustCompile(`(?m)\S*upgraph-run resolve .*$`).FindString(r.stdout + r.stderr)
	if line == "" {
		t.Fatalf("the runner does not say how to resolve the step: %v", r)
	}
	step := regexp.MustCompile(`resolve (\S+)`).FindStringSubmatch(line)[1]
	if step != "v1.0.1/4" {
		t.Errorf("the runner asks for step %s", step)
	}
	o.runner(0, "resolve", step, "--as", "redo", "--reason", "the log shows no end", "--state-dir", o.path("state"))
	o.runner(3, o.resumeArgs()...)
	o.expectLog(append(half, "begin/rolling_update_monitor/v1.0.1", "end/rolling_update_monitor/v1.0.1"))

	if !long() {
		return
	}
	for i, version := range deployed[2:] {
		o.download(version)
		want := 3
		if i == len(deployed)-3 {
			want = 0
		}
		o.runner(want, o.resumeArgs()...)
	}
	if got, want := len(o.log()), len(ran(6))+1; got != want {
		t.Errorf("%d lines in the log, want %d", got, want)
	}
}

// upgradedTo starts the upgrade and stops it before the hop after n; in the
// short form with stubs in the place of playbooks.
func upgradedTo(t *testing.T, n int) *operator {
	t.Helper()
	o := newOperator(t, ownSite(t))
	if long() {
		tool(t, "ansible-playbook")
	} else {
		o.stubs()
	}
	for i, version := range deployed[:n] {
		o.download(version)
		args := o.resumeArgs()
		if i == 0 {
			args = o.applyArgs()
		}
		o.runner(3, args...)
	}
	o.expectLog(ran(n))
	o.download(deployed[n])
	return o
}

// killDuring resumes the upgrade, waits for a line in the log, and kills.
func (o *operator) killDuring(line string, kill func(runner *exec.Cmd)) {
	o.t.Helper()
	cmd := command(o.home, o.env, "upgraph-run", o.resumeArgs()...)
	if err := cmd.Start(); err != nil {
		o.t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); !slices.Contains(o.log(), line); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			o.t.Fatalf("the playbooks never came to %s, only to %v", line, o.log())
		}
	}
	kill(cmd)
	_ = cmd.Wait() // killed
}

// killAll kills every process that was started on behalf of this operator: the
// runner, what it started, and what those started. They are known by a variable
// in their environment.
func (o *operator) killAll() {
	o.t.Helper()
	mark := "UPGRAPH_E2E=" + o.home
	for quiet := 0; quiet < 3; quiet++ {
		found, err := filepath.Glob("/proc/[0-9]*/environ")
		if err != nil || len(found) == 0 {
			o.t.Skip("this machine has no /proc to find processes in")
		}
		for _, f := range found {
			env, err := os.ReadFile(f)
			if err != nil || !slices.Contains(strings.Split(string(env), "\x00"), mark) {
				continue
			}
			if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(f))); err == nil && pid != os.Getpid() {
				_ = syscall.Kill(pid, syscall.SIGKILL) // it may be gone by now
				quiet = 0
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
}
