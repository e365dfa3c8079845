package plan

import (
	"fmt"
	"slices"

	"upgraph/internal/compat"
)

// parameters are those of the product that one of the steps names.
func (b *builder) parameters(steps []Step) []compat.Parameter {
	var used []compat.Parameter
	for _, p := range b.catalog.Product.Parameters {
		if slices.ContainsFunc(steps, func(s Step) bool { return slices.Contains(s.Parameters, p.Name) }) {
			used = append(used, p)
		}
	}
	return used
}

// validateParameters checks that the plan says of each parameter that a step
// names what it is.
func (p *Plan) validateParameters() error {
	for i, s := range p.Steps {
		for j, name := range s.Parameters {
			if !slices.ContainsFunc(p.Parameters, func(q compat.Parameter) bool { return q.Name == name }) {
				return &compat.DecodeError{Path: fmt.Sprintf("$.steps[%d].parameters[%d]", i, j),
					Msg: fmt.Sprintf("%q is no parameter of the plan", name)}
			}
		}
	}
	return nil
}
