package plan

import (
	"fmt"
	"strings"
	"testing"
)

// Whatever stands in the way of a plan is answered with what to do next.
func TestAdvice(t *testing.T) {
	g := dmGraph(t, dmCatalog())
	for from, want := range map[string]string{
		"v1.0.2-3-gabcdef0": "where it upgrades as one of the two does",
		"v2.0.0":            "a newer catalog may know it",
		"v0.9":              "the guides begin there",
		"latest":            "name the release",
		"1.0":               "give one of these", // a release and a channel
	} {
		_, err := For(g, "", from, "v1.0.5")
		if said := strings.Join(Advice(fmt.Errorf("plan: %w", err)), "; "); !strings.Contains(said, want) {
			t.Errorf("%v: %q, want %q", err, said, want)
		}
	}
	if said := Advice(&LimitError{Steps: 20_000}); len(said) != 1 {
		t.Errorf("a plan that is too long: %q", said)
	}
	if said := Advice(fmt.Errorf("the disk is full")); said != nil {
		t.Errorf("of what planning is not about: %q", said)
	}
}
