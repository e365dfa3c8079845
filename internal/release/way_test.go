package release_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/graph"
	"upgraph/internal/plan"
	"upgraph/internal/release"
)

// chain is a product of five releases, each in a file of its own; front adds
// to the front matter of one.
func chain(front map[string]string) []file {
	var files []file
	for _, v := range []string{"v1.0.0", "v1.1.0", "v1.2.0", "v1.3.0", "v1.4.0"} {
		files = append(files, file{"p/en/" + v + ".md",
			fmt.Sprintf("---\ntitle: %s\nversion: %[1]s\n%[2]s---\n\n## Changes\n\n- Fix a leak\n\n## Upgrade\n\n1. Run `tool upgrade` to upgrade.\n", v, front[v])})
	}
	if f, ok := front["_index"]; ok {
		files = append(files, file{"p/en/_index.md", "---\ntitle: P\n" + f + "---\n\nThe product.\n"})
	}
	return files
}

func edgeTo(t *testing.T, c *compat.Catalog, to string) compat.Edge {
	t.Helper()
	i := slices.IndexFunc(c.Edges, func(e compat.Edge) bool { return e.To == to })
	if i < 0 {
		t.Fatalf("no edge leads to %s", to)
	}
	return c.Edges[i]
}

func lowerWith(docs []*release.Document, approved func(string, compat.Step) bool) (*compat.Catalog, []diag.Diagnostic) {
	return release.Lower(release.Input{Product: compat.Product{ID: "p", Title: "P"}, Documents: docs, Generator: "test", Approved: approved})
}

// whole is everything that front matter can say of the way to a release.
var whole = map[string]string{
	"_index": "rollback: Restore the backup.\nbefore: [{id: backup-taken, text: Take a backup.}]\n",
	"v1.2.0": "status: barrier\n" +
		"gate: {text: The migration is done., wait: 2h, command: tool migrated --all}\n" +
		"requires:\n  - {tool: jq, pattern: \"jq-{version}\", versions: \">=1.5 <2 || >=3\", text: Older ones fail.}\n" +
		"checks:\n  - {id: old-key, type: config-key-absent, file: a.toml, key: old, text: The key is gone., lasting: true}\n" +
		"  - {id: here, type: command-succeeds, when: after, command: tool status}\n",
	"v1.3.0": "status: withdrawn\n",
	"v1.4.0": "upgrade_from: \">=1.1.0\"\nmust_stop_at: 1.2.0\navoid: [v1.3.0]\nsupersedes: [old-key]\nlockstep: [server, agent]\n" +
		"requires: [{tool: jq, versions: \">=1.7\"}]\n" +
		"risks:\n  - id: big\n    text: Large tables are slow.\n    url: https://example.com/1\n    check: {type: file-exists, file: small.txt}\n" +
		"rollback: Only a backup helps.\n",
}

func TestFrontMatterReachesTheCatalog(t *testing.T) {
	c, ds := lower(t, chain(whole)...)
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	if err := compat.Validate(c); err != nil {
		t.Fatal(err)
	}
	e := edgeTo(t, c, "v1.2.0")
	if g := e.Gate; g == nil || g.Text != "The migration is done." || g.WaitSeconds != 7200 || !slices.Equal(g.Check.Argv, []string{"tool", "migrated", "--all"}) || g.Check.Approved == nil || *g.Check.Approved {
		t.Errorf("gate %+v", e.Gate)
	}
	if want := []string{"v1.2.0/jq", "old-key", "here"}; !slices.Equal(e.Checks, want) {
		t.Errorf("checks %q, want %q", e.Checks, want)
	}
	e = edgeTo(t, c, "v1.4.0")
	if !slices.Equal(e.MustStopAt, []string{"v1.2.0"}) || !slices.Equal(e.Avoid, []string{"v1.3.0"}) || !slices.Equal(e.Supersedes, []string{"old-key"}) ||
		!slices.Equal(e.Risks, []string{"big"}) || !slices.Equal(e.Checks, []string{"v1.4.0/jq"}) || !slices.Equal(e.Constraints, []string{"v1.4.0/lockstep"}) {
		t.Errorf("edge %+v", e)
	}
	jq := c.Checks[0]
	if jq.Type != "tool-version" || jq.When != "hop" || !slices.Equal(jq.Argv, []string{"jq", "--version"}) || jq.Pattern != "jq-{version}" ||
		!slices.Equal(jq.Versions, []compat.Interval{{Introduced: "1.5", Fixed: "2"}, {Introduced: "3"}}) || jq.Source.Line != 7 {
		t.Errorf("check %+v", jq)
	}
	if k := c.Checks[1]; k.Format != "toml" || k.When != "plan" || k.Text != "The key is gone." {
		t.Errorf("check %+v", k)
	}
	if r := c.Risks[0]; r.URL != "https://example.com/1" || r.Check.File != "small.txt" || r.Source.Line != 11 || r.Source.EndLine != 14 {
		t.Errorf("risk %+v", r)
	}
	if c.Rollback.Statement != "Restore the backup." || c.Rollback.Policy != "refuse" || c.Conditions[0].ID != "backup-taken" {
		t.Errorf("rollback %+v, conditions %+v", c.Rollback, c.Conditions)
	}
	if n := c.Releases[4].Notes; len(n) != 1 || n[0].Label != "Rollback" || n[0].Text != "Only a backup helps." {
		t.Errorf("notes %+v", n)
	}
	if want := compat.Requirements(c); !slices.Equal(c.Requires, want) {
		t.Errorf("requires %q, want %q", c.Requires, want)
	}
	wholePlan(t, c)
}

