package profile

import (
	"slices"
	"strings"
	"testing"

	"upgraph/internal/config"
	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// TestChoice holds that one dialect takes a document, and that exactly one
// could.
func TestChoice(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"x.md", "# Changes\n\n## 1.1.0\n\n- Add a\n\n## 1.0.0\n\n- Add b\n", "sections"},
		{"x.md", "## Upgrade to v1.0.5\n\n- Add a\n", "sections"},
		{"x.md", "# From 1 to 2\n\n## From 1.0 to 1.1\n\nx\n\n## From 1.1 to 1.2\n\nx\n", "sections"},
		{"x.md", "---\nversion: v1.0.0\n---\n\n# v1.0.0\n\n- Add a\n", "release-file"},
		{"x.md", "# Product 1.0.5 Release Notes\n\nProduct version: 1.0.5\n\n## Improvements\n\n- Add a\n", "release-file"},
		{"x.md", "# 说明\n\nX 版本：1.0.5\n\n## 改进\n\n- 新增 a\n", "release-file"},
		{"x.md", "# Upgrade to v1.0.5\n\n- Add a\n", "release-file"},
		{"x.md", "# v2.4 to 2.5\n\n## Removed\n\n- a\n", "edge-file"},
		{"2.4-2.5.md", "# What to mind\n\nWords.\n", "edge-file"},
		{"x.md", "# Upgrade the operator\n\n1. Stop it.\n", "procedure"},
		{"x.md", "# Manual upgrade\n\n## Step 1: Stop it\n\nWords.\n", "procedure"},
		{"x.md", "# About\n\nWords.\n", "plain"},
		{"x.md", "# Example\n\n```markdown\n## 1.0.0\n\n- Add a\n```\n\n<!--\n## 1.1.0\n-->\n\n<details>\n## 1.2.0\n</details>\n", "plain"},
		{"dm/en/_index.md", "# Upgrade to v1.0.5\n\n> **Note:**\n>\n> Words.\n", "plain"},
	} {
		d := readText(t, c.name, c.source)
		if d.Profile.Name != c.want || d.Profile.Why == "" {
			t.Errorf("%q is %s (%s), want %s", c.source, d.Profile.Name, d.Profile.Why, c.want)
		}
		parsed, _ := doc.Parse(c.name, []byte(c.source))
		taken := 0
		for _, p := range profiles {
			if p.name == plainPage.name {
				continue
			}
			if _, ok := p.takes(look(parsed, nil)); ok {
				taken++
			}
		}
		if taken > 1 {
			t.Errorf("%q is taken by %d dialects", c.source, taken)
		}
	}
}

func TestOverride(t *testing.T) {
	source := "# Words\n\n## Milestone 3 (7.1)\n\n- Add a\n\n## Milestone 2 (7.0)\n\n- Add b\n"
	d, _ := doc.Parse("x.md", []byte(source))
	out := Read(d, Options{Product: &config.Product{Profile: &config.Profile{Name: "sections", Pattern: `^Milestone \d+ \((?P<v>[\d.]+)\)$`}}})
	if len(out.Releases) != 2 || out.Releases[0].ID != "7.1" || out.Profile.Name != "sections" || len(out.Diagnostics) != 0 {
		t.Errorf("a configured pattern finds %d releases: %v", len(out.Releases), out.Diagnostics)
	}
	front := readText(t, "x.md", "---\nprofile: plain\n---\n\n## 1.1.0\n\n- Add a\n\n## 1.0.0\n\n- Add b\n")
	if front.Profile.Name != "plain" || len(front.Releases) != 0 {
		t.Errorf("front matter is not heard: %+v", front.Profile)
	}
	for _, bad := range []string{"profile: chapters", "profile: {name: sections, pattern: \"(\"}", "profile: {name: sections, pattern: \"^x$\"}"} {
		out := readText(t, "x.md", "---\n"+bad+"\n---\n\n## 1.0.0\n\n- Add b\n")
		if len(out.Diagnostics) != 1 || out.Diagnostics[0].Code != "UG320" || out.Diagnostics[0].Line != 2 {
			t.Errorf("%q: %v", bad, out.Diagnostics)
		}
	}
}

