package release_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/profile"
	"upgraph/internal/release"
)

// file is a guide for a test; lower reads files as a build does.
type file struct{ path, source string }

func read(t *testing.T, files ...file) []*release.Document {
	t.Helper()
	var docs []*release.Document
	for _, f := range files {
		d, ds := doc.Parse(f.path, []byte(f.source))
		if d == nil {
			t.Fatalf("%s: %v", f.path, ds)
		}
		docs = append(docs, profile.Read(d, profile.Options{Language: "en", Key: f.path}))
	}
	return docs
}

func lower(t *testing.T, files ...file) (*compat.Catalog, []diag.Diagnostic) {
	t.Helper()
	return release.Lower(release.Input{Product: compat.Product{ID: "p", Title: "P"}, Documents: read(t, files...), Generator: "test"})
}

func guide(t *testing.T, name string) *compat.Catalog {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("../../../shared/corpus", filepath.FromSlash(name)))
	if err != nil {
		t.Skipf("the corpus is not beside the checkout: %v", err)
	}
	c, ds := lower(t, file{name, string(source)})
	if len(ds) > 0 {
		t.Errorf("%s: %v", name, ds)
	}
	return c
}

func ids(c *compat.Catalog) []string {
	var out []string
	for _, r := range c.Releases {
		out = append(out, r.ID)
	}
	return out
}

// edge writes an edge in one line: "id from rule lines".
func edge(e compat.Edge) string {
	var b strings.Builder
	b.WriteString(e.ID)
	for _, i := range e.From {
		b.WriteString(" [" + i.Introduced + " " + i.Fixed + i.LastAffected + "]")
	}
	return b.String() + " " + e.Basis.Rule
}

func edges(c *compat.Catalog) []string {
	var out []string
	for _, e := range c.Edges {
		out = append(out, edge(e))
	}
	return out
}

func TestGuide(t *testing.T) {
	for _, name := range []string{"docs-dm/en/upgrade-dm-1.0.md", "docs-dm/zh/upgrade-dm-1.0.md"} {
		c := guide(t, name)
		order := []string{"v1.0.0-rc.1-12-gaa39ff9", "v1.0.0-10-geb2889c9", "v1.0.1", "v1.0.2", "v1.0.3", "v1.0.4", "v1.0.5"}
		if got := ids(c); !slices.Equal(got, order) {
			t.Errorf("%s: releases %q", name, got)
		}
		keys := func(a, b compat.Release) int { return strings.Compare(a.SortKey, b.SortKey) }
		if !slices.IsSortedFunc(c.Releases, keys) {
			t.Errorf("%s: the sort keys tell another order", name)
		}
		if want := []compat.Channel{{ID: "1.0", Head: "v1.0.5"}}; !slices.Equal(c.Channels, want) {
			t.Errorf("%s: channels %v", name, c.Channels)
		}
		want := []string{"check:config-key-absent", "check:ini-key-equals", "constraint:lockstep", "step:check", "step:exec", "step:manual"}
		if !slices.Equal(c.Requires, want) {
			t.Errorf("%s: requires %q", name, c.Requires)
		}
		guideEdges(t, c, order)
		if c.Rollback.Policy != "refuse" || c.Rollback.Statement != "unstated" || len(c.Notes) != 1 || len(c.Conditions) != 3 || len(c.Checks) != 2 || len(c.Constraints) != 4 {
			t.Errorf("%s: rollback %v, %d notes, %d conditions, %d checks, %d constraints", name, c.Rollback, len(c.Notes), len(c.Conditions), len(c.Checks), len(c.Constraints))
		}
		if n := c.Releases[0].Notes; len(n) != 1 || n[0].Severity != "warning" || n[0].Source.Line != 212 {
			t.Errorf("%s: the demand that two keys do not prove is %v", name, n)
		}
	}
}

func guideEdges(t *testing.T, c *compat.Catalog, order []string) {
	t.Helper()
	if len(c.Edges) != 7 {
		t.Fatalf("edges %q", edges(c))
	}
	for i, e := range c.Edges {
		lines := []int{12}
		from, want := compat.Interval{Introduced: "0", Fixed: order[0]}, ".."+order[0]
		if i > 0 {
			from, want = compat.Interval{Introduced: order[i-1], LastAffected: order[i-1]}, order[i-1]+".."+order[i]
		}
		if i == 1 {
			lines = []int{12, 15}
		}
		var got []int
		for _, s := range e.Basis.Sources {
			got = append(got, s.Line)
		}
		if e.ID != want || e.To != order[i] || len(e.From) != 1 || e.From[0] != from || e.Basis.Rule != "previous-release" || !slices.Equal(got, lines) {
			t.Errorf("edge %s to %s on lines %v", edge(e), e.To, got)
		}
		if !slices.Equal(e.Checks, []string{"obsolete-config/meta-file", "obsolete-config/server-id"}) {
			t.Errorf("edge %s: checks %q", e.ID, e.Checks)
		}
		constraints := []string{}
		if i >= 1 && i <= 4 {
			constraints = []string{order[i] + "/lockstep"}
		}
		if !slices.Equal(e.Constraints, constraints) {
			t.Errorf("edge %s: constraints %q", e.ID, e.Constraints)
		}
		var steps []string
		for _, s := range e.Steps {
			steps = append(steps, s.ID+" "+s.Kind)
			if s.Executes() != (s.Approved != nil) || s.IsApproved() {
				t.Errorf("edge %s: step %s approved %v", e.ID, s.ID, s.Approved)
			}
		}
		wantSteps := []string{"1a manual", "1b check", "2 exec", "3 exec", "4 exec"}
		if i == 0 {
			wantSteps = nil
		}
		if !slices.Equal(steps, wantSteps) {
			t.Errorf("edge %s: steps %q", e.ID, steps)
		}
	}
}