func wholePlan(t *testing.T, c *compat.Catalog) {
	t.Helper()
	g, err := graph.New(c)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.For(g, "", "1.0.0", "1.4.0")
	if err != nil {
		t.Fatal(err)
	}
	var hops []string
	for _, h := range p.Hops {
		hops = append(hops, h.From+" "+h.To)
	}
	if want := []string{"v1.0.0 v1.1.0", "v1.1.0 v1.2.0", "v1.2.0 v1.4.0"}; !slices.Equal(hops, want) {
		t.Errorf("hops %q", hops)
	}
	var checks []string
	for _, k := range p.Checks {
		checks = append(checks, fmt.Sprint(k.ID, k.Hops))
	}
	if want := []string{"v1.2.0/jq[1]", "here[1]", "v1.4.0/jq[2]"}; !slices.Equal(checks, want) {
		t.Errorf("checks %q, want %q", checks, want)
	}
	if p.Hops[1].Gate == nil || len(p.Risks) != 1 || len(p.Constraints) != 1 {
		t.Errorf("gate %v, %d risks, %d constraints", p.Hops[1].Gate, len(p.Risks), len(p.Constraints))
	}
}

// What is approved is what a check starts, by the id of the check.
func TestChecksAreApprovedLikeSteps(t *testing.T) {
	docs := read(t, chain(whole)...)
	c, _ := lowerWith(docs, func(release string, s compat.Step) bool {
		return release == compat.CheckApprovals && (s.ID == "v1.2.0/gate" || s.ID == "v1.2.0/jq")
	})
	var got []string
	for release, s := range c.Runs() {
		if s.IsApproved() {
			got = append(got, release+" "+s.ID)
		}
	}
	if want := []string{"checks v1.2.0/jq", "checks v1.2.0/gate"}; !slices.Equal(got, want) {
		t.Errorf("approved %q, want %q", got, want)
	}
}

// A file with many releases says of single ones what a file of its own says.
func TestFrontMatterOfManyReleases(t *testing.T) {
	text := "---\nreleases:\n  - {version: 1.2.3, status: barrier, gate: {wait: 1m}}\n  - {version: v1.2.4, checks: [{id: k, type: file-exists, file: a}]}\nbefore: [{id: stop, text: Stop it.}]\n---\n\n" +
		"## Upgrade to v1.2.4\n\n- Fix a leak\n\n## Upgrade to v1.2.3\n\n- Fix a crash\n"
	c, ds := lower(t, file{"g.md", text})
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	if c.Releases[0].Status != compat.Barrier || edgeTo(t, c, "v1.2.3").Gate.WaitSeconds != 60 || len(c.Conditions) != 1 {
		t.Errorf("releases %+v, conditions %+v", c.Releases, c.Conditions)
	}
	if e := edgeTo(t, c, "v1.2.4"); !slices.Equal(e.Checks, []string{"k"}) {
		t.Errorf("checks %q", e.Checks)
	}
}

