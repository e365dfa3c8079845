package view

import (
	"fmt"
	"reflect"
	"text/template/parse"
)

// declare makes a variable and returns its slot.
func (c *compiler) declare(name string) int {
	c.scope = append(c.scope, name)
	c.slots = max(c.slots, len(c.scope))
	return len(c.scope) - 1
}

// slot finds a variable, the innermost of its name first.
func (c *compiler) slot(name string) (int, error) {
	for i := len(c.scope) - 1; i >= 0; i-- {
		if c.scope[i] == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("there is no variable %s", name)
}

// branch compiles if and with.
func (c *compiler) branch(n *parse.BranchNode, with bool) (step, error) {
	seen := len(c.scope)
	defer func() { c.scope = c.scope[:seen] }()
	value, err := c.declared(n.Pipe)
	if err != nil {
		return nil, err
	}
	yes, err := c.list(n.List)
	if err != nil {
		return nil, err
	}
	no, err := c.list(n.ElseList)
	if err != nil {
		return nil, err
	}
	return func(m *machine, dot reflect.Value) error {
		v, err := value(m, dot)
		switch {
		case err != nil:
			return err
		case truth(v) && with:
			return yes(m, v)
		case truth(v):
			return yes(m, dot)
		case no != nil:
			return no(m, dot)
		}
		return nil
	}, nil
}

// declared compiles the value of a branch, with the variable that it is given
// to.
func (c *compiler) declared(p *parse.PipeNode) (expr, error) {
	value, err := c.pipe(p)
	if err != nil || len(p.Decl) == 0 {
		return value, err
	}
	if len(p.Decl) > 1 || p.IsAssign {
		return nil, fmt.Errorf("%q is not known here", p)
	}
	at := c.declare(p.Decl[0].Ident[0])
	return func(m *machine, dot reflect.Value) (reflect.Value, error) {
		v, err := value(m, dot)
		m.vars[m.base+at] = v
		return v, err
	}, nil
}

// loop compiles range over lists.
func (c *compiler) loop(n *parse.RangeNode) (step, error) {
	seen := len(c.scope)
	defer func() { c.scope = c.scope[:seen] }()
	value, err := c.pipe(n.Pipe)
	if err != nil {
		return nil, err
	}
	if n.Pipe.IsAssign {
		return nil, fmt.Errorf("%q is not known here", n.Pipe)
	}
	index, item := -1, -1
	switch len(n.Pipe.Decl) {
	case 1:
		item = c.declare(n.Pipe.Decl[0].Ident[0])
	case 2:
		index = c.declare(n.Pipe.Decl[0].Ident[0])
		item = c.declare(n.Pipe.Decl[1].Ident[0])
	}
	each, err := c.list(n.List)
	if err != nil {
		return nil, err
	}
	none, err := c.list(n.ElseList)
	if err != nil {
		return nil, err
	}
	l := &loop{value: value, each: each, none: none, index: index, item: item}
	return l.run, nil
}

// loop goes over a list.
type loop struct {
	value       expr
	each, none  step
	index, item int // slots of variables, -1 where there is none
}

func (l *loop) run(m *machine, dot reflect.Value) error {
	v, err := l.value(m, dot)
	if err != nil {
		return err
	}
	for v.IsValid() && v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	n := 0
	if v.IsValid() {
		switch v.Kind() {
		case reflect.Slice, reflect.Array:
			n = v.Len()
		case reflect.Pointer: // nil
		default:
			return fmt.Errorf("range over %s is not known here", v.Type())
		}
	}
	for i := range n {
		element := bare(v.Index(i))
		if l.index >= 0 {
			m.vars[m.base+l.index] = reflect.ValueOf(i)
		}
		if l.item >= 0 {
			m.vars[m.base+l.item] = element
		}
		if err := l.each(m, element); err != nil {
			return err
		}
	}
	if n == 0 && l.none != nil {
		return l.none(m, dot)
	}
	return nil
}

// bare takes a value out of an interface.
func bare(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface {
		return v.Elem()
	}
	return v
}

// truth is what a condition takes a value for.
func truth(v reflect.Value) bool {
	v = bare(v)
	if !v.IsValid() {
		return false
	}
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() > 0
	case reflect.Struct:
		return true
	}
	return !v.IsZero()
}
