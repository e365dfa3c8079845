package config

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
)

// LockFile is the name of the file that records approvals.
const LockFile = "steps.lock"

// Approval says that a person has read what a step runs and lets it run.
type Approval struct {
	Release string // id
	Step    string // id within the release
	Digest  string // "sha256:…" over what runs
}

// Lock is steps.lock: at most one approval for each step of a release. The
// zero value holds none.
type Lock struct {
	entries []Approval
	index   map[[2]string]int
}

// LoadLock reads steps.lock of a product's folder. Nothing in it is tolerated
// that WriteLock does not write: a file with an error approves nothing.
func LoadLock(root fs.FS, dir string) (*Lock, []diag.Diagnostic) {
	file := path.Join(dir, LockFile)
	v, found, ds := load(root, file)
	for i := range ds {
		ds[i].Severity = diag.Error
	}
	if !found || diag.HasErrors(ds) {
		return new(Lock), ds
	}
	r := &reader{file: file, unknown: diag.Error, diagnostics: ds}
	lock := new(Lock)
	if v.Kind != doc.Null {
		r.list(v, "the list of approvals", func(item doc.Value) { r.approval(item, lock) })
	}
	if diag.HasErrors(r.diagnostics) {
		return new(Lock), r.diagnostics
	}
	return lock, r.diagnostics
}

var digestForm = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

func (r *reader) approval(v doc.Value, lock *Lock) {
	var a Approval
	before := len(r.diagnostics)
	r.mapping(v, "the approval", []key{
		r.textKey("release", &a.Release, nil),
		r.textKey("step", &a.Step, nil),
		r.textKey("digest", &a.Digest, func(s string) (string, string) {
			if !digestForm.MatchString(s) {
				return fmt.Sprintf("%q is no digest", s), "remove the entry and review the step again"
			}
			return "", ""
		}),
	})
	switch {
	case len(r.diagnostics) > before:
	case a.Release == "" || a.Step == "" || a.Digest == "":
		r.wrong(v, "an approval needs release, step and digest", "remove the entry and review the step again")
	case lock.has(a.Release, a.Step):
		r.wrong(v, fmt.Sprintf("step %s of release %s is approved twice", a.Step, a.Release), "keep the one that review wrote last")
	default:
		lock.Approve(a.Release, a.Step, a.Digest)
	}
}

func (l *Lock) has(release, step string) bool {
	_, ok := l.index[[2]string{release, step}]
	return ok
}

// Approved reports whether exactly what has the digest was approved as that
// step of that release.
func (l *Lock) Approved(release, step, digest string) bool {
	if l == nil {
		return false
	}
	i, ok := l.index[[2]string{release, step}]
	return ok && l.entries[i].Digest == digest
}

// Digest is what was approved as a step of a release, empty if nothing was.
func (l *Lock) Digest(release, step string) string {
	if l == nil || !l.has(release, step) {
		return ""
	}
	return l.entries[l.index[[2]string{release, step}]].Digest
}

// Approve records an approval in place of an earlier one of the same step.
func (l *Lock) Approve(release, step, digest string) {
	k := [2]string{release, step}
	if i, ok := l.index[k]; ok {
		l.entries[i].Digest = digest
		return
	}
	if l.index == nil {
		l.index = make(map[[2]string]int)
	}
	l.index[k] = len(l.entries)
	l.entries = append(l.entries, Approval{release, step, digest})
}

// Entries are the approvals in the order in which they are written.
func (l *Lock) Entries() []Approval {
	if l == nil {
		return nil
	}
	return slices.Clone(l.entries)
}

// Sort puts the approvals into the order of the releases given, those of other
// releases behind them by name, and the steps of each by number.
func (l *Lock) Sort(releases []string) {
	place := make(map[string]int, len(releases))
	for i, r := range releases {
		place[r] = i + 1
	}
	order := func(release string) int {
		if p := place[release]; p > 0 {
			return p
		}
		return len(releases) + 1
	}
	slices.SortStableFunc(l.entries, func(a, b Approval) int {
		return cmp.Or(
			cmp.Compare(order(a.Release), order(b.Release)),
			strings.Compare(a.Release, b.Release),
			compareSteps(a.Step, b.Step),
		)
	})
	for i, e := range l.entries {
		l.index[[2]string{e.Release, e.Step}] = i
	}
}

// compareSteps orders step ids by their leading number: 2, 2b, 10.
func compareSteps(a, b string) int {
	m, n := stepNumber(a), stepNumber(b)
	return cmp.Or(cmp.Compare(m, n), strings.Compare(a, b))
}

func stepNumber(id string) int {
	digits := len(id) - len(strings.TrimLeft(id, "0123456789"))
	n, err := strconv.Atoi(id[:digits])
	if err != nil {
		return int(^uint(0) >> 1)
	}
	return n
}
