package version

import (
	"cmp"
	"fmt"
	"strings"
)

// Range is a set of versions as authors write it: ">=1.0.0 <1.0.4", "1.0.x",
// "87.x || 88.x". A space or a comma means and, "||" means or.
//
// It is read over the plain order of [Compare]; prereleases get no treatment of
// their own. A bound without a git-describe suffix speaks of the base:
// "<=1.0.4" holds for v1.0.4-1-gd681c67, which is v1.0.4 to its users, and
// ">1.0.4" does not.
type Range struct {
	raw string
	any [][]bound // at least one list must hold as a whole
}

// bound is one comparison; all is the wildcard alone, which holds always.
type bound struct {
	op  string
	v   Version
	all bool
}

// String is the range as it was written.
func (r Range) String() string { return r.raw }

// Contains reports whether v is in the range. The zero range contains nothing.
func (r Range) Contains(v Version) bool {
	for _, bounds := range r.any {
		ok := true
		for _, b := range bounds {
			ok = ok && b.holds(v)
		}
		if ok {
			return true
		}
	}
	return false
}

// ParseRange reads a range. Operators are >=, >, <=, <, = and !=; none means
// =. A family ("1.0.x") stands for all its members. Other dialects' ^, ~ and
// "1.0 - 2.0" are refused. The error is a [*SyntaxError].
func ParseRange(s string) (Range, error) {
	if len(s) > 8*maxLength {
		return Range{}, &SyntaxError{Text: clip(s), Msg: fmt.Sprintf("the range is longer than %d bytes", 8*maxLength)}
	}
	r := Range{raw: s}
	for part := range strings.SplitSeq(s, "||") {
		bounds, err := parseBounds(s, part)
		if err != nil {
			return Range{}, err
		}
		r.any = append(r.any, bounds)
	}
	return r, nil
}

func parseBounds(whole, s string) ([]bound, error) {
	var bounds []bound
	op := ""
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' }) {
		text := strings.TrimLeft(word, "<>=!^~")
		sign := word[:len(word)-len(text)]
		if op != "" && sign != "" {
			return nil, &SyntaxError{Text: clip(whole), Msg: fmt.Sprintf("there is no version behind %q", op)}
		}
		op = cmp.Or(op, sign)
		if msg := badOperator(op, text); msg != "" {
			return nil, &SyntaxError{Text: clip(whole), Msg: msg}
		}
		if text == "" { // ">= 1.0.0": the version is the next word
			continue
		}
		b, err := parseBound(op, text)
		if err != nil {
			return nil, fmt.Errorf("range %q: %w", clip(whole), err)
		}
		bounds, op = append(bounds, b), ""
	}
	if op != "" || len(bounds) == 0 {
		return nil, &SyntaxError{Text: clip(whole), Msg: "the range has no version where one is expected"}
	}
	return bounds, nil
}

func badOperator(op, text string) string {
	switch op {
	case "", "=", "==", "!=", ">", ">=", "<", "<=":
		if op == "" && text == "-" {
			return "\"A - B\" is no range here; write \">=A <=B\""
		}
		return ""
	}
	return fmt.Sprintf("%q is no operator here; write a range with >=, >, <=, <, = or !=", op)
}

func parseBound(op, text string) (bound, error) {
	op = strings.Replace(cmp.Or(op, "="), "==", "=", 1)
	switch text {
	case "*", "x", "X":
		if op != "=" {
			return bound{}, &SyntaxError{Text: text, Msg: "a lone wildcard takes no operator"}
		}
		return bound{all: true}, nil
	}
	v, err := Parse(text)
	return bound{op: op, v: v}, err
}

func (b bound) holds(v Version) bool {
	if b.all {
		return true
	}
	c := b.compare(v)
	switch b.op {
	case ">":
		return c > 0
	case ">=":
		return c >= 0
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case "!=":
		return c != 0
	}
	return c == 0
}

// compare places v before (-1), in (0) or behind (+1) what the bound names: a
// family as a whole, a base with all its builds, or one build.
func (b bound) compare(v Version) int {
	switch {
	case b.v.family:
		n := min(len(b.v.parts), len(v.parts))
		for i := range n {
			if c := cmp.Compare(v.parts[i], b.v.parts[i]); c != 0 {
				return c
			}
		}
		if len(v.parts) >= len(b.v.parts) {
			return 0
		}
		return shortAgainst(v, b.v.parts[n:])
	case b.v.hash == "" && b.v.meta == "" && !b.v.dirty:
		return compareBase(v, b.v)
	}
	return Compare(v, b.v)
}

// shortAgainst places a version whose numbers ended before those of a family.
// What it lacks is zero, unless it is a family itself, which comes first.
func shortAgainst(v Version, rest []uint64) int {
	if v.family {
		return -1
	}
	for _, n := range rest {
		if n > 0 {
			return -1
		}
	}
	return 0
}
