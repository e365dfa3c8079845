package view

import (
	"errors"
	"fmt"
	"reflect"
	"sync/atomic"
	"text/template/parse"
)

// pipe compiles a value without escapers and variables.
func (c *compiler) pipe(p *parse.PipeNode) (expr, error) {
	if len(p.Cmds) != 1 {
		return nil, fmt.Errorf("%q is not known here", p)
	}
	return c.command(p.Cmds[0])
}

// command compiles a value, or a function or method with its arguments.
func (c *compiler) command(n *parse.CommandNode) (expr, error) {
	if id, ok := n.Args[0].(*parse.IdentifierNode); ok {
		return c.function(id.Ident, n.Args[1:])
	}
	if len(n.Args) == 1 {
		return c.argument(n.Args[0])
	}
	args, err := c.arguments(n.Args[1:])
	if err != nil {
		return nil, err
	}
	switch n := n.Args[0].(type) {
	case *parse.FieldNode:
		return chain(nil, n.Ident, args), nil
	case *parse.VariableNode:
		of, err := c.variable(n.Ident[0])
		return chain(of, n.Ident[1:], args), err
	}
	return nil, fmt.Errorf("%q is not known here", n)
}

func (c *compiler) arguments(nodes []parse.Node) ([]expr, error) {
	var out []expr
	for _, n := range nodes {
		e, err := c.argument(n)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// argument compiles a value that is no call.
func (c *compiler) argument(n parse.Node) (expr, error) {
	switch n := n.(type) {
	case *parse.DotNode:
		return dotOf, nil
	case *parse.FieldNode:
		return chain(nil, n.Ident, nil), nil
	case *parse.VariableNode:
		of, err := c.variable(n.Ident[0])
		return chain(of, n.Ident[1:], nil), err
	case *parse.ChainNode:
		of, err := c.argument(n.Node)
		return chain(of, n.Field, nil), err
	case *parse.PipeNode:
		return c.pipe(n)
	case *parse.StringNode:
		return constant(n.Text), nil
	case *parse.BoolNode:
		return constant(n.True), nil
	case *parse.NumberNode:
		if n.IsInt {
			return constant(int(n.Int64)), nil
		}
	}
	return nil, fmt.Errorf("%q is not known here", n)
}

func dotOf(_ *machine, dot reflect.Value) (reflect.Value, error) { return dot, nil }

func constant(v any) expr {
	value := reflect.ValueOf(v)
	return func(*machine, reflect.Value) (reflect.Value, error) { return value, nil }
}

func (c *compiler) variable(name string) (expr, error) {
	at, err := c.slot(name)
	return func(m *machine, _ reflect.Value) (reflect.Value, error) { return m.vars[m.base+at], nil }, err
}

// chain looks up one name after another, the first in a value, nil for the dot;
// the last may be a method that takes arguments.
func chain(of expr, names []string, args []expr) expr {
	if len(names) == 0 {
		return of
	}
	links := make([]lookup, len(names))
	for i, name := range names {
		links[i].name = name
	}
	links[len(names)-1].args = args
	return func(m *machine, dot reflect.Value) (reflect.Value, error) {
		v, err := dot, error(nil)
		if of != nil {
			v, err = of(m, dot)
		}
		for i := range links {
			if err != nil {
				return v, err
			}
			v, err = links[i].get(m, dot, bare(v))
		}
		return v, err
	}
}

// lookup finds a field, a method or a key. What a type has is remembered for the
// first types that come: a place of a template mostly sees one or two.
type lookup struct {
	name  string
	args  []expr
	known atomic.Pointer[access] // the first of a list
}

// maxKnown is for how many types a lookup remembers what they have.
const maxKnown = 4

// access is how values of a type give a name. Methods may stand on the pointer to
// a value that has an address.
type access struct {
	of        reflect.Type
	addressed bool
	way       way
	method    int
	field     []int
	next      *access // for another type
}

// way is what a name is to a type.
type way uint8

const (
	nothing way = iota
	field       // of a struct, or of what a pointer leads to
	method
	methodOfPointer
	word // a key of map[string]any
	key  // of another map with texts for keys
)

var words = reflect.TypeFor[map[string]any]()

func (l *lookup) get(m *machine, dot, v reflect.Value) (reflect.Value, error) {
	if !v.IsValid() {
		return v, fmt.Errorf("nothing has a %s", l.name)
	}
	a := l.access(v.Type(), v.CanAddr())
	switch a.way {
	case word:
		return reflect.ValueOf(v.Interface().(map[string]any)[l.name]), nil
	case key:
		return bare(v.MapIndex(reflect.ValueOf(l.name))), nil
	case method:
		return l.call(m, dot, v.Method(a.method))
	case methodOfPointer:
		return l.call(m, dot, v.Addr().Method(a.method))
	}
	if a.way == nothing || l.args != nil {
		return v, fmt.Errorf("%s has no %s", v.Type(), l.name)
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return v, fmt.Errorf("%s of nothing", l.name)
		}
		v = v.Elem()
	}
	if len(a.field) == 1 {
		return bare(v.Field(a.field[0])), nil
	}
	return bare(v.FieldByIndex(a.field)), nil
}

// access is how values of a type give the name.
func (l *lookup) access(t reflect.Type, addressed bool) *access {
	first, seen := l.known.Load(), 0
	for a := first; a != nil; a = a.next {
		if a.of == t && a.addressed == addressed {
			return a
		}
		seen++
	}
	a := look(t, l.name, addressed)
	if seen < maxKnown {
		a.next = first
		l.known.Store(a)
	}
	return a
}

// look finds out how values of a type give a name.
func look(t reflect.Type, name string, addressed bool) *access {
	a := &access{of: t, addressed: addressed}
	switch {
	case t == words:
		a.way = word
		return a
	case t.Kind() == reflect.Map && t.Key() == textType && t.NumMethod() == 0:
		a.way = key
		return a
	}
	if t.Kind() != reflect.Pointer && addressed {
		if m, ok := reflect.PointerTo(t).MethodByName(name); ok {
			a.way, a.method = methodOfPointer, m.Index
			return a
		}
	} else if m, ok := t.MethodByName(name); ok {
		a.way, a.method = method, m.Index
		return a
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() == reflect.Struct {
		if f, ok := t.FieldByName(name); ok && f.IsExported() {
			a.way, a.field = field, f.Index
		}
	}
	return a
}

func (l *lookup) call(m *machine, dot, method reflect.Value) (reflect.Value, error) {
	in := make([]reflect.Value, len(l.args))
	for i, arg := range l.args {
		v, err := arg(m, dot)
		if err != nil {
			return v, err
		}
		in[i] = v
	}
	v, err := apply(method, in)
	if err != nil {
		return v, fmt.Errorf("%s: %w", l.name, err)
	}
	return v, nil
}

// apply calls a function that gives a value, or a value and an error.
func apply(f reflect.Value, in []reflect.Value) (reflect.Value, error) {
	t := f.Type()
	if !t.IsVariadic() && t.NumIn() != len(in) {
		return reflect.Value{}, fmt.Errorf("%d arguments where %d are wanted", len(in), t.NumIn())
	}
	for i, v := range in {
		want := t.In(min(i, t.NumIn()-1))
		if t.IsVariadic() && i >= t.NumIn()-1 {
			want = t.In(t.NumIn() - 1).Elem()
		}
		switch v = bare(v); {
		case !v.IsValid():
			v = reflect.Zero(want)
		case !v.Type().AssignableTo(want):
			return v, fmt.Errorf("argument %d is %s and not %s", i+1, v.Type(), want)
		}
		in[i] = v
	}
	out := f.Call(in)
	if len(out) == 2 {
		if err, ok := out[1].Interface().(error); ok && err != nil {
			return out[0], err
		}
	}
	if len(out) == 0 {
		return reflect.Value{}, errors.New("it gives nothing")
	}
	return bare(out[0]), nil
}
