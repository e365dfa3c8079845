package compat

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("https://example.org"+SchemaURL, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("https://example.org" + SchemaURL)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validates(t *testing.T, s *jsonschema.Schema, data []byte) error {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(v)
}

func TestSchemaTakesWhatIsWritten(t *testing.T) {
	s := compile(t)
	for name, c := range map[string]*Catalog{
		"sample": sample(),
		"least":  {Schema: SchemaURL, SchemaVersion: "1.0", Product: Product{ID: "p"}, Rollback: Rollback{Policy: "refuse"}},
	} {
		if err := validates(t, s, []byte(encode(t, c))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := validates(t, s, replace(t, `"id":"v1"`, `"id":"v1","from_a_later_version":1`)); err != nil {
		t.Errorf("a member that is not known: %v", err)
	}
}

func TestSchemaRejects(t *testing.T) {
	s := compile(t)
	for name, tt := range map[string]struct{ old, new string }{
		"another major":      {`"schema_version":"1.0"`, `"schema_version":"2.0"`},
		"a member gone":      {`"requires":`, `"x":`},
		"status":             {`"status":"supported"`, `"status":"fine"`},
		"null for a list":    {`"aliases":["first"]`, `"aliases":null`},
		"text for a list":    {`"aliases":["first"]`, `"aliases":"first"`},
		"date or boolean":    {`"date":"2020-04-27"`, `"date":false`},
		"no date":            {`"date":"2020-04-27"`, `"date":"yesterday"`},
		"exec without argv":  {`"argv":["run","--all"]`, `"x":1`},
		"exec of nothing":    {`"argv":["run","--all"]`, `"argv":[]`},
		"exec of no program": {`"argv":["run","--all"]`, `"argv":["","--all"]`},
		"exec with script":   {`"argv":["run","--all"]`, `"argv":["run"],"script":"x"`},
		"shell with argv":    {`"script":"a | b"`, `"script":"a","argv":["b"]`},
		"shell of nothing":   {`"script":"a | b"`, `"script":""`},
		"manual that runs":   {`"text":"Download 新版本."`, `"text":"x","argv":["rm"]`},
		"manual of nothing":  {`"text":"Download 新版本.",`, ``},
		"check of nothing":   {`"kind":"check","check":`, `"kind":"check","x":`},
		"step with a slash":  {`"id":"1a"`, `"id":"1/a"`},
		"two ends":           {`"fixed":"v2"`, `"fixed":"v2","last_affected":"v1"`},
		"no beginning":       {`"introduced":"v1"`, `"x":"v1"`},
		"negative wait":      {`"wait_seconds":60`, `"wait_seconds":-60`},
		"wait as text":       {`"wait_seconds":60`, `"wait_seconds":"60"`},
		"gate as boolean":    {`"gate":null`, `"gate":false`},
		"condition":          {`"when":"before"`, `"when":"during"`},
		"rollback":           {`"policy":"refuse"`, `"policy":"maybe"`},
		"source":             {`"end_line":5`, `"end_line":"5"`},
		"breaking":           {`"breaking":true`, `"breaking":"yes"`},
		"nested change":      {`"text":"Part."`, `"text":1`},
	} {
		if err := validates(t, s, replace(t, tt.old, tt.new)); err == nil {
			t.Errorf("%s: the schema takes it", name)
		}
	}
}

// definition is what this test asks of a part of the schema.
type definition struct {
	Properties map[string]json.RawMessage `json:"properties"`
	Required   []string                   `json:"required"`
	Defs       map[string]definition      `json:"$defs"`
}

// The schema and the types have the same members, and the schema requires
// exactly those that are always written.
func TestSchemaHasTheTypes(t *testing.T) {
	var root definition
	if err := json.Unmarshal(Schema(), &root); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	var walk func(typ reflect.Type)
	walk = func(typ reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || seen[typ.Name()] {
			return
		}
		seen[typ.Name()] = true
		def, ok := root.Defs[typ.Name()]
		if typ.Name() == "Catalog" {
			def, ok = root, true
		}
		if !ok {
			t.Errorf("the schema has no %s", typ.Name())
			return
		}
		var names, required []string
		for _, f := range reflect.VisibleFields(typ) {
			if f.Anonymous {
				continue // its members are there one by one
			}
			name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			names = append(names, name)
			if options != "omitempty" {
				required = append(required, name)
			} else if f.Tag.Get("read") == "required" {
				t.Errorf("%s.%s is required of what is read and not always written", typ.Name(), f.Name)
			}
			walk(f.Type)
		}
		slices.Sort(names)
		slices.Sort(required)
		var inSchema []string
		for name := range def.Properties {
			inSchema = append(inSchema, name)
		}
		slices.Sort(inSchema)
		slices.Sort(def.Required)
		if diff := cmp.Diff(names, inSchema); diff != "" {
			t.Errorf("members of %s differ (-type +schema):\n%s", typ.Name(), diff)
		}
		if !slices.Equal(required, def.Required) {
			t.Errorf("required of %s differ:\n%s", typ.Name(), cmp.Diff(required, def.Required))
		}
	}
	for _, root := range []reflect.Type{reflect.TypeFor[Catalog](), reflect.TypeFor[Manifest](), reflect.TypeFor[Index](),
		reflect.TypeFor[IndexPage](), reflect.TypeFor[Shard]()} {
		walk(root)
	}
	for name := range root.Defs {
		if !seen[name] {
			t.Errorf("the schema has a %s and the types do not", name)
		}
	}
}
