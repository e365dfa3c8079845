package profile

import (
	"slices"
	"strings"
	"testing"
)

// TestStepsOfTheFrontMatter holds what an author may say of a step, and that a
// slip is told at its place.
func TestStepsOfTheFrontMatter(t *testing.T) {
	const body = "\n---\n\n## Upgrade\n\n1. Look after the disks.\n2. Do this:\n\n   ```sh {run}\n   a\n   ```\n\n   ```sh {run}\n   b\n   ```\n3. Run `finish`.\n"
	for front, says := range map[string]string{
		"steps: {\"3\": {idempotent: true, verify: \"test -e /done\"}}": "",
		"steps: {2c: {idempotent: true}}":                               "",
		"steps: {v1.1.0/3: {verify: \"true\"}}":                         "",
		"steps: 3":                                                      "no mapping of steps",
		"steps: {3: yes}":                                               "no mapping",
		"steps: {9: {idempotent: true}}":                                "is not there",
		"steps: {1: {idempotent: true}}":                                "runs no command",
		"steps: {2: {idempotent: true}}":                                "by its letter",
		"steps: {3: {idempotent: yes}}":                                 "neither true nor false",
		"steps: {3: {verify: \"a | b\"}}":                               "verify cannot be run",
		"steps: {3: {verify: \"a <name>\"}}":                            "verify cannot be run",
		"steps: {3: {verfy: x}}":                                        `unknown key "verfy"`,
	} {
		r := readText(t, "v1.1.0.md", "---\ntitle: Upgrade to v1.1.0\nversion: v1.1.0\n"+front+body)
		var found []string
		for _, d := range r.Diagnostics {
			if d.Code == "UG320" {
				found = append(found, d.Message)
				if d.Pos.Line != 4 || d.Pos.Column < 8 {
					t.Errorf("%s: told at %d:%d", front, d.Pos.Line, d.Pos.Column)
				}
			}
		}
		if (len(found) > 0) != (says != "") || says != "" && !strings.Contains(strings.Join(found, "\n"), says) {
			t.Errorf("%s: %q, want %q", front, found, says)
		}
		if strings.Contains(front, "/done") {
			a := r.Releases[0].Steps[2].Actions[0]
			if !a.Idempotent || !slices.Equal(a.Verify, []string{"test", "-e", "/done"}) {
				t.Errorf("%s: read as %+v", front, a)
			}
		}
	}
}
