package script

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"upgraph/internal/compat"
)

// dmPair is the script that the behaviour tests run: four hops.
func dmPair(t *testing.T) []byte { return pairOf(t, dmCatalog(), "v1.0.1", "v1.0.5") }

func TestCommandsRunInOrderOnce(t *testing.T) {
	text := dmPair(t)
	everyShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.want(0, confirmAll, "Done. The cluster is at v1.0.5.", "local_prepare.yml is running")
		b.wantCalls(hops(4))
		b.want(0, confirmAll, "Done before")
		b.wantCalls(hops(4))
		logs, _ := filepath.Glob(b.path("state/upgraph/dm/default/script-*/log"))
		if len(logs) != 1 {
			t.Fatalf("logs: %v", logs)
		}
		log, err := os.ReadFile(logs[0])
		if err != nil || !strings.Contains(string(log), "rolling_update.yml is running") {
			t.Errorf("the log lacks what a command printed: %v\n%s", err, log)
		}
		st, err := os.Stat(filepath.Dir(logs[0]))
		if err != nil || st.Mode().Perm() != 0o700 {
			t.Errorf("state folder: %v, %v", st.Mode(), err)
		}
	})
}

// TestNothingIsClaimedWithoutSteps holds that a way, or a hop of it, for which the
// guide gives no steps is never told as done by what was run.
func TestNothingIsClaimedWithoutSteps(t *testing.T) {
	bare := dmCatalog()
	for i := range bare.Edges {
		bare.Edges[i].Steps, bare.Edges[i].Checks = []compat.Step{}, []string{}
	}
	bare.Conditions = []compat.Condition{}
	bare.Requires = compat.Requirements(bare)
	gap := dmCatalog()
	for i, e := range gap.Edges {
		if e.To == "v1.0.3" {
			gap.Edges[i].Steps = []compat.Step{}
		}
	}
	none, some := pairOf(t, bare, "v1.0.1", "v1.0.5"), pairOf(t, gap, "v1.0.1", "v1.0.3")
	everyShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, none)
		for range 2 {
			if out := b.want(0, confirmAll, "Nothing was run: the guide gives no steps."); strings.Contains(out, "The cluster is at") {
				t.Errorf("it claims to have done what has no steps:\n%s", out)
			}
		}
		b.wantCalls(nil)
		b = newBench(t, sh, some)
		b.want(0, confirmAll, "The guide gives no steps for this hop.", "For hops without steps in the guide nothing was run.", "Done. The cluster is at v1.0.3.")
		b.wantCalls(hops(1))
	})
}

func TestFailingCommandStopsAndResumeRunsTheRest(t *testing.T) {
	text := dmPair(t)
	everyShell(t, func(t *testing.T, sh []string) {
		points := []int{1, 5, 12}
		if !long() && sh[0] != "dash" {
			points = points[1:2]
		}
		for _, at := range points {
			b := newBench(t, sh, text)
			b.env = []string{fmt.Sprint("FAIL_AT=", at)}
			b.want(1, confirmAll, "failed with exit status 9", "The cluster is between", "--resume", "Log: ")
			all := hops(4)
			b.wantCalls(all[:at])
			b.env = nil
			b.want(3, confirmAll, "unfinished", "--resume")
			b.want(0, append([]string{"--resume"}, confirmAll...), "Done.")
			b.wantCalls(slices.Concat(all[:at], all[at-1:]))
		}
	})
}

// The classic ( set -eu; step ) || rc=$? would go on behind the first failure.
func TestFailureInsideAStepIsNotSwallowed(t *testing.T) {
	c := dmCatalog()
	c.Edges[6].Steps[2].Kind = "shell"
	c.Edges[6].Steps[2].Argv = nil
	c.Edges[6].Steps[2].Script = "ansible-playbook one\n\tfalse # in the middle\nansible-playbook two\n"
	text := pairOf(t, c, "v1.0.4", "v1.0.5")
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.inventory("v1.0.5")
		b.want(1, confirmAll, "failed with exit status 1")
		b.wantCalls([]string{"ansible-playbook one"})
	})
}

func TestMissingProgramAndStatus(t *testing.T) {
	c := dmCatalog()
	c.Edges[6].Steps[2].Argv = []string{"no-such-program-here"}
	text := pairOf(t, c, "v1.0.4", "v1.0.5")
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.inventory("v1.0.5")
		b.want(1, confirmAll, "exit status 127")
		b.wantCalls(nil)
	})
}

