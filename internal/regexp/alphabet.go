package regexp

import (
	"math"
	"regexp/syntax"
	"slices"
	"unicode"
	"unicode/utf8"
)

// alphabet sorts characters into classes: those of one class mean the same to
// each instruction of a program.
type alphabet struct {
	ascii   [utf8.RuneSelf]uint8
	samples []rune // one character of each class
	// from are the characters at which another class begins, ascending, and
	// classes what begins there.
	from    []rune
	classes []uint8
}

// maxSets bounds the sets of characters that a program tells apart.
const maxSets = 256

// edge is a character at which a set begins, or ends before it.
type edge struct {
	at  rune
	set int32
}

// newAlphabet makes the classes of a program; false where there are too many.
func newAlphabet(prog *syntax.Prog) (a alphabet, ok bool) {
	edges, sets := edgesOf(prog)
	if sets > maxSets {
		return a, false
	}
	slices.SortFunc(edges, func(x, y edge) int { return int(x.at - y.at) })
	var within [maxSets / 64]uint64 // the sets that a character is in
	known := map[[maxSets / 64]uint64]uint8{}
	for i, at := 0, rune(0); ; at = edges[i].at {
		for ; i < len(edges) && edges[i].at == at; i++ {
			within[edges[i].set/64] ^= 1 << (edges[i].set % 64)
		}
		class, met := known[within]
		if !met {
			if len(a.samples) == math.MaxUint8 {
				return a, false
			}
			class = uint8(len(a.samples))
			known[within] = class
			a.samples = append(a.samples, at)
		}
		a.from, a.classes = append(a.from, at), append(a.classes, class)
		if i == len(edges) {
			break
		}
	}
	for r := range rune(utf8.RuneSelf) {
		a.ascii[r] = uint8(a.class(r))
	}
	return a, true
}

// class is that of a character.
func (a *alphabet) class(r rune) int {
	low, high := 0, len(a.from)
	for low+1 < high {
		if middle := (low + high) / 2; a.from[middle] <= r {
			low = middle
		} else {
			high = middle
		}
	}
	return int(a.classes[low])
}

// edgesOf are those of the sets of characters of a program, each set once.
func edgesOf(prog *syntax.Prog) (edges []edge, sets int) {
	var known [][]rune
	add := func(pairs ...rune) {
		if !slices.ContainsFunc(known, func(k []rune) bool { return slices.Equal(k, pairs) }) {
			known = append(known, pairs)
		}
	}
	for i := range prog.Inst {
		in := &prog.Inst[i]
		switch in.Op {
		case syntax.InstRune1, syntax.InstRune:
			add(pairsOf(in)...)
		case syntax.InstRuneAnyNotNL:
			add('\n', '\n')
		case syntax.InstEmptyWidth:
			add('\n', '\n')
			add('0', '9', 'A', 'Z', '_', '_', 'a', 'z')
		}
	}
	size := 0
	for _, pairs := range known {
		size += len(pairs)
	}
	edges = make([]edge, 0, size)
	for set, pairs := range known {
		for i := 0; i < len(pairs); i += 2 {
			edges = append(edges, edge{pairs[i], int32(set)}, edge{pairs[i+1] + 1, int32(set)})
		}
	}
	return edges, len(known)
}

// pairsOf are the characters that an instruction takes, from and to.
func pairsOf(in *syntax.Inst) []rune {
	if len(in.Rune) != 1 {
		return in.Rune
	}
	first := in.Rune[0]
	pairs := []rune{first, first}
	if syntax.Flags(in.Arg)&syntax.FoldCase != 0 {
		for r := unicode.SimpleFold(first); r != first; r = unicode.SimpleFold(r) {
			pairs = append(pairs, r, r)
		}
	}
	return pairs
}

// takes reports whether an instruction takes a character.
func takes(in *syntax.Inst, r rune) bool {
	switch in.Op {
	case syntax.InstRune1, syntax.InstRune:
		return in.MatchRune(r)
	case syntax.InstRuneAny:
		return true
	case syntax.InstRuneAnyNotNL:
		return r != '\n'
	}
	return false
}
