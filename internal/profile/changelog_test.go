package profile

import (
	"strings"
	"testing"
)

// TestDaysAreNeverGuessed holds what is read of dates as changelogs write them.
func TestDaysAreNeverGuessed(t *testing.T) {
	for _, c := range []struct {
		text, iso       string
		ambiguous, open bool
	}{
		{"28/11/2025", "2025-11-28", false, false},
		{"11/28/2025", "2025-11-28", false, false},
		{"03/04/2025", "", true, false},
		{"3.4.2025", "", true, false},
		{"05/05/2025", "2025-05-05", false, false},
		{"31/31/2025", "", false, false},
		{"Tue, Jul 18 2023", "2023-07-18", false, false},
		{"Released 07/24/2019", "2019-07-24", false, false},
		{"release date: 2025-04-16", "2025-04-16", false, false},
		{"Wed, 20 Sept 2017", "2017-09-20", false, false},
		{"YYYY-MM-DD", "", false, true},
		{"2026-??-??", "", false, true},
		{"soon", "", false, false},
	} {
		if d := readDay(c.text); d.iso != c.iso || d.ambiguous != c.ambiguous || d.open != c.open {
			t.Errorf("%q is %+v", c.text, d)
		}
	}
}

// TestChangelogHeadings holds what is read of headings that changelogs have.
func TestChangelogHeadings(t *testing.T) {
	for _, c := range []struct {
		text, version, date, withdrawn, reason string
		unreleased                             bool
	}{
		{"[2.1.0] 2021-09-23", "2.1.0", "2021-09-23", "", "", false},
		{"1.0.0RC1 / 2014-05-06", "1.0.0RC1", "2014-05-06", "", "", false},
		{"3.0.0b2 (2022-08-21)", "3.0.0b2", "2022-08-21", "", "", false},
		{"12.1-0 - 28/11/2025", "12.1-0", "2025-11-28", "", "", false},
		{"v1.2.0 - 03/04/2025", "v1.2.0", "", "", "", false},
		{"1.2.0 - TBD", "1.2.0", "", "", "", true},
		{"1.2.0 - YYYY-MM-DD", "1.2.0", "", "", "", true},
		{"dev", "dev", "", "", "", true},
		{"dev / 2014-07-09", "", "", "", "", false},
		{"[YANKED] 10.0.2", "10.0.2", "", "YANKED", "", false},
		{"1.3.1 - 2025-11-30 [Yanked]: lost data", "1.3.1", "2025-11-30", "Yanked", "lost data", false},
		{"2015.11.25, Version 0.12.8 (LTS), @who prepared by @them", "0.12.8", "2015-11-25", "", "", false},
		{"1.2.0 [27 Jan 2026]", "1.2.0", "2026-01-27", "", "", false},
		{"Major changes between Tool 3.0.1 and Tool 3.0.2", "3.0.2", "", "", "", false},
	} {
		got := parseTitle(c.text)
		if got.Version != c.version || got.Date.iso != c.date || got.Withdrawn != c.withdrawn || got.Reason != c.reason || got.Unreleased != c.unreleased {
			t.Errorf("%q is %+v", c.text, got)
		}
	}
}

// TestSectionsOfNotes holds that sections on what to mind become notes, that
// what they ask for in numbered lists stays steps, and that every line is
// accounted for.
func TestSectionsOfNotes(t *testing.T) {
	d := readText(t, "CHANGELOG.md", "# Changelog\n\n## 2.0.0\n\nA big one.\n\nReally.\n\n### Action required\n\n- Rename `a`:\n\n  ```yaml\n  b: 1\n  ```\n\n- Then restart\n\n"+
		"### Upgrade notes\n\nThe following holds:\n\n- one\n- two\n\n1. Do it\n\n### Known issues\n\nIt is slow.\n\n```text\nlog\n```\n\n### Fixed\n\n- c\n\n## 1.9.0 [YANKED]\n\nIt lost data.\n\nSorry.\n")
	r := d.Releases[0]
	var got []string
	for _, n := range r.Notes {
		got = append(got, n.Severity+" "+n.Section+": "+strings.ReplaceAll(n.Text, "\n", "|"))
	}
	want := "warning Action required: Rename `a`:||```yaml|b: 1|```; warning Action required: Then restart; " +
		"important Upgrade notes: The following holds:||- one|- two; warning Known issues: It is slow.||```text|log|```"
	if strings.Join(got, "; ") != want {
		t.Errorf("notes are %q", got)
	}
	if len(r.Changes) != 1 || len(r.Steps) != 1 || r.Summary != "A big one.\n\nReally." {
		t.Errorf("%d changes, %d steps, summary %q", len(r.Changes), len(r.Steps), r.Summary)
	}
	y := d.Releases[1]
	if y.Status != "withdrawn" || y.Reason != "It lost data." || len(y.Notes) != 1 || y.Notes[0].Text != y.Reason || y.Summary == "" {
		t.Errorf("withdrawn: %+v", y)
	}
	if d.Lines.Accounted != d.Lines.Total {
		t.Errorf("%+v: %v", d.Lines, d.Diagnostics)
	}
}

// TestSectionsOfPatchReleases holds that a patch release one level below the
// others keeps the sections that tools write on its own level.
func TestSectionsOfPatchReleases(t *testing.T) {
	d := readText(t, "CHANGELOG.md", "# Log\n\n### [1.0.1](https://example.org/c) (2021-04-07)\n\n### Bug Fixes\n\n* a\n\n## [1.0.0](https://example.org/d) (2021-04-06)\n\n### Features\n\n* b\n\n## Other\n\n* c\n")
	if len(d.Releases) != 2 || len(d.Releases[0].Changes) != 1 || d.Releases[0].Changes[0].Type != "fixed" || len(d.Releases[1].Changes) != 1 || d.Releases[0].Link != "https://example.org/c" {
		t.Errorf("%+v", d.Releases[0])
	}
}

// TestTitleOfAFileWithoutOne holds that a changelog that begins with a release
// is called by its file's name.
func TestTitleOfAFileWithoutOne(t *testing.T) {
	for _, source := range []string{"## 1.1.0\n\n- a\n", "# 1.1.0\n\n- a\n\n# 1.0.0\n\n- b\n"} {
		if d := readText(t, "tool/CHANGELOG.md", source); d.Title != "Changelog" {
			t.Errorf("%q is called %q", source, d.Title)
		}
	}
}
