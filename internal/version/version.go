// Package version orders the version names of guides: semver, git-describe
// builds, two to many numeric parts, dates, release words and families such as
// "87.x". It also reads the ranges that authors write, makes sort keys and
// finds the release that a person means.
//
// It is the only importer of Masterminds/semver, which it asks about the base
// of a version and never about a git-describe suffix: semver takes
// "-10-geb2889c9" for a prerelease and puts the build before its tag. It must
// not know catalogs or guides.
package version

import (
	"cmp"
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"
)

// Version is a parsed version. The zero value is no version; use [Parse].
type Version struct {
	raw  string // as written
	base string // raw without the git-describe suffix

	// parts are the numbers, at least three unless family is set; zeros behind
	// the third are dropped, so that 1.0 and 1.0.0.0 are 1.0.0.
	parts  []uint64
	given  int  // how many numbers were written
	family bool // written with a wildcard: 87.x
	date   bool // written as 2026-08-20
	pre    []ident
	// sem is the base as semver sees it, nil where it has more parts or is a
	// family.
	sem      *semver.Version
	revision uint64 // 12.0-1: of an image or a package
	meta     string // behind "+"

	distance uint64 // commits after the tag
	hash     string // abbreviated commit of a git-describe version
	dirty    bool   // built from a changed tree
}

// ident is one identifier of a prerelease. Numbers have no text.
type ident struct {
	text   string
	number uint64
}

// String is the version as it was written.
func (v Version) String() string { return v.raw }

// Base is the version as it was written, without a git-describe suffix:
// "v1.0.0-rc.1" for "v1.0.0-rc.1-12-gaa39ff9".
func (v Version) Base() string { return v.base }

// Describe gives the git-describe suffix: the number of commits after the tag
// and the abbreviated commit. Hash is empty where there is no suffix.
func (v Version) Describe() (distance int, hash string) {
	return int(v.distance), v.hash
}

// IsPrerelease reports whether the base is a prerelease. Commits after a
// release do not make one.
func (v Version) IsPrerelease() bool { return len(v.pre) > 0 }

// IsFamily reports whether the version was written with a wildcard ("87.x")
// and so names a family of versions. A family is ordered before its members.
func (v Version) IsFamily() bool { return v.family }

// Major is the first number: 1 for v1.9.3.
func (v Version) Major() uint64 {
	if len(v.parts) == 0 {
		return 0
	}
	return v.parts[0]
}

// firstYear is the first number from which on one may be a year, or a whole day
// as in 20160726.
const firstYear = 1900

// IsCalendar reports whether the first number is of a calendar and counts no
// major releases: 2024.1, 20160726.
func (v Version) IsCalendar() bool { return v.Major() >= firstYear }

// Compare orders two versions: -1, 0 or +1. Bases are ordered by the rules of
// semver, then come revision, commits after the tag, build metadata and
// commit. It is a total order, and it is 0 exactly where the sort keys are
// equal.
func Compare(a, b Version) int {
	return cmp.Or(
		compareBase(a, b),
		cmp.Compare(a.distance, b.distance),
		strings.Compare(a.meta, b.meta),
		strings.Compare(a.hash, b.hash),
		compareBool(a.dirty, b.dirty),
	)
}

// compareBase orders what stands before a git-describe suffix, metadata left
// out.
func compareBase(a, b Version) int {
	c := 0
	if a.sem != nil && b.sem != nil {
		c = a.sem.Compare(b.sem)
	} else {
		c = compareParts(a, b)
	}
	return cmp.Or(c, cmp.Compare(a.revision, b.revision))
}

// compareParts does for versions that are no semver what semver does.
func compareParts(a, b Version) int {
	if c := compareNumbers(a, b); c != 0 {
		return c
	}
	if len(a.pre) == 0 || len(b.pre) == 0 {
		return compareBool(len(a.pre) == 0, len(b.pre) == 0)
	}
	return slices.CompareFunc(a.pre, b.pre, compareIdent)
}

// compareNumbers orders the numeric parts. A family comes before everything
// that begins with its numbers.
func compareNumbers(a, b Version) int {
	for i := range min(len(a.parts), len(b.parts)) {
		if c := cmp.Compare(a.parts[i], b.parts[i]); c != 0 {
			return c
		}
	}
	switch {
	case a.family && !b.family && len(a.parts) == len(b.parts):
		return -1
	case b.family && !a.family && len(a.parts) == len(b.parts):
		return +1
	}
	return cmp.Compare(len(a.parts), len(b.parts))
}

func compareIdent(a, b ident) int {
	return cmp.Or(
		compareBool(a.text != "", b.text != ""),
		cmp.Compare(a.number, b.number),
		strings.Compare(a.text, b.text),
	)
}

// compareBool puts false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return +1
	}
	return -1
}
