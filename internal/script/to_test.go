package script

import (
	"slices"
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
)

func TestToChoosesThePlan(t *testing.T) {
	text := toOf(t, dmCatalog(), "v1.0.1")
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.inventory("v1.0.1")
		b.want(6, confirmAll, "--from RELEASE", "v1.0.0-10-geb2889c9, v1.0.0-rc.1-12-gaa39ff9")
		for _, from := range []string{"v1.0.5", "v9", "V1.0.0-RC.1", "1.0 ga", "*", "$(touch canary)"} {
			b.want(4, append(slices.Clone(confirmAll), "--from", from), "No documented upgrade leads from "+from+" to v1.0.1")
		}
		b.want(0, []string{"--from", "v1.0.1"}, "already")
		b.wantCalls(nil)
		b.want(0, append(slices.Clone(confirmAll), "--from", "1.0 GA"), "Done.")
		b.wantCalls(hops(1))
		b.want(0, []string{"--from", "v1.0.0-10-geb2889c9"}, "Done before")
		other := newBench(t, sh, text)
		other.inventory("v1.0.0")
		other.want(0, append(slices.Clone(confirmAll), "--from", "v1.0.0-rc.1"), "Done.")
		other.wantCalls(hops(2))
	})
}

func TestToFromOlder(t *testing.T) {
	text := toOf(t, dmCatalog(), dmReleases[0].id)
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.want(0, []string{"--from", "older", "--dry-run"}, "an older release to v1.0.0-rc.1-12-gaa39ff9", "Obsolete configuration must be gone")
		b.write("work/task.yaml", "mysql-instances:\n  - server-id: 101\n")
		b.want(3, append(slices.Clone(confirmAll), "--from", "older"), "task.yaml:2:", "server-id: 101")
		b.write("work/task.yaml", "mysql-instances: []\n")
		b.want(0, append(slices.Clone(confirmAll), "--from", "older"), "Done.")
	})
}

func TestToWithoutPlansSaysSo(t *testing.T) {
	text, err := printTo(dmCatalog(), "v1.0.5", nil)
	if err != nil {
		t.Fatal(err)
	}
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.want(4, []string{"--from", "v1.0.1"}, "No documented upgrade")
		b.want(0, []string{"--from", "v1.0.5"}, "already")
	})
}

// Pair and to-script of one plan are one run: either goes on where the other stopped.
func TestPairAndToShareTheirState(t *testing.T) {
	c := dmCatalog()
	pair, to := pairOf(t, c, "v1.0.3", "v1.0.5"), toOf(t, c, "v1.0.5")
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, pair)
		b.inventory("v1.0.4")
		b.env = []string{"FAIL_AT=5"}
		b.want(1, confirmAll)
		b.env = nil
		b.write("work/up.sh", string(to))
		b.want(3, append(slices.Clone(confirmAll), "--from", "v1.0.4"), "unfinished")
		b.want(0, append(slices.Clone(confirmAll), "--resume", "--from", "v1.0.3"))
		b.wantCalls(slices.Concat(hops(2)[:5], hops(2)[4:]))
	})
}

func TestAnotherPlanOfTheSameUpgradeIsRefused(t *testing.T) {
	c := dmCatalog()
	c.Edges[6].Steps[0].Text = "Another text."
	first, second := oneHop(t), pairOf(t, c, "v1.0.4", "v1.0.5")
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, first)
		b.inventory("v1.0.5")
		b.env = []string{"FAIL_AT=2"}
		b.want(1, confirmAll)
		b.write("work/up.sh", string(second))
		b.want(8, append(slices.Clone(confirmAll), "--resume"))
		b.wantCalls(hops(1)[:2])
	})
}

func TestManyKinds(t *testing.T) {
	text := pairOf(t, manyKinds(), "v1.0.3", "v1.0.5")
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.inventory("v1.0.4")
		b.want(3, append(slices.Clone(confirmAll), "--confirm", "v1.0.4/2"), "unread", "touch unread was not started", "--confirm unread")
		read := append(slices.Clone(confirmAll), "--confirm", "v1.0.4/2", "--confirm", "unread")
		b.want(3, read, "hop-check", "backup/done")
		b.want(0, []string{"--dry-run"}, "Known risk: Replication may be slow.", "now unknown: it is not started in a dry run")
		b.wantCalls(nil)
		b.write("work/hosts", "it's 100% $(y)\n")
		b.write("work/backup.done", "")
		args := append(read, "--file", "backup/done=backup.done")
		b.want(3, args, "after-check")
		b.wantCalls([]string{"ansible-playbook local_prepare.yml", "ansible-playbook rolling_update_monitor.yml"})
		b.write("work/hosts", "x it's 100% $(x)\n")
		args = append(args, "--resume")
		b.want(3, args, "seconds more", "test -e settled", "false")
		b.write("work/settled", "")
		b.want(0, args)
		if got := len(b.calls()); got != 5 {
			t.Errorf("%d commands ran, want 5", got)
		}
	})
}

func TestRefusals(t *testing.T) {
	c := dmCatalog()
	good := planOf(t, c, "v1.0.4", "v1.0.5")
	for name, spoil := range map[string]func(p *plan.Plan){
		"unknown kind":     func(p *plan.Plan) { p.Steps[3].Kind = "later" },
		"unknown check":    func(p *plan.Plan) { p.Checks[0].Type = "later" },
		"no check id":      func(p *plan.Plan) { p.Checks[0].ID = "" },
		"newline argument": func(p *plan.Plan) { p.Steps[4].Argv = []string{"a", "b\nc"} },
		"one id twice":     func(p *plan.Plan) { p.Steps[1].ID = p.Steps[0].ID },
		"hop out of range": func(p *plan.Plan) { p.Steps[4].Hop = new(3) },
		"empty gate":       func(p *plan.Plan) { p.Hops = append(p.Hops, p.Hops[0]); p.Hops[0].Gate = &compat.Gate{} },
		"no hops":          func(p *plan.Plan) { p.Hops = nil; p.Steps = nil },
	} {
		p := *good
		p.Steps, p.Checks, p.Hops = slices.Clone(p.Steps), slices.Clone(p.Checks), slices.Clone(p.Hops)
		spoil(&p)
		if _, err := printPair(c, &p); err == nil {
			t.Errorf("%s: a script is made", name)
		}
	}
	if _, err := printTo(c, "v1.0.5", []*plan.Plan{good, good}); err == nil {
		t.Error("one source twice: a script is made")
	}
	if _, err := printTo(c, "v1.0.4", []*plan.Plan{good}); err == nil {
		t.Error("a plan that leads elsewhere: a script is made")
	}
}

// A name that nobody can type keeps no script from being made.
func TestNamesThatCannotBeTypedAreLeftOut(t *testing.T) {
	c := dmCatalog()
	c.Releases[5].Aliases = []string{"v1.0.4\u202e", "ideographic\u3000space"}
	p := planOf(t, c, "v1.0.4", "v1.0.5")
	text, err := printTo(c, "v1.0.5", []*plan.Plan{p})
	if err != nil || !strings.Contains(string(text), "\tv1.0.4 | v1.0.4-1-gd681c67 | 'ideographic\u3000space')") {
		t.Errorf("%v\n%s", err, text)
	}
}
