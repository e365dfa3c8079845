package schema

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"upgraph/internal/doc"
)

// compiled is the schema of a document as an editor uses it.
func compiled(t *testing.T, d Document) *jsonschema.Schema {
	t.Helper()
	text, err := d.JSON()
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	at := "https://example.org/" + d.Path()
	if err := c.AddResource(at, v); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(at)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asEditor reads YAML the way an editor does, and holds it against a schema.
func asEditor(t *testing.T, s *jsonschema.Schema, text string) error {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	plain, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	v, err = jsonschema.UnmarshalJSON(bytes.NewReader(plain))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(v)
}

// asReader holds YAML against the keys the way the reader does.
func asReader(t *testing.T, d Document, text string) []string {
	t.Helper()
	v, ds := doc.ParseYAML("x.yaml", []byte(text), 1)
	if len(ds) > 0 {
		t.Fatalf("%s: %v", text, ds)
	}
	var found []string
	Check(v, d.Keys, func(_, _ int, message, hint string) { found = append(found, message+" ("+hint+")") })
	return found
}

// Every example of every key, alone in its place, is taken by editor and
// reader; every key has what its documentation needs.
func TestExamples(t *testing.T) {
	for _, d := range Documents() {
		s := compiled(t, d)
		eachKey(d.Keys, nil, func(in []Key, k Key) {
			if k.Meaning == "" || k.Example == "" || !strings.HasSuffix(k.Meaning, ".") {
				t.Errorf("%s: %s lacks a meaning or an example", d.Name, k.Name)
			}
			text := nested(in, k, strings.TrimRight(strings.TrimPrefix(k.Example, " "), "\n"))
			if err := asEditor(t, s, text); err != nil {
				t.Errorf("%s: an editor refuses the example\n%s\n%v", d.Name, text, err)
			}
			if found := asReader(t, d, text); len(found) > 0 {
				t.Errorf("%s: the reader refuses the example\n%s\n%q", d.Name, text, found)
			}
		})
	}
}

// eachKey visits all keys with those that they stand in.
func eachKey(keys, in []Key, visit func(in []Key, k Key)) {
	for _, k := range keys {
		visit(in, k)
		eachKey(k.Keys, append(in[:len(in):len(in)], k), visit)
	}
}

// nested writes a key with a value in its place, and beside it what must be
// there.
func nested(in []Key, k Key, value string) string {
	if len(in) == 0 {
		return k.Name + ": " + value + "\n"
	}
	last := in[len(in)-1]
	members := []string{k.Name + ": " + inFlow(value)}
	for _, m := range last.Keys {
		if m.Required && m.Name != k.Name {
			members = append(members, m.Name+": "+inFlow(m.Example))
		}
	}
	text := "{" + strings.Join(members, ", ") + "}"
	switch last.Type {
	case Maps:
		text = "[" + text + "]"
	case Named:
		text = "{a: " + text + "}"
	}
	return nested(in[:len(in)-1], last, text)
}

// inFlow is an example as it can stand in braces.
func inFlow(example string) string {
	if strings.HasPrefix(example, "\n") {
		return "[]" // it has its own turn at the top
	}
	if strings.HasPrefix(example, "<") || strings.Contains(example, ", ") && !strings.ContainsAny(example[:1], `"'[{`) {
		return `"` + example + `"`
	}
	return example
}

// Unknown keys, in any depth, and wrong forms are refused by both.
func TestBothRefuse(t *testing.T) {
	guide, product, site := Guide(), Product(), Site()
	for _, tt := range []struct {
		d    Document
		text string
	}{
		{guide, "status: done"}, {guide, "gate: {wiat: 1m}"}, {guide, "gate: {wait: soon}"}, {guide, "gate: [a]"}, {guide, "must_stop_at: {a: b}"},
		{guide, "risks: [{id: a}]"}, {guide, "risks: [{id: a, text: b, check: {type: c}}]"}, {guide, "checks: [{id: a, type: file-exists, lasting: 2}]"},
		{guide, "requires: [{tool: a, versions: \"1\", pattern: b}]"}, {guide, "releases: [{status: barrier}]"}, {guide, "releases: [{version: v1, gate: {x: 1}}]"},
		{guide, "order: first"}, {guide, "title: [a]"}, {guide, "before: [{id: A, text: b}]"}, {guide, "order: 0"}, {guide, "steps: {\"2\": {idem: true}}"}, {guide, "steps: [a]"},
		{product, "channels: [{id: a, haed: v1}]"}, {product, "channels: {}"}, {product, "parameters: [{text: a}]"}, {product, "id: A B"},
		{site, "languages: en"}, {site, "base_url: example"}, {site, "title: {}"},
	} {
		if asEditor(t, compiled(t, tt.d), tt.text) == nil {
			t.Errorf("%s: an editor takes %s", tt.d.Name, tt.text)
		}
		if len(asReader(t, tt.d, tt.text)) == 0 {
			t.Errorf("%s: the reader takes %s", tt.d.Name, tt.text)
		}
	}
	for _, d := range Documents() {
		if asEditor(t, compiled(t, d), "unheard_of: 1") == nil {
			t.Errorf("%s: an editor takes an unknown key", d.Name)
		}
		if err := asEditor(t, compiled(t, d), "title:\n"); err != nil {
			t.Errorf("%s: an editor refuses a key without a value: %v", d.Name, err)
		}
	}
	if err := asEditor(t, compiled(t, guide), "x-team: {a: 1}\ntags: [a]\nversion: 1.20\n"); err != nil {
		t.Errorf("an editor refuses what is free: %v", err)
	}
}

// The files of the project's own content are what their schemas say.
func TestOwnContent(t *testing.T) {
	schemas := map[string]*jsonschema.Schema{}
	for _, d := range Documents() {
		schemas[d.Name] = compiled(t, d)
	}
	checked := 0
	err := fs.WalkDir(os.DirFS("../../content"), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile("../../content/" + name)
		if err != nil {
			return err
		}
		kind, front := "", string(text)
		switch {
		case path.Base(name) == "product.yaml":
			kind = "product"
		case path.Base(name) == "site.yaml":
			kind = "site"
		case path.Ext(name) == ".md" && strings.HasPrefix(front, "---\n"):
			kind, front = "guide", front[4:strings.Index(front, "\n---\n")+1]
		default:
			return nil
		}
		checked++
		if err := asEditor(t, schemas[kind], front); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return nil
	})
	if err != nil || checked < 10 {
		t.Errorf("%d files were checked: %v", checked, err)
	}
}

// Editors fetch the schema of a guide whole: what stands in it several times is
// written once, and every reference leads somewhere.
func TestPartsAreShared(t *testing.T) {
	for _, d := range Documents() {
		text, err := d.JSON()
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d bytes", d.Name, len(text))
		if len(text) > 52<<10 {
			t.Errorf("%s: %d bytes", d.Name, len(text))
		}
		for _, m := range regexp.MustCompile(`"\$ref": "#/\$defs/(.*?)"`).FindAllSubmatch(text, -1) {
			if !bytes.Contains(text, []byte("\n    \""+string(m[1])+"\": {")) {
				t.Errorf("%s: %s leads nowhere", d.Name, m[0])
			}
		}
	}
	text, err := Guide().JSON()
	if n := bytes.Count(text, []byte("no path leads on")); err != nil || n != 1 {
		t.Errorf("what a status means is there %d times: %v", n, err)
	}
}
