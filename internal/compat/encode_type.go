package compat

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// appender writes a value of one type behind what is there.
type appender func(b []byte, v reflect.Value) ([]byte, error)

// encoding finds out how the values of types are written. What it found is kept in
// memo, which also closes the loop of types that hold themselves.
type encoding struct {
	memo    map[reflect.Type]*appender
	without func(member string, own bool) bool
	root    reflect.Type
}

func (c *encoding) of(t reflect.Type) appender {
	if known, ok := c.memo[t]; ok {
		return func(b []byte, v reflect.Value) ([]byte, error) { return (*known)(b, v) } // it may not be there yet
	}
	write := new(appender)
	c.memo[t] = write
	switch t.Kind() {
	case reflect.String:
		*write = func(b []byte, v reflect.Value) ([]byte, error) { return appendText(b, v.String()) }
	case reflect.Bool:
		*write = func(b []byte, v reflect.Value) ([]byte, error) { return strconv.AppendBool(b, v.Bool()), nil }
	case reflect.Int, reflect.Int64:
		*write = func(b []byte, v reflect.Value) ([]byte, error) { return strconv.AppendInt(b, v.Int(), 10), nil }
	case reflect.Struct:
		*write = c.object(t)
	case reflect.Slice:
		*write = list(c.of(t.Elem()))
	case reflect.Map:
		*write = sortedMap(c.of(t.Elem()))
	case reflect.Pointer:
		*write = nullable(c.of(t.Elem()))
	case reflect.Interface:
		*write = nullable(appendAny)
	default:
		panic(fmt.Sprintf("compat: type %s has no place in a published format", t))
	}
	return *write
}

// appendAny writes a value of a type that is not known before.
func appendAny(b []byte, v reflect.Value) ([]byte, error) {
	if !v.IsValid() {
		return append(b, "null"...), nil
	}
	return (&encoding{memo: map[reflect.Type]*appender{}}).of(v.Type())(b, v)
}

// nullable writes what a pointer leads to.
func nullable(elem appender) appender {
	return func(b []byte, v reflect.Value) ([]byte, error) {
		if v.IsNil() {
			return append(b, "null"...), nil
		}
		return elem(b, v.Elem())
	}
}

func list(elem appender) appender {
	return func(b []byte, v reflect.Value) (_ []byte, err error) {
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = elem(b, v.Index(i)); err != nil {
				return b, err
			}
		}
		return append(b, ']'), nil
	}
}

func sortedMap(elem appender) appender {
	return func(b []byte, v reflect.Value) (_ []byte, err error) {
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		b = append(b, '{')
		for i, key := range keys {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = appendText(b, key.String()); err != nil {
				return b, err
			}
			if b, err = elem(append(b, ':'), v.MapIndex(key)); err != nil {
				return b, err
			}
		}
		return append(b, '}'), nil
	}
}

// member is a field of a struct as it is written.
type member struct {
	index     []int
	key       string // with quotes and colon
	omitEmpty bool
	write     appender
}

// members are the fields of t, those of embedded structs among them.
func (c *encoding) members(t reflect.Type, at []int) []member {
	var out []member
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		index := append(slices.Clip(at), i)
		switch {
		case f.Anonymous && name == "":
			out = append(out, c.members(f.Type, index)...)
		case c.without != nil && c.without(name, t == c.root):
		default:
			out = append(out, member{index: index, key: strconv.Quote(name) + ":", omitEmpty: options == "omitempty", write: c.of(f.Type)})
		}
	}
	return out
}

func (c *encoding) object(t reflect.Type) appender {
	members := c.members(t, nil)
	return func(b []byte, v reflect.Value) (_ []byte, err error) {
		b = append(b, '{')
		first := true
		for i := range members {
			m := &members[i]
			f := v.Field(m.index[0])
			for _, inner := range m.index[1:] {
				f = f.Field(inner)
			}
			if m.omitEmpty && empty(f) {
				continue
			}
			if !first {
				b = append(b, ',')
			}
			first = false
			if b, err = m.write(append(b, m.key...), f); err != nil {
				return b, err
			}
		}
		return append(b, '}'), nil
	}
}

// empty reports whether "omitempty" leaves a value out.
func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}
