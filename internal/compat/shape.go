package compat

import (
	"fmt"
	"reflect"
	"strings"
)

// shape is what a JSON value must look like to fit a Go type. A nil shape fits
// anything: it stands for fields that this version does not know.
type shape struct {
	kind     reflect.Kind // Struct, Slice, String, Bool or Int
	nullable bool
	name     string // of the type, for objects
	fields   []field
	elem     *shape // of a slice
	size     int    // in memory, without what it points to
}

// field is one member of an object.
type field struct {
	name     string
	required bool
	shape    *shape
}

// shapeOf derives the shape of t. Known shapes are kept in memo, which also
// closes the loop of types that hold themselves.
func shapeOf(t reflect.Type, memo map[reflect.Type]*shape) *shape {
	if t.Kind() == reflect.Pointer {
		s := *shapeOf(t.Elem(), memo)
		s.nullable = true
		return &s
	}
	if s, ok := memo[t]; ok {
		return s
	}
	s := &shape{kind: t.Kind(), name: t.Name(), size: int(t.Size())}
	memo[t] = s
	switch t.Kind() {
	case reflect.Struct:
		s.fields = fieldsOf(t, memo)
	case reflect.Slice:
		s.elem = shapeOf(t.Elem(), memo)
	case reflect.String, reflect.Bool, reflect.Int:
	default:
		panic(fmt.Sprintf("compat: type %s has no place in a published format", t))
	}
	return s
}

// fieldsOf lists the members that encoding/json reads into t, those of
// embedded types included.
func fieldsOf(t reflect.Type, memo map[reflect.Type]*shape) []field {
	var fields []field
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			fields = append(fields, fieldsOf(f.Type, memo)...)
		case f.IsExported() && name != "-" && name != "":
			fields = append(fields, field{
				name:     name,
				required: f.Tag.Get("read") == "required",
				shape:    shapeOf(f.Type, memo),
			})
		}
	}
	return fields
}

// find gives the index of the member called name, or of the one that
// encoding/json would take it for, with exact false.
func (s *shape) find(name string) (i int, exact bool) {
	near := -1
	for i, f := range s.fields {
		if f.name == name {
			return i, true
		}
		if strings.EqualFold(f.name, name) {
			near = i
		}
	}
	return near, false
}

// noun names what a shape wants.
func (s *shape) noun() string {
	switch s.kind {
	case reflect.Struct:
		return "an object"
	case reflect.Slice:
		return "a list"
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	}
	return "a whole number"
}
