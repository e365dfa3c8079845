package compat

import (
	"encoding/json"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// valid refuses text that is not UTF-8, which encoding/json would replace.
func (s *scanner) valid(raw []byte) {
	if !utf8.Valid(raw) {
		s.fail("the file must be UTF-8", "a text is not valid UTF-8")
	}
}

// escape reads one escape, or the two that make one character.
func (s *scanner) escape() {
	if s.pos+1 >= len(s.data) {
		s.fail("the file may have been cut off", "a text does not end")
	}
	switch s.data[s.pos+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		s.pos += 2
	case 'u':
		r := s.unit()
		if !utf16.IsSurrogate(r) {
			return
		}
		if s.pos+1 < len(s.data) && s.data[s.pos] == '\\' && s.data[s.pos+1] == 'u' &&
			utf16.DecodeRune(r, s.unit()) != utf8.RuneError {
			return
		}
		s.fail("", "a text holds one half of a surrogate pair")
	default:
		s.fail("", "a text holds an unknown escape")
	}
}

// unit reads four hex digits behind \u.
func (s *scanner) unit() rune {
	end := s.pos + 6
	if end > len(s.data) {
		s.fail("the file may have been cut off", "a text does not end")
	}
	n, err := strconv.ParseUint(string(s.data[s.pos+2:end]), 16, 16)
	if err != nil {
		s.fail("", "a text holds an unknown escape")
	}
	s.pos = end
	return rune(n)
}

// key reads the name of a member.
func (s *scanner) key() string {
	if s.peek() != '"' {
		s.fail("", "there is no key where one is expected")
	}
	raw := s.text()
	var name string
	if err := json.Unmarshal(raw, &name); err != nil {
		s.fail("", "a key cannot be read: %v", err)
	}
	return name
}

// number reads a number; where the shape is a whole number it must be one.
func (s *scanner) number(want *shape) {
	start := s.pos
	whole := s.numberText()
	if want == nil {
		return
	}
	if _, err := strconv.Atoi(string(s.data[start:s.pos])); err != nil || !whole {
		s.fail("", "is no whole number that fits 64 bits")
	}
}

// numberText reads what the grammar of JSON takes for a number and reports
// whether it is whole.
func (s *scanner) numberText() (whole bool) {
	if s.data[s.pos] == '-' {
		s.pos++
	}
	if s.at('0') {
		s.pos++
	} else {
		s.digits()
	}
	whole = true
	if s.at('.') {
		s.pos++
		s.digits()
		whole = false
	}
	if s.at('e') || s.at('E') {
		s.pos++
		if s.at('+') || s.at('-') {
			s.pos++
		}
		s.digits()
		whole = false
	}
	return whole
}

func (s *scanner) at(c byte) bool { return s.pos < len(s.data) && s.data[s.pos] == c }

func (s *scanner) digits() {
	start := s.pos
	for s.pos < len(s.data) && '0' <= s.data[s.pos] && s.data[s.pos] <= '9' {
		s.pos++
	}
	if s.pos == start {
		s.fail("", "a number has no digit where one is expected")
	}
}
