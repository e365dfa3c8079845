package profile

import (
	"slices"
	"testing"
)

// TestChangeConventions holds the types of changes against the ways in which
// projects label them: sections, words above a list, labels and commits.
func TestChangeConventions(t *testing.T) {
	for source, want := range map[string][]string{
		"### Added\n\n- a\n\n### Fixed\n\n- b":                                 {"added", "fixed"},
		"### 🛑 Breaking changes 🛑\n\n- a\n\n### 💡 Enhancements 💡\n\n- b":       {"changed!", "improved"},
		"### 🧰 Bug fixes 🧰\n\n- a\n\n### 🚀 New features\n\n- b":                {"fixed", "added"},
		"BREAKING CHANGES:\n\n* a\n\nBUG FIXES:\n\n* b":                        {"changed!", "fixed"},
		"**Features**\n\n* a\n\n**Security:**\n\n* b":                          {"added", "security"},
		"* [FEATURE] a\n* [BUGFIX] b\n* [ENHANCEMENT] c\n* [CHANGE] d":         {"added", "fixed", "improved", "changed"},
		"* feat: a\n* fix(core): b\n* perf: c\n* docs: d\n* feat!: e":          {"added", "fixed", "improved", "changed", "added!"},
		"* ui: Fix a\n* **core:** add b\n* `net`: remove c\n* 0123abc: Add d":  {"fixed", "added", "removed", "added"},
		"### Performance Improvements\n\n* a\n\n### 问题修复\n\n- b":               {"improved", "fixed"},
		"### Deprecations\n\n* a\n\n### Deprecations and removals\n\n* b":      {"deprecated", "removed"},
		"Some words first.\n\n**Mind this** in the text.\n\n* Update the docs": {"changed"},
	} {
		d := readText(t, "CHANGELOG.md", "## 1.2.3\n\n"+source+"\n")
		var got []string
		for _, c := range d.Releases[0].Changes {
			kind := c.Type
			if c.Breaking {
				kind += "!"
			}
			got = append(got, kind)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", source, got, want)
		}
	}
}

// Numbered items below a title such as Fixed are changes in every dialect; where
// the title may ask for something they stay steps.
func TestNumberedChanges(t *testing.T) {
	for source, want := range map[string][2]int{ // changes, steps
		"# v1.2.3\n\n## Fixed\n\n1. Fix a leak\n2. Fix a crash\n":                           {2, 0},
		"## Upgrade to v1.2.3\n\n### New features\n\n1. Add a thing\n":                      {1, 0},
		"# v1.2.3\n\n## Removed\n\n1. Take `old` out of the settings\n":                     {0, 1},
		"# v1.2.3\n\n## Breaking changes\n\n1. Stop it\n2. Start it\n":                      {0, 2},
		"# v1.2.3\n\n## Fixed\n\n1. Fix a leak\n\n## Upgrade steps\n\n1. Run `x upgrade`\n": {1, 1},
	} {
		r := readText(t, "x.md", source).Releases[0]
		if got := [2]int{len(r.Changes), len(r.Steps)}; got != want {
			t.Errorf("%q: %d changes and %d steps, want %v", source, got[0], got[1], want)
		}
	}
}
