package release_test

import (
	"encoding/json"
	"strings"
	"testing"

	"upgraph/internal/release"
)

// The names that `inspect --json` promises; more may be added.
const promised = `{"documents": [{
  "path": "", "language": "", "profile": "", "title": "",
  "lines": {"total": 0, "accounted": 0, "extra": 0},
  "front_matter": {"title": ""},
  "notes": [{"severity": "", "line": 0, "end_line": 0, "text": ""}],
  "releases": [{
    "id": "", "heading": "", "line": 0, "end_line": 0,
    "from": null, "aliases": [], "build": null, "date": null,
    "changes": [{"type": "", "text": "", "line": 0, "breaking": false, "children": []}],
    "steps": [{"number": 0, "text": "", "line": 0, "actions": [{"kind": "", "command": ""}]}],
    "commands": [""], "notes": [], "checks": [], "constraints": [],
    "extra": [{"kind": "", "section": "", "line": 0, "end_line": 0}]
  }],
  "diagnostics": [{"code": "", "severity": "", "line": 0, "column": 0, "message": ""}]
}]}`

func TestInspectJSON(t *testing.T) {
	docs := read(t, file{"x.md", "---\ntitle: T\n---\n\n> **Note:**\n>\n> Mind.\n\n## Upgrade to v1.2.3\n\nWords.\n\n- Add a\n\n### Upgrade steps\n\n1. Run `tool a`.\n\n## Upgrade to\n"})
	data, err := release.InspectJSON(docs)
	if err != nil {
		t.Fatal(err)
	}
	var got, want any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(promised), &want); err != nil {
		t.Fatal(err)
	}
	for _, missing := range lacks("", got, want) {
		t.Errorf("%s is not there", missing)
	}
	again, err := release.InspectJSON(docs)
	if err != nil || string(again) != string(data) {
		t.Errorf("two runs differ: %v", err)
	}
	empty, err := release.InspectJSON(nil)
	if err != nil || !strings.Contains(string(empty), `"documents": []`) {
		t.Errorf("no document is %s: %v", empty, err)
	}
}

// lacks lists what want has and got does not, with the same kinds of values.
func lacks(path string, got, want any) []string {
	var out []string
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return []string{path}
		}
		for name, v := range w {
			value, ok := g[name]
			if !ok {
				out = append(out, path+"."+name)
				continue
			}
			out = append(out, lacks(path+"."+name, value, v)...)
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(w) > 0 && len(g) == 0 {
			return []string{path}
		}
		if len(w) > 0 {
			out = append(out, lacks(path+"[0]", g[0], w[0])...)
		}
	case string:
		if _, ok := got.(string); !ok {
			return []string{path}
		}
	case float64:
		if n, ok := got.(float64); !ok || n == 0 && strings.HasSuffix(path, "line") {
			return []string{path}
		}
	}
	return out
}
