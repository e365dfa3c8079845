package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The two ends of the upgrade that all tests here make.
const (
	oldest = "v1.0.0-rc.1-12-gaa39ff9"
	newest = "v1.0.5"
)

// planned is what these tests read of a plan.
type planned struct {
	From, To, Digest string
	Hops             []struct {
		Edge, From, To string
		Basis          struct{ Rule string }
	}
	Steps []struct {
		ID, Kind, Text string
		Argv           []string
		Approved       *bool
		Hop            *int
		Source         struct {
			File string
			Line int
		}
	}
	Checks []struct {
		ID, Type, File, Key string
		Hops                []int
	}
	Constraints []struct {
		Type       string
		Components []string
		Hops       []int
	}
}

// planOf asks both programs for a plan, holds their answers equal to the byte,
// and reads it.
func planOf(t *testing.T, content, site, from, to string) planned {
	t.Helper()
	ours := must(t, root(), "upgraph", "path", "--content", content, "--from", from, "--to", to, "--json")
	theirs := must(t, root(), "upgraph-run", "plan", "--catalog", site, "--from", from, "--to", to, "--json")
	if ours.stdout != theirs.stdout {
		t.Errorf("upgraph path and upgraph-run plan print different plans:\n%s\n%s", ours.stdout, theirs.stdout)
	}
	var p planned
	if err := json.Unmarshal([]byte(ours.stdout), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// check holds what every rendering of the DM guide must give for the whole way
// from the oldest to the newest release.
func (p planned) check(t *testing.T, approved bool) {
	t.Helper()
	if len(p.Hops) != 6 || len(p.Steps) != 33 {
		t.Errorf("%d hops and %d steps, want 6 and 33", len(p.Hops), len(p.Steps))
	}
	kinds := map[string]int{}
	var around []string
	for _, s := range p.Steps {
		if s.Hop == nil {
			around = append(around, s.ID)
			continue
		}
		kinds[s.Kind]++
		if s.Kind == "exec" && (s.Approved == nil || *s.Approved != approved) {
			t.Errorf("step %s: approved must be %v", s.ID, approved)
		}
		if s.Source.File == "" || s.Source.Line == 0 {
			t.Errorf("step %s does not say where it comes from", s.ID)
		}
	}
	if kinds["manual"] != 6 || kinds["check"] != 6 || kinds["exec"] != 18 {
		t.Errorf("steps of the hops by kind: %v", kinds)
	}
	if want := []string{"before/artifacts-present", "before/tasks-stopped", "after/tasks-restarted"}; !slices.Equal(around, want) {
		t.Errorf("around the hops: %v, want %v", around, want)
	}
	var obsolete []string
	for _, c := range p.Checks {
		obsolete = append(obsolete, c.ID+" "+c.File+" "+c.Key)
	}
	want := []string{"obsolete-config/meta-file dm-worker.toml meta-file", "obsolete-config/server-id task.yaml mysql-instances[].server-id"}
	if slices.Sort(obsolete); !slices.Equal(obsolete, want) {
		t.Errorf("checks of the plan: %q, want %q", obsolete, want)
	}
	for _, h := range p.Hops {
		if h.Basis.Rule != "previous-release" {
			t.Errorf("hop %s rests on %q", h.Edge, h.Basis.Rule)
		}
	}
	p.checkLockstep(t)
}

// checkLockstep holds that the three components are bound together on the hops
// for which the guide says so, and on no other.
func (p planned) checkLockstep(t *testing.T) {
	t.Helper()
	var hops []int
	for _, c := range p.Constraints {
		if c.Type != "lockstep" || !slices.Equal(slices.Sorted(slices.Values(c.Components)), []string{"DM-master", "DM-worker", "dmctl"}) {
			t.Errorf("constraint: %+v", c)
		}
		hops = append(hops, c.Hops...)
	}
	slices.Sort(hops)
	if want := []int{0, 1, 2, 3}; !slices.Equal(slices.Compact(hops), want) {
		t.Errorf("lockstep holds for the hops %v, want %v", hops, want)
	}
}

func TestPlanOfOurContent(t *testing.T) {
	t.Parallel()
	content := ownContent()
	planOf(t, content, ownSite(t), oldest, newest).check(t, true)
}

// TestPlanOfTheOriginalGuide builds a folder that holds the guide of others and
// nothing else: no settings, no approvals.
func TestPlanOfTheOriginalGuide(t *testing.T) {
	t.Parallel()
	guide := corpus(t, "docs-dm/en/upgrade-dm-1.0.md")
	content := filepath.Join(t.TempDir(), "content")
	write(t, filepath.Join(content, "dm", "upgrade-dm-1.0.md"), read(t, guide))
	planOf(t, content, buildSite(t, content), oldest, newest).check(t, false)
}

// TestOurContentSaysWhatTheGuideSays holds our own rendering of the DM guide
// against the original: the same releases, builds, commands, checks and counts.
func TestOurContentSaysWhatTheGuideSays(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"en", "zh"} {
		original := facts(t, corpus(t, "docs-dm/"+language+"/upgrade-dm-1.0.md"))
		var files []string
		for _, e := range entries(t, filepath.Join(root(), "content", "dm", language)) {
			if e != "_index.md" {
				files = append(files, filepath.Join(root(), "content", "dm", language, e))
			}
		}
		own := facts(t, files...)
		for id, want := range original {
			if own[id] != want {
				t.Errorf("%s %s\nours:     %s\noriginal: %s", language, id, own[id], want)
			}
		}
		if len(own) != len(original) {
			t.Errorf("%s: %d releases, the original has %d", language, len(own), len(original))
		}
	}
}

// facts gives what a reading of guides found, one line for each release.
func facts(t *testing.T, paths ...string) map[string]string {
	t.Helper()
	r := must(t, root(), "upgraph", append([]string{"inspect", "--json"}, paths...)...)
	var read struct {
		Documents []struct {
			Releases []struct {
				ID, Build string
				Commands  []string
				Changes   []struct{ Type string }
				Steps     []struct{ Number int }
				Checks    []struct{ Type, File, Key, Value string }
				Info      []struct{ Key, Value string }
			}
		}
	}
	if err := json.Unmarshal([]byte(r.stdout), &read); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, d := range read.Documents {
		for _, rel := range d.Releases {
			var types []string
			for _, c := range rel.Changes {
				types = append(types, c.Type)
			}
			slices.Sort(types)
			if rel.ID == oldest {
				types = nil // the original tells it in a paragraph, ours in a bullet
			}
			text, err := json.Marshal([]any{rel.Build, rel.Commands, types, len(rel.Steps), rel.Checks, rel.Info})
			if err != nil {
				t.Fatal(err)
			}
			all[rel.ID] = string(text)
		}
	}
	return all
}

// entries gives the names in a folder.
func entries(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

// TestGoingBackIsRefused holds that both programs refuse a downgrade with 4 and
// say why, in text and in JSON.
func TestGoingBackIsRefused(t *testing.T) {
	t.Parallel()
	content := ownContent()
	site := ownSite(t)
	for _, c := range [][]string{
		{"upgraph", "path", "--content", content},
		{"upgraph-run", "plan", "--catalog", site},
	} {
		args := append(c[1:], "--from", "v1.0.5", "--to", "v1.0.4")
		r := run(t, command(root(), nil, c[0], args...))
		if r.code != 4 || r.stdout != "" || !strings.Contains(r.stderr, "v1.0.5") || !strings.Contains(r.stderr, "v1.0.4") {
			t.Errorf("%s: %v", c[0], r)
		}
		r = run(t, command(root(), nil, c[0], append(args, "--json")...))
		var refusal struct {
			Error struct {
				Code    int
				Message string
				Why     []string
			}
		}
		if err := json.Unmarshal([]byte(r.stdout), &refusal); err != nil {
			t.Fatalf("%s: %v: %v", c[0], err, r)
		}
		if r.code != 4 || refusal.Error.Code != 4 || refusal.Error.Message == "" || len(refusal.Error.Why) == 0 {
			t.Errorf("%s --json: %v", c[0], r)
		}
	}
}
