package compat

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"upgraph/internal/regexp"
)

// maxValue is the length of the longest value of a parameter in bytes.
const maxValue = 4096

var parameterName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,63}$`)

// ParameterName reports whether a parameter may have the name.
func ParameterName(s string) bool { return parameterName.MatchString(s) }

// In is how the parameter stands in an argument.
func (p *Parameter) In() string { return "{" + p.Name + "}" }

// Variable is the name under which commands get the parameter.
func (p *Parameter) Variable() string {
	prefix := "UPGRAPH_PARAM_"
	if p.Secret {
		prefix = "UPGRAPH_SECRET_"
	}
	return prefix + strings.ToUpper(strings.ReplaceAll(p.Name, "-", "_"))
}

// Accepts says why a value is none for the parameter; nil where it is one. The
// value of a secret is not part of what it says.
func (p *Parameter) Accepts(value string) error {
	unseen := func(r rune) bool { return !unicode.IsPrint(r) }
	switch {
	case value == "":
		return fmt.Errorf("parameter %s: it has no value", p.Name)
	case !utf8.ValidString(value) || !p.Secret && strings.ContainsFunc(value, unseen):
		return fmt.Errorf("parameter %s: the value has characters that cannot be shown", p.Name)
	case len(value) > maxValue:
		return fmt.Errorf("parameter %s: the value is longer than %d bytes", p.Name, maxValue)
	case p.Pattern == "":
		return nil
	}
	whole, err := regexp.Compile(`\A(?:` + p.Pattern + `)\z`)
	switch {
	case err != nil:
		return fmt.Errorf("parameter %s: its pattern: %w", p.Name, err)
	case whole.MatchString(value):
		return nil
	case p.Secret:
		return fmt.Errorf("parameter %s: the value does not match %s", p.Name, p.Pattern)
	}
	return fmt.Errorf("parameter %s: %q does not match %s", p.Name, value, p.Pattern)
}

func (v *validator) allParameters() {
	variables := map[string]bool{}
	for i := range v.catalog.Product.Parameters {
		p := &v.catalog.Product.Parameters[i]
		path := fmt.Sprintf("$.product.parameters[%d]", i)
		unique(v, path+".name", p.Name, v.parameters, p)
		v.must(ParameterName(p.Name), path+".name", "%q is not made of letters, digits, '_' and '-' behind a letter", clip(p.Name))
		v.must(!variables[p.Variable()], path+".name", "%q has the variable of another parameter", clip(p.Name))
		variables[p.Variable()] = true
		_, err := regexp.Compile(`\A(?:` + p.Pattern + `)\z`)
		v.must(err == nil, path+".pattern", "is no regular expression: %v", err)
		v.must(!p.Secret || p.Default == "", path+".default", "does not belong to a secret")
		if err == nil && p.Default != "" {
			err = p.Accepts(p.Default)
			v.must(err == nil, path+".default", "%v", err)
		}
	}
}

// stepParameters checks that a step names parameters of the product, each of
// which it has in its arguments as something other than the program.
func (v *validator) stepParameters(path string, s *Step) {
	seen := map[string]bool{}
	for i, name := range s.Parameters {
		at := fmt.Sprintf("%s.parameters[%d]", path, i)
		p := v.parameters[name]
		v.must(p != nil, at, "%q is no parameter of the product", clip(name))
		v.must(!seen[name], at, "%q is there twice", clip(name))
		seen[name] = true
		if p == nil || s.Kind != "exec" || len(s.Argv) == 0 {
			continue
		}
		v.must(!p.Secret, at, "%q is a secret, which no command line may hold", clip(name))
		v.must(!strings.Contains(s.Argv[0], p.In()), path+".argv[0]", "a parameter cannot name the program")
		v.must(strings.Contains(strings.Join(s.Argv, "\x00"), p.In()), at, "no argument has %s", p.In())
	}
}
