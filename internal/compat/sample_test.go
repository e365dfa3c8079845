package compat

import (
	"reflect"
	"strings"
	"testing"
)

var here = Source{File: "p/en/v2.md", Line: 3, EndLine: 5}

// sample is a small catalog in which every field of every type is set.
func sample() *Catalog {
	check := Check{ID: "config", Type: "config-key-absent", When: "plan", File: "a.toml", Format: "toml", Key: "a.b",
		Argv: []string{"tool", "--version"}, Approved: new(false), Pattern: "tool {version}", Versions: []Interval{{Introduced: "1", Fixed: "2"}},
		Value: "v", Text: "No such key.", Source: &here}
	note := Note{Severity: "warning", Label: "Warning", Text: "Mind <this> & that.", Source: here}
	steps := []Step{
		{ID: "1a", Kind: "manual", Text: "Download 新版本.", Source: here},
		{ID: "1b", Kind: "check", Check: &check, Source: here},
		{ID: "2", Kind: "exec", Text: "Run it.", Argv: []string{"run", "--all"}, Idempotent: new(false), Approved: new(true), Source: here},
		{ID: "3", Kind: "shell", Script: "a | b", Verify: &Verify{Argv: []string{"test", "-e", "/b"}}, Idempotent: new(true), Approved: new(false), Source: here},
		{ID: "4", Kind: "exec", Argv: []string{"stop", "--of={cluster}"}, Parameters: []string{"cluster"}, Source: here},
	}
	release := Release{
		ID: "v1", Version: "v1", Build: "v1", DeployVersion: "v1", Aliases: []string{"first"}, SortKey: "111010.1010",
		Status: Supported, Date: "2020-04-27", BuiltAt: "2020-04-27T06:56:31Z", Git: &Git{Commit: "a8e9f53", Branch: "main"},
		Toolchain: "go1.13", Info: []KeyValue{{Key: "Go Version", Value: "go1.13"}},
		Changes: []Change{{ID: "1-change-it", BackportOf: "it", Type: "fixed", Text: "It.", Components: []string{"x"}, ErrorCodes: []string{"9007"}, Links: []string{"#1"},
			Breaking: true, Children: []Change{{Type: "fixed", Text: "Part.", Source: here}}, Source: here}},
		Notes: []Note{note}, Source: here,
	}
	second := release
	second.ID, second.Version, second.SortKey = "v2", "v2", "121010.1010"
	c := &Catalog{
		Schema: SchemaURL, SchemaVersion: SchemaVersion, Generator: "upgraph 0.1.0",
		Product: Product{ID: "p", Title: "P", Components: []string{"x", "y"}, Parameters: []Parameter{
			{Name: "cluster", Description: "Its name.", Pattern: "[a-z]+", Default: "main"}, {Name: "key", Secret: true}}},
		Channels: []Channel{{ID: "stable", Head: "v2"}},
		Releases: []Release{release, second},
		Edges: []Edge{
			{ID: "..v1", To: "v1", Status: Supported, Basis: Basis{Rule: "stated", Sources: []Source{here}}},
			{ID: "v1..v2", From: []Interval{{Introduced: "0", Fixed: "v2"}, {Introduced: "v1", LastAffected: "v1"}}, To: "v2",
				Status: Supported, Basis: Basis{Rule: "previous-release", Sources: []Source{here}},
				Constraints: []string{"together"}, Checks: []string{"config"}, Risks: []string{"slow"},
				MustStopAt: []string{"v1"}, Avoid: []string{"v1"}, Supersedes: []string{"config", "v1"},
				Gate: &Gate{Text: "Wait.", Check: &check, WaitSeconds: 60}, Steps: steps},
		},
		Constraints: []Constraint{{ID: "together", Type: "lockstep", Components: []string{"x", "y"}, Text: "All.", Source: here}},
		Checks:      []Check{check},
		Conditions:  []Condition{{ID: "stopped", When: "before", Text: "Stop.", ListVersions: true, Source: here}},
		Risks:       []Risk{{ID: "slow", Text: "Slow.", URL: "https://example.org", Check: &check, Source: here}},
		Notes:       []Note{note},
		Rollback:    Rollback{Policy: "refuse", Statement: "unstated", Source: &here},
	}
	c.Requires = Requirements(c)
	return c
}

// known is everything that the sample uses.
var known = Known{
	Steps:       []string{"manual", "check", "exec", "shell"},
	Checks:      []string{"config-key-absent"},
	Constraints: []string{"lockstep"},
	Parameters:  []string{"text"},
}

func encode(t testing.TB, c *Catalog) string {
	t.Helper()
	data, err := Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// A sample that leaves a field unset would let tests pass over it.
func TestSampleIsComplete(t *testing.T) {
	set := map[string]bool{}
	var walk func(v reflect.Value, path string)
	walk = func(v reflect.Value, path string) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				walk(v.Elem(), path)
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i), path)
			}
		case reflect.Struct:
			for f, field := range v.Fields() {
				name := v.Type().Name() + "." + f.Name
				set[name] = set[name] || !field.IsZero()
				walk(field, name)
			}
		}
	}
	walk(reflect.ValueOf(sample()), "")
	for name, ok := range set {
		if !ok {
			t.Errorf("the sample never sets %s", name)
		}
	}
	if len(set) < 80 {
		t.Errorf("only %d fields were seen", len(set))
	}
}

// replace changes one place of the sample's text.
func replace(t testing.TB, old, with string) []byte {
	t.Helper()
	text := encode(t, sample())
	if !strings.Contains(text, old) {
		t.Fatalf("the sample does not hold %s", old)
	}
	return []byte(strings.Replace(text, old, with, 1))
}
