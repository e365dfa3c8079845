package compat

import (
	"fmt"
	"strings"
)

func (v *validator) allEdges() {
	seen := map[string]bool{}
	for i := range v.catalog.Edges {
		e := &v.catalog.Edges[i]
		path := fmt.Sprintf("$.edges[%d]", i)
		unique(v, path+".id", e.ID, seen, true)
		v.edge(path, e)
		if v.err != nil {
			return
		}
	}
}

func (v *validator) edge(path string, e *Edge) {
	to := v.release(path+".to", e.To)
	v.status(path+".status", e.Status)
	for i, interval := range e.From {
		v.interval(fmt.Sprintf("%s.from[%d]", path, i), interval, to)
	}
	v.declared(path+".constraints", e.Constraints, v.constraints, "constraint")
	v.declared(path+".checks", e.Checks, v.checks, "check")
	v.declared(path+".risks", e.Risks, v.risks, "risk")
	for i, id := range e.MustStopAt {
		v.release(fmt.Sprintf("%s.must_stop_at[%d]", path, i), id)
	}
	for i, id := range e.Avoid {
		v.release(fmt.Sprintf("%s.avoid[%d]", path, i), id)
	}
	for i, id := range e.Supersedes {
		_, release := v.releases[id]
		v.must(release || v.constraints[id] || v.checks[id] || v.risks[id], fmt.Sprintf("%s.supersedes[%d]", path, i),
			"%q is no check, constraint, risk or release of this catalog", clip(id))
	}
	if e.Gate != nil {
		v.gate(path+".gate", e.Gate)
	}
	steps := map[string]bool{}
	for i := range e.Steps {
		at := fmt.Sprintf("%s.steps[%d]", path, i)
		unique(v, at+".id", e.Steps[i].ID, steps, true)
		v.step(at, &e.Steps[i])
	}
}

// declared checks that an edge refers to what the catalog declares.
func (v *validator) declared(path string, ids []string, have map[string]bool, noun string) {
	for i, id := range ids {
		v.must(have[id], fmt.Sprintf("%s[%d]", path, i), "%q is no %s of this catalog", clip(id), noun)
	}
}

// interval checks that both ends are releases and in order, and that it begins
// before the release that the edge leads to: edges lead forward, and so never
// round in a circle.
func (v *validator) interval(path string, i Interval, to int) {
	low := -1 // the beginning is before the first release, not at it
	if i.Introduced != "0" {
		low = v.release(path+".introduced", i.Introduced)
	}
	if low >= to {
		v.must(false, path+".introduced", "%s is not before the release that the edge leads to", clip(i.Introduced))
	}
	v.must(i.Fixed == "" || i.LastAffected == "", path, "has both fixed and last_affected")
	if i.Fixed != "" {
		high := v.release(path+".fixed", i.Fixed)
		v.must(low < high, path+".fixed", "%s is not behind %s", clip(i.Fixed), clip(i.Introduced))
	}
	if i.LastAffected != "" {
		high := v.release(path+".last_affected", i.LastAffected)
		v.must(low <= high, path+".last_affected", "%s is before %s", clip(i.LastAffected), clip(i.Introduced))
	}
}

func (v *validator) gate(path string, g *Gate) {
	v.must(g.WaitSeconds >= 0, path+".wait_seconds", "is less than 0")
	v.must(g.Text != "" || g.Check != nil || g.WaitSeconds > 0, path, "holds nothing back")
	if g.Check != nil {
		v.check(path+".check", g.Check)
	}
}

// step checks that a step has what its kind needs, and nothing that would run
// behind the back of a reader. Kinds that this version does not know are the
// business of [Catalog.Unsupported].
func (v *validator) step(path string, s *Step) {
	// A plan joins release and step by "/".
	v.must(!strings.Contains(s.ID, "/"), path+".id", "%q has a slash", clip(s.ID))
	if s.Check != nil {
		v.check(path+".check", s.Check)
	}
	v.stepParameters(path, s)
	if s.Verify != nil {
		v.must(len(s.Verify.Argv) > 0 && s.Verify.Argv[0] != "", path+".verify.argv", "names no program")
		v.must(!strings.ContainsRune(strings.Join(s.Verify.Argv, ""), 0), path+".verify.argv", "holds a NUL")
	}
	switch s.Kind {
	case "":
		v.must(false, path+".kind", "is empty")
	case "manual":
		v.must(strings.TrimSpace(s.Text) != "", path+".text", "is empty in a manual step")
		v.runsNothing(path, s)
	case "check":
		v.must(s.Check != nil, path+".check", "is missing in a check step")
		v.runsNothing(path, s)
	case "exec":
		v.must(len(s.Argv) > 0, path+".argv", "is empty in an exec step")
		v.must(len(s.Argv) == 0 || s.Argv[0] != "", path+".argv[0]", "is empty where a program is expected")
		for i, arg := range s.Argv {
			v.must(!strings.ContainsRune(arg, 0), fmt.Sprintf("%s.argv[%d]", path, i), "holds a NUL")
		}
		v.must(s.Script == "", path+".script", "does not belong to an exec step")
	case "shell":
		v.must(strings.TrimSpace(s.Script) != "", path+".script", "is empty in a shell step")
		v.must(!strings.ContainsRune(s.Script, 0), path+".script", "holds a NUL")
		v.must(len(s.Argv) == 0, path+".argv", "does not belong to a shell step")
	}
}

func (v *validator) runsNothing(path string, s *Step) {
	v.must(len(s.Argv) == 0, path+".argv", "does not belong to a %s step", s.Kind)
	v.must(s.Script == "", path+".script", "does not belong to a %s step", s.Kind)
	v.must(s.Approved == nil, path+".approved", "does not belong to a %s step", s.Kind)
	v.must(s.Verify == nil, path+".verify", "does not belong to a %s step", s.Kind)
	v.must(s.Idempotent == nil, path+".idempotent", "does not belong to a %s step", s.Kind)
	v.must(len(s.Parameters) == 0, path+".parameters", "does not belong to a %s step", s.Kind)
}
