package run

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"upgraph/internal/compat"
)

// richGuide is a catalog with something of everything that can be wrong.
func richGuide(t *testing.T) string {
	t.Helper()
	c := guide(t, append(usualHop("v1.1.0"), compat.Step{ID: "4", Kind: "shell", Script: "record four", Approved: new(true)}), usualHop("v1.2.0"))
	c.Product.Components = []string{"one", "two"}
	c.Product.Parameters = []compat.Parameter{{Name: "cluster", Pattern: "[a-z]+"}}
	c.Constraints = []compat.Constraint{{ID: "together", Type: "lockstep", Components: []string{"one", "two"}, Text: "Both."}}
	c.Checks = []compat.Check{{ID: "old-key", Type: "config-key-absent", When: "plan", File: "tool.yaml", Format: "yaml", Key: "old"}}
	c.Risks = []compat.Risk{{ID: "slow", Text: "It is slow.", Check: &compat.Check{Type: "file-exists", File: "big"}}}
	c.Conditions = []compat.Condition{{ID: "stopped", When: "before", Text: "All is stopped."}}
	e := &c.Edges[0]
	e.Constraints, e.Checks, e.Risks = []string{"together"}, []string{"old-key"}, []string{"slow"}
	e.Gate = &compat.Gate{Text: "Wait.", WaitSeconds: 60, Check: &compat.Check{Type: "file-exists", File: "ready"}}
	c.Requires = compat.Requirements(c)
	data, err := compat.Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

type wrongCatalog struct{ class, old, with, path string }

// wrongCatalogs are changes of that catalog, by class, each with the place that
// is named: a path whole, or up to an index. "" as what is replaced stands for
// the whole text.
func wrongCatalogs() []wrongCatalog {
	return []wrongCatalog{
		{"duplicate key", `"to":"v1.1.0"`, `"to":"v1.1.0","to":"v1.2.0"`, "$.edges[0].to"},
		{"duplicate key in disguise", `"to":"v1.1.0"`, `"to":"v1.1.0","t\u006f":"v1.2.0"`, "$.edges[0].to"},
		{"duplicate key of no meaning", `"to":"v1.1.0"`, `"to":"v1.1.0","x":{"y":1,"y":2}`, "$.edges[0].x.y"},
		{"wrong case", `"argv":["record","prepare"`, `"Argv":["record","prepare"`, "$.edges[0].steps[2].Argv"},
		{"trailing data", "", "@{}", "$"},
		{"cut off", "", `{"schema_version":"1.0","requires":["step:exec`, "$.requires[0]"},
		{"a page", "", "<!doctype html><title>404</title>", "$"},
		{"byte order mark", "", "\ufeff@", "$"},
		{"bad UTF-8", `"title":"Tool"`, "\"title\":\"\xff\"", "$.product.title"},
		{"half a surrogate", `"title":"Tool"`, `"title":"\ud800"`, "$.product.title"},
		{"depth", `"title":"Tool"`, `"x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40), "$.product.x" + strings.Repeat("[0]", 30)},
		{"more records than bytes", `"aliases":[]`, `"aliases":[` + strings.Repeat(`"",`, 1<<20) + `""]`, "$.releases[0].aliases["},
		{"type of a field", `"wait_seconds":60`, `"wait_seconds":"60"`, "$.edges[0].gate.wait_seconds"},
		{"null for a list", `"aliases":[]`, `"aliases":null`, "$.releases[0].aliases"},
		{"missing member", `"id":"v1.1.0",`, ``, "$.releases[1]"},
		{"other major version", `"schema_version":"1.0"`, `"schema_version":"2.0"`, "$.schema_version"},
		{"unknown requirement", `"requires":[`, `"requires":["oracle",`, "oracle"},
		{"unknown kind of step", `"kind":"shell"`, `"kind":"teleport"`, "step:teleport"},
		{"unknown type of check", `"type":"config-key-absent"`, `"type":"moon-phase"`, "check:moon-phase"},
		{"unknown type of constraint", `"type":"lockstep"`, `"type":"quorum"`, "constraint:quorum"},
		{"product that leaves its folder", `"id":"tool"`, `"id":"../tool"`, "$.product.id"},
		{"release twice", `"id":"v1.1.0"`, `"id":"v1.0.0"`, "$.releases[1].id"},
		{"status", `"status":"supported"`, `"status":"new"`, "$.releases[0].status"},
		{"sort key of another release", `"sort_key":"111110.1010"`, `"sort_key":"111010.1010"`, "$.releases[1].sort_key"},
		{"sort key made up", `"sort_key":"111110.1010"`, `"sort_key":"v1.1.0"`, "$.releases[1].sort_key"},
		{"channel of nothing", `"head":"v1.2.0"`, `"head":"v9"`, "$.channels[0].head"},
		{"edge to nothing", `"to":"v1.1.0"`, `"to":"v9"`, "$.edges[0].to"},
		{"edge from nothing", `"introduced":"v1.0.0"`, `"introduced":"v9"`, "$.edges[0].from[0].introduced"},
		{"edge back", `"to":"v1.1.0"`, `"to":"v1.0.0"`, "$.edges[0].from[0].introduced"},
		{"interval backwards", `"introduced":"v1.1.0","last_affected":"v1.1.0"`, `"introduced":"v1.1.0","last_affected":"v1.0.0"`, "$.edges[1].from[0].last_affected"},
		{"interval with two ends", `"last_affected":"v1.0.0"`, `"last_affected":"v1.0.0","fixed":"v1.1.0"`, "$.edges[0].from[0]"},
		{"check of nothing", `"checks":["old-key"]`, `"checks":["new-key"]`, "$.edges[0].checks[0]"},
		{"constraint of nothing", `"constraints":["together"]`, `"constraints":["apart"]`, "$.edges[0].constraints[0]"},
		{"risk of nothing", `"risks":["slow"]`, `"risks":["fast"]`, "$.edges[0].risks[0]"},
		{"step twice", `"id":"1b"`, `"id":"1a"`, "$.edges[0].steps[1].id"},
		{"step of two kinds", `"script":"record four"`, `"script":"record four","argv":["rm"]`, "$.edges[0].steps[4].argv"},
		{"manual step that runs", `"kind":"manual","text":"Unpack the new version."`, `"kind":"manual","text":"Unpack.","argv":["rm"]`, "$.edges[0].steps[0].argv"},
		{"program that is an option", `"argv":["record","prepare","v1.1.0"]`, `"argv":["-rf"]`, "$.edges[0].steps[2]"},
		{"NUL in an argument", `"argv":["record","prepare","v1.1.0"]`, `"argv":["record","\u0000"]`, "$.edges[0].steps[2].argv[1]"},
		{"check in place that asks nothing", `"key":"tool_version"`, `"text":"x"`, "$.edges[0].steps[1]"},
		{"check without its file", `"file":"tool.yaml",`, ``, "$.checks[0]"},
		{"check in another format", `"format":"yaml"`, `"format":"xml"`, "$.checks[0]"},
		{"check at no time", `"when":"plan"`, `"when":"never"`, "$.checks[0].when"},
		{"gate that holds nothing", `"gate":{"text":"Wait.",`, `"gate":{},"was":{"text":"Wait.",`, "$.edges[0].gate"},
		{"gate that asks nothing", `"file":"ready"`, `"text":"x"`, "$.edges[0].gate.check"},
		{"risk that asks nothing", `"file":"big"`, `"text":"x"`, "$.risks[0].check"},
		{"condition at no time", `"when":"before"`, `"when":"during"`, "$.conditions[0].when"},
		{"parameter without a pattern", `"pattern":"[a-z]+"`, `"pattern":"[a-z"`, "$.product.parameters[0].pattern"},
		{"rollback", `"policy":"refuse"`, `"policy":"maybe"`, "$.rollback.policy"},
	}
}

// Each wrong catalog is refused as a whole, whatever is asked of it: the place
// that is wrong is named, and what to do about it.
func TestWrongCatalogsAreRefused(t *testing.T) {
	b := newBench(t)
	good := richGuide(t)
	file := filepath.Join(b.dir, "compat.json")
	load := func(text string) error {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		env, _ := b.env()
		_, err := CatalogQuery{Path: file}.Load(env)
		return err
	}
	if err := load(good); err != nil {
		t.Fatal(err)
	}
	all := wrongCatalogs()
	for _, w := range all {
		text := strings.Replace(good, w.old, w.with, 1)
		if w.old == "" {
			text = strings.Replace(w.with, "@", good, 1)
		}
		err := load(text)
		if text == good || CodeOf(err) != ExitUsage {
			t.Errorf("%s: ended with %d (%v)", w.class, CodeOf(err), err)
			continue
		}
		var said strings.Builder
		WriteError(&said, 0, "upgraph-run", err)
		place, wayOut := "cannot be used: "+w.path, "fetch it again"
		if !strings.HasPrefix(w.path, "$") {
			place, wayOut = w.path, "install a newer upgraph-run"
		} else if !strings.HasSuffix(w.path, "[") {
			place += ": "
		}
		for _, part := range []string{file, place, wayOut} {
			if !strings.Contains(said.String(), part) {
				t.Errorf("%s: nothing is said of %q:\n%s", w.class, part, said.String())
			}
		}
	}
	t.Logf("%d wrong catalogs, each refused with its place and the way out", len(all))
	if len(all) < 30 {
		t.Error("these are fewer than 30")
	}
}
