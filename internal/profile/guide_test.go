package profile

import (
	"slices"
	"testing"

	"upgraph/internal/diag"
	"upgraph/internal/release"
)

// The guide that the reader was made for is held exactly, in both languages.
var guides = []string{"docs-dm/en/upgrade-dm-1.0.md", "docs-dm/zh/upgrade-dm-1.0.md"}

func TestGuideCounts(t *testing.T) {
	for _, name := range guides {
		d := readCorpus(t, name)
		var changes, steps, commands, notes, exec, pairs int
		for _, r := range d.Releases {
			changes += len(r.Changes)
			steps += len(r.Steps)
			commands += len(r.Commands)
			notes += len(r.Notes)
			for _, s := range r.Steps {
				for _, a := range s.Actions {
					if a.Kind == "exec" {
						exec++
					}
					if a.Check != nil && a.Check.Type == "ini-key-equals" && a.Check.File == "inventory.ini" && a.Check.Key == "dm_version" {
						pairs++
					}
				}
			}
		}
		got := []int{len(d.Releases), changes, steps, commands, exec, pairs, notes, len(d.Notes), d.Lines.Total, d.Lines.Accounted}
		want := []int{7, 29, 24, 18, 18, 6, 4, 1, 217, 217}
		if !slices.Equal(got, want) {
			t.Errorf("%s: releases, changes, steps, commands, exec, checks, notes, document notes, lines, accounted = %v, want %v", name, got, want)
		}
		if diag.HasErrors(d.Diagnostics) {
			t.Errorf("%s: %v", name, d.Diagnostics)
		}
		if d.Profile.Name != "sections" || d.Profile.Why == "" {
			t.Errorf("%s: profile %+v", name, d.Profile)
		}
	}
}

func TestGuideIsTheManifest(t *testing.T) {
	for _, f := range loadManifest(t).Files {
		if !slices.Contains(guides, f.File) {
			continue
		}
		d := readCorpus(t, f.File)
		for i, w := range f.Records {
			r := d.Releases[i]
			var want, got []string
			for _, c := range w.Commands {
				want = append(want, c.Cmd)
			}
			for _, c := range r.Commands {
				got = append(got, c.Text)
			}
			if r.ID != w.Version || r.Heading != w.Heading || r.Line != w.Line || r.EndLine != w.EndLine ||
				len(r.Changes) != w.Changes || len(r.Steps) != w.Steps || len(r.Notes) != w.Notes || !slices.Equal(got, want) {
				t.Errorf("%s:%d: read %s %d-%d with %d changes, %d steps, %d notes, %q", f.File, w.Line, r.ID, r.Line, r.EndLine, len(r.Changes), len(r.Steps), len(r.Notes), got)
			}
		}
	}
}

func TestGuideFacts(t *testing.T) {
	deploy := []string{"v1.0.5", "v1.0.4", "v1.0.3", "v1.0.2", "v1.0.1", "v1.0.0", ""}
	build := []string{"v1.0.5", "v1.0.4-1-gd681c67", "v1.0.3", "v1.0.2", "v1.0.1", "v1.0.0-10-geb2889c9", "v1.0.0-rc.1-12-gaa39ff9"}
	builtAt := []string{"2020-04-27T06:56:31Z", "2020-03-16T09:45:29Z", "2019-12-13T07:04:53Z", "2019-10-30T05:08:50Z", "2019-09-10T06:15:05Z", "2019-09-06T03:18:48Z", "2019-07-24T02:26:08Z"}
	for _, name := range guides {
		d := readCorpus(t, name)
		for i, r := range d.Releases {
			if r.Deploy != deploy[i] || r.Build != build[i] || r.BuiltAt != builtAt[i] || len(r.Commit) != 40 || r.Branch == "" || r.Toolchain == "" || len(r.Info) != 5 {
				t.Errorf("%s: %s: deploy %q, build %q, built %q, commit %q, branch %q, toolchain %q", name, r.ID, r.Deploy, r.Build, r.BuiltAt, r.Commit, r.Branch, r.Toolchain)
			}
			aliases := []string{}
			if i == 5 {
				aliases = []string{"1.0 GA", "v1.0.0"}
			}
			if !slices.Equal(r.Aliases, aliases) {
				t.Errorf("%s: %s: aliases %q, want %q", name, r.ID, r.Aliases, aliases)
			}
			lockstep := len(r.Constraints) == 1 && r.Constraints[0].Type == "lockstep" && slices.Equal(r.Constraints[0].Components, []string{"dmctl", "DM-master", "DM-worker"})
			if want := i >= 2 && i <= 5; lockstep != want || !want && len(r.Constraints) != 0 {
				t.Errorf("%s: %s: constraints %+v", name, r.ID, r.Constraints)
			}
			holdsSteps(t, name, r)
		}
		holdsObsolete(t, name, d.Releases[6])
	}
}

// holdsSteps checks that the first step is a manual part and a check and that
// the others run one program each.
func holdsSteps(t *testing.T, name string, r *release.Release) {
	t.Helper()
	for i, s := range r.Steps {
		var kinds []string
		for _, a := range s.Actions {
			kinds = append(kinds, a.Kind)
		}
		want := []string{"exec"}
		if i == 0 {
			want = []string{"manual", "check"}
		}
		if s.Number != i+1 || !slices.Equal(kinds, want) {
			t.Errorf("%s: %s: step %d has actions %q, want %q", name, r.ID, s.Number, kinds, want)
		}
	}
}

func holdsObsolete(t *testing.T, name string, r *release.Release) {
	t.Helper()
	var got []string
	for _, c := range r.Checks {
		got = append(got, c.ID, c.Type, c.File, c.Format, c.Key)
		if !c.Lasting {
			t.Errorf("%s: %s does not last", name, c.ID)
		}
	}
	want := []string{
		"obsolete-config/meta-file", "config-key-absent", "dm-worker.toml", "toml", "meta-file",
		"obsolete-config/server-id", "config-key-absent", "task.yaml", "yaml", "mysql-instances[].server-id",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s: checks %q, want %q", name, got, want)
	}
}

func TestGuideConditions(t *testing.T) {
	for _, name := range guides {
		d := readCorpus(t, name)
		type cond struct {
			id, when string
			list     bool
			line     int
		}
		var got []cond
		for _, c := range d.Conditions {
			got = append(got, cond{c.ID, c.When, c.ListVersions, c.Line})
		}
		want := []cond{{"artifacts-present", "before", true, 13}, {"tasks-stopped", "before", false, 14}, {"tasks-restarted", "after", false, 14}}
		if !slices.Equal(got, want) {
			t.Errorf("%s: conditions %v, want %v", name, got, want)
		}
		if d.Basis == nil || d.Basis.Line != 12 || d.Procedures == nil || d.Procedures.Line != 15 {
			t.Errorf("%s: basis %+v, procedures %+v", name, d.Basis, d.Procedures)
		}
	}
}
