package run

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
)

// Param is a value that the operator gives. It reaches commands as a variable,
// and in place of {NAME} inside one argument; never as shell text.
type Param struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Secret is a value that is never written down: From says where it is read,
// "env:VARIABLE" or "file:PATH". Commands get it as a variable, and what they
// print of it is blacked out.
type Secret struct {
	Name string `json:"name"`
	From string `json:"from"`
}

// Variables that commands get: UPGRAPH_PARAM_NAME and UPGRAPH_SECRET_NAME.
const (
	paramPrefix  = "UPGRAPH_PARAM_"
	secretPrefix = "UPGRAPH_SECRET_"
)

var paramName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,63}$`)

const maxParam = 4096

func variable(prefix, name string) string {
	return prefix + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// ParseParam reads NAME=VALUE.
func ParseParam(s string) (Param, error) {
	name, value, ok := strings.Cut(s, "=")
	if !ok || !paramName.MatchString(name) {
		return Param{}, Fail(ExitUsage, "--param %q: it is written NAME=VALUE; a name has letters, digits, '_' and '-'", s)
	}
	switch {
	case !utf8.ValidString(value):
		return Param{}, Fail(ExitUsage, "--param %s: the value is not UTF-8", name)
	case len(value) > maxParam:
		return Param{}, Fail(ExitUsage, "--param %s: the value is longer than %d bytes", name, maxParam)
	case strings.ContainsFunc(value, func(r rune) bool { return unicode.IsControl(r) || !unicode.IsPrint(r) && r != ' ' }):
		return Param{}, Fail(ExitUsage, "--param %s: the value has characters that cannot be shown", name)
	}
	return Param{name, value}, nil
}

// ParseSecret reads NAME=env:VARIABLE or NAME=file:PATH.
func ParseSecret(dir, s string) (Secret, error) {
	name, from, ok := strings.Cut(s, "=")
	kind, at, _ := strings.Cut(from, ":")
	if !ok || !paramName.MatchString(name) || at == "" || kind != "env" && kind != "file" {
		return Secret{}, Fail(ExitUsage, "--secret %s: it is written NAME=env:VARIABLE or NAME=file:PATH, so that its value stands on no command line", name)
	}
	if kind == "file" {
		at = absolute(dir, at)
	}
	return Secret{name, kind + ":" + at}, nil
}

// read gives the value of a secret.
func (s Secret) read(env *Env) (string, error) {
	kind, at, _ := strings.Cut(s.From, ":")
	value := ""
	if kind == "env" {
		value = env.Getenv(at)
	} else {
		data, err := slurp(at)
		if err != nil {
			return "", Fail(ExitUsage, "secret %s: read %s: %w", s.Name, at, err)
		}
		value = strings.TrimRight(string(data), "\r\n")
	}
	const least = 4
	if len(value) < least || strings.ContainsRune(value, 0) {
		return "", Fail(ExitUsage, "secret %s: %s holds none of at least %d characters", s.Name, s.From, least).
			Hinted("what is shorter could not be blacked out of logs")
	}
	return value, nil
}

// take adds what was said later to what was said before; the last word counts.
func (s *Setting) take(more *Setting) {
	for _, p := range more.Params {
		s.Params = append(slices.DeleteFunc(slices.Clone(s.Params), func(o Param) bool { return o.Name == p.Name }), p)
	}
	for _, k := range more.Secrets {
		s.Secrets = append(slices.DeleteFunc(slices.Clone(s.Secrets), func(o Secret) bool { return o.Name == k.Name }), k)
	}
	for _, v := range more.Verify {
		s.Verify = append(slices.DeleteFunc(slices.Clone(s.Verify), func(o Verify) bool { return o.Step == v.Step }), v)
	}
}

// fill puts parameters into the arguments of a command. Each argument stays
// one; a value cannot turn it into an option.
func (s *Setting) fill(argv []string) ([]string, error) {
	filled := slices.Clone(argv)
	for i, arg := range argv {
		for _, p := range s.Params {
			filled[i] = putIn(filled[i], "{"+p.Name+"}", p.Value)
		}
		if i > 0 && strings.HasPrefix(filled[i], "-") && !strings.HasPrefix(arg, "-") {
			return nil, Fail(ExitUsage, "the value in %s would make an option of the argument %q", arg, filled[i])
		}
		if i == 0 && filled[0] != arg {
			return nil, Fail(ExitUsage, "a parameter cannot name the program that is started: %s", arg)
		}
	}
	return filled, nil
}

// putIn replaces a placeholder that does not stand in further braces, which
// other programs read.
func putIn(arg, placeholder, value string) string {
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(arg, placeholder)
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		if strings.HasSuffix(before, "{") || strings.HasSuffix(before, "$") || strings.HasPrefix(after, "}") {
			b.WriteString(placeholder)
		} else {
			b.WriteString(value)
		}
		arg = after
	}
}

// environ is what commands get besides what the runner has: the parameters,
// which may be written down, and the secrets, which may not.
func (s *Setting) environ(env *Env) (open, hidden []string, err error) {
	for _, p := range s.Params {
		open = append(open, variable(paramPrefix, p.Name)+"="+p.Value)
	}
	for _, k := range s.Secrets {
		value, err := k.read(env)
		if err != nil {
			return nil, nil, err
		}
		hidden = append(hidden, variable(secretPrefix, k.Name)+"="+value)
	}
	return open, hidden, nil
}

// ready makes sure before anything runs that every parameter fits, every secret
// can be read and every command that verifies a step belongs to one.
func (s *State) ready(env *Env, more *Setting) error {
	all := s.Set
	all.take(more)
	for _, st := range s.Plan.Steps {
		if st.Kind != "exec" {
			continue
		}
		if err := all.gives(s.Plan, st.Parameters); err != nil {
			return err
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

// gives makes sure that parameters which a step names have values that match
// their patterns.
func (s *Setting) gives(p *plan.Plan, names []string) error {
	for _, name := range names {
		i := slices.IndexFunc(p.Parameters, func(q compat.Parameter) bool { return q.Name == name })
		given := slices.IndexFunc(s.Params, func(q Param) bool { return q.Name == name })
		switch {
		case i < 0:
			return Fail(ExitUsage, "parameter %s: the plan does not say what it is", name)
		case given < 0:
			return Fail(ExitUsage, "parameter %s has no value", name).Hinted(
				"give it as --param %s=VALUE, where VALUE matches %s", name, p.Parameters[i].Pattern)
		}
		if err := p.Parameters[i].Accepts(s.Params[given].Value); err != nil {
			return Fail(ExitUsage, "%w", err)
		}
	}
	return nil
}

// blackout writes lines on and puts black bars over secrets in them.
type blackout struct {
	to      *os.File
	secrets []string
	line    []byte // that is not ended yet
}

// newBlackout knows the secrets by the names of their variables.
func newBlackout(to *os.File, names []string, getenv func(string) string) *blackout {
	b := &blackout{to: to}
	for _, n := range names {
		for line := range strings.Lines(getenv(n)) {
			if line = strings.TrimRight(line, "\r\n"); len(line) > 3 {
				b.secrets = append(b.secrets, line)
			}
		}
	}
	slices.SortFunc(b.secrets, func(x, y string) int { return len(y) - len(x) })
	return b
}

// maxHeld is how much of a line is kept back until it ends.
const maxHeld = 1 << 20

func (b *blackout) Write(p []byte) (int, error) {
	for _, c := range p {
		b.line = append(b.line, c)
		if c == '\n' || len(b.line) >= maxHeld {
			if err := b.flush(); err != nil {
				return 0, err
			}
		}
	}
	return len(p), nil
}

func (b *blackout) flush() error {
	text := string(b.line)
	b.line = b.line[:0]
	for _, s := range b.secrets {
		text = strings.ReplaceAll(text, s, "******")
	}
	if _, err := b.to.WriteString(text); err != nil {
		return fmt.Errorf("write the log: %w", err)
	}
	return nil
}
