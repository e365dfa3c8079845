package run

import (
	"slices"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
	"upgraph/internal/step"
)

// ready makes sure before anything runs that every parameter fits, every secret
// can be read and every command that verifies a step belongs to one. What the
// plan asks for and nobody gave is taken from the environment, or is the
// author's default; more gets it.
func (s *State) ready(env *Env, more *Setting) error {
	all := s.Set
	all.take(more)
	if err := all.knows(s.Plan); err != nil {
		return err
	}
	found := all.missing(env, s.Plan)
	more.take(&found)
	all.take(&found)
	for _, st := range s.Plan.Steps {
		if !st.Catalog().Executes() {
			continue
		}
		if err := all.gives(env, s.Plan, st.Parameters); err != nil {
			return err
		}
		if st.Kind != "exec" {
			continue
		}
		if _, err := all.fill(st.Argv); err != nil {
			return err
		}
	}
	for _, v := range all.Verify {
		if i, ok := s.index[v.Step]; !ok || !s.Plan.Steps[i].Catalog().Executes() {
			return Fail(ExitUsage, "--verify %s: the plan has no command of this name", v.Step)
		}
	}
	_, _, err := all.environ(env)
	return err
}

// knows refuses values for parameters that the plan does not name, where it
// names any: a slip of the hand must not leave one without its value.
func (s *Setting) knows(p *plan.Plan) error {
	var names []string
	for _, q := range p.Parameters {
		names = append(names, q.Name)
	}
	if len(names) == 0 {
		return nil
	}
	for _, g := range s.Params {
		if !slices.Contains(names, g.Name) {
			return Fail(ExitUsage, "--param %s: the plan has no such parameter", g.Name).Hinted("it has %s", strings.Join(names, ", "))
		}
	}
	for _, q := range p.Parameters {
		if slices.ContainsFunc(s.Params, func(g Param) bool { return q.Secret && g.Name == q.Name }) {
			return Fail(ExitUsage, "--param %s: it is a secret, and this would be recorded", q.Name).
				Hinted("give it as --secret %s=env:VARIABLE or --secret %s=file:PATH", q.Name, q.Name)
		}
	}
	return nil
}

// missing are the parameters of the plan that nobody gave: values of the
// environment under the names that commands get them by, else defaults.
func (s *Setting) missing(env *Env, p *plan.Plan) (found Setting) {
	for _, q := range p.Parameters {
		v := env.Getenv(q.Variable())
		switch {
		case s.secret(q.Name) != nil || s.param(q.Name) != nil:
		case q.Secret && v != "":
			found.Secrets = append(found.Secrets, Secret{q.Name, "env:" + q.Variable()})
		case !q.Secret && v != "":
			found.Params = append(found.Params, Param{q.Name, v})
		case q.Default != "":
			found.Params = append(found.Params, Param{q.Name, q.Default})
		}
	}
	return found
}

func (s *Setting) param(name string) *Param {
	if i := slices.IndexFunc(s.Params, func(p Param) bool { return p.Name == name }); i >= 0 {
		return &s.Params[i]
	}
	return nil
}

func (s *Setting) secret(name string) *Secret {
	if i := slices.IndexFunc(s.Secrets, func(k Secret) bool { return k.Name == name }); i >= 0 {
		return &s.Secrets[i]
	}
	return nil
}

// gives makes sure that parameters which a step names have values that match
// their patterns.
func (s *Setting) gives(env *Env, p *plan.Plan, names []string) error {
	for _, name := range names {
		i := slices.IndexFunc(p.Parameters, func(q compat.Parameter) bool { return q.Name == name })
		if i < 0 {
			return Fail(ExitUsage, "parameter %s: the plan does not say what it is", name)
		}
		value, err := s.value(env, &p.Parameters[i])
		if err != nil {
			return err
		}
		if err := p.Parameters[i].Accepts(value); err != nil {
			return Fail(ExitUsage, "%w", err)
		}
	}
	return nil
}

// value is what was given for a parameter.
func (s *Setting) value(env *Env, q *compat.Parameter) (string, error) {
	must := ""
	if q.Pattern != "" {
		must = ", where VALUE matches " + q.Pattern
	}
	if q.Secret {
		if k := s.secret(q.Name); k != nil {
			return k.read(env)
		}
		return "", Fail(ExitUsage, "secret %s has no value", q.Name).
			Hinted("give it as --secret %s=env:VARIABLE or --secret %s=file:PATH, or in $%s", q.Name, q.Name, q.Variable())
	}
	if g := s.param(q.Name); g != nil {
		return g.Value, nil
	}
	return "", Fail(ExitUsage, "parameter %s has no value", q.Name).
		Hinted("give it as --param %s=VALUE, in a file with --param-file, or in $%s%s", q.Name, q.Variable(), must)
}

// filled is the command of a step as it is going to be started.
func (s *Setting) filled(st plan.Step) (string, error) {
	argv, err := s.fill(st.Argv)
	return step.Command(argv), err
}
