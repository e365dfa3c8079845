package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"upgraph/internal/doc"
)

func (r *reader) parameters(v doc.Value) []Parameter {
	var parameters []Parameter
	r.list(v, "parameters", func(item doc.Value) {
		var p Parameter
		if !r.mapping(item, "the parameter", []key{
			r.textKey("id", &p.ID, checkParameter),
			r.textKey("text", &p.Text, nil),
			r.textKey("placeholder", &p.Placeholder, nil),
			r.textKey("pattern", &p.Pattern, checkPattern),
			r.textKey("default", &p.Default, nil),
			{"secret", func(v doc.Value) { p.Secret = r.yes(v, "secret") }},
		}) {
			return
		}
		if r.named(item, "parameter", p.ID, slices.ContainsFunc(parameters, p.sharesVariable)) {
			r.parameter(item, p, parameters)
			parameters = append(parameters, p)
		}
	})
	return parameters
}

// parameter reports what does not fit together in a parameter.
func (r *reader) parameter(item doc.Value, p Parameter, others []Parameter) {
	switch {
	case p.Default != "" && p.Pattern != "" && !regexp.MustCompile(`\A(?:`+p.Pattern+`)\z`).MatchString(p.Default):
		r.wrong(item, fmt.Sprintf("the default of parameter %q does not match its pattern", p.ID), "change one of them")
	case p.Secret && p.Default != "":
		r.wrong(item, fmt.Sprintf("parameter %q is a secret with a default", p.ID), "leave the default out: it would be published")
	case p.Secret && p.Placeholder != "":
		r.wrong(item, fmt.Sprintf("parameter %q is a secret with a placeholder, and no command line may hold a secret", p.ID),
			"leave the placeholder out, and let a marked fence use $UPGRAPH_SECRET_"+variable(p.ID))
	case p.Placeholder != "" && p.Pattern == "" && !p.Secret:
		r.wrong(item, fmt.Sprintf("parameter %q stands for %s in commands and has no pattern", p.ID, p.Placeholder),
			"say what a value may be, like pattern: '[a-z0-9-]+'")
	case p.Placeholder != "" && slices.ContainsFunc(others, func(o Parameter) bool { return o.Placeholder == p.Placeholder }):
		r.wrong(item, fmt.Sprintf("%s stands for two parameters", p.Placeholder), "give one of them another placeholder")
	}
}

// sharesVariable reports whether commands get both parameters under one name.
func (p Parameter) sharesVariable(o Parameter) bool { return variable(p.ID) == variable(o.ID) }

// variable is the name of a parameter in the names of variables.
func variable(id string) string { return strings.ToUpper(strings.ReplaceAll(id, "-", "_")) }

// yes reads true or false.
func (r *reader) yes(v doc.Value, what string) bool {
	if v.Kind != doc.Scalar || v.Scalar != "true" && v.Scalar != "false" {
		r.mistyped(v, what, "true or false")
	}
	return v.Scalar == "true"
}

var parameterForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,63}$`)

func checkParameter(s string) (message, hint string) {
	if !parameterForm.MatchString(s) {
		return fmt.Sprintf("%q is no id of a parameter", s), "begin with a letter, and go on with letters, digits, hyphens and underscores"
	}
	return "", ""
}

func checkPattern(s string) (message, hint string) {
	if _, err := regexp.Compile(`\A(?:` + s + `)\z`); err != nil {
		return fmt.Sprintf("the pattern is no regular expression: %v", err), `write it as [a-z0-9-]+`
	}
	return "", ""
}
