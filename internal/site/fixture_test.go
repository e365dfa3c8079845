package site

import (
	"fmt"
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/doc"
	"upgraph/internal/graph"
	"upgraph/internal/plan"
	"upgraph/internal/release"
)

// build is one release of the fixture: facts of seven real builds, in our own
// words.
type build struct {
	id, deploy, alias, built, commit, branch, tool string
	changes                                        []release.Change
	lockstep                                       bool
}

func change(kind, text string, codes ...string) release.Change {
	return release.Change{Type: kind, Text: text, ErrorCodes: codes}
}

// builds are newest first, as guides have them.
func builds() []build {
	return []build{
		{"v1.0.5", "v1.0.5", "", "2020-04-27T06:56:31Z", "a8e9f53f91e29756b09a22cdc37a6a6efcdfe55b", "release-1.0", "go version go1.13 linux/amd64", []release.Change{
			change("improved", "Replicate faster when a `UNIQUE KEY` column holds `NULL`"),
			change("added", "Retry on `Write conflict` errors", "9007", "8005"),
			change("fixed", "Mend `Duplicate entry` during the full import"),
		}, false},
		{"v1.0.4", "v1.0.4", "", "2020-03-16T09:45:29Z", "d681c6731d3432f4d8f38ea651f44d49d6860269", "release-1.0", "go version go1.13 linux/amd64", []release.Change{
			change("added", "Give `query-status` the option `--more`"),
			change("fixed", "Recover `relay.meta` after the process was stopped"),
		}, false},
		{"v1.0.3", "v1.0.3", "", "2019-12-13T07:04:53Z", "41426af6cffcff9a325697a3bdebeadc9baa8aa6", "release-1.0", "go version go1.13 linux/amd64", []release.Change{
			{Type: "removed", Text: "Remove the old prompt of dmctl", Components: []string{"dmctl"}, Breaking: true,
				Children: []release.Change{change("changed", "Scripts must pass `--master-addr`")}},
		}, true},
		{"v1.0.2", "v1.0.2", "", "2019-10-30T05:08:50Z", "affc6546c0d9810b0630e85502d60ed5c800bf25", "release-1.0", "go version go1.12 linux/amd64", []release.Change{change("improved", "Retry `1105` with more care", "1105")}, true},
		{"v1.0.1", "v1.0.1", "", "2019-09-10T06:15:05Z", "e63c6cdebea0edcf2ef8c91d84cff4aaa5fc2df7", "release-1.0", "go version go1.12 linux/amd64", []release.Change{change("fixed", "Do not panic in `query-status`")}, true},
		{"v1.0.0-10-geb2889c9", "v1.0.0", "1.0 GA", "2019-09-06T03:18:48Z", "eb2889c9dcfbff6653be9c8720a32998b4627db9", "release-1.0", "go version go1.12 linux/amd64", []release.Change{change("added", "Recover tasks by themselves")}, true},
		{"v1.0.0-rc.1-12-gaa39ff9", "", "", "2019-07-24T02:26:08Z", "aa39ff981dfb3e8c0fa4180127246b253604cc34", "dm-master", "go version go1.11.2 linux/amd64", nil, false},
	}
}

// fixture is a product of seven releases, in English whole and in Chinese
// without the oldest.
func fixture(t testing.TB) *Input {
	t.Helper()
	p := &Product{Guides: map[string][]*release.Document{}, Docs: map[string]*doc.Doc{}}
	c := &compat.Catalog{
		Schema: compat.SchemaURL, SchemaVersion: compat.SchemaVersion, Generator: "upgraph test",
		Product:  compat.Product{ID: "dm", Title: "Data Migration", Components: []string{"dmctl", "DM-master", "DM-worker"}},
		Channels: []compat.Channel{{ID: "1.0", Head: "v1.0.5"}},
		Rollback: compat.Rollback{Policy: "refuse", Statement: "unstated"},
	}
	all := builds()
	for i := len(all) - 1; i >= 0; i-- {
		addRelease(c, all, i)
	}
	p.Catalog = c
	for _, lang := range []string{"en", "zh"} {
		addGuides(p, lang, all)
	}
	c.Notes = []compat.Note{{Severity: "note", Label: "Note:", Text: "To upgrade means to go from the version before.", Source: compat.Source{File: "dm/en/_index.md", Line: 5, EndLine: 5}}}
	c.Conditions = []compat.Condition{
		{ID: "artifacts-present", When: "before", Text: "The binaries have been downloaded:", ListVersions: true, Source: compat.Source{File: "dm/en/_index.md", Line: 7, EndLine: 7}},
		{ID: "tasks-stopped", When: "before", Text: "All tasks have been stopped.", Source: compat.Source{File: "dm/en/_index.md", Line: 8, EndLine: 8}},
		{ID: "tasks-restarted", When: "after", Text: "All tasks are restarted by hand.", Source: compat.Source{File: "dm/en/_index.md", Line: 8, EndLine: 8}},
	}
	p.planned(t)
	p.PairScript = func(from, to string) string {
		return "scripts/dm/upgrade-" + Segment(from) + "-to-" + Segment(to) + ".sh"
	}
	p.ToScript = func(to string) string { return "scripts/dm/upgrade-to-" + Segment(to) + ".sh" }
	return &Input{
		Title: "Upgrade guides", Generator: "upgraph test", Languages: []string{"en", "zh"}, Products: []*Product{p},
		Plain:   plains(t),
		File:    func(path string) (Sum, bool) { return Sum{SHA256: strings.Repeat("0a", 32), Size: 12345}, true },
		Written: func(string) bool { return true },
	}
}

