package plan

import (
	"fmt"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/graph"
	"upgraph/internal/version"
)

const guide = "dm/en/upgrade.md"

func at(line, end int) compat.Source { return compat.Source{File: guide, Line: line, EndLine: end} }

// dmRelease is what the catalog of the first guide needs of a release.
type dmRelease struct {
	id, version, build, deploy, commit, alias string
	line                                      int // of the heading
	lockstep                                  bool
}

var dmReleases = []dmRelease{
	{id: "v1.0.0-rc.1-12-gaa39ff9", version: "v1.0.0-rc.1", build: "v1.0.0-rc.1-12-gaa39ff9", commit: "aa39ff981dfb3e8c0fa4180127246b253604cc34", line: 194},
	{id: "v1.0.0-10-geb2889c9", version: "v1.0.0", build: "v1.0.0-10-geb2889c9", deploy: "v1.0.0", alias: "1.0 GA", commit: "eb2889c9dcfbff6653be9c8720a32998b4627db9", line: 165, lockstep: true},
	{id: "v1.0.1", version: "v1.0.1", build: "v1.0.1", deploy: "v1.0.1", commit: "e63c6cdebea0edcf2ef8c91d84cff4aaa5fc2df7", line: 137, lockstep: true},
	{id: "v1.0.2", version: "v1.0.2", build: "v1.0.2", deploy: "v1.0.2", commit: "affc6546c0d9810b0630e85502d60ed5c800bf25", line: 103, lockstep: true},
	{id: "v1.0.3", version: "v1.0.3", build: "v1.0.3", deploy: "v1.0.3", commit: "41426af6cffcff9a325697a3bdebeadc9baa8aa6", line: 72, lockstep: true},
	{id: "v1.0.4", version: "v1.0.4", build: "v1.0.4-1-gd681c67", deploy: "v1.0.4", commit: "d681c6731d3432f4d8f38ea651f44d49d6860269", line: 44},
	{id: "v1.0.5", version: "v1.0.5", build: "v1.0.5", deploy: "v1.0.5", commit: "a8e9f53f91e29756b09a22cdc37a6a6efcdfe55b", line: 17},
}

// dmCatalog is the catalog of the first guide: seven releases in a chain, an
// edge into the first from a source that the guide does not name, five actions
// for each later one.
func dmCatalog() *compat.Catalog {
	c := &compat.Catalog{
		Schema: compat.SchemaURL, SchemaVersion: compat.SchemaVersion, Generator: "upgraph test",
		Product: compat.Product{ID: "dm", Title: "Data Migration", Components: []string{"dmctl", "DM-master", "DM-worker"}},
		Conditions: []compat.Condition{
			{ID: "artifacts-present", When: "before", Text: "Have the binaries in place.", ListVersions: true, Source: at(13, 13)},
			{ID: "tasks-stopped", When: "before", Text: "Stop all migration tasks.", Source: at(14, 14)},
			{ID: "tasks-restarted", When: "after", Text: "Start the migration tasks again.", Source: at(14, 14)},
		},
		Checks: []compat.Check{
			{ID: "obsolete-config/meta-file", Type: "config-key-absent", When: "plan", File: "dm-worker.toml", Format: "toml", Key: "meta-file", Source: new(at(216, 216))},
			{ID: "obsolete-config/server-id", Type: "config-key-absent", When: "plan", File: "task.yaml", Format: "yaml", Key: "mysql-instances[].server-id", Source: new(at(217, 217))},
		},
		Notes:    []compat.Note{{Severity: "note", Label: "Note", Text: "Upgrade release by release.", Source: at(12, 12)}},
		Rollback: compat.Rollback{Policy: "refuse", Statement: "unstated"},
	}
	for i, r := range dmReleases {
		c.Releases = append(c.Releases, r.catalog())
		if r.lockstep {
			c.Constraints = append(c.Constraints, compat.Constraint{
				ID: "lockstep/" + r.id, Type: "lockstep", Components: c.Product.Components,
				Text: "Upgrade all components to " + r.version + " together.", Source: at(r.line+25, r.line+25),
			})
		}
		c.Edges = append(c.Edges, r.edge(i))
	}
	c.Channels = []compat.Channel{{ID: "1.0", Head: "v1.0.5"}}
	c.Requires = compat.Requirements(c)
	return c
}

func (r dmRelease) catalog() compat.Release {
	out := compat.Release{
		ID: r.id, Version: r.version, Build: r.build, DeployVersion: r.deploy, SortKey: version.SortKeyOf(r.id), Status: compat.Supported,
		Git: &compat.Git{Commit: r.commit}, Source: at(r.line, r.line+25),
	}
	if r.alias != "" {
		out.Aliases = []string{r.alias}
	}
	if r.lockstep {
		out.Notes = []compat.Note{{Severity: "note", Text: "No component of " + r.version + " alone.", Source: at(r.line+23, r.line+25)}}
	}
	return out
}

func (r dmRelease) edge(i int) compat.Edge {
	e := compat.Edge{
		ID: ".." + r.id, To: r.id, Status: compat.Supported,
		Basis:  compat.Basis{Rule: "previous-release", Sources: []compat.Source{at(12, 12), at(15, 15)}},
		Checks: []string{"obsolete-config/meta-file", "obsolete-config/server-id"},
	}
	if r.lockstep {
		e.Constraints = []string{"lockstep/" + r.id}
	}
	if i == 0 {
		return e
	}
	previous := dmReleases[i-1].id
	e.ID = previous + e.ID
	e.From = []compat.Interval{{Introduced: previous, LastAffected: previous}}
	e.Steps = []compat.Step{
		{ID: "1a", Kind: "manual", Text: "Download the new DM-Ansible.", Source: at(r.line+20, r.line+20)},
		{ID: "1b", Kind: "check", Text: "dm_version is set.", Source: at(r.line+20, r.line+20), Check: &compat.Check{
			Type: "ini-key-equals", When: "step", File: "inventory.ini", Format: "ini", Key: "dm_version", Value: r.deploy}},
	}
	for n, playbook := range []string{"local_prepare.yml", "rolling_update.yml", "rolling_update_monitor.yml"} {
		e.Steps = append(e.Steps, compat.Step{
			ID: fmt.Sprint(n + 2), Kind: "exec", Argv: []string{"ansible-playbook", playbook}, Text: "Run " + playbook + ".",
			Idempotent: new(false), Approved: new(true), Source: at(r.line+21+n, r.line+21+n),
		})
	}
	return e
}

func dmGraph(t testing.TB, c *compat.Catalog) *graph.Graph {
	t.Helper()
	if err := compat.Validate(c); err != nil {
		t.Fatal(err)
	}
	g, err := graph.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func dmPlan(t testing.TB, c *compat.Catalog, from, to string) *Plan {
	t.Helper()
	p, err := For(dmGraph(t, c), "sha256:catalog", from, to)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
