package compat

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"unicode/utf8"
)

// Encode writes a catalog canonically; see [Canonical]. It does not validate.
func Encode(c *Catalog) ([]byte, error) {
	data, err := Canonical(c)
	if err != nil {
		return nil, fmt.Errorf("encode the catalog: %w", err)
	}
	return data, nil
}

// Canonical writes v as JSON in the one way that digests are taken of: members
// in the order of the type, maps sorted, no spaces, no HTML escapes, a list
// without elements as [], a newline at the end. Text that is not UTF-8 is an
// error.
func Canonical(v any) ([]byte, error) {
	n, err := normal(reflect.ValueOf(v))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	var value any
	if n.IsValid() {
		value = n.Interface()
	}
	if err := e.Encode(value); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Digest is the SHA-256 of data as the project writes it: "sha256:" and hex.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

var errNotUTF8 = errors.New("a text is not valid UTF-8")

// normal copies v with empty lists where there were none.
func normal(v reflect.Value) (reflect.Value, error) {
	switch v.Kind() {
	case reflect.String:
		if !utf8.ValidString(v.String()) {
			return v, errNotUTF8
		}
	case reflect.Pointer, reflect.Interface:
		return normalIndirect(v)
	case reflect.Struct:
		return normalStruct(v)
	case reflect.Slice:
		return normalSlice(v)
	case reflect.Map:
		return normalMap(v)
	}
	return v, nil
}

func normalIndirect(v reflect.Value) (reflect.Value, error) {
	if v.IsNil() {
		return v, nil
	}
	n, err := normal(v.Elem())
	if err != nil || v.Kind() == reflect.Interface {
		return n, err
	}
	p := reflect.New(v.Type().Elem())
	p.Elem().Set(n)
	return p, nil
}

func normalStruct(v reflect.Value) (reflect.Value, error) {
	n := reflect.New(v.Type()).Elem()
	n.Set(v)
	for _, f := range n.Fields() {
		if !f.CanSet() {
			continue
		}
		value, err := normal(f)
		if err != nil {
			return n, err
		}
		if value.IsValid() {
			f.Set(value)
		}
	}
	return n, nil
}

func normalSlice(v reflect.Value) (reflect.Value, error) {
	switch v.Type().Elem().Kind() {
	case reflect.Uint8:
		return v, nil
	case reflect.String:
		return normalTexts(v)
	}
	n := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		value, err := normal(v.Index(i))
		if err != nil {
			return n, err
		}
		if value.IsValid() {
			n.Index(i).Set(value)
		}
	}
	return n, nil
}

// normalTexts copies nothing: no text is different after.
func normalTexts(v reflect.Value) (reflect.Value, error) {
	for i := range v.Len() {
		if !utf8.ValidString(v.Index(i).String()) {
			return v, errNotUTF8
		}
	}
	if v.IsNil() {
		return reflect.MakeSlice(v.Type(), 0, 0), nil
	}
	return v, nil
}

func normalMap(v reflect.Value) (reflect.Value, error) {
	n := reflect.MakeMapWithSize(v.Type(), v.Len())
	for key, value := range v.Seq2() {
		if _, err := normal(key); err != nil {
			return n, err
		}
		value, err := normal(value)
		if err != nil {
			return n, err
		}
		n.SetMapIndex(key, value)
	}
	return n, nil
}