func TestStaleVersionStopsBeforeTheHop(t *testing.T) {
	text := dmPair(t)
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.inventory("v1.0.1")
		b.want(3, []string{"--yes"}, "inventory.ini:1:", "dm_version = v1.0.1", "inventory.ini has dm_version = v1.0.2", "Nothing was run")
		b.want(3, append(confirmAll, "--confirm", "v1.0.2/1b"), "false")
		b.wantCalls(nil)
		b.inventory("v1.0.2")
		b.env = []string{"BUMP="}
		b.want(3, confirmAll, "v1.0.3/1b", "The cluster is at v1.0.2.", "--resume")
		b.wantCalls(hops(1))
		b.want(3, append([]string{"--resume"}, confirmAll...), "v1.0.3/1b")
		b.inventory("v1.0.3")
		b.env = nil
		b.want(0, append([]string{"--resume"}, confirmAll...))
		b.wantCalls(hops(4))
	})
}

// What held before a stop is asked again before more of the hop runs.
func TestResumeAsksTheChecksOfTheHopAgain(t *testing.T) {
	text := dmPair(t)
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.env = []string{"FAIL_AT=5"}
		b.want(1, confirmAll)
		b.inventory("v1.0.9")
		b.env = nil
		b.want(3, append([]string{"--resume"}, confirmAll...), "v1.0.3/1b", "between v1.0.2 and v1.0.3")
		b.wantCalls(hops(4)[:5])
	})
}

func TestUnknownIsNotPassed(t *testing.T) {
	text := dmPair(t)
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		if err := os.Rename(b.path("work/task.yaml"), b.path("task.yaml")); err != nil {
			t.Fatal(err)
		}
		b.want(3, confirmAll, "task.yaml", "unknown", "--file task.yaml=PATH", "--confirm obsolete-config/server-id")
		b.wantCalls(nil)
		b.want(6, []string{"--file", "task.yaml=../task.yaml"}, "before/artifacts-present")
		b.want(0, append(confirmAll, "--confirm", "obsolete-config/server-id"))
		b.wantCalls(hops(4))
	})
}

func TestNoTerminalAsksNothing(t *testing.T) {
	text := dmPair(t)
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.want(6, nil, "Nothing was run", "./up.sh --confirm before/artifacts-present\n")
		b.want(6, []string{"--yes"}, "before/artifacts-present")
		out := b.want(6, []string{"--confirm", "before/artifacts-present", "--cluster", "c 1"[:1]}, "before/tasks-stopped")
		if !strings.Contains(out, "--cluster c --resume --confirm before/tasks-stopped\n") {
			t.Errorf("the line to go on with is missing:\n%s", out)
		}
		b.wantCalls(nil)
	})
}

func TestUnapprovedNeedsItsOwnConfirmation(t *testing.T) {
	c := dmCatalog()
	c.Edges[6].Steps[3].Approved = new(false)
	text := pairOf(t, c, "v1.0.4", "v1.0.5")
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.inventory("v1.0.5")
		b.want(6, confirmAll, "ansible-playbook rolling_update.yml", "--confirm v1.0.5/3")
		b.wantCalls(hops(1)[:1])
		b.want(0, append([]string{"--resume", "--confirm", "v1.0.5/3"}, confirmAll...))
		b.wantCalls(hops(1))
	})
}

func TestLookingChangesNothing(t *testing.T) {
	text := dmPair(t)
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		out := b.want(0, []string{"--dry-run"}, "ansible-playbook rolling_update.yml", "v1.0.5/4", "after/tasks-restarted", "Nothing was run")
		if strings.Index(out, "v1.0.2/2") > strings.Index(out, "v1.0.3/2") {
			t.Errorf("steps out of order:\n%s", out)
		}
		list := b.want(0, []string{"--list"}, "v1.0.2/2\trun\tansible-playbook local_prepare.yml\n")
		if n := strings.Count(list, "\n"); n != 25 {
			t.Errorf("%d lines, want 25:\n%s", n, list)
		}
		b.want(0, []string{"--help"}, "Usage: sh ", "--resolve", "128+n")
		for _, bad := range [][]string{{"--nonsense"}, {"--confirm"}, {"x"}, {"--from", "v1.0.1"}, {"--cluster", "../x"}, {"--resolve", "a=b", "--reason", "x"},
			{"--resolve", "v1.0.2/2=done"}, {"--confirm", "v9/9"}, {"--resume"}} {
			b.want(2, bad)
		}
		b.want(2, []string{"--from", "v1.0.3", "--dry-run"}, "it goes from v1.0.1 only")
		b.wantCalls(nil)
		if left, _ := filepath.Glob(b.path("state/upgraph/dm/default/script-*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	})
}

func TestFromStep(t *testing.T) {
	text := dmPair(t)
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.inventory("v1.0.3")
		b.want(3, append(confirmAll, "--from-step", "v1.0.4/3"), "v1.0.4/1b")
		b.inventory("v1.0.4")
		b.want(0, append(confirmAll, "--resume", "--from-step", "v1.0.4/3"))
		b.wantCalls(hops(4)[7:])
	})
}

