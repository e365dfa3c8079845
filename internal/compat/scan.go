package compat

import (
	"bytes"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// Limits of what is read. They keep a hostile file from costing much more
// memory than an honest one of its size: 8 MiB of JSON cost less than 64.
const (
	MaxBytes   = 32 << 20
	MaxDepth   = 32
	MaxSteps   = 300_000 // in one catalog
	maxUnknown = 100_000 // members that this version does not know

	// The elements of all lists may take freeMemory, and three bytes for every
	// two of the file. What is written honestly takes less than one for one.
	freeMemory = 3 << 20
)

// scanner walks over JSON text and holds it against a shape, before
// encoding/json sees it: encoding/json takes duplicate keys, keys in the wrong
// case, trailing data, broken UTF-8 and null anywhere without a word.
type scanner struct {
	data     []byte
	pos      int
	maxSteps int
	path     []place
	steps    int
	unknown  int
	memory   int // what the elements of lists will take
}

// place is one step of a JSON path: a member or, where key is empty, an index.
type place struct {
	key   string
	index int
	named bool
}

// fail stops the scan; the panic is caught in scan and never leaves it.
type fail struct{ err *DecodeError }

func (s *scanner) fail(hint, format string, args ...any) {
	panic(fail{&DecodeError{Path: s.where(), Offset: s.pos, Msg: fmt.Sprintf(format, args...), Hint: hint}})
}

// where is the JSON path of the value that is being read.
func (s *scanner) where() string {
	var b strings.Builder
	b.WriteByte('$')
	for _, p := range s.path {
		switch {
		case !p.named:
			fmt.Fprintf(&b, "[%d]", p.index)
		case plainKey(p.key):
			b.WriteString("." + p.key)
		default:
			b.WriteString("[" + strconv.Quote(clip(p.key)) + "]")
		}
	}
	return b.String()
}

func plainKey(key string) bool {
	return key != "" && len(key) <= 64 && strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$") == ""
}

// clip keeps hostile text from filling a message.
func clip(s string) string {
	if len(s) > 64 {
		return strings.ToValidUTF8(s[:64], "") + "…"
	}
	return strings.ToValidUTF8(s, "�")
}

// scan checks data, which must be exactly one value of the shape.
func scan(data []byte, want *shape, maxSteps int) (err *DecodeError) {
	s := &scanner{data: data, maxSteps: maxSteps}
	if len(data) > MaxBytes {
		return &DecodeError{Path: "$", Msg: fmt.Sprintf("the file has %d bytes, more than %d", len(data), MaxBytes)}
	}
	defer func() {
		if r := recover(); r != nil {
			f, ok := r.(fail)
			if !ok {
				panic(r)
			}
			err = f.err
		}
	}()
	s.value(want)
	s.space()
	if s.pos < len(s.data) {
		s.fail("the file must hold one JSON value and nothing else", "there is more behind the end")
	}
	return nil
}

func (s *scanner) space() {
	for s.pos < len(s.data) {
		switch s.data[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return
		}
	}
}

// peek skips white space and gives the next byte, 0 at the end.
func (s *scanner) peek() byte {
	s.space()
	if s.pos == len(s.data) {
		return 0
	}
	return s.data[s.pos]
}

// value reads one value.
func (s *scanner) value(want *shape) {
	switch c := s.peek(); {
	case c == '{':
		s.expect(want, reflect.Struct, "an object")
		s.object(want)
	case c == '[':
		s.expect(want, reflect.Slice, "a list")
		s.list(want)
	case c == '"':
		s.expect(want, reflect.String, "a text")
		s.text()
	case c == '-' || '0' <= c && c <= '9':
		s.expect(want, reflect.Int, "a number")
		s.number(want)
	case c == 't':
		s.expect(want, reflect.Bool, "true or false")
		s.word("true")
	case c == 'f':
		s.expect(want, reflect.Bool, "true or false")
		s.word("false")
	case c == 'n':
		s.word("null")
		if want != nil && !want.nullable {
			s.fail("", "is null where %s is expected", want.noun())
		}
	case s.pos == len(s.data):
		s.fail("the file may have been cut off", "the text ends where a value is expected")
	case c == '<' && len(s.path) == 0:
		s.fail("name the site that has it, or its v1/PRODUCT/compat.json", "this is a page and no catalog")
	case bytes.HasPrefix(s.data[s.pos:], []byte("\ufeff")):
		s.fail("save the file as UTF-8 without one", "a byte order mark stands here")
	default:
		s.fail("", "there is no JSON value here")
	}
}

// expect refuses a value of another type than the shape's.
func (s *scanner) expect(want *shape, got reflect.Kind, noun string) {
	if want != nil && want.kind != got {
		s.fail("", "is %s where %s is expected", noun, want.noun())
	}
}

func (s *scanner) word(w string) {
	if !bytes.HasPrefix(s.data[s.pos:], []byte(w)) {
		s.fail("", "there is no JSON value here")
	}
	s.pos += len(w)
}

// enter and leave keep the path, whose length is the depth.
func (s *scanner) enter(p place) { s.path = append(s.path, p) }

func (s *scanner) leave() { s.path = s.path[:len(s.path)-1] }

func (s *scanner) deeper() {
	if len(s.path) >= MaxDepth {
		s.fail("", "is nested deeper than %d", MaxDepth)
	}
}

func (s *scanner) list(want *shape) {
	s.deeper()
	var elem *shape
	if want != nil {
		elem = want.elem
	}
	s.pos++
	if s.peek() == ']' {
		s.pos++
		return
	}
	for i := 0; ; i++ {
		s.enter(place{index: i})
		s.room(elem)
		s.value(elem)
		s.leave()
		switch s.peek() {
		case ',':
			s.pos++
		case ']':
			s.pos++
			return
		default:
			s.fail("", "there is no comma and no end behind element %d", i)
		}
	}
}

// room refuses a file that would take far more memory than it has bytes, such
// as one with a million releases that say nothing.
func (s *scanner) room(elem *shape) {
	if elem == nil {
		return
	}
	if s.memory += elem.size; s.memory > freeMemory+len(s.data)/2*3 {
		s.fail("", "the lists up to here hold more records than %d bytes can describe", len(s.data))
	}
}

// text reads a string and returns it with its quotes, as written.
func (s *scanner) text() []byte {
	start := s.pos
	s.pos++
	ascii := true
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; {
		case c == '"':
			s.pos++
			raw := s.data[start:s.pos]
			if !ascii {
				s.valid(raw)
			}
			return raw
		case c == '\\':
			s.escape()
		case c < ' ':
			s.fail("", "a control character stands in a text")
		default:
			ascii = ascii && c < 0x80
			s.pos++
		}
	}
	s.fail("the file may have been cut off", "a text does not end")
	return nil
}
