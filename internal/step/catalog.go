package step

import (
	"fmt"

	"upgraph/internal/compat"
)

// Decode reads a catalog that is going to be executed: as [compat.Decode] does
// with what this package knows, and only where every step and every check
// lowers, on the way of a plan or not. What it refuses for that is a
// [*compat.DecodeError] too.
func Decode(data []byte) (*compat.Catalog, error) {
	c, err := compat.Decode(data, Known())
	if err != nil {
		return nil, err
	}
	if err := lowers(c); err != nil {
		return nil, err
	}
	return c, nil
}

func lowers(c *compat.Catalog) error {
	approved := true
	for i := range c.Edges {
		e := &c.Edges[i]
		for j := range e.Steps {
			s := e.Steps[j]
			if s.Approved != nil {
				s.Approved = &approved // the question would be as long as the step, and is not asked here
			}
			if _, err := Lower(s); err != nil {
				return &compat.DecodeError{Path: fmt.Sprintf("$.edges[%d].steps[%d]", i, j), Msg: err.Error()}
			}
		}
		if e.Gate == nil {
			continue
		}
		if err := checkLowers(e.Gate.Check, "$.edges[%d].gate.check", i); err != nil {
			return err
		}
	}
	for i := range c.Checks {
		if err := checkLowers(&c.Checks[i], "$.checks[%d]", i); err != nil {
			return err
		}
	}
	for i := range c.Risks {
		if err := checkLowers(c.Risks[i].Check, "$.risks[%d].check", i); err != nil {
			return err
		}
	}
	return nil
}

func checkLowers(k *compat.Check, path string, i int) error {
	if k == nil {
		return nil
	}
	if _, err := LowerCheck(*k); err != nil {
		return &compat.DecodeError{Path: fmt.Sprintf(path, i), Msg: err.Error()}
	}
	return nil
}
