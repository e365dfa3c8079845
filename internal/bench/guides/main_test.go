package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestWritesGuides runs the program as CONTRIBUTING.md says.
func TestWritesGuides(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("go", "run", ".", "-n", "3", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	guides, err := filepath.Glob(filepath.Join(dir, "*", "en", "v*.md"))
	if err != nil || len(guides) != 3 {
		t.Errorf("want three guides, got %q, %v", guides, err)
	}
	if out, err := exec.Command("go", "run", ".", "-n", "none", dir).CombinedOutput(); err == nil || !strings.Contains(string(out), "-n") {
		t.Errorf("a number that is none is refused with its flag: %v\n%s", err, out)
	}
}
