package plan

import "upgraph/internal/compat"

// Digest is the SHA-256 over what the plan does and asks: its canonical JSON
// without the members "source" and "sources", wherever they stand, and without
// "digest" and "catalog_digest" of the plan itself. So it does not change when
// lines or files of the guide move or other releases come. Anybody can take it
// again:
//
//	jq -c 'del(.digest, .catalog_digest) | walk(if type == "object" then del(.source, .sources) else . end)' | sha256sum
func Digest(p *Plan) (string, error) {
	data, err := compat.Canonical(p)
	if err != nil {
		return "", err
	}
	// What is written is never ahead of what was read.
	s := stripper{in: data, out: data[:0]}
	s.value(0)
	return compat.Digest(append(s.out, '\n')), nil
}

// stripper copies canonical JSON without the members that the digest leaves
// out. Its input is what compat.Canonical wrote, so it is well formed and has
// no spaces; out may be the beginning of in.
type stripper struct {
	in, out []byte
	pos     int
}

// drops reports whether a member is left out; objects inside the plan are
// deeper than 1.
func drops(key string, depth int) bool {
	switch key {
	case `"source"`, `"sources"`:
		return true
	case `"digest"`, `"catalog_digest"`:
		return depth == 1
	}
	return false
}

func (s *stripper) value(depth int) {
	switch s.in[s.pos] {
	case '{':
		s.members('}', depth+1, true)
	case '[':
		s.members(']', depth+1, false)
	case '"':
		s.text()
	default:
		start := s.pos
		for s.pos < len(s.in) && s.in[s.pos] != ',' && s.in[s.pos] != ']' && s.in[s.pos] != '}' {
			s.pos++
		}
		s.out = append(s.out, s.in[start:s.pos]...)
	}
}

// members copies what stands between braces or brackets.
func (s *stripper) members(end byte, depth int, keyed bool) {
	s.out = append(s.out, s.in[s.pos])
	s.pos++
	for first := true; s.in[s.pos] != end; {
		if s.in[s.pos] == ',' {
			s.pos++
		}
		mark := len(s.out)
		if !first {
			s.out = append(s.out, ',')
		}
		drop := false
		if keyed {
			key := len(s.out)
			s.text()
			drop = drops(string(s.out[key:]), depth)
			s.out = append(s.out, ':')
			s.pos++
		}
		s.value(depth)
		if drop {
			s.out = s.out[:mark]
			continue
		}
		first = false
	}
	s.out = append(s.out, end)
	s.pos++
}

// text copies a string with its quotes.
func (s *stripper) text() {
	start := s.pos
	for s.pos++; s.in[s.pos] != '"'; s.pos++ {
		if s.in[s.pos] == '\\' {
			s.pos++
		}
	}
	s.pos++
	s.out = append(s.out, s.in[start:s.pos]...)
}
