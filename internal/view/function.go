package view

import (
	"fmt"
	"reflect"
	"text/template/parse"
)

// function compiles a call of a function.
func (c *compiler) function(name string, nodes []parse.Node) (expr, error) {
	args, err := c.arguments(nodes)
	if err != nil {
		return nil, err
	}
	switch name {
	case "and":
		return choice(args, false), nil
	case "or":
		return choice(args, true), nil
	}
	f, ok := builtins[name]
	if own, mine := c.funcs[name]; mine {
		f, ok = called(own), true
	}
	if !ok {
		return nil, fmt.Errorf("function %s is not known here", name)
	}
	return func(m *machine, dot reflect.Value) (reflect.Value, error) {
		from := len(m.args)
		for _, arg := range args {
			v, err := arg(m, dot)
			if err != nil {
				return v, err
			}
			m.args = append(m.args, bare(v))
		}
		v, err := f(m.args[from:])
		m.args = m.args[:from]
		if err != nil {
			return v, fmt.Errorf("%s: %w", name, err)
		}
		return v, nil
	}, nil
}

// choice is the first value that decides, or the last one.
func choice(args []expr, stop bool) expr {
	return func(m *machine, dot reflect.Value) (v reflect.Value, err error) {
		for _, arg := range args {
			if v, err = arg(m, dot); err != nil || truth(v) == stop {
				break
			}
		}
		return v, err
	}
}

// called is a function of the set's own.
func called(f any) func([]reflect.Value) (reflect.Value, error) {
	if dict, ok := f.(func(...any) (map[string]any, error)); ok {
		return func(in []reflect.Value) (reflect.Value, error) {
			m, err := dict(boxed(in)...)
			return reflect.ValueOf(m), err
		}
	}
	value := reflect.ValueOf(f)
	return func(in []reflect.Value) (reflect.Value, error) { return apply(value, append([]reflect.Value{}, in...)) }
}

func boxed(in []reflect.Value) []any {
	out := make([]any, len(in))
	for i, v := range in {
		if v.IsValid() {
			out[i] = v.Interface()
		}
	}
	return out
}

// builtins are the functions of every template that ours use.
var builtins = map[string]func([]reflect.Value) (reflect.Value, error){
	"not": func(in []reflect.Value) (reflect.Value, error) {
		return reflect.ValueOf(!truth(in[0])), nil
	},
	"len": func(in []reflect.Value) (reflect.Value, error) {
		switch v := in[0]; {
		case !v.IsValid():
			return v, fmt.Errorf("of nothing")
		case v.Kind() == reflect.Slice, v.Kind() == reflect.String, v.Kind() == reflect.Map, v.Kind() == reflect.Array:
			return reflect.ValueOf(v.Len()), nil
		default:
			return v, fmt.Errorf("of %s", v.Type())
		}
	},
	"eq": func(in []reflect.Value) (reflect.Value, error) {
		same, err := equal(in)
		return reflect.ValueOf(same), err
	},
	"ne": func(in []reflect.Value) (reflect.Value, error) {
		same, err := equal(in)
		return reflect.ValueOf(!same), err
	},
	"printf": func(in []reflect.Value) (reflect.Value, error) {
		if len(in) == 0 || in[0].Kind() != reflect.String {
			return reflect.Value{}, fmt.Errorf("without a format")
		}
		return reflect.ValueOf(fmt.Sprintf(in[0].String(), boxed(in[1:])...)), nil
	},
}

// equal compares two texts, numbers or truths.
func equal(in []reflect.Value) (bool, error) {
	if len(in) != 2 || !in[0].IsValid() || !in[1].IsValid() {
		return false, fmt.Errorf("of something that is not there")
	}
	a, b := in[0], in[1]
	switch {
	case a.Kind() == reflect.String && b.Kind() == reflect.String:
		return a.String() == b.String(), nil
	case a.CanInt() && b.CanInt():
		return a.Int() == b.Int(), nil
	case a.Kind() == reflect.Bool && b.Kind() == reflect.Bool:
		return a.Bool() == b.Bool(), nil
	}
	return false, fmt.Errorf("of %s and %s", a.Type(), b.Type())
}
