// Package regexp is the standard library's regexp for expressions that stand in
// variables of packages: they are compiled when they are first used. Most runs
// of a program need few of them, and compiling all takes longer than many runs.
//
// It must hold no more than the methods that are used, each of which does what
// the standard library's does.
package regexp

import (
	std "regexp"
	"sync"
)

// Regexp is an expression that is compiled at its first use.
type Regexp struct{ get func() *std.Regexp }

// MustCompile takes an expression that is made of texts of its package and of quoted ones. One that
// is wrong would panic at its first use; a test here compiles them all.
func MustCompile(expr string) *Regexp {
	return &Regexp{get: sync.OnceValue(func() *std.Regexp { return std.MustCompile(expr) })}
}

// Compile compiles an expression at once.
func Compile(expr string) (*Regexp, error) {
	re, err := std.Compile(expr)
	return &Regexp{get: func() *std.Regexp { return re }}, err
}

// QuoteMeta escapes what has a meaning in expressions.
func QuoteMeta(s string) string { return std.QuoteMeta(s) }

// MatchString reports whether s holds a match.
func (r *Regexp) MatchString(s string) bool { return r.get().MatchString(s) }

// FindString gives the first match.
func (r *Regexp) FindString(s string) string { return r.get().FindString(s) }

// FindStringIndex gives the place of the first match.
func (r *Regexp) FindStringIndex(s string) []int { return r.get().FindStringIndex(s) }

// FindStringSubmatch gives the first match with its groups.
func (r *Regexp) FindStringSubmatch(s string) []string { return r.get().FindStringSubmatch(s) }

// FindStringSubmatchIndex gives the places of the first match and its groups.
func (r *Regexp) FindStringSubmatchIndex(s string) []int { return r.get().FindStringSubmatchIndex(s) }

// FindAllString gives all matches.
func (r *Regexp) FindAllString(s string, n int) []string { return r.get().FindAllString(s, n) }

// FindAllStringIndex gives the places of all matches.
func (r *Regexp) FindAllStringIndex(s string, n int) [][]int { return r.get().FindAllStringIndex(s, n) }

// FindAllStringSubmatch gives all matches with their groups.
func (r *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	return r.get().FindAllStringSubmatch(s, n)
}

// FindAllStringSubmatchIndex gives the places of all matches and their groups.
func (r *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return r.get().FindAllStringSubmatchIndex(s, n)
}

// ReplaceAllString replaces all matches.
func (r *Regexp) ReplaceAllString(s, with string) string { return r.get().ReplaceAllString(s, with) }

// ReplaceAllStringFunc replaces all matches by what a function makes of them.
func (r *Regexp) ReplaceAllStringFunc(s string, with func(string) string) string {
	return r.get().ReplaceAllStringFunc(s, with)
}

// Split cuts s at the matches.
func (r *Regexp) Split(s string, n int) []string { return r.get().Split(s, n) }

// SubexpNames are the names of the groups.
func (r *Regexp) SubexpNames() []string { return r.get().SubexpNames() }

// SubexpIndex is the number of a named group.
func (r *Regexp) SubexpIndex(name string) int { return r.get().SubexpIndex(name) }

// Match reports whether b holds a match.
func (r *Regexp) Match(b []byte) bool { return r.get().Match(b) }

// String is the expression.
func (r *Regexp) String() string { return r.get().String() }