// What holds for all hops is nobody's step: --from-step leaves it to be asked, and
// so it does with the gate before its hop.
func TestFromStepLeavesConditions(t *testing.T) {
	c := dmCatalog()
	for i := range c.Edges {
		c.Edges[i].Gate = &compat.Gate{Text: "Look after the backlog."}
	}
	text := pairOf(t, c, "v1.0.1", "v1.0.4")
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.inventory("v1.0.4")
		from := []string{"--yes", "--from-step", "v1.0.4/2"}
		b.want(2, []string{"--from-step", "after/tasks-restarted"}, "no hop has after/tasks-restarted")
		b.want(6, from, "before/artifacts-present")
		conditions := []string{"--confirm", "before/artifacts-present", "--confirm", "before/tasks-stopped", "--confirm", "after/tasks-restarted"}
		b.want(6, append([]string{"--resume"}, conditions...), "v1.0.3/gate")
		b.want(0, slices.Concat([]string{"--resume", "--confirm", "v1.0.3/gate"}, conditions))
		b.wantCalls(hops(3)[6:])
	})
}

// A check behind the last command of a hop is asked until it holds, also by
// whoever goes on.
func TestCheckAtTheEndOfAHopIsAskedAgain(t *testing.T) {
	c := dmCatalog()
	for i := range c.Edges {
		if steps := c.Edges[i].Steps; len(steps) > 1 {
			c.Edges[i].Steps = append(steps[2:len(steps):len(steps)], steps[1])
		}
	}
	text := pairOf(t, c, "v1.0.1", "v1.0.3")
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.env = []string{"BUMP="}
		b.inventory("v1.0.1")
		b.want(3, confirmAll, "v1.0.2/1b")
		b.want(3, append([]string{"--resume"}, confirmAll...), "v1.0.2/1b")
		b.wantCalls(hops(1))
		b.inventory("v1.0.2")
		b.want(3, append([]string{"--resume"}, confirmAll...), "v1.0.3/1b")
		b.inventory("v1.0.3")
		b.want(0, append([]string{"--resume"}, confirmAll...))
		b.wantCalls(hops(2))
	})
}

func TestWorkdirOfEachHop(t *testing.T) {
	text := dmPair(t)
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		for _, v := range []string{"v1.0.2", "v1.0.3", "v1.0.4", "v1.0.5"} {
			dir := b.path("work/dm-ansible " + v)
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			b.write("work/dm-ansible "+v+"/inventory.ini", "[all:vars]\ndm_version = "+v+"\n")
		}
		b.env = []string{"BUMP="}
		b.stub("ansible-playbook", "#!/bin/sh\necho \"${PWD##*/} $*\" >>\"$REC\"\n")
		b.want(0, append(confirmAll, "--workdir", "dm-ansible {to}", "--file", "dm-worker.toml=dm-worker.toml", "--file", "task.yaml="+b.path("work/task.yaml")))
		if got := b.calls()[3]; got != "dm-ansible v1.0.3 local_prepare.yml" {
			t.Errorf("the second hop runs %q", got)
		}
	})
}

func TestStateThatCannotBeWritten(t *testing.T) {
	text := dmPair(t)
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.write("file", "")
		b.want(11, append(confirmAll, "--state-dir", b.path("file")))
		b.env = []string{"HOME=", "XDG_STATE_HOME="}
		b.want(11, confirmAll, "HOME is not set", "--state-dir")
		b.env = nil
		b.wantCalls(nil)
		// The state goes away under the run: the next step does not begin.
		b.stub("ansible-playbook", "#!/bin/sh\necho \"$*\" >>\"$REC\"\nuntil rm -rf \"$XDG_STATE_HOME/upgraph/dm/default\"; do :; done 2>/dev/null; : >\"$XDG_STATE_HOME/upgraph/dm/default\"\n")
		b.want(11, confirmAll)
		b.wantCalls([]string{"local_prepare.yml"})
	})
}

// At a gate the hop behind it is over: its checks are not asked again, those of
// the next hop are.
func TestGoingOnAtAGate(t *testing.T) {
	c := dmCatalog()
	for i := range c.Edges {
		if c.Edges[i].To == "v1.0.2" {
			c.Edges[i].Gate = &compat.Gate{Text: "Look after the backlog."}
		}
	}
	text := pairOf(t, c, "v1.0.1", "v1.0.3")
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		args := []string{"--yes"}
		for _, id := range []string{"before/artifacts-present", "before/tasks-stopped", "v1.0.2/1a", "v1.0.3/1a", "after/tasks-restarted"} {
			args = append(args, "--confirm", id)
		}
		b.want(6, args, "v1.0.2/gate")
		b.wantCalls(hops(1))
		b.inventory("v1.0.2")
		b.want(3, append([]string{"--resume", "--confirm", "v1.0.2/gate"}, args...), "v1.0.3/1b")
		b.inventory("v1.0.3")
		b.want(0, append([]string{"--resume", "--confirm", "v1.0.2/gate"}, args...))
		b.wantCalls(hops(2))
	})
}
