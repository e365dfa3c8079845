package compat

import (
	"strings"
	"testing"
)

func TestValidateParameters(t *testing.T) {
	first := func(c *Catalog) *Parameter { return &c.Product.Parameters[0] }
	step := func(c *Catalog) *Step { return &c.Edges[1].Steps[4] }
	refuses(t, map[string]breach{
		"no name":             {func(c *Catalog) { first(c).Name = "" }, "$.product.parameters[0].name", "empty"},
		"a name with a dot":   {func(c *Catalog) { first(c).Name = "a.b" }, "$.product.parameters[0].name", "letters"},
		"two of one name":     {func(c *Catalog) { c.Product.Parameters[1].Name = "cluster" }, "$.product.parameters[1].name", "twice"},
		"one variable":        {func(c *Catalog) { c.Product.Parameters[1] = Parameter{Name: "CLUSTER"} }, "$.product.parameters[1].name", "variable"},
		"pattern":             {func(c *Catalog) { first(c).Pattern = "(" }, "$.product.parameters[0].pattern", "regular expression"},
		"default":             {func(c *Catalog) { first(c).Default = "A" }, "$.product.parameters[0].default", "does not match"},
		"published secret":    {func(c *Catalog) { c.Product.Parameters[1].Default = "x" }, "$.product.parameters[1].default", "secret"},
		"nobody's parameter":  {func(c *Catalog) { step(c).Parameters[0] = "other" }, "$.edges[1].steps[4].parameters[0]", "no parameter"},
		"the same twice":      {func(c *Catalog) { step(c).Parameters = []string{"cluster", "cluster"} }, "$.edges[1].steps[4].parameters[1]", "twice"},
		"secret argument":     {func(c *Catalog) { step(c).Parameters[0] = "key" }, "$.edges[1].steps[4].parameters[0]", "secret"},
		"the program":         {func(c *Catalog) { step(c).Argv[0] = "{cluster}" }, "$.edges[1].steps[4].argv[0]", "program"},
		"no place for it":     {func(c *Catalog) { step(c).Argv[1] = "cluster" }, "$.edges[1].steps[4].parameters[0]", "no argument"},
		"verified by nothing": {func(c *Catalog) { step(c).Verify = &Verify{Argv: []string{""}} }, "$.edges[1].steps[4].verify.argv", "no program"},
		"a person verified":   {func(c *Catalog) { c.Edges[1].Steps[0].Verify = &Verify{Argv: []string{"true"}} }, "$.edges[1].steps[0].verify", "manual"},
		"asked of a person":   {func(c *Catalog) { c.Edges[1].Steps[0].Parameters = []string{"cluster"} }, "$.edges[1].steps[0].parameters", "manual"},
	})
}

func TestAccepts(t *testing.T) {
	p := Parameter{Name: "cluster", Pattern: "[a-z]+|x1"}
	secret := Parameter{Name: "key", Pattern: "[a-z]{8}", Secret: true}
	free := Parameter{Name: "any"}
	for _, c := range []struct {
		p     Parameter
		value string
		says  string
	}{
		{p, "main", ""}, {p, "x1", ""}, {p, "x1y", "does not match"}, {p, "main\n", "shown"}, {p, "", "no value"}, {p, "$(a)", `"$(a)"`},
		{free, "a b;c", ""}, {free, "\xff", "shown"}, {free, strings.Repeat("x", 4097), "longer"},
		{secret, "abcdefgh", ""}, {secret, "hunter2", "parameter key: the value does not match [a-z]{8}"},
	} {
		err := c.p.Accepts(c.value)
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s=%q: %v, want %q", c.p.Name, c.value, err, c.says)
		}
		if err != nil && c.p.Secret && strings.Contains(err.Error(), c.value) {
			t.Errorf("%v shows a secret", err)
		}
	}
}