// TestPatternGroups holds that one pattern may read single versions and edges,
// by either name of the group for the version.
func TestPatternGroups(t *testing.T) {
	const pattern = `^(?:Stage (?P<v>[\d.]+)|Way (?P<from>[\d.]+) (?P<to>[\d.]+))(?: \[(?P<label>\w+)\])?(?: @(?P<date>.+))?$`
	d, _ := doc.Parse("x.md", []byte("---\nprofile: {name: sections, heading: '"+pattern+"'}\n---\n\n# Words\n\n## Stage 7.2 @2026-01-02\n\n- Add a\n\n## Way 7.0 7.1 [blue]\n\n- Add b\n\n## Way out\n\nNowhere.\n"))
	out := Read(d, Options{})
	var got []string
	for _, r := range out.Releases {
		got = append(got, strings.Join([]string{r.ID, r.From, r.Date, strings.Join(r.Aliases, ",")}, "|"))
	}
	if want := []string{"7.2||2026-01-02|", "7.1|7.0||blue"}; !slices.Equal(got, want) || len(out.Diagnostics) != 0 {
		t.Errorf("releases %q, want %q: %v", got, want, out.Diagnostics)
	}
}

// TestBrokenHeadings holds that a heading beside versioned ones that names no
// version is an error with its place, and that its steps are nobody's.
func TestBrokenHeadings(t *testing.T) {
	for _, heading := range []string{"Upgrade to", "Upgrade to the next one", "Upgrade to the newest on Kubernetes"} {
		d := readText(t, "x.md", "## Upgrade to v1.0.2\n\n### Steps\n\n1. Stop it.\n\n## "+heading+"\n\n### Steps\n\n1. Run `tool a`.\n\n## Upgrade to v1.0.1\n\n- Fix a\n")
		if len(d.Diagnostics) != 1 || d.Diagnostics[0].Code != "UG306" || d.Diagnostics[0].Line != 7 || d.Diagnostics[0].Column != 1 || d.Diagnostics[0].Hint == "" {
			t.Errorf("%q: %v", heading, d.Diagnostics)
		}
		if len(d.Releases) != 2 || d.Releases[0].EndLine != 6 || len(d.Releases[0].Steps) != 1 || d.Releases[1].Line != 13 {
			t.Errorf("%q: releases %+v", heading, d.Releases)
		}
	}
	d := readText(t, "x.md", "## 升级到 v1.0.2\n\n- 修复 a\n\n## 升级到下一个版本\n\n- 修复 b\n")
	if len(d.Diagnostics) != 1 || d.Diagnostics[0].Line != 5 {
		t.Errorf("a Chinese heading without a version: %v", d.Diagnostics)
	}
}

func TestChanges(t *testing.T) {
	for _, c := range []struct{ section, bullet, kind, codes, parts string }{
		{"Main changes", "Fix the leak in Alpha-server", "fixed", "", "Alpha-server"},
		{"Main changes", "Add retry for the `Conflict` (9007 and 8005) error", "added", "9007 8005", ""},
		{"Main changes", "Improve the policy for the `1105` error", "improved", "1105", ""},
		{"Main changes", "Retry error codes 1105, 1106", "changed", "1105 1106", ""},
		{"Main changes", "Directly manage connections to optimize things", "changed", "", ""},
		{"Main changes", "Remove the old page", "removed", "", ""},
		{"Main changes", "Deprecate the old page", "deprecated", "", ""},
		{"Removed", "Support for the old page", "removed", "", ""},
		{"Bug fixes", "Add a missing lock", "fixed", "", ""},
		{"Improvements", "Faster start of alpha-servers", "improved", "", "Alpha-server"},
		{"Security", "Check signatures", "security", "", ""},
		{"主要变更", "修复了 Alpha-server进程的问题", "fixed", "", "Alpha-server"},
		{"主要变更", "命令增加一个参数", "added", "", ""},
		{"主要变更", "直接管理连接，优化处理", "changed", "", ""},
		{"主要变更", "增加对 `Conflict`（9007 与 8005）错误的重试", "added", "9007 8005", ""},
		{"主要变更", "完善了对 1105 错误的重试", "improved", "1105", ""},
	} {
		source := "## v1.2.3\n\n### " + c.section + "\n\n- " + c.bullet + "\n"
		d, _ := doc.Parse("x.md", []byte(source))
		out := Read(d, Options{Product: &config.Product{Components: []string{"Alpha-server"}}})
		got := out.Releases[0].Changes[0]
		if got.Type != c.kind || strings.Join(got.ErrorCodes, " ") != c.codes || strings.Join(got.Components, " ") != c.parts {
			t.Errorf("%s: %q is %s, codes %q, components %q", c.section, c.bullet, got.Type, got.ErrorCodes, got.Components)
		}
	}
}

