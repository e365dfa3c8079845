package config

import (
	"fmt"
	"strings"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/schema"
)

// reader collects what is wrong with the values of one file.
type reader struct {
	file string
	// unknown is how grave a key is that nobody reads.
	unknown     diag.Severity
	diagnostics []diag.Diagnostic
}

// key is one key of a mapping and what reads its value.
type key struct {
	name string
	read func(doc.Value)
}

func (r *reader) report(severity diag.Severity, code string, line, column int, message, hint string) {
	r.diagnostics = append(r.diagnostics, diag.Diagnostic{
		Code: code, Severity: severity, Pos: diag.Pos{File: r.file, Line: line, Column: column},
		Message: message, Hint: hint,
	})
}

// wrong reports a value that cannot be what it has to be.
func (r *reader) wrong(v doc.Value, message, hint string) {
	r.report(diag.Error, "UG123", v.Line, v.Column, message, hint)
}

// mapping reads the keys of a mapping. What names the mapping in messages.
func (r *reader) mapping(v doc.Value, what string, keys []key) bool {
	if v.Kind != doc.Mapping {
		r.mistyped(v, what, "keys with values")
		return false
	}
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
	}
fields:
	for _, f := range v.Fields {
		for _, k := range keys {
			if k.name == f.Key {
				k.read(f.Value)
				continue fields
			}
		}
		hint := "known keys are " + strings.Join(names, ", ")
		if n, ok := schema.Nearest(f.Key, names); ok {
			hint = fmt.Sprintf("did you mean %s?", n)
		}
		r.report(r.unknown, "UG121", f.Line, f.Column, fmt.Sprintf("unknown key %q in %s", f.Key, what), hint)
	}
	return true
}

func (r *reader) mistyped(v doc.Value, what, wanted string) {
	got := map[doc.ValueKind]string{
		doc.Scalar: "a text", doc.Sequence: "a list", doc.Mapping: "a mapping", doc.Null: "nothing",
	}[v.Kind]
	r.report(diag.Error, "UG122", v.Line, v.Column, fmt.Sprintf("%s is %s, wanted %s", what, got, wanted), "")
}

// text reads a text that is not empty.
func (r *reader) text(v doc.Value, what string, into *string) bool {
	if v.Kind != doc.Scalar {
		r.mistyped(v, what, "a text")
		return false
	}
	if strings.TrimSpace(v.Scalar) == "" {
		r.wrong(v, what+" is empty", "give it a value, or remove the key")
		return false
	}
	*into = strings.TrimSpace(v.Scalar)
	return true
}

// textKey is a key whose value is a text; check may refuse it by a message.
func (r *reader) textKey(name string, into *string, check func(string) (message, hint string)) key {
	return key{name, func(v doc.Value) {
		var s string
		if !r.text(v, name, &s) {
			return
		}
		if check != nil {
			if message, hint := check(s); message != "" {
				r.wrong(v, message, hint)
				return
			}
		}
		*into = s
	}}
}

// list reads the items of a list, each by read.
func (r *reader) list(v doc.Value, what string, read func(doc.Value)) {
	if v.Kind != doc.Sequence {
		r.mistyped(v, what, "a list")
		return
	}
	for _, item := range v.Items {
		read(item)
	}
}

// textsKey is a key whose value is a list of texts unlike each other.
func (r *reader) textsKey(name, each string, into *[]string, check func(string) (message, hint string)) key {
	return key{name, func(v doc.Value) {
		seen := make(map[string]bool)
		r.list(v, name, func(item doc.Value) {
			var s string
			if !r.text(item, each, &s) {
				return
			}
			if seen[s] {
				r.wrong(item, fmt.Sprintf("%s %q is there twice", each, s), "keep one of them")
				return
			}
			seen[s] = true
			if check != nil {
				if message, hint := check(s); message != "" {
					r.wrong(item, message, hint)
					return
				}
			}
			*into = append(*into, s)
		})
	}}
}