// planned gives a product the pairs and plans of its catalog.
func (p *Product) planned(t testing.TB) {
	t.Helper()
	g, err := graph.New(p.Catalog)
	if err != nil {
		t.Fatal(err)
	}
	p.Pairs = nil
	for _, pair := range g.Pairs(12, 2000) {
		p.Pairs = append(p.Pairs, Pair{From: pair.From, To: pair.To, Hops: pair.Hops})
	}
	p.Plan = func(from, to string) (*plan.Plan, error) { return plan.For(g, "sha256:0", from, to) }
}

func addRelease(c *compat.Catalog, all []build, i int) {
	b := all[i]
	file := "dm/en/" + b.id + ".md"
	r := compat.Release{
		ID: b.id, Version: b.id, Build: b.id, DeployVersion: b.deploy, SortKey: fmt.Sprintf("%03d", len(all)-i), Status: compat.Supported,
		BuiltAt: b.built, Git: &compat.Git{Commit: b.commit, Branch: b.branch}, Toolchain: b.tool,
		Info:   []compat.KeyValue{{Key: "Release Version", Value: b.id}, {Key: "Git Commit Hash", Value: b.commit}},
		Source: compat.Source{File: file, Line: 1, EndLine: 40},
	}
	if b.alias != "" {
		r.Aliases = []string{b.alias}
	}
	if b.lockstep {
		r.Notes = []compat.Note{{Severity: "note", Label: "Note:", Text: "Upgrade every component to " + b.id + ".", Source: compat.Source{File: file, Line: 35, EndLine: 35}}}
		c.Constraints = append(c.Constraints, compat.Constraint{ID: "lockstep/" + b.id, Type: "lockstep", Components: c.Product.Components, Text: "All of them.", Source: compat.Source{File: file, Line: 35, EndLine: 35}})
	}
	for _, ch := range b.changes {
		r.Changes = append(r.Changes, compat.Change{Type: ch.Type, Text: ch.Text, Breaking: ch.Breaking})
	}
	c.Releases = append(c.Releases, r)
	edge := compat.Edge{To: b.id, Status: compat.Supported, Basis: compat.Basis{Rule: "previous-release", Sources: []compat.Source{{File: "dm/en/_index.md", Line: 5, EndLine: 5}}}}
	if i+1 < len(all) {
		from := all[i+1].id
		edge.ID, edge.From = from+".."+b.id, []compat.Interval{{Introduced: from, LastAffected: from}}
		edge.Steps = catalogStepsOf(b)
	} else {
		edge.ID = ".." + b.id
	}
	if b.lockstep {
		edge.Constraints = []string{"lockstep/" + b.id}
	}
	c.Edges = append(c.Edges, edge)
}

func catalogStepsOf(b build) []compat.Step {
	yes, no := true, false
	at := compat.Source{File: "dm/en/" + b.id + ".md", Line: 30, EndLine: 30}
	exec := func(id, book string, approved *bool) compat.Step {
		return compat.Step{ID: id, Kind: "exec", Text: "Run it.", Argv: []string{"ansible-playbook", book}, Idempotent: &no, Approved: approved, Source: at}
	}
	return []compat.Step{
		{ID: "1a", Kind: "manual", Text: "Download the new version", Source: at},
		{ID: "1b", Kind: "check", Check: &compat.Check{ID: "1b", Type: "ini-key-equals", When: "step", File: "inventory.ini", Format: "ini", Key: "dm_version", Value: b.deploy}, Source: at},
		exec("2", "local_prepare.yml", &yes), exec("3", "rolling_update.yml", &no), exec("4", "rolling_update_monitor.yml", &yes),
	}
}

