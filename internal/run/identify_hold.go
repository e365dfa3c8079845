package run

import (
	"slices"
)

// Identifying is how a run holds itself against what the components print: the
// outputs to read, again after each hop, and the builds that they may name. It
// is recorded, so that going on needs no catalog.
type Identifying struct {
	Paths  []string `json:"paths"` // absolute; "-" is read once
	Builds Builds   `json:"builds"`
}

// kept is what of it can be asked again later.
func (i *Identifying) kept() *Identifying {
	if i == nil {
		return nil
	}
	k := *i
	k.Paths = slices.DeleteFunc(slices.Clone(i.Paths), func(p string) bool { return p == "-" })
	if len(k.Paths) == 0 {
		return nil
	}
	return &k
}

// ask reads the outputs and holds them against a release: false where something
// known is elsewhere, unknown where something cannot be told.
func (i *Identifying) ask(env *Env, release string) Answer {
	outputs, err := ReadOutputs(env, i.Paths)
	if err != nil {
		return Answer{Unknown, []Finding{{Result: Unknown, Text: err.Error()}}}
	}
	id := i.Builds.Identify(outputs)
	var fs []Finding
	for _, s := range id.Seen {
		f := Finding{Result: True, File: s.where(), Text: "is at " + release}
		switch {
		case s.Release == "":
			f.Result, f.Text = Unknown, s.Note
		case s.Release != release:
			f.Result, f.Found, f.Wanted, f.Text = False, s.Release, release, "is at another version"
		}
		fs = append(fs, f)
	}
	for _, s := range id.Silent {
		fs = append(fs, Finding{Result: Unknown, File: s.where(), Found: s.Says, Text: "prints no version"})
	}
	return answer(fs)
}

const identifyID = "identify"

// examine is the preflight together with what the components say.
func (s *State) examine(env *Env, c consent, o Options) Report {
	r := s.preflight(c, env.Interactive)
	if o.Identify == nil {
		return r
	}
	it := Item{ID: identifyID, When: "plan", Says: "all that was asked is at " + s.Plan.From, Answer: o.Identify.ask(env, s.Plan.From)}
	r.Items = slices.Insert(r.Items, 0, it)
	r.OK = r.OK && !it.Blocks()
	return r
}

// lockstep holds the cluster against the version that a hop leads to, where the
// run was told where to look.
func (e *Engine) lockstep(h int) error {
	i := e.run.State.Set.Identify
	if i == nil {
		return nil
	}
	to := e.run.Plan.Hops[h].To
	says := "all that is asked is at " + to + "; what the components print has to be collected anew"
	e.view.question(says)
	return e.hold(identifyID+"/"+to, says, "", func() Answer { return i.ask(e.env, to) })
}
