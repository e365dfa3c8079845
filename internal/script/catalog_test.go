package script

import (
	"bytes"
	"fmt"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/graph"
	"upgraph/internal/plan"
	"upgraph/internal/version"
)

// dmReleases is a product like Data Migration 1.0.x, in our own words.
var dmReleases = []struct {
	id, deploy, build, alias string
	lockstep                 bool
}{
	{"v1.0.0-rc.1-12-gaa39ff9", "v1.0.0-rc.1", "v1.0.0-rc.1-12-gaa39ff9", "v1.0.0-rc.1", false},
	{"v1.0.0-10-geb2889c9", "v1.0.0", "v1.0.0-10-geb2889c9", "1.0 GA", true},
	{"v1.0.1", "v1.0.1", "v1.0.1", "", true},
	{"v1.0.2", "v1.0.2", "v1.0.2", "", true},
	{"v1.0.3", "v1.0.3", "v1.0.3", "", true},
	{"v1.0.4", "v1.0.4", "v1.0.4-1-gd681c67", "", false},
	{"v1.0.5", "v1.0.5", "v1.0.5", "", false},
}

// dmCatalog is a chain of seven releases with an edge from an undocumented
// source into the first.
func dmCatalog() *compat.Catalog {
	c := &compat.Catalog{
		Schema: compat.SchemaURL, SchemaVersion: compat.SchemaVersion, Generator: "upgraph",
		Product:  compat.Product{ID: "dm", Title: "TiDB Data Migration", Components: []string{"dmctl", "DM-master", "DM-worker"}},
		Rollback: compat.Rollback{Policy: "refuse", Statement: "unstated"},
		Conditions: []compat.Condition{
			{ID: "artifacts-present", When: "before", ListVersions: true,
				Text: "DM and DM-Ansible of each of these versions are downloaded, and the DM binary exists in its directory within DM-Ansible."},
			{ID: "tasks-stopped", When: "before", Text: "All data migration tasks are stopped."},
			{ID: "tasks-restarted", When: "after", Text: "Restart all data migration tasks manually."},
		},
		Checks: []compat.Check{
			{ID: "obsolete-config/meta-file", Type: "config-key-absent", When: "plan", File: "dm-worker.toml", Format: "toml", Key: "meta-file"},
			{ID: "obsolete-config/server-id", Type: "config-key-absent", When: "plan", File: "task.yaml", Format: "yaml", Key: "mysql-instances[].server-id"},
		},
	}
	for i, r := range dmReleases {
		release := compat.Release{ID: r.id, Version: r.deploy, Build: r.build, DeployVersion: r.deploy, SortKey: version.SortKeyOf(r.id), Status: compat.Supported}
		if r.alias != "" {
			release.Aliases = []string{r.alias}
		}
		edge := compat.Edge{ID: ".." + r.id, To: r.id, Status: compat.Supported, Basis: compat.Basis{Rule: "previous-release"},
			Checks: []string{"obsolete-config/meta-file", "obsolete-config/server-id"}}
		if r.lockstep {
			id := "lockstep/" + r.id
			c.Constraints = append(c.Constraints, compat.Constraint{ID: id, Type: "lockstep", Components: c.Product.Components,
				Text: "All components (dmctl, DM-master, DM-worker) are upgraded to " + r.deploy + "; with only a part of them errors might occur."})
			edge.Constraints = []string{id}
		}
		if i == 0 {
			release.Notes = []compat.Note{{Severity: "warning", Text: "Obsolete configuration must be gone before DM-master or DM-worker is started."}}
		} else {
			edge.From = []compat.Interval{{Introduced: dmReleases[i-1].id, LastAffected: dmReleases[i-1].id}}
			edge.ID = dmReleases[i-1].id + edge.ID
			edge.Steps = dmSteps(r.deploy)
		}
		c.Releases = append(c.Releases, release)
		c.Edges = append(c.Edges, edge)
	}
	c.Channels = []compat.Channel{{ID: "1.0", Head: "v1.0.5"}}
	c.Requires = compat.Requirements(c)
	return c
}

func dmSteps(version string) []compat.Step {
	steps := []compat.Step{
		{ID: "1a", Kind: "manual", Text: "Download the DM-Ansible that belongs to this version."},
		{ID: "1b", Kind: "check", Check: &compat.Check{Type: "ini-key-equals", When: "step", File: "inventory.ini", Format: "ini", Key: "dm_version", Value: version}},
	}
	for i, playbook := range []string{"local_prepare.yml", "rolling_update.yml", "rolling_update_monitor.yml"} {
		steps = append(steps, compat.Step{ID: fmt.Sprint(i + 2), Kind: "exec", Argv: []string{"ansible-playbook", playbook},
			Idempotent: new(false), Approved: new(true)})
	}
	return steps
}

func graphOf(t testing.TB, c *compat.Catalog) *graph.Graph {
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

func planOf(t testing.TB, c *compat.Catalog, from, to string) *plan.Plan {
	t.Helper()
	g, err := graph.New(c)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.For(g, "sha256:0", from, to)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// guide is where the guide of these scripts is read.
const guide = "https://dm.example/dm/upgrade/"

func printPair(c *compat.Catalog, p *plan.Plan) ([]byte, error) {
	var b bytes.Buffer
	err := New(c).Pair(&b, p, guide)
	return b.Bytes(), err
}

func printTo(c *compat.Catalog, to string, plans []*plan.Plan) ([]byte, error) {
	var b bytes.Buffer
	err := New(c).To(&b, to, plans, guide)
	return b.Bytes(), err
}

func pairOf(t testing.TB, c *compat.Catalog, from, to string) []byte {
	t.Helper()
	graphOf(t, c) // validates
	text, err := printPair(c, planOf(t, c, from, to))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// toOf is the script into a release, made as a site makes it.
func toOf(t testing.TB, c *compat.Catalog, to string) []byte {
	t.Helper()
	g := graphOf(t, c)
	var plans []*plan.Plan
	if edge, ok := g.Into(to); ok {
		p, err := plan.New(c, "sha256:0", []graph.Hop{{Edge: edge, To: to}})
		if err != nil {
			t.Fatal(err)
		}
		plans = append(plans, p)
	}
	for _, from := range g.Sources(to) {
		p, err := plan.For(g, "sha256:0", from, to)
		if err != nil {
			t.Fatal(err)
		}
		plans = append(plans, p)
	}
	text, err := printTo(c, to, plans)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