func addGuides(p *Product, lang string, all []build) {
	index := &release.Document{
		Path: "dm/" + lang + "/_index.md", Language: lang, Title: "Data Migration", Summary: "From a lower version to a higher one.",
		Notes:      []release.Note{{Severity: "note", Label: "Note:", Text: "To upgrade means to go from the version before.", Span: release.Span{Line: 5, EndLine: 5}}},
		Conditions: []release.Condition{{ID: "tasks-stopped", When: "before", Text: "All tasks have been stopped.", Span: release.Span{Line: 8, EndLine: 8}}},
		Extra:      []release.Extra{{Kind: "paragraph", Text: "What these pages are *about*, see [the newest](v1.0.5.md#steps).", Span: release.Span{Line: 3, EndLine: 3}}},
	}
	if lang == "zh" {
		index.Notes[0] = release.Note{Severity: "note", Label: "注意：", Text: "升级是指从前一个版本升级。", Span: release.Span{Line: 5, EndLine: 5}}
		index.Conditions[0].Text = "所有任务已停止。"
	}
	p.Guides[lang] = append(p.Guides[lang], index)
	for i, b := range all {
		if lang == "zh" && i == len(all)-1 {
			continue
		}
		d := &release.Document{Path: "dm/" + lang + "/" + b.id + ".md", Language: lang, Title: b.id, Releases: []*release.Release{guide(b, lang)}}
		p.Guides[lang] = append(p.Guides[lang], d)
	}
	for _, d := range p.Guides[lang] {
		p.Docs[d.Path] = &doc.Doc{Path: d.Path, References: "[ref]: https://example.com/issue\n"}
	}
}

func guide(b build, lang string) *release.Release {
	r := &release.Release{
		ID: b.id, Heading: "Upgrade to " + b.id, Span: release.Span{Line: 1, EndLine: 40}, Changes: b.changes,
		Sections: []release.Section{
			{Title: "Changes", Role: release.RoleChanges, Span: release.Span{Line: 10, EndLine: 20}},
			{Title: "Steps", Role: release.RoleSteps, Span: release.Span{Line: 25, EndLine: 35}},
			{Title: "Remarks", Role: release.RoleOther, Span: release.Span{Line: 36, EndLine: 40}},
		},
		Extra: []release.Extra{
			{Kind: "paragraph", Section: "Changes", Text: "Prose among the changes, see [ref].", Span: release.Span{Line: 11, EndLine: 11}},
			{Kind: "fence", Section: "Remarks", Text: "```toml\n# kept\nmeta-file = \"relay.meta\"\n```", Span: release.Span{Line: 38, EndLine: 40}},
		},
	}
	if b.lockstep {
		r.Notes = []release.Note{{Severity: "note", Label: "Note:", Text: "Upgrade every component to " + b.id + ".", Span: release.Span{Line: 35, EndLine: 35}}}
	}
	if b.deploy == "" {
		r.Checks = []release.Check{{ID: "obsolete/meta-file", Type: "config-key-absent", When: "plan", File: "dm-worker.toml", Format: "toml", Key: "meta-file", Span: release.Span{Line: 30, EndLine: 30}}}
		return r
	}
	download, run := "Download the new version, and see that it is `dm_version = "+b.deploy+"`.", "Run `ansible-playbook %s`."
	if lang == "zh" {
		download, run = "下载新版本，确认 `dm_version = "+b.deploy+"`。", "执行 `ansible-playbook %s`。"
	}
	r.Steps = []release.Step{{Number: 1, Text: download, Span: release.Span{Line: 30, EndLine: 30}, Actions: []release.Action{{Kind: "manual", Text: strings.SplitN(strings.SplitN(download, ",", 2)[0], "，", 2)[0]}, {Kind: "check"}}}}
	for i, book := range []string{"local_prepare.yml", "rolling_update.yml", "rolling_update_monitor.yml"} {
		r.Steps = append(r.Steps, release.Step{Number: i + 2, Text: fmt.Sprintf(run, book), Span: release.Span{Line: 31 + i, EndLine: 31 + i}, Actions: []release.Action{{Kind: "exec"}}})
	}
	return r
}

func plains(t testing.TB) []*Plain {
	t.Helper()
	var out []*Plain
	for _, p := range []struct{ path, lang, url, text string }{
		{"about.md", "en", "about/", "---\ntitle: About\nweight: 2\n---\n\n# About\n\n## How it works\n\nSee [above](#how-it-works), [more](more.md) and [gone](gone.md).\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n"},
		{"more.md", "en", "more/", "# More\n\nText.\n\n```sh\nls -l \"$HOME\" # list\n```\n"},
		{"zh/about.md", "zh", "about/", "# 关于\n\n## 怎样工作\n\n参见[上文](#怎样工作)。\n"},
	} {
		d, ds := doc.Parse(p.path, []byte(p.text))
		if d == nil {
			t.Fatalf("parse %s: %v", p.path, ds)
		}
		out = append(out, &Plain{Doc: d, Language: p.lang, URL: p.url})
	}
	return out
}
