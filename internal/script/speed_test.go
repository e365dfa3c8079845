package script

import (
	"testing"

	"upgraph/internal/plan"
)

// BenchmarkPair makes a script of four hops from a plan that is there.
func BenchmarkPair(b *testing.B) {
	c := dmCatalog()
	p := planOf(b, c, "v1.0.1", "v1.0.5")
	for b.Loop() {
		if _, err := printPair(c, p); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTo makes the script into a release from its six sources.
func BenchmarkTo(b *testing.B) {
	c := dmCatalog()
	g := graphOf(b, c)
	var plans []*plan.Plan
	for _, from := range g.Sources("v1.0.5") {
		plans = append(plans, planOf(b, c, from, "v1.0.5"))
	}
	for b.Loop() {
		if _, err := printTo(c, "v1.0.5", plans); err != nil {
			b.Fatal(err)
		}
	}
}
