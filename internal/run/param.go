package run

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"upgraph/internal/compat"
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

const maxParam = 4096

func variable(prefix, name string) string {
	return prefix + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// ParseParam reads NAME=VALUE.
func ParseParam(s string) (Param, error) {
	name, value, ok := strings.Cut(s, "=")
	if !ok || !compat.ParameterName(name) {
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

// ReadParams reads a file with NAME=VALUE on each line; lines that are empty or
// begin with # say nothing.
func ReadParams(path string) ([]Param, error) {
	data, err := slurp(path)
	if err != nil {
		return nil, Fail(ExitUsage, "--param-file: read %s: %w", path, err)
	}
	var params []Param
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		p, err := ParseParam(line)
		if err != nil {
			return nil, Fail(ExitUsage, "%s:%d: %w", path, number, err)
		}
		params = append(params, p)
	}
	return params, nil
}

// ParseSecret reads NAME=env:VARIABLE or NAME=file:PATH.
func ParseSecret(dir, s string) (Secret, error) {
	name, from, ok := strings.Cut(s, "=")
	kind, at, _ := strings.Cut(from, ":")
	if !ok || !compat.ParameterName(name) || at == "" || kind != "env" && kind != "file" {
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
		filled[i] = s.putIn(arg)
		if i > 0 && strings.HasPrefix(filled[i], "-") && !strings.HasPrefix(arg, "-") {
			return nil, Fail(ExitUsage, "the value in %s would make an option of the argument %q", arg, filled[i])
		}
		if i == 0 && filled[0] != arg {
			return nil, Fail(ExitUsage, "a parameter cannot name the program that is started: %s", arg)
		}
	}
	return filled, nil
}

// putIn replaces {NAME} where it does not stand in further braces, which other
// programs read. What a value holds is not looked at again.
func (s *Setting) putIn(arg string) string {
	var b strings.Builder
	for rest := arg; rest != ""; {
		p := s.leading(rest)
		if p == nil || strings.HasSuffix(arg[:len(arg)-len(rest)], "{") || strings.HasSuffix(arg[:len(arg)-len(rest)], "$") ||
			strings.HasPrefix(rest[len(p.Name)+2:], "}") {
			b.WriteByte(rest[0])
			rest = rest[1:]
			continue
		}
		b.WriteString(p.Value)
		rest = rest[len(p.Name)+2:]
	}
	return b.String()
}

// leading is the parameter whose {NAME} a text begins with.
func (s *Setting) leading(text string) *Param {
	i := slices.IndexFunc(s.Params, func(p Param) bool { return strings.HasPrefix(text, "{"+p.Name+"}") })
	if i < 0 {
		return nil
	}
	return &s.Params[i]
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