func TestApproval(t *testing.T) {
	docs := read(t, file{"x.md", "## Upgrade to v1.2.3\n\n### Upgrade steps\n\n1. Run `tool upgrade`.\n"})
	var asked []string
	c, _ := release.Lower(release.Input{Documents: docs, Approved: func(id string, s compat.Step) bool {
		asked = append(asked, id+"/"+s.ID+" "+strings.Join(s.Argv, " "))
		return true
	}})
	if !slices.Equal(asked, []string{"v1.2.3/1 tool upgrade"}) || !c.Edges[0].Steps[0].IsApproved() || c.Edges[0].Steps[0].IsIdempotent() {
		t.Errorf("asked %q, step %+v", asked, c.Edges[0].Steps[0])
	}
}

const index = `---
title: Upgrading
before:
  - id: tasks-stopped
    text: All jobs are stopped.
  - id: artifacts-present
    text: The packages are at hand.
    list_versions: true
after:
  - {id: tasks-restarted, text: All jobs are started again.}
---

# Upgrading

> **Note:**
>
> - Each release is reached from the previous version that has a procedure.
> - The following pages are upgrade procedures, newest first.
`

func releaseFile(version, front, body string) file {
	return file{"en/" + version + ".md", "---\nversion: " + version + "\n" + front + "---\n\n# Upgrade to " + version + "\n\n" + body}
}

func TestReleaseFiles(t *testing.T) {
	c, ds := lower(t,
		file{"en/_index.md", index},
		releaseFile("v1.0.0", "aliases: [\"1.0 GA\"]\nbuild: v1.0.0-10-geb2889c\ndate: 2026-01-02\n", "- Add a thing\n"),
		releaseFile("v1.0.2", "upgrade_from: \">=1.0.0\"\n", "## Upgrade steps\n\n1. Stop it.\n"),
		releaseFile("v1.0.10", "", "- Fix a leak\n"),
		releaseFile("v1.0.1", "status: withdrawn\n", "- Fix a leak\n"),
	)
	if len(ds) > 0 {
		t.Errorf("diagnostics %v", ds)
	}
	if got := ids(c); !slices.Equal(got, []string{"v1.0.0", "v1.0.1", "v1.0.2", "v1.0.10"}) {
		t.Errorf("releases %q", got)
	}
	want := []string{"..v1.0.0 [0 v1.0.0] previous-release", "v1.0.1..v1.0.2 [v1.0.0 v1.0.1] stated", "v1.0.2..v1.0.10 [v1.0.2 v1.0.2] previous-release"}
	if got := edges(c); !slices.Equal(got, want) {
		t.Errorf("edges %q, want %q", got, want)
	}
	if r := c.Releases[0]; !slices.Equal(r.Aliases, []string{"1.0 GA"}) || r.Build != "v1.0.0-10-geb2889c" || r.Date != "2026-01-02" {
		t.Errorf("the first release is %+v", r)
	}
	if c.Releases[1].Status != compat.Withdrawn {
		t.Errorf("the withdrawn release is %s", c.Releases[1].Status)
	}
	var conditions []string
	for _, k := range c.Conditions {
		conditions = append(conditions, k.When+"/"+k.ID)
	}
	if !slices.Equal(conditions, []string{"before/tasks-stopped", "before/artifacts-present", "after/tasks-restarted"}) || !c.Conditions[1].ListVersions {
		t.Errorf("conditions %q", conditions)
	}
	if s := c.Edges[0].Basis.Sources; len(s) != 1 || s[0].File != "en/_index.md" || s[0].Line != 17 {
		t.Errorf("the basis is %v", s)
	}
	if s := c.Edges[2].Basis.Sources; len(s) != 1 {
		t.Errorf("a predecessor with steps needs one sentence: %v", s)
	}
}

