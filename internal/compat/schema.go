package compat

import (
	_ "embed"
	"slices"
)

//go:embed schema/compat-v1.json
var schema []byte

// Schema is the JSON Schema (2020-12) of the format, published at SchemaURL. It
// describes what writers write: every member that is not optional is required.
func Schema() []byte { return slices.Clone(schema) }
