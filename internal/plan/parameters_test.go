package plan

import (
	"strings"
	"testing"

	"upgraph/internal/compat"
)

// TestParameters holds that a plan says what it is given of each parameter
// that its steps name, and that its digest covers that.
func TestParameters(t *testing.T) {
	c := dmCatalog()
	c.Product.Parameters = []compat.Parameter{{Name: "other"}, {Name: "cluster", Pattern: "[a-z]+"}}
	for i := range c.Edges {
		for j := range c.Edges[i].Steps {
			if s := &c.Edges[i].Steps[j]; c.Edges[i].To == "v1.0.5" && s.Kind == "exec" {
				s.Argv, s.Parameters = []string{"stop", "{cluster}"}, []string{"cluster"}
			}
		}
	}
	p := dmPlan(t, c, "1.0.4", "1.0.5")
	if len(p.Parameters) != 1 || p.Parameters[0].Name != "cluster" {
		t.Errorf("parameters are %+v, want cluster alone", p.Parameters)
	}
	data, err := Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Decode(data); err != nil || got.Parameters[0].Pattern != "[a-z]+" {
		t.Errorf("the plan is not read again: %v", err)
	}
	if _, err := Decode([]byte(strings.Replace(string(data), "[a-z]+", ".*", 1))); Code(err) != 9 {
		t.Errorf("another pattern: %v, want a changed plan", err)
	}
	p.Parameters = nil
	if err := p.seal(); err != nil {
		t.Fatal(err)
	}
	data, err = Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Decode(data); err == nil || !strings.Contains(err.Error(), `"cluster" is no parameter of the plan`) {
		t.Errorf("a plan that keeps a parameter to itself: %v", err)
	}
	if q := dmPlan(t, c, "1.0.3", "1.0.4"); q.Parameters != nil {
		t.Errorf("a plan without has parameters %+v", q.Parameters)
	}
}
