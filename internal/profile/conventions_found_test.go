package profile

import (
	"slices"
	"testing"
)

// TestFoundConventions holds what real guides taught about headings and where a
// release ends.
func TestFoundConventions(t *testing.T) {
	for _, c := range []convention{
		{"at most the version before", "upgrade.md", lines("# Upgrade guide", "", "## To 4.2 From 4.1", "", "- a", "", "## To 4.1.6 From <= 4.1.5", "", "- b"),
			"sections: 4.1>4.2@3-6 4.1.5>4.1.6@7-9"},
		{"an edition behind two versions", "upgrade.md", lines("# Upgrades", "", "## Tool 1.2.0", "", "- a", "", "## Tool 1.1.4 and 1.0.8 Enterprise", "", "- b", "", "## Tool 1.1.3", "", "- c"),
			"sections: 1.2.0@3-6 1.1.4@7-10 1.1.3@11-13"},
		{"a chapter above the releases", "README.md", lines("# Chart", "", "## Upgrading", "", "### To 17.0", "", "- a", "", "### To 16.0", "", "- b", "", "## Configuration", "", "- c"),
			"sections: 17.0@5-8 16.0@9-12"},
		{"a product's name in a dated heading", "CHANGELOG.md", lines("## 2015-09-15, tool.js Version 3.3.1 @one", "", "- a", "", "## 2015-09-02, Version 3.3.0, @two", "", "- b"),
			"sections: 3.3.1@1-4 3.3.0@5-7"},
		{"days for versions", "CHANGELOG.md", lines("# History", "", "## 20160726", "", "- b", "", "## 20160629", "", "- c"),
			"sections: 20160726@3-6 20160629@7-9"},
		{"a number of eight digits in a page", "notes.md", lines("# Numbers", "", "## 20160726", "", "- b", "", "## 20160629", "", "- c"),
			"plain:"},
		{"a date before the product's name", "CHANGELOG.md", lines("# Tool changelog", "", "## 2021-XX-XX Tool 1.3.0-dev", "", "- a", "", "## 2021-06-06 Tool 1.2.1", "", "- b"),
			"sections: ~1.3.0-dev@3-6 1.2.1@7-9"},
		{"chapters on the first level below the title of a page", "upgrades.md", lines("---", "title: Upgrades", "---", "", "# Before", "", "Words.", "", "# 1. Back up", "", "1. Stop it."),
			"procedure: @1-11"},
	} {
		t.Run(c.what, func(t *testing.T) { c.hold(t) })
	}
}

// TestDayLines holds that the day of a release is found where it stands alone
// below the heading, and that it is no part of what the release says.
func TestDayLines(t *testing.T) {
	for _, line := range []string{
		"Release date: 2023-07-24", "`2023-07-24`", "*Released July 24, 2023*", "**Release date:** 2023-07-24", "2023-07-24",
		"{{< release-date date=\"2023-07-24\" >}}", "{{% date \"2023-07-24\" %}}", "发布日期：2023 年 7 月 24 日",
	} {
		r := readText(t, "CHANGELOG.md", "## 1.2.0\n\n"+line+"\n\n- Add a\n\n### Parts\n\n2022-01-01\n").Releases[0]
		if r.Date != "2023-07-24" || r.Summary != "" || len(r.Changes) != 1 {
			t.Errorf("%q: date %q, summary %q, %d changes", line, r.Date, r.Summary, len(r.Changes))
		}
	}
}

// TestLabelsThatNameNone holds that months, editions and kinds of releases are
// no other names of a release.
func TestLabelsThatNameNone(t *testing.T) {
	for text, want := range map[string]string{
		"0.6.1 (Dec, 2018)": "", "0.6.1(2018-12)": "", "0.6.1（2018 年 12 月）": "", "0.6.1 (Security Release)": "", "0.6.1 (Enterprise)": "", "0.6.1 (0.6 GA)": "0.6 GA",
	} {
		got := ""
		if labels := parseTitle(text).Labels; len(labels) > 0 {
			got = labels[0]
		}
		if got != want {
			t.Errorf("%q is also called %q, want %q", text, got, want)
		}
	}
}

// TestPromptsAndRemarks holds that what shells print before commands is none of
// them, nor a here-document that nothing reads, nor the version that runs.
func TestPromptsAndRemarks(t *testing.T) {
	for source, want := range map[string][]string{
		"```bash\n% tool list\n# ...\nname: a\n```":                             {"tool list"},
		"```shell-session\n➜ tool tree\n├── a\n└── b\n```":                      {"tool tree"},
		"```ShellSession\ntool a\n```":                                          {"tool a"},
		"```console\nroot@host:~# tool up\nIt is up.\n```":                      {"tool up"},
		"```console\n[me@host dir]$ tool up\nIt is up.\n```":                    {"tool up"},
		"```bash\ntool health\n<<COMMENT\nall is well\nCOMMENT\n\ntool go\n```": {"tool health", "tool go"},
		"```bash\ntool load <<EOF\na: b\nEOF\ntool go\n```":                     {"tool load <<EOF", "tool go"},
		"On a cluster running `v1.2.3`, run `tool up`.":                         {"tool up"},
	} {
		var got []string
		for _, c := range readText(t, "CHANGELOG.md", "## 1.2.0\n\n"+source+"\n").Releases[0].Commands {
			got = append(got, c.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", source, got, want)
		}
	}
}
