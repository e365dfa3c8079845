// Package view executes html/templates faster than html/template does. Parsing,
// and deciding which value is escaped how, stay with html/template; what comes
// out is what it would write, byte for byte. Fields and methods are looked up
// once for each place of a template, text is escaped straight into the page,
// and values that are anything but plain text go through html/template itself.
//
// It knows nothing of pages. It must not decide how anything is escaped.
package view

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"sync"
	"text/template/parse"
)

// View is a template. It is safe for use by several goroutines.
type View struct {
	name     string
	set      *template.Template
	root     *body // nil where html/template executes it
	why      error // root is nil
	machines sync.Pool
}

// body is a template with the number of its variables.
type body struct {
	run   step
	slots int
}

// step writes a part of a template.
type step func(m *machine, dot reflect.Value) error

// expr is a value of a template.
type expr func(m *machine, dot reflect.Value) (reflect.Value, error)

// machine is one execution: the page and the variables of the templates that
// are being executed, one above the other.
type machine struct {
	out  *bytes.Buffer
	vars []reflect.Value
	base int
	args []reflect.Value // of the functions that are being called
}

// New takes the named template of a set, which is not to be changed after. funcs
// are those that the set was parsed with. A template with something that is not
// known here is left to html/template.
func New(set *template.Template, name string, funcs template.FuncMap) *View {
	v := &View{name: name, set: set}
	// The first execution is what puts the escapers into the templates of the
	// set. There are no data, so that it may well fail.
	err := set.ExecuteTemplate(io.Discard, name, nil)
	if e, ok := errors.AsType[*template.Error](err); ok {
		v.why = e
		return v
	}
	c := &compiler{set: set, funcs: funcs, bodies: map[string]*body{}}
	v.root, v.why = c.body(name)
	if v.why != nil {
		v.root = nil
	}
	return v
}

// Why is why html/template executes the view; nil where it does not.
func (v *View) Why() error { return v.why }

// Execute writes the template with data. Errors are those of html/template,
// with their place; what was written before one stays.
func (v *View) Execute(out *bytes.Buffer, data any) error {
	if v.root == nil {
		return v.set.ExecuteTemplate(out, v.name, data)
	}
	m, ok := v.machines.Get().(*machine)
	if !ok {
		m = &machine{}
	}
	m.out = out
	from := out.Len()
	err := m.call(v.root, reflect.ValueOf(data))
	clear(m.vars[:cap(m.vars)])
	clear(m.args[:cap(m.args)])
	m.out, m.vars, m.base, m.args = nil, m.vars[:0], 0, m.args[:0]
	v.machines.Put(m)
	if err == nil {
		return nil
	}
	// Either data are wrong, and html/template says where, or they are of a kind
	// that is not known here.
	out.Truncate(from)
	return v.set.ExecuteTemplate(out, v.name, data)
}

// call runs a body with its own variables; the first is "$".
func (m *machine) call(b *body, dot reflect.Value) error {
	base := m.base
	m.base = len(m.vars)
	m.vars = append(m.vars, dot)
	for range b.slots - 1 {
		m.vars = append(m.vars, reflect.Value{})
	}
	err := b.run(m, dot)
	m.vars, m.base = m.vars[:m.base], base
	return err
}

// compiler compiles the templates of a set.
type compiler struct {
	set    *template.Template
	funcs  template.FuncMap
	bodies map[string]*body
	// Of the template that is being compiled:
	scope []string // names of the variables in sight, by slot
	slots int
}

// body compiles a template once. It may call itself.
func (c *compiler) body(name string) (*body, error) {
	if b, ok := c.bodies[name]; ok {
		return b, nil
	}
	t := c.set.Lookup(name)
	if t == nil || t.Tree == nil || t.Tree.Root == nil {
		return nil, fmt.Errorf("there is no template %q", name)
	}
	b := &body{}
	c.bodies[name] = b
	scope, slots := c.scope, c.slots
	c.scope, c.slots = []string{"$"}, 1
	run, err := c.list(t.Tree.Root)
	b.run, b.slots = run, c.slots
	c.scope, c.slots = scope, slots
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return b, nil
}

// list compiles nodes; variables that they declare end with them.
func (c *compiler) list(l *parse.ListNode) (step, error) {
	if l == nil {
		return nil, nil
	}
	seen := len(c.scope)
	defer func() { c.scope = c.scope[:seen] }()
	var steps []step
	for _, n := range l.Nodes {
		s, err := c.node(n)
		if err != nil {
			return nil, err
		}
		if s != nil {
			steps = append(steps, s)
		}
	}
	return func(m *machine, dot reflect.Value) error {
		for _, s := range steps {
			if err := s(m, dot); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

func (c *compiler) node(n parse.Node) (step, error) {
	switch n := n.(type) {
	case *parse.TextNode:
		text := n.Text
		return func(m *machine, _ reflect.Value) error {
			m.out.Write(text)
			return nil
		}, nil
	case *parse.CommentNode:
		return nil, nil
	case *parse.ActionNode:
		return c.action(n)
	case *parse.IfNode:
		return c.branch(&n.BranchNode, false)
	case *parse.WithNode:
		return c.branch(&n.BranchNode, true)
	case *parse.RangeNode:
		return c.loop(n)
	case *parse.TemplateNode:
		return c.template(n)
	}
	return nil, fmt.Errorf("%q is not known here", n)
}

// template compiles a call of another template.
func (c *compiler) template(n *parse.TemplateNode) (step, error) {
	b, err := c.body(n.Name)
	if err != nil {
		return nil, err
	}
	if n.Pipe == nil {
		return func(m *machine, _ reflect.Value) error { return m.call(b, reflect.Value{}) }, nil
	}
	value, err := c.pipe(n.Pipe)
	if err != nil {
		return nil, err
	}
	return func(m *machine, dot reflect.Value) error {
		v, err := value(m, dot)
		if err != nil {
			return err
		}
		return m.call(b, v)
	}, nil
}
