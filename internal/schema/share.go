package schema

import "fmt"

// minShared is the size of the smallest part, in bytes, that is worth a place
// of its own.
const minShared = 200

// sharing moves the parts of a schema that stand in it several times to one
// place, called after the key that they are about.
type sharing struct {
	count map[string]int    // by text
	refs  map[string]string // by text
	taken map[string]bool   // names
	defs  properties
}

// share leaves what the schema says as it is.
func share(root *node) error {
	s := &sharing{count: map[string]int{}, refs: map[string]string{}, taken: map[string]bool{}}
	err := s.each(root, func(p *property) (bool, error) {
		text, err := marshal(p.node)
		s.count[string(text)]++
		return s.count[string(text)] == 1, err
	})
	if err == nil {
		err = s.each(root, s.move)
	}
	root.Defs = s.defs
	return err
}

// each visits the keys of a schema from the outside in, and goes into those that
// visit wants to go into.
func (s *sharing) each(n *node, visit func(*property) (bool, error)) error {
	for i := range n.Properties {
		p := &n.Properties[i]
		inner := p.node
		into, err := visit(p)
		if err == nil && into {
			err = s.each(inner, visit)
		}
		if err != nil {
			return err
		}
	}
	parts := n.AnyOf
	if n.Items != nil {
		parts = append(parts[:len(parts):len(parts)], n.Items)
	}
	if more, ok := n.Additional.(*node); ok {
		parts = append(parts[:len(parts):len(parts)], more)
	}
	for _, part := range parts {
		if err := s.each(part, visit); err != nil {
			return err
		}
	}
	return nil
}

// move puts a reference where a part stands that is there more than once.
func (s *sharing) move(p *property) (bool, error) {
	text, err := marshal(p.node)
	if err != nil || s.count[string(text)] < 2 || len(text) < minShared {
		return true, err
	}
	ref, moved := s.refs[string(text)]
	if !moved {
		name := p.name
		for n := 2; s.taken[name]; n++ {
			name = fmt.Sprintf("%s-%d", p.name, n)
		}
		s.taken[name] = true
		ref = "#/$defs/" + name
		s.refs[string(text)] = ref
		s.defs = append(s.defs, property{name, p.node})
	}
	p.node = &node{Ref: ref}
	return !moved, nil
}
