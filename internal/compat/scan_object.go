package compat

// object reads an object: every key once, known keys spelled as they are
// published, required ones there.
func (s *scanner) object(want *shape) {
	s.deeper()
	if want != nil && want.name == stepType {
		if s.steps++; s.steps > s.maxSteps {
			s.fail("", "there are more than %d steps", s.maxSteps)
		}
	}
	m := members{want: want}
	s.pos++
	if s.peek() == '}' {
		s.pos++
		s.complete(&m)
		return
	}
	for {
		name := s.key()
		s.enter(place{key: name, named: true})
		elem := s.member(&m, name)
		if s.peek() != ':' {
			s.fail("", "there is no colon behind the key")
		}
		s.pos++
		s.value(elem)
		s.leave()
		switch s.peek() {
		case ',':
			s.pos++
		case '}':
			s.pos++
			s.complete(&m)
			return
		default:
			s.fail("", "there is no comma and no end behind %q", clip(name))
		}
	}
}

// stepType is the name of the types whose values count as steps.
const stepType = "Step"

// members remembers which keys an object has had.
type members struct {
	want    *shape
	known   uint64 // one bit for each field of want
	unknown map[string]bool
}

// member records a key and gives the shape of its value.
func (s *scanner) member(m *members, name string) *shape {
	if m.want != nil {
		i, exact := m.want.find(name)
		switch {
		case exact && m.known&(1<<i) != 0:
			s.fail("", "the key is there twice")
		case exact:
			m.known |= 1 << i
			return m.want.fields[i].shape
		case i >= 0:
			s.fail("write \""+m.want.fields[i].name+"\"", "the key is not spelled as it is published")
		}
	}
	if m.unknown[name] {
		s.fail("", "the key is there twice")
	}
	if s.unknown++; s.unknown > maxUnknown {
		s.fail("", "there are more than %d members of unknown meaning", maxUnknown)
	}
	if m.unknown == nil {
		m.unknown = map[string]bool{}
	}
	m.unknown[name] = true
	return nil
}

// complete refuses an object without its required members.
func (s *scanner) complete(m *members) {
	if m.want == nil {
		return
	}
	for i, f := range m.want.fields {
		if f.required && m.known&(1<<i) == 0 {
			s.fail("", "%q is missing", f.name)
		}
	}
}
