package run

import (
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
)

// TestNamedParametersHaveValues holds that nothing starts before each parameter
// that a step names has a value that its author allows.
func TestNamedParametersHaveValues(t *testing.T) {
	p := &plan.Plan{Parameters: []compat.Parameter{{Name: "cluster", Pattern: "[a-z]+"}}}
	for given, says := range map[string]string{
		"cluster=main": "", "other=main": "no value", "cluster=Main": "does not match", "cluster=": "no value", "cluster=a;b": "does not match",
	} {
		value, err := ParseParam(given)
		if err != nil {
			t.Fatal(err)
		}
		err = (&Setting{Params: []Param{value}}).gives(p, []string{"cluster"})
		if (err == nil) != (says == "") || err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", given, err, says)
		}
	}
	if err := new(Setting).gives(p, []string{"unknown"}); err == nil {
		t.Error("a parameter that the plan does not know is taken")
	}
}
