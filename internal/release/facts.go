package release

import (
	"fmt"
	"strconv"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
)

// fact is something that a release has once, whoever tells of it.
type fact struct {
	name string
	of   func(*Release) string
	same func(a, b string) bool
}

var facts = [...]fact{
	{"build", func(r *Release) string { return r.Build }, sameName},
	{"deploy version", func(r *Release) string { return r.Deploy }, sameName},
	{"date", func(r *Release) string { return r.Date }, sameText},
	{"time of the build", func(r *Release) string { return r.BuiltAt }, sameText},
	{"toolchain", func(r *Release) string { return r.Toolchain }, sameText},
	{"commit", func(r *Release) string { return r.Commit }, sameHash},
	{"branch", func(r *Release) string { return r.Branch }, sameText},
	{"order", func(r *Release) string {
		if r.Order == 0 {
			return ""
		}
		return strconv.Itoa(r.Order)
	}, sameText},
}

// facts gives a release what one of its parts knows. What the parts before it say
// otherwise stays, and is told.
func (l *lowering) facts(r *compat.Release, n *node, p part) {
	rel := p.rel
	for _, f := range facts {
		if told := f.of(rel); told != "" && len(n.parts) > 1 {
			l.toldOtherwise(f, told, n, p)
		}
	}
	r.Build = first(r.Build, rel.Build)
	r.DeployVersion = first(r.DeployVersion, rel.Deploy)
	r.Date = first(r.Date, rel.Date)
	r.BuiltAt = first(r.BuiltAt, rel.BuiltAt)
	r.Toolchain = first(r.Toolchain, rel.Toolchain)
	if rel.Commit == "" && rel.Branch == "" {
		return
	}
	if r.Git == nil {
		r.Git = &compat.Git{}
	}
	r.Git.Commit, r.Git.Branch = first(r.Git.Commit, rel.Commit), first(r.Git.Branch, rel.Branch)
}

// toldOtherwise reports a fact that the first part of a release to tell it tells
// otherwise.
func (l *lowering) toldOtherwise(f fact, told string, n *node, p part) {
	for _, o := range n.parts {
		before := f.of(o.rel)
		switch {
		case o.rel == p.rel:
			return
		case before == "":
			continue
		case !f.same(before, told):
			l.report(diag.Diagnostic{Code: "UG344", Severity: diag.Warning, Pos: p.pos(),
				Message: fmt.Sprintf("%s has the %s %s here and %s in %s (line %d), which is published", n.id, f.name, told, before, o.doc.Path, o.rel.Line),
				Hint:    "correct one of the two, or leave it out here"})
		}
		return
	}
}

func sameText(a, b string) bool { return a == b }

func sameName(a, b string) bool { return fold(a) == fold(b) }

// sameHash compares hashes of which one may be cut short.
func sameHash(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}
