package schema

import (
	"bytes"
	"encoding/json"
	"strings"
)

// node is a JSON Schema, or a part of one, with its members in this order.
type node struct {
	Schema      string           `json:"$schema,omitempty"`
	ID          string           `json:"$id,omitempty"`
	Title       string           `json:"title,omitempty"`
	Description string           `json:"description,omitempty"`
	Type        any              `json:"type,omitempty"` // a name, or a list of them
	Enum        []string         `json:"enum,omitempty"`
	Pattern     string           `json:"pattern,omitempty"`
	Minimum     *int             `json:"minimum,omitempty"`
	MinLength   int              `json:"minLength,omitempty"`
	Items       *node            `json:"items,omitempty"`
	AnyOf       []*node          `json:"anyOf,omitempty"`
	Required    []string         `json:"required,omitempty"`
	Properties  properties       `json:"properties,omitempty"`
	Patterns    map[string]*node `json:"patternProperties,omitempty"`
	Additional  any              `json:"additionalProperties,omitempty"` // false, or the schema of every member
	Examples    []string         `json:"examples,omitempty"`
	Ref         string           `json:"$ref,omitempty"`
	Defs        properties       `json:"$defs,omitempty"`
}

// properties keep the order of the keys, in which editors offer them.
type properties []property

type property struct {
	name string
	node *node
}

// MarshalJSON writes an object.
func (p properties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	for i, x := range p {
		b.WriteByte("{,"[min(i, 1)])
		name, err := json.Marshal(x.name)
		if err != nil {
			return nil, err
		}
		value, err := marshal(x.node)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// marshal keeps <, > and & as they are.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

// JSON is the JSON Schema (2020-12) of the document, for editors: every key
// with its meaning, and no key that the reader does not know.
func (d Document) JSON() ([]byte, error) {
	n := object(d.Keys)
	n.Schema, n.ID = "https://json-schema.org/draft/2020-12/schema", "/"+d.Path()
	n.Title, n.Description = d.Title, d.Meaning
	// A file without a key is a null to YAML.
	n.Type = []string{"object", "null"}
	for _, name := range d.Foreign {
		n.Properties = append(n.Properties, property{name, &node{Description: "Read by other tools; it means nothing here."}})
	}
	if d.Open {
		n.Patterns = map[string]*node{"^x-": {Description: "Free for anything."}}
	}
	if err := share(n); err != nil {
		return nil, err
	}
	text, err := marshal(n)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// object is the schema of a mapping.
func object(keys []Key) *node {
	n := &node{Type: "object", Additional: false}
	for _, k := range keys {
		n.Properties = append(n.Properties, property{k.Name, k.schema()})
		if k.Required {
			n.Required = append(n.Required, k.Name)
		}
	}
	return n
}

// schema is that of the value of a key. Where nothing is written behind a key
// that may be left out, the value is a null to YAML.
func (k Key) schema() *node {
	n := k.value()
	n.Description = k.Meaning
	if !strings.HasPrefix(k.Example, "\n") {
		n.Examples = []string{k.Example}
	}
	if !k.Required {
		n.allowNull()
	}
	return n
}

func (n *node) allowNull() {
	if len(n.Enum) > 0 {
		*n = node{AnyOf: []*node{{Enum: n.Enum}}, Description: n.Description, Examples: n.Examples}
	}
	switch t := n.Type.(type) {
	case string:
		n.Type = []string{t, "null"}
	case []string:
		n.Type = append(t, "null")
	default:
		n.AnyOf = append(n.AnyOf, &node{Type: "null"})
	}
}

func (k Key) value() *node {
	switch k.Type {
	case Texts:
		return &node{Type: "array", Items: k.scalar()}
	case SomeTexts:
		return &node{AnyOf: []*node{k.scalar(), {Type: "array", Items: k.scalar()}}}
	case Maps:
		return &node{Type: "array", Items: object(k.Keys)}
	case Map:
		return object(k.Keys)
	case Named:
		return &node{Type: "object", Additional: object(k.Keys)}
	case TextOrMap:
		return &node{AnyOf: []*node{k.scalar(), object(k.Keys)}}
	}
	return k.scalar()
}

// scalar is one text as YAML reads it: 1.20 is a number to an editor, and true
// no text.
func (k Key) scalar() *node {
	switch {
	case k.Type == Flag:
		return &node{Type: "boolean"}
	case k.Type == Number && k.Pattern != "":
		return &node{Type: "integer", Minimum: new(1)}
	case k.Type == Number:
		return &node{Type: "integer"}
	case len(k.Values) > 0:
		return &node{Enum: k.Values}
	}
	n := &node{Type: []string{"string", "number", "boolean"}, Pattern: k.Pattern}
	if k.Required {
		n.MinLength = 1
	}
	return n
}