func TestBreaking(t *testing.T) {
	for source, want := range map[string]bool{
		"### Changed\n\n- **Breaking:** rename it":      true,
		"### Breaking changes\n\n- Rename it":           true,
		"### Changed\n\n- Rename it":                    false,
		"### Changed\n\n- Rename it (breaking)":         true,
		"### 不兼容变更\n\n- 改名":                             true,
		"### Fixed\n\n- Fix a breaking glass in a test": false,
	} {
		d := readText(t, "x.md", "## v1.2.3\n\n"+source+"\n")
		if got := d.Releases[0].Changes[0].Breaking; got != want {
			t.Errorf("%q: breaking %v", source, got)
		}
	}
}

func TestLinks(t *testing.T) {
	d := readText(t, "x.md", "## v1.2.3\n\n- Fix it [#7](https://example.org/a/b/pull/7), see [docs](https://example.org/docs)\n    - Fix [#8](https://example.org/a/b/issues/8)\n")
	c := d.Releases[0].Changes[0]
	if strings.Join(c.Links, " ") != "https://example.org/a/b/pull/7" || strings.Join(c.Children[0].Links, " ") != "https://example.org/a/b/issues/8" {
		t.Errorf("links %q and %q", c.Links, c.Children[0].Links)
	}
}

func TestIndex(t *testing.T) {
	prose := "# Upgrading\n\n> **Note:**\n>\n> - Each upgrade assumes that all jobs and tasks have been stopped before it.\n"
	d := readText(t, "p/en/_index.md", prose)
	if len(d.Conditions) != 1 || d.Conditions[0].ID != "tasks-stopped" || d.Conditions[0].Line != 5 || len(d.Notes) != 1 {
		t.Errorf("conditions from prose: %+v", d.Conditions)
	}
	stated := readText(t, "p/en/_index.md", "---\nbefore:\n  - id: backup-taken\n    text: A backup was taken.\n---\n\n"+prose)
	if len(stated.Conditions) != 1 || stated.Conditions[0].ID != "backup-taken" || stated.Conditions[0].Line != 3 {
		t.Errorf("stated conditions win: %+v", stated.Conditions)
	}
	if page := readText(t, "p/en/about.md", prose); len(page.Conditions) != 0 {
		t.Errorf("a plain page speaks for nobody: %+v", page.Conditions)
	}
	for _, bad := range []string{"before: yes", "before:\n  - {id: X, text: a}", "before:\n  - {id: x}", "before:\n  - {id: x, text: a, list_versions: perhaps}"} {
		if d := readText(t, "p/en/_index.md", "---\n"+bad+"\n---\n\n# x\n"); len(d.Diagnostics) != 1 || d.Diagnostics[0].Code != "UG320" {
			t.Errorf("%q: %v", bad, d.Diagnostics)
		}
	}
}

func TestObsoleteKeys(t *testing.T) {
	section := "## v1.2.3\n\n### Upgrade notes\n\nThese settings are obsolete configuration:\n\n"
	d := readText(t, "x.md", section+"- `a` in `one.toml`\n- `a` in `two.yaml`\n- `c` in `items` in `two.yaml`\n")
	var got []string
	for _, c := range d.Releases[0].Checks {
		got = append(got, c.ID+" "+c.File+" "+c.Key)
	}
	want := "obsolete-config/a one.toml a, obsolete-config/two.yaml/a two.yaml a, obsolete-config/c two.yaml items[].c"
	if strings.Join(got, ", ") != want {
		t.Errorf("checks %q", got)
	}
	for _, list := range []string{"- `a` in `one.toml`\n- and some others\n", "- `a` in `one`\n", "- `a b` in `one.toml`\n", "- `a`\n"} {
		if d := readText(t, "x.md", section+list); len(d.Releases[0].Checks) != 0 || len(d.Releases[0].Extra) != 2 {
			t.Errorf("%q: checks %+v", list, d.Releases[0].Checks)
		}
	}
	plain := readText(t, "x.md", "## v1.2.3\n\n### Upgrade notes\n\nSee these:\n\n- `a` in `one.toml`\n")
	if len(plain.Releases[0].Checks) != 0 {
		t.Errorf("nobody calls them obsolete: %+v", plain.Releases[0].Checks)
	}
}

// TestWhoOwnsLines holds that every kind of block has its place.
func TestWhoOwnsLines(t *testing.T) {
	d := readText(t, "x.md", "Words.\n\n## v1.2.3\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\n    code\n\n<div>x</div>\n\n[x]: https://example.org\n")
	if len(d.Extra) != 1 || len(d.Releases[0].Extra) != 5 {
		t.Errorf("extra %d and %+v", len(d.Extra), d.Releases[0].Extra)
	}
	var r release.Lines = d.Lines
	if r.Total != 15 || r.Extra != 8 {
		t.Errorf("lines %+v", r)
	}
}
