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
	anywhere, yes, no *state
	here              [4]*state // where a match must begin, by what stands before

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
	// fixed says that no match may begin behind the text.
	fixed bool
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
	d.anywhere = d.begin(-1, false)
	for i, before := range befores {
		d.here[i] = d.begin(before, true)
	}
	return d
}

// befores are what may stand before a match for all that an expression can ask:
// nothing, a character like any, the end of a line, a letter.
var befores = [4]rune{-1, ' ', '\n', 'a'}

// kindOf is the place in befores of a character.
func kindOf(r rune) int {
	switch {
	case r == '\n':
		return 2
	case syntax.IsWordChar(r):
		return 3
	}
	return 1
}

func (d *dfa) begin(before rune, fixed bool) *state {
	d.round++
	return d.stateOf(d.follow(nil, uint32(d.prog.Start), before), before, fixed)
}

// match reports whether a text holds a match; known is false where there is no
// room for the states that it leads to.
func (d *dfa) match(s string) (found, known bool) {
	at, _ := d.run(d.anywhere, s)
	return at == d.yes, at != nil
}

// run goes through a text from a state and gives the one that it ends in, d.yes
// or d.no, with the number of bytes that it took; nil where there is no room.
func (d *dfa) run(at *state, s string) (*state, int) {
	i := 0
	for i < len(s) && at.next != nil {
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
				return nil, i
			}
		}
		at = next
	}
	if at.next == nil {
		return at, i
	}
	end := len(d.samples)
	if next := at.next[end].Load(); next != nil {
		return next, i
	}
	return d.step(at, end), i
}

// lead is how much of a text, which holds a match, may be left out: all matches of
// the rest, with their groups, are those of the whole text. It is up to the
// character before the first match.
func (d *dfa) lead(s string) int {
	kind, last, steps := 0, 0, leadSteps*len(s)
	for i := 0; i < len(s); {
		at, n := d.run(d.here[kind], s[i:])
		if steps -= n; at != d.no || steps < 0 {
			break
		}
		r, width := utf8.DecodeRuneInString(s[i:])
		kind, last, i = kindOf(r), i, i+width
	}
	// The beginning of a text is no like any other place: nothing may match there
	// that would not match in the whole text.
	if at, _ := d.run(d.here[0], s[last:]); last == 0 || at != d.no {
		return 0
	}
	return last
}

// leadSteps bounds how often lead looks at a character, on average.
const leadSteps = 4

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
	if !from.fixed {
		todo = d.follow(todo, uint32(d.prog.Start), after)
	}
	return d.stateOf(todo, after, from.fixed)
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
func (d *dfa) stateOf(todo []uint32, before rune, fixed bool) *state {
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
	if !asks {
		before = ' '
	} else if before >= 0 {
		before = befores[kindOf(before)]
	}
	slices.Sort(todo)
	kind := int64(before) << 1
	if fixed {
		kind |= 1
	}
	name := binary.AppendVarint(make([]byte, 0, 4*len(todo)+2), kind)
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
	s := &state{todo: todo, before: before, fixed: fixed, next: make([]atomic.Pointer[state], size)}
	d.states[string(name)] = s
	return s
}
