package release_test

import (
	"slices"
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
)

const (
	guideOf  = "# Upgrade\n\n## Upgrade to v1.1.0\n\n### Changes\n\n- Add a\n\n### Upgrade steps\n\n1. Run `tool upgrade`.\n\n## Upgrade to v1.0.0\n\n- Add b\n"
	notesOf  = "# Tool 1.1.0 Release Notes\n\nRelease date: March 4, 2026\n\nTool version: 1.1.0\n\n## Fixes\n\n- Fix c\n- Add a\n\n> **Note:** Mind the gap.\n"
	edgeFile = "# Upgrade from 1.0 to 1.1\n\n## Steps\n\n1. Stop it.\n"
)

// TestGuideAndNotes holds that a guide and release notes about one version are
// one release with the records of both, each with its own source.
func TestGuideAndNotes(t *testing.T) {
	for _, files := range [][]file{
		{{"notes/1.1.0.md", notesOf}, {"upgrade.md", guideOf}},
		{{"a.md", guideOf}, {"notes/1.1.0.md", notesOf}},
	} {
		c, ds := lower(t, files...)
		if len(ds) > 0 || !slices.Equal(ids(c), []string{"v1.0.0", "v1.1.0"}) {
			t.Fatalf("releases %v, want v1.0.0 and v1.1.0 alone: %v", ids(c), ds)
		}
		r := c.Releases[1]
		if r.Date != "2026-03-04" || len(r.Notes) != 1 || r.Notes[0].Source.File != "notes/1.1.0.md" {
			t.Errorf("the notes are not there: %+v", r)
		}
		var changes []string
		for _, k := range r.Changes {
			changes = append(changes, k.Text)
			if (k.Text == "Fix c") != (k.Source.File == "notes/1.1.0.md") {
				t.Errorf("%q is said to be of %v", k.Text, k.Source)
			}
		}
		slices.Sort(changes)
		if !slices.Equal(changes, []string{"Add a", "Fix c"}) {
			t.Errorf("changes %q", changes)
		}
		if want := []string{"..v1.0.0 [0 v1.0.0] adjacent-sections", "v1.0.0..v1.1.0 [v1.0.0 v1.0.0] adjacent-sections"}; !slices.Equal(edges(c), want) {
			t.Errorf("edges %q, want %q", edges(c), want)
		}
		if s := c.Edges[1].Steps; len(s) != 1 || s[0].Kind != "exec" {
			t.Errorf("steps %+v", s)
		}
		if err := compat.Validate(c); err != nil {
			t.Error(err)
		}
	}
}

// TestEdgeFileAndNotes holds that release notes make no second way into a
// release whose guide says where it comes from.
func TestEdgeFileAndNotes(t *testing.T) {
	c, ds := lower(t, file{"1.0-1.1.md", edgeFile}, file{"1.0.0.md", "---\nversion: 1.0.0\n---\n\n# 1.0.0\n\n- Add b\n"},
		file{"1.1.md", "---\nversion: 1.1\n---\n\n# 1.1\n\n- Add a\n"})
	if len(ds) > 0 || len(c.Edges) != 2 || c.Edges[1].Basis.Rule != "stated" || len(c.Edges[1].Steps) != 1 || len(c.Releases[1].Changes) != 1 {
		t.Errorf("releases %v, edges %q: %v", ids(c), edges(c), ds)
	}
}

// TestStepsToldTwice holds that a procedure which is there twice is done once,
// and that two procedures for one upgrade are an error.
func TestStepsToldTwice(t *testing.T) {
	c, ds := lower(t, file{"a.md", guideOf}, file{"b.md", guideOf})
	if len(ds) > 0 || len(c.Edges) != 2 || len(c.Edges[1].Steps) != 1 || len(c.Releases[1].Changes) != 1 {
		t.Errorf("edges %q, steps %+v: %v", edges(c), c.Edges[1].Steps, ds)
	}
	_, ds = lower(t, file{"a.md", guideOf}, file{"b.md", "## Upgrade to 1.1.0\n\n### Upgrade steps\n\n1. Run `tool upgrade --all`.\n"})
	if len(ds) != 1 || ds[0].Code != "UG307" || ds[0].Severity != diag.Error || ds[0].File != "b.md" || ds[0].Line != 1 {
		t.Errorf("two procedures: %v", ds)
	}
}

// TestFactsDiffer holds that what two files say differently of a release is told,
// and that what only one of them says is taken.
func TestFactsDiffer(t *testing.T) {
	a := file{"a.md", "---\nversion: v1.1.0\ndate: 2026-03-01\ncommit: 0123abcd\n---\n\n# v1.1.0\n\n- Add a\n"}
	c, ds := lower(t, a, file{"b.md", "---\nversion: v1.1.0\ndate: 2026-03-02\nbranch: main\ncommit: 0123abcdef\n---\n\n# v1.1.0\n\n- Add b\n"})
	if len(ds) != 1 || ds[0].Code != "UG344" || ds[0].File != "b.md" || ds[0].Line == 0 || !strings.Contains(ds[0].Message, "2026-03-01 in a.md") {
		t.Errorf("two days: %v", ds)
	}
	if r := c.Releases[0]; r.Date != "2026-03-01" || r.Git == nil || *r.Git != (compat.Git{Commit: "0123abcd", Branch: "main"}) {
		t.Errorf("release %+v, git %+v", r, r.Git)
	}
	if _, ds = lower(t, file{"a.md", "---\nversion: v1.1.0\norder: 1\n---\n\n- Add a\n"}, file{"b.md", "---\nversion: v1.1.0\norder: 2\n---\n\n- Add b\n"}); len(ds) != 1 || ds[0].Code != "UG344" {
		t.Errorf("two places: %v", ds)
	}
	if _, ds = lower(t, a, file{"b.md", "---\nversion: 1.1.0\nbuild: 1.1.0\n---\n\n# 1.1.0\n\n- Add b\n"}); len(ds) > 0 {
		t.Errorf("nothing differs: %v", ds)
	}
}