// Each bad value is found where it stands, and the hint says how to mend it.
func TestBadFrontMatter(t *testing.T) {
	for _, tt := range []struct{ front, at, message, hint string }{
		{"status: done", "4:9", `unknown status "done"`, "one of supported, withdrawn, barrier, dead-end, unreleased"},
		{"order: first", "4:8", "order", "1 for the oldest"},
		{"order: 0", "4:8", "order", "1 for the oldest"},
		{"upgrade_from: [a]", "4:15", "a list, wanted a text", ">=1.0.2"},
		{"upgrade_from: \"^1\"", "4:1", "is no range", ">=1.0.2"},
		{"must_stop_at: [v9.9.9]", "4:16", `must_stop_at names no release: unknown version "v9.9.9"`, "by its version"},
		{"must_stop_at: v1.4.0", "4:15", "not before v1.2.0", "come before"},
		{"avoid: {a: b}", "4:8", "a mapping, wanted a list of texts", "avoid: [v1.0.2]"},
		{"supersedes: [nothing]", "4:14", `supersedes names "nothing"`, "a release before v1.2.0"},
		{"gate: soon", "4:7", "gate has a text where keys", "write it as gate:"},
		{"gate: {}", "4:7", "holds nothing back", "a wait"},
		{"gate: {wait: soon}", "4:14", `wait "soon" cannot be used`, "30m"},
		{"gate: {wiat: 30m, text: x}", "4:8", `unknown key "wiat" in gate`, "did you mean wait?"},
		{"gate: {command: a | b}", "4:17", "it needs a shell", "ansible --version"},
		{"gate: {command: a, check: {type: file-exists, file: b}}", "4:17", "a check and a command", "one of them"},
		{"risks: [{text: x}]", "4:9", "risks has no id", "id: slow-relay"},
		{"risks: [{id: a b, text: x}]", "4:14", `id "a b" cannot be used`, "letters, digits"},
		{"risks: [{id: a, text: x, check: {type: file-here}}]", "4:40", `unknown type "file-here"`, "one of ini-key-equals"},
		{"risks: [{id: a, text: x, url: example}]", "4:31", "url", "https://"},
		{"checks: [{id: a, type: file-contains, file: b}]", "4:10", "value is missing", "keys of a check"},
		{"checks: [{id: a, type: file-exists, file: b, when: later}]", "4:52", `unknown when "later"`, "plan, hop, after"},
		{"checks: [{id: a, type: file-exists, file: b, lasting: yes}]", "4:55", `"yes", wanted true or false`, "true"},
		{"checks: {id: a}", "4:9", "checks is a mapping, wanted a list", "write each as {id: old-key, type: config-key-absent}"},
		{"requires: [{tool: jq}]", "4:12", "requires has no versions", ">=2.5"},
		{"requires: [{tool: jq, versions: ~1}]", "4:33", "versions cannot be read", ">=2.5 <2.8"},
		{"requires: [{tool: jq, versions: \">=2 <1\"}]", "4:33", "no version is in the range", ">=2.5 <2.8"},
		{"requires: [{tool: jq, versions: \"1\", pattern: jq}]", "4:47", "pattern", "{version} once"},
		{"requires: [{tool: jq, versions: \"1\", command: rm -rf *}]", "4:47", "a shell would expand", "ansible --version"},
		{"lockstep: [[a]]", "4:12", "lockstep is a list", "[dmctl"},
		{"rollback: [no]", "4:11", "rollback is a list, wanted a text", "Restore"},
		{"before: [{id: a, text: b}]", "4:1", "before holds for every upgrade", "_index.md"},
		{"releases: [{version: v1.0.0}]", "4:1", "this file holds one release", "at the top"},
		{"date: soon", "4:7", "is not a day", "YYYY-MM-DD"},
	} {
		docs := read(t, chain(map[string]string{"v1.2.0": tt.front + "\n"})...)
		_, ds := lowerWith(docs, nil)
		for _, d := range docs {
			ds = append(ds, d.Diagnostics...)
		}
		if len(ds) != 1 {
			t.Errorf("%s: %d diagnostics: %v", tt.front, len(ds), ds)
			continue
		}
		d := ds[0]
		if at := fmt.Sprintf("%d:%d", d.Line, d.Column); d.File != "p/en/v1.2.0.md" || at != tt.at || !strings.Contains(d.Message, tt.message) || !strings.Contains(d.Hint, tt.hint) {
			t.Errorf("%s: %s: %s\n  hint: %s\n  want %s: %s, hint %s", tt.front, at, d.Message, d.Hint, tt.at, tt.message, tt.hint)
		}
	}
}

// An id that stands for two things is found.
func TestContradictions(t *testing.T) {
	for key, two := range map[string][2]string{
		"check": {"checks: [{id: a, type: file-exists, file: b}]\n", "checks: [{id: a, type: file-exists, file: c}]\n"},
		"risk":  {"risks: [{id: a, text: b}]\n", "risks: [{id: a, text: c}]\n"},
	} {
		_, ds := lower(t, chain(map[string]string{"v1.1.0": two[0], "v1.2.0": two[1]})...)
		if len(ds) != 1 || !strings.Contains(ds[0].Message, key+` "a" means something else at p/en/v1.1.0.md:4`) {
			t.Errorf("%s: %v", key, ds)
		}
		if _, ds = lower(t, chain(map[string]string{"v1.1.0": two[0], "v1.2.0": two[0]})...); len(ds) != 0 {
			t.Errorf("%s said twice alike: %v", key, ds)
		}
	}
}
