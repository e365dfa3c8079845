package run

import (
	"fmt"
	"slices"
	"strings"

	"upgraph/internal/plan"
	"upgraph/internal/step"
	"upgraph/internal/term"
)

// WriteDrift shows what a catalog plans differently by now: what was reviewed
// and is gone with "-", what is new with "+".
func WriteDrift(env *Env, reviewed, now *plan.Plan) {
	v := newView(env, env.Stderr)
	v.Line("%s", v.Ink(term.Bold, term.Printable(fmt.Sprintf("%s %s to %s, as reviewed and as planned now:", now.Product, now.From, now.To))))
	for _, d := range diff(planLines(reviewed), planLines(now)) {
		k := term.Red
		switch d.mark {
		case "+":
			k = term.Green
		case " ":
			continue
		}
		v.Entry("  "+v.Ink(k, d.mark)+" ", 4, k, d.line)
	}
}

// planLines is everything that the digest of a plan covers, a line each.
func planLines(p *plan.Plan) []string {
	var all []string
	for _, c := range p.Constraints {
		all = append(all, "constraint "+c.ID+": "+c.Text)
	}
	for _, r := range p.Risks {
		all = append(all, "risk "+r.ID+": "+r.Text)
	}
	for _, n := range p.Notes {
		all = append(all, n.Severity+": "+n.Text)
	}
	for _, c := range p.Checks {
		all = append(all, "check "+c.ID+": "+term.Says(c.Check)+fmt.Sprintf(" (hops %v)", c.Hops))
	}
	last := -1
	for _, s := range p.Steps {
		if s.Hop != nil && *s.Hop != last {
			last = *s.Hop
			h := p.Hops[last]
			all = append(all, "hop "+term.HopText(h))
			if h.Gate != nil {
				all = append(all, "gate "+h.To+": "+term.GateText(h))
			}
		}
		kind, text := term.Describe(s)
		if s.Catalog().IsIdempotent() {
			text += "  [may run twice]"
		}
		if s.Verify != nil {
			text += "  [verified by " + step.Command(s.Verify.Argv) + "]"
		}
		all = append(all, "step "+s.ID+"  "+kind+"  "+text)
	}
	return append(all, "rollback: "+p.Rollback.Policy+" "+p.Rollback.Statement)
}

// change is a line of a diff; mark is "-", "+" or a blank.
type change struct{ mark, line string }

// diff compares lines by their longest common subsequence. Plans that are too
// long for its table are compared as sets.
func diff(a, b []string) []change {
	const most = 4_000_000
	if len(a)*len(b) > most {
		return setDiff(a, b)
	}
	common := make([][]int, len(a)+1) // of the rests
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var out []change
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, change{" ", a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			out = append(out, change{"-", a[i]})
			i++
		default:
			out = append(out, change{"+", b[j]})
			j++
		}
	}
	return out
}

func setDiff(a, b []string) []change {
	var out []change
	for _, s := range []struct {
		mark        string
		mine, other []string
	}{{"-", a, b}, {"+", b, a}} {
		other := slices.Clone(s.other)
		slices.Sort(other)
		for _, l := range s.mine {
			if _, ok := slices.BinarySearch(other, l); !ok {
				out = append(out, change{s.mark, l})
			}
		}
	}
	return out
}

// Drifted is the error for a reviewed plan that the catalog does not give any
// more.
func Drifted(env *Env, reviewed, now *plan.Plan, hint string) error {
	WriteDrift(env, reviewed, now)
	return Fail(ExitChanged, "the catalog gives another plan by now: %s instead of %s", now.Digest, reviewed.Digest).
		Hinted("review it again:  %s", hint).
		Hinted("to run it as it is now:  %s", strings.TrimSpace(env.Program+" apply PLAN --accept-drift "+now.Digest))
}
