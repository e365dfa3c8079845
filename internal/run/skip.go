package run

import (
	"slices"
	"strings"

	"upgraph/internal/plan"
)

// skips gives the steps that a person passes over: those named, and the steps of
// hops before --from-step. The conditions before and after all hops are never
// meant by --from-step, and neither are the checks of its own hop: that a step
// was done by hand says nothing about what the commands behind it find.
func (s *State) skips(o Options) (map[string]string, error) {
	ids := slices.Clone(o.Skip)
	if o.FromStep != "" {
		at, ok := s.index[o.FromStep]
		if !ok || s.Plan.Steps[at].Hop == nil {
			return nil, Fail(ExitUsage, "--from-step %s: no hop of the plan has such a step", o.FromStep).
				Hinted("the steps are listed by `plan`")
		}
		hop := *s.Plan.Steps[at].Hop
		for _, st := range s.Plan.Steps[:at] {
			if st.Hop != nil && (*st.Hop < hop || st.Kind != "check") {
				ids = append(ids, st.ID)
			}
		}
	}
	skipped := map[string]string{}
	for _, id := range ids {
		i, ok := s.index[id]
		switch {
		case !ok:
			return nil, Fail(ExitUsage, "--skip %s: the plan has no such step", id).Hinted("the steps are listed by `plan`")
		case strings.TrimSpace(o.Reason) == "":
			return nil, Fail(ExitUsage, "to pass over steps needs --reason 'WHY': it is written into the journal")
		case s.Steps[i].Complete():
			continue
		case s.Steps[i].Status == Started:
			return nil, Fail(ExitUsage, "--skip %s: it was started and how it ended is not recorded", id).
				Hinted("`resolve` settles it")
		}
		skipped[id] = o.Reason
	}
	return skipped, nil
}

// parks resolves --until: the id of a release that a hop leads to, or what it is
// deployed as.
func (s *State) parks(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	i := slices.IndexFunc(s.Plan.Hops, func(h plan.Hop) bool { return h.To == name || h.DeployVersion == name })
	if i < 0 {
		var to []string
		for _, h := range s.Plan.Hops {
			to = append(to, h.To)
		}
		return "", Fail(ExitUsage, "--until %s: no hop of the plan leads there", name).Hinted("its hops lead to %s", strings.Join(to, ", "))
	}
	to := s.Plan.Hops[i].To
	if _, over := s.HopsEnded[i]; over {
		return "", Fail(ExitUsage, "--until %s: the cluster has left it behind", to)
	}
	return to, nil
}
