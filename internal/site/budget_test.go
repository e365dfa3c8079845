package site

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
)

// What is ours stays within its budget, and what does not is named.
func TestBuildHoldsBudgets(t *testing.T) {
	s, err := newSite(fixture(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.withinBudget(); err != nil {
		t.Error(err)
	}
	heavy := make([]byte, 3<<10)
	noise := rand.NewChaCha8([32]byte{})
	noise.Read(heavy)
	if err := weigh("site.css", heavy, 3<<10); err == nil || !strings.Contains(err.Error(), "site.css: 3") {
		t.Errorf("got %v for what is too heavy", err)
	}
	if err := weigh("site.css", bytes.Repeat([]byte("a"), 9<<10), 3<<10); err != nil {
		t.Errorf("what packs well is too heavy: %v", err)
	}
}
