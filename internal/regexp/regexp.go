// Package regexp is the standard library's regexp for expressions that stand in
// variables of packages: they are compiled when they are first used. Most runs
// of a program need few of them, and compiling all takes longer than many runs.
//
// Most of what is asked holds no match. An expression that is asked about much
// gets a machine of states, which tells whether there is one in a single look at
// each character (dfa.go), and about where. The standard library, which tries
// every place and way, then only says where exactly and what the groups are.
//
// It must hold no more than the methods that are used, each of which does what
// the standard library's does.
package regexp

import (
	std "regexp"
	"sync"
	"sync/atomic"
)

// Regexp is an expression that is compiled at its first use.
type Regexp struct {
	get   func() *std.Regexp
	quick func() *dfa
	asked atomic.Int64 // bytes that the standard library looked at
}

// worth is how many bytes the standard library looks at in about the time in
// which a machine of states is made.
const worth = 4096

// MustCompile takes an expression that is made of texts of its package and of quoted ones. One that
// is wrong would panic at its first use; a test here compiles them all.
func MustCompile(expr string) *Regexp {
	return &Regexp{
		get:   sync.OnceValue(func() *std.Regexp { return std.MustCompile(expr) }),
		quick: sync.OnceValue(func() *dfa { return newDFA(expr) }),
	}
}

// Compile compiles an expression at once.
func Compile(expr string) (*Regexp, error) {
	re, err := std.Compile(expr)
	if err != nil {
		return nil, err
	}
	r := MustCompile(expr)
	r.get = func() *std.Regexp { return re }
	return r, nil
}

// QuoteMeta escapes what has a meaning in expressions.
func QuoteMeta(s string) string { return std.QuoteMeta(s) }

// MatchString reports whether s holds a match.
func (r *Regexp) MatchString(s string) bool {
	if found, known := r.look(s); known {
		return found
	}
	return r.get().MatchString(s)
}

// look asks the machine of states whether s holds a match; known is false where
// there is none, or it does not tell.
func (r *Regexp) look(s string) (found, known bool) {
	if r.asked.Load() < worth {
		r.asked.Add(int64(len(s)))
		return false, false
	}
	if d := r.quick(); d != nil {
		return d.match(s)
	}
	return false, false
}

// from is the place in s from which the standard library finds what it finds in
// all of s; false where it finds nothing.
func (r *Regexp) from(s string) (int, bool) {
	found, known := r.look(s)
	if !known {
		return 0, true
	}
	if !found {
		return 0, false
	}
	return r.quick().lead(s), true
}

// FindString gives the first match.
func (r *Regexp) FindString(s string) string {
	from, ok := r.from(s)
	if !ok {
		return ""
	}
	return r.get().FindString(s[from:])
}

// FindStringIndex gives the place of the first match.
func (r *Regexp) FindStringIndex(s string) []int {
	from, ok := r.from(s)
	if !ok {
		return nil
	}
	return shift(r.get().FindStringIndex(s[from:]), from)
}

// FindStringSubmatch gives the first match with its groups.
func (r *Regexp) FindStringSubmatch(s string) []string {
	from, ok := r.from(s)
	if !ok {
		return nil
	}
	return r.get().FindStringSubmatch(s[from:])
}

// FindStringSubmatchIndex gives the places of the first match and its groups.
func (r *Regexp) FindStringSubmatchIndex(s string) []int {
	from, ok := r.from(s)
	if !ok {
		return nil
	}
	return shift(r.get().FindStringSubmatchIndex(s[from:]), from)
}

// FindAllString gives all matches.
func (r *Regexp) FindAllString(s string, n int) []string {
	from, ok := r.from(s)
	if !ok {
		return nil
	}
	return r.get().FindAllString(s[from:], n)
}

// FindAllStringIndex gives the places of all matches.
func (r *Regexp) FindAllStringIndex(s string, n int) [][]int {
	from, ok := r.from(s)
	if !ok {
		return nil
	}
	return shiftAll(r.get().FindAllStringIndex(s[from:], n), from)
}

// FindAllStringSubmatch gives all matches with their groups.
func (r *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	from, ok := r.from(s)
	if !ok {
		return nil
	}
	return r.get().FindAllStringSubmatch(s[from:], n)
}

// FindAllStringSubmatchIndex gives the places of all matches and their groups.
func (r *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	from, ok := r.from(s)
	if !ok {
		return nil
	}
	return shiftAll(r.get().FindAllStringSubmatchIndex(s[from:], n), from)
}

// shift moves the places of a match; those of groups that took no part stay -1.
func shift(match []int, by int) []int {
	for i := range match {
		if match[i] >= 0 {
			match[i] += by
		}
	}
	return match
}

func shiftAll(matches [][]int, by int) [][]int {
	for _, m := range matches {
		shift(m, by)
	}
	return matches
}

// ReplaceAllString replaces all matches.
func (r *Regexp) ReplaceAllString(s, with string) string {
	from, ok := r.from(s)
	if !ok {
		return s
	}
	return s[:from] + r.get().ReplaceAllString(s[from:], with)
}

// ReplaceAllStringFunc replaces all matches by what a function makes of them.
func (r *Regexp) ReplaceAllStringFunc(s string, with func(string) string) string {
	from, ok := r.from(s)
	if !ok {
		return s
	}
	return s[:from] + r.get().ReplaceAllStringFunc(s[from:], with)
}

// Split cuts s at the matches.
func (r *Regexp) Split(s string, n int) []string {
	if _, ok := r.from(s); !ok && n != 0 {
		return []string{s}
	}
	return r.get().Split(s, n)
}

// SubexpNames are the names of the groups.
func (r *Regexp) SubexpNames() []string { return r.get().SubexpNames() }

// SubexpIndex is the number of a named group.
func (r *Regexp) SubexpIndex(name string) int { return r.get().SubexpIndex(name) }

// String is the expression.
func (r *Regexp) String() string { return r.get().String() }
