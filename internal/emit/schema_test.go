package emit

import (
	"bytes"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"upgraph/internal/compat"
	"upgraph/internal/step"
)

// schemaOf says which part of the published schema a file follows; empty for
// files in formats of others.
func schemaOf(path string) string {
	switch {
	case strings.HasSuffix(path, "/compat.json"):
		return compat.SchemaURL
	case path == "v1/manifest.json":
		return compat.SchemaURL + "#/$defs/Manifest"
	case strings.HasSuffix(path, "/index.json"):
		return compat.IndexSchemaURL
	case strings.Contains(path, "/index/"):
		return compat.PageSchemaURL
	case strings.Contains(path, "/releases/"):
		return compat.ShardSchemaURL
	}
	return ""
}

// Everything under v1/ follows the schema that the site publishes beside it,
// at the place that the file itself names.
func TestSchemaTakesAllOutputs(t *testing.T) {
	const site = "https://example.org"
	r := smallSite(t, "")
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(r.files["schema/compat-v1.json"]))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(site+compat.SchemaURL, doc); err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for path, content := range r.files {
		if !strings.HasPrefix(path, "v1/") || !strings.HasSuffix(path, ".json") {
			continue
		}
		at := schemaOf(path)
		if at == "" {
			if !strings.HasSuffix(path, "/renovate.json") {
				t.Errorf("%s follows no schema", path)
			}
			continue
		}
		seen[at]++
		s, err := c.Compile(site + at)
		if err != nil {
			t.Fatal(err)
		}
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(v); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if m, ok := v.(map[string]any); ok && m["$schema"] != nil && m["$schema"] != at {
			t.Errorf("%s says that it follows %v, it follows %s", path, m["$schema"], at)
		}
	}
	if len(seen) != 5 {
		t.Errorf("files of these schemas were seen: %v", seen)
	}
	if _, err := step.Decode(r.files["v1/tool/compat.json"]); err != nil {
		t.Error(err)
	}
}
