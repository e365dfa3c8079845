package program

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestLine(t *testing.T) {
	want := regexp.MustCompile(`^tool \d+\.\d+\.\d+ \(commit \w+, go1\.\S+\)$`)
	if got := Line("tool"); !want.MatchString(got) {
		t.Errorf("got %q, want %s", got, want)
	}
}

// The changelog knows the release that the programs say they are.
func TestChangelogNamesTheVersion(t *testing.T) {
	text, err := os.ReadFile("../../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "\n## v"+Version+" - ") {
		t.Errorf("CHANGELOG.md has no heading for %s", Version)
	}
}
