package regexp

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// dfa tells whether a text holds a match, in one step for each character. Its
// states are made when a text first leads to them; most texts lead to few.
type dfa struct {
	prog *syntax.Prog
	alphabet
	start, yes, no *state

	mu     sync.Mutex // for what is below, while a state is made
	states map[string]*state
	room   int      // transitions that states may still have
	seen   []uint32 // the round in which an instruction was last met
	round  uint32
}

// maxTransitions bounds what the states of an expression take, to a quarter of a
// megabyte. What needs more is left to the standard library.
const maxTransitions = 1 << 15

// state is what may follow a text: instructions that take a character or ask
// what stands around a place.
type state struct {
	todo []uint32
	// before is a character like the last one of the text, -1 for none, where an
	// instruction asks for it.
	before rune
	// next are the states behind each class of characters and, last, behind the
	// end of the text; nil where no text led yet.
	next []atomic.Pointer[state]
}

// newDFA compiles an expression that the standard library compiles; nil where it
// tells too many characters apart.
func newDFA(expr string) *dfa {
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil
	}
	prog, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return nil
	}
	letters, ok := newAlphabet(prog)
	if !ok {
		return nil
	}
	d := &dfa{prog: prog, alphabet: letters, yes: &state{}, no: &state{},
		states: map[string]*state{}, room: maxTransitions, seen: make([]uint32, len(prog.Inst))}
	d.round++
	d.start = d.stateOf(d.follow(nil, uint32(prog.Start), -1), -1)
	return d
}

// match reports whether a text holds a match; known is false where there is no
// room for the states that it leads to.
func (d *dfa) match(s string) (found, known bool) {
	at, end := d.start, len(d.samples)
	for i := 0; i < len(s) && at.next != nil; {
		class := 0
		if c := s[i]; c < utf8.RuneSelf {
			class = int(d.ascii[c])
			i++
		} else {
			r, n := utf8.DecodeRuneInString(s[i:])
			class = d.class(r)
			i += n
		}
		next := at.next[class].Load()
		if next == nil {
			if next = d.step(at, class); next == nil {
				return false, false
			}
		}
		at = next
	}
	if at.next != nil {
		next := at.next[end].Load()
		if next == nil {
			next = d.step(at, end)
		}
		at = next
	}
	return at == d.yes, true
}

// step makes the state behind a class of characters, or behind the end; nil
// where there is no room for it.
func (d *dfa) step(from *state, class int) *state {
	d.mu.Lock()
	defer d.mu.Unlock()
	after := rune(-1)
	if class < len(d.samples) {
		after = d.samples[class]
	}
	next := d.behind(from, after)
	if next != nil {
		from.next[class].Store(next)
	}
	return next
}

func (d *dfa) behind(from *state, after rune) *state {
	var here, todo []uint32
	d.round++
	holds := syntax.EmptyOpContext(from.before, after)
	for _, pc := range from.todo {
		here = d.pass(here, pc, holds)
	}
	d.round++
	for _, pc := range here {
		in := &d.prog.Inst[pc]
		if in.Op == syntax.InstMatch {
			return d.yes
		}
		if after >= 0 && takes(in, after) {
			todo = d.follow(todo, in.Out, after)
		}
	}
	if after < 0 {
		return d.no
	}
	return d.stateOf(d.follow(todo, uint32(d.prog.Start), after), after)
}

// follow adds to a list what may happen at an instruction, behind a character.
func (d *dfa) follow(list []uint32, pc uint32, before rune) []uint32 {
	in := d.met(pc)
	if in == nil {
		return list
	}
	switch in.Op {
	case syntax.InstAlt, syntax.InstAltMatch:
		return d.follow(d.follow(list, in.Out, before), in.Arg, before)
	case syntax.InstCapture, syntax.InstNop:
		return d.follow(list, in.Out, before)
	case syntax.InstEmptyWidth:
		if before >= 0 && syntax.EmptyOp(in.Arg)&syntax.EmptyBeginText != 0 {
			return list
		}
	case syntax.InstFail:
		return list
	}
	return append(list, pc)
}

// pass is follow where it is known what holds at the place.
func (d *dfa) pass(list []uint32, pc uint32, holds syntax.EmptyOp) []uint32 {
	in := d.met(pc)
	if in == nil {
		return list
	}
	switch in.Op {
	case syntax.InstAlt, syntax.InstAltMatch:
		return d.pass(d.pass(list, in.Out, holds), in.Arg, holds)
	case syntax.InstCapture, syntax.InstNop:
		return d.pass(list, in.Out, holds)
	case syntax.InstEmptyWidth:
		if syntax.EmptyOp(in.Arg)&^holds == 0 {
			return d.pass(list, in.Out, holds)
		}
		return list
	case syntax.InstFail:
		return list
	}
	return append(list, pc)
}

// met gives an instruction that was not met before in this round, else nil.
func (d *dfa) met(pc uint32) *syntax.Inst {
	if d.seen[pc] == d.round {
		return nil
	}
	d.seen[pc] = d.round
	return &d.prog.Inst[pc]
}

// stateOf gives the state of a list of instructions; nil where there is no room
// for one more.
func (d *dfa) stateOf(todo []uint32, before rune) *state {
	asks := false
	for _, pc := range todo {
		switch d.prog.Inst[pc].Op {
		case syntax.InstMatch:
			return d.yes
		case syntax.InstEmptyWidth:
			asks = true
		}
	}
	if len(todo) == 0 {
		return d.no
	}
	if !asks || before >= 0 && before != '\n' && !syntax.IsWordChar(before) {
		before = ' '
	} else if syntax.IsWordChar(before) {
		before = 'a'
	}
	slices.Sort(todo)
	name := binary.AppendVarint(make([]byte, 0, 4*len(todo)+2), int64(before))
	for _, pc := range todo {
		name = binary.AppendUvarint(name, uint64(pc))
	}
	if s, ok := d.states[string(name)]; ok {
		return s
	}
	size := len(d.samples) + 1
	if d.room -= size; d.room < 0 {
		return nil
	}
	s := &state{todo: todo, before: before, next: make([]atomic.Pointer[state], size)}
	d.states[string(name)] = s
	return s
}
