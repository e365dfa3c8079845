package profile

import "testing"

// TestSlippedSections holds that a section of a changelog which stands on the
// level of the releases belongs to the release before it, that others do not,
// and that none of them gives steps.
func TestSlippedSections(t *testing.T) {
	const rest = "\n\n## 1.0.0\n\n### Parts\n\n- a\n\n### Upgrade steps\n\n1. Stop it.\n"
	for _, c := range []struct {
		path, source   string
		changes, steps int
	}{
		{"CHANGELOG.md", "## 1.1.0\n\n## Notable changes\n\n- a\n- b" + rest, 2, 0},
		{"CHANGELOG.md", "## 1.1.0\n\n## parts\n\n- a\n\n### Deeper\n\n- b" + rest, 2, 0},
		{"CHANGELOG.md", "## 1.1.0\n\nSummary of Changes\n---\n\n- a\n- b" + rest, 2, 0},
		{"CHANGELOG.md", "## 1.1.0\n\n## For users\n\n- a\n- b\n\n## 1.0.9\n\n## For users\n\n- c" + rest, 2, 0},
		{"CHANGELOG.md", "## 1.1.0\n\n- a\n\n## Who we are\n\n- b" + rest, 1, 0},
		{"CHANGELOG.md", "## 1.1.0\n\n- a\n\n## Upgrade steps\n\n1. Start it." + rest, 1, 0},
		{"CHANGELOG.md", "## 1.1.0\n\n- a\n\n# Features\n\n- b" + rest, 1, 0},
		{"page.md", "## 1.1.0\n\n- a\n\n## Features\n\n- b" + rest, 1, 0},
	} {
		r := readText(t, c.path, c.source).Releases[0]
		if len(r.Changes) != c.changes || len(r.Steps) != c.steps {
			t.Errorf("%d changes and %d steps, want %d and %d:\n%s", len(r.Changes), len(r.Steps), c.changes, c.steps, c.source)
		}
	}
}
