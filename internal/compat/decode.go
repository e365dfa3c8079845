package compat

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// DecodeError says where a catalog is wrong, what was expected and, where
// there is something to say, how to mend it.
type DecodeError struct {
	Path   string // of the value, "$.edges[3].steps[0].argv"
	Offset int    // in bytes from the beginning; 0 where the text is not at hand
	Msg    string
	Hint   string
}

func (e *DecodeError) Error() string {
	if e.Hint == "" {
		return e.Path + ": " + e.Msg
	}
	return e.Path + ": " + e.Msg + " (" + e.Hint + ")"
}

// UnsupportedError lists what a catalog needs of its reader and the reader
// does not have: "step:teleport". Nothing of the catalog may be executed.
type UnsupportedError struct{ Names []string }

func (e *UnsupportedError) Error() string {
	return fmt.Sprintf("this catalog needs a newer upgraph: it uses %s", strings.Join(e.Names, ", "))
}

// Known is what a reader understands.
type Known struct{ Steps, Checks, Constraints, Parameters []string }

// Decode reads a catalog that is going to be executed: strictly as [Read]
// does, and only where everything in it is known. Otherwise the error is an
// [*UnsupportedError].
func Decode(data []byte, known Known) (*Catalog, error) {
	c, err := Read(data)
	if err != nil {
		return nil, err
	}
	if names := c.Unsupported(known); len(names) > 0 {
		return nil, &UnsupportedError{Names: names}
	}
	return c, nil
}

// Read reads a catalog for display, whatever step kinds and checks it uses.
// The error is a [*DecodeError].
func Read(data []byte) (*Catalog, error) {
	c := new(Catalog)
	if err := Unmarshal(data, c, MaxSteps); err != nil {
		// A later format may differ in any way: that it is one says more than
		// the first difference.
		if e := laterFormat(data); e != nil {
			return nil, e
		}
		return nil, err
	}
	if err := Validate(c); err != nil {
		return nil, err
	}
	return c, nil
}

// Unmarshal reads JSON strictly into a struct of texts, whole numbers,
// booleans, lists and structs: no key twice or in the wrong case, no trailing
// data, no broken UTF-8, no null where a value belongs, nothing above the
// limits and at most maxSteps steps. Unknown members are passed over. The
// error is a [*DecodeError].
func Unmarshal(data []byte, into any, maxSteps int) error {
	want := *shapeOf(reflect.TypeOf(into), map[reflect.Type]*shape{})
	want.nullable = false
	if err := scan(data, &want, maxSteps); err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return &DecodeError{Path: "$", Msg: err.Error()}
	}
	return nil
}

// laterFormat gives the error for another major version of the format.
func laterFormat(data []byte) *DecodeError {
	var head struct {
		SchemaVersion string `json:"schema_version"`
	}
	if len(data) > MaxBytes || json.Unmarshal(data, &head) != nil || head.SchemaVersion == "" {
		return nil
	}
	return checkSchemaVersion(head.SchemaVersion)
}

// checkSchemaVersion accepts every minor version of this major one.
func checkSchemaVersion(s string) *DecodeError {
	major, minor, _ := strings.Cut(s, ".")
	switch {
	case s == "":
		return invalid("$.schema_version", "is empty")
	case major == "1" && minor != "" && strings.Trim(minor, "0123456789") == "":
		return nil
	}
	e := invalid("$.schema_version", "is %q where 1.x is expected", clip(s))
	e.Hint = "this catalog may need a newer upgraph"
	return e
}

func invalid(path, format string, args ...any) *DecodeError {
	return &DecodeError{Path: path, Msg: fmt.Sprintf(format, args...)}
}

// Unsupported lists, sorted, what the catalog requires or uses and known does
// not have.
func (c *Catalog) Unsupported(known Known) []string {
	have := map[string]bool{}
	for prefix, names := range map[string][]string{"step:": known.Steps, "check:": known.Checks, "constraint:": known.Constraints, "parameter:": known.Parameters} {
		for _, name := range names {
			have[prefix+name] = true
		}
	}
	var missing []string
	for _, name := range slices.Concat(c.Requires, Requirements(c)) {
		if !have[name] {
			missing = append(missing, name)
		}
	}
	slices.Sort(missing)
	return slices.Compact(missing)
}

// Requirements lists, sorted, everything that a catalog uses and a reader has
// to understand: what its Requires should say.
func Requirements(c *Catalog) []string {
	used := map[string]bool{}
	check := func(k *Check) {
		if k != nil {
			used["check:"+k.Type] = true
		}
	}
	for i := range c.Edges {
		e := &c.Edges[i]
		for j := range e.Steps {
			used["step:"+e.Steps[j].Kind] = true
			if len(e.Steps[j].Parameters) > 0 {
				used["parameter:text"] = true
			}
			check(e.Steps[j].Check)
		}
		if e.Gate != nil {
			check(e.Gate.Check)
		}
	}
	for i := range c.Checks {
		check(&c.Checks[i])
	}
	for i := range c.Risks {
		check(c.Risks[i].Check)
	}
	for i := range c.Constraints {
		used["constraint:"+c.Constraints[i].Type] = true
	}
	names := make([]string, 0, len(used))
	for name := range used {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