func TestStatedEdges(t *testing.T) {
	c, ds := lower(t, file{"x.md", "## v2.1 to v2.2\n\n- Add a\n\n## v2.1.3\n\n- Fix b\n\n## v2.0 to v2.1\n\n- Add c\n"})
	if len(ds) > 0 {
		t.Errorf("diagnostics %v", ds)
	}
	if got := ids(c); !slices.Equal(got, []string{"v2.0", "v2.1", "v2.1.3", "v2.2"}) {
		t.Errorf("releases %q", got)
	}
	want := []string{"v2.0..v2.1 [v2.0 v2.0] stated", "v2.1..v2.1.3 [v2.1 v2.1] adjacent-sections", "v2.1..v2.2 [v2.1 v2.1.3] stated"}
	if got := edges(c); !slices.Equal(got, want) {
		t.Errorf("edges %q, want %q", got, want)
	}
	if s := c.Releases[0].Source; s.Line != 9 || s.EndLine != 9 {
		t.Errorf("a release that is only named is at %v", s)
	}
}

func TestTwoEdgesIntoOneRelease(t *testing.T) {
	c, ds := lower(t, file{"x.md", "## From 2.0 to 3.0\n\n- Add a\n\n## From 1.0 to 3.0\n\n- Add b\n\n## From 1.0 to 2.0\n\n- Add c\n"})
	if len(ds) > 0 || len(c.Releases) != 3 || len(c.Edges) != 3 {
		t.Errorf("releases %q, edges %q, diagnostics %v", ids(c), edges(c), ds)
	}
}

func TestFaults(t *testing.T) {
	for source, want := range map[string]string{
		"## Upgrade to v1.0.1\n\n- Fix a\n\n## Upgrade to 1.0.1\n\n- Fix b\n":                                                                        "UG307 x.md:5:1 x.md:1",
		"## Upgrade to v1.0.3\n\n- Fix a\n\n## Upgrade to v1.0.1\n\n- Fix b\n\n## Upgrade to v1.0.2\n\n- Fix c\n\n## Upgrade to v1.0.0\n\n- Fix d\n": "UG308 x.md:9:1 older of the two",
		"## From 2.0 to 1.0\n\n- Fix a\n\n## From 1.0 to 2.0\n\n- Fix b\n":                                                                           "UG309 x.md:1:1 backwards",
	} {
		_, ds := lower(t, file{"x.md", source})
		if len(ds) != 1 {
			t.Errorf("%q: %v", source, ds)
			continue
		}
		got := ds[0].Code + " " + ds[0].Pos.String() + " " + ds[0].Message
		for part := range strings.FieldsSeq(want) {
			if !strings.Contains(got, part) {
				t.Errorf("%q: %s, want %s", source, got, want)
			}
		}
	}
	_, ds := lower(t, releaseFile("v1.0.1", "upgrade_from: \">=2\"\n", "- Fix a\n"), releaseFile("v1.0.0", "", "- Fix b\n"))
	if len(ds) != 1 || ds[0].Code != "UG309" || ds[0].Line != 3 {
		t.Errorf("a range that holds no release: %v", ds)
	}
}

func TestExplicitOrder(t *testing.T) {
	c, ds := lower(t,
		releaseFile("v1.0.0", "order: 1\n", "- Add a\n"), releaseFile("v1.1.0", "order: 3\n", "- Add b\n"), releaseFile("v1.2.0", "order: 2\n", "- Add c\n"))
	if got := ids(c); !slices.Equal(got, []string{"v1.0.0", "v1.2.0", "v1.1.0"}) || len(ds) != 0 {
		t.Errorf("releases %q, diagnostics %v", got, ds)
	}
}

func TestUnreleased(t *testing.T) {
	c, ds := lower(t, file{"CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n\n- Add a\n\n## [1.1.0] - 2026-02-03 [YANKED]\n\n- Fix b\n\n## [1.0.0] - 2026-01-02\n\n- Add c\n"})
	if len(ds) > 0 || !slices.Equal(ids(c), []string{"1.0.0", "1.1.0"}) || c.Releases[1].Status != compat.Withdrawn {
		t.Errorf("releases %q, diagnostics %v", ids(c), ds)
	}
	if len(c.Edges) != 1 || c.Channels[0].Head != "1.0.0" {
		t.Errorf("edges %q, channels %v", edges(c), c.Channels)
	}
}

// TestNothing holds that a product without releases gives an empty catalog
// that is whole.
func TestNothing(t *testing.T) {
	c, ds := lower(t, file{"about.md", "# About\n\nWords.\n"})
	if len(ds) > 0 || len(c.Releases) != 0 || len(c.Edges) != 0 || c.Requires == nil || c.Channels == nil {
		t.Errorf("catalog %+v, diagnostics %v", c, ds)
	}
}

func TestProse(t *testing.T) {
	c, _ := lower(t, file{"x.md", "## v1.2.3\n\n- Add a thing\n  over two lines\n    - Fix a part\n\n> **Note:**\n>\n> One line\n> and another.\n>\n> - A list\n>   goes on\n"})
	r := c.Releases[0]
	if r.Changes[0].Text != "Add a thing over two lines" || len(r.Changes[0].Children) != 1 {
		t.Errorf("change %+v", r.Changes[0])
	}
	if want := "One line and another.\n\n- A list goes on"; r.Notes[0].Text != want {
		t.Errorf("note %q, want %q", r.Notes[0].Text, want)
	}
}
