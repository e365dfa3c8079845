package profile

import (
	"fmt"
	"strings"
	"testing"
)

// log is a changelog of a style that projects use, in words of our own. want
// is, for each release, "id:types of its changes", with "~" before what is not
// released, "!" behind notes, and the day behind "@".
type log struct{ what, source, want string }

var logs = []log{
	{"a line for a release", lines("v1.2.0 - November 5, 2021", "", "* Fix: a", "* New: b", "", "v1.1.0 - October 22, 2021", "", "* Update: c"),
		"v1.2.0@2021-11-05: fixed added; v1.1.0@2021-10-22: changed"},
	{"a bold line for a release", lines("# History", "", "**v1.1.0**", "", "- Add a", "", "**v1.0.0**", "", "The first."),
		"v1.1.0: added; v1.0.0:"},
	{"bold words that are none", lines("# History", "", "**Thanks**", "", "- a", "", "**Tool**", "", "- b"),
		""},
	{"a bullet for a release", lines("Tool 6.3.x", "==========", "", "* 6.3.4 (2023-08-26)", "", " * bug #1 Fix a", " * feature #2 Add b", "", "* 6.3.3 (2023-07-31)", "", " * bug #3 Fix c"),
		"6.3.4@2023-08-26: changed changed; 6.3.3@2023-07-31: changed"},
	{"a bullet with those of its release", lines("# Changelog", "", "- **2.1.0** (2020-01-02)", "  - Fix a", "", "    More.", "- **2.0.0** (2019-01-02)", "  - Add b"),
		"2.1.0@2020-01-02: fixed; 2.0.0@2019-01-02: added"},
	{"bullets that name versions", lines("# Changelog", "", "## 1.0.0", "", "- 2.1.0 (2020-01-02)", "- 2.0.0 (2019-01-02)"),
		"1.0.0: changed changed"},
	{"the time of a build", lines("# Changelog", "", "## RELEASE.2023-10-25T06-33-25Z", "", "- fix: a", "", "## RELEASE.2023-10-16T04-13-43Z", "", "- b"),
		"RELEASE.2023-10-25T06-33-25Z: fixed; RELEASE.2023-10-16T04-13-43Z: changed"},
	{"not released, in brackets", lines("## v1.8.2 [unreleased]", "", "- a", "", "## v1.8.1 [2020-07-09]", "", "- b"),
		"~v1.8.2: changed; v1.8.1@2020-07-09: changed"},
	{"not released, with a branch", lines("# 2.6.1 (unreleased, 2.6.x branch)", "", "- a", "", "# 2.6.0 (2016-03-31)", "", "- b"),
		"~2.6.1: changed; 2.6.0@2016-03-31: changed"},
	{"the latest changes", lines("# Release notes", "", "## Latest Changes", "", "* a", "", "## 0.2.0", "", "* b"),
		"~Latest Changes: changed; 0.2.0: changed"},
	{"numbers for bullets", lines("## v2.7.1 [2023-04-27]", "", "### Features", "", "1. [1](https://example.org/1): a", "1. [2](https://example.org/2): b", "", "### Upgrade", "", "1. Stop it."),
		"v2.7.1@2023-04-27: added added"},
	{"another name before it was released", lines("# Changelog", "", "## 29.0.0", "", "- a", "", "## tool 22.1.0", "", "- b", "", "## tool 22.0.0", "", "- c"),
		"29.0.0: changed; 22.1.0: changed; 22.0.0: changed"},
	{"the name and a hyphen", lines("tool 2.4.0 (26 June 2002)", "----", "", "* a", "", "tool-2.3.20 (7 September 2001)", "----", "", "* b", "", "tool-2.3.19 (5 July 2001)", "----", "", "* c"),
		"2.4.0@2002-06-26: changed; 2.3.20@2001-09-07: changed; 2.3.19@2001-07-05: changed"},
	{"a title with a version", lines("# Pre-10.0 Changelog", "", "# 3.0.1 (2018-07-02)", "", "* a", "", "# 3.0.0 Final (2018-06-29)", "", "* b"),
		"3.0.1@2018-07-02: changed; 3.0.0@2018-06-29: changed"},
	{"changes between releases of a line", lines("NEWS", "====", "", "Tool 1.1.1", "----------", "", "### Major changes between Tool 1.1.1j and Tool 1.1.1k [25 Mar 2021]", "", "* a", "", "### Major changes between Tool 1.1.1i and Tool 1.1.1j [16 Feb 2021]", "", "* b"),
		"1.1.1k@2021-03-25: changed; 1.1.1j@2021-02-16: changed"},
	{"lines that are told elsewhere", lines("Change Log", "==========", "", "## Version 4.x", "", "See [its change log](https://example.org/4).", "", "## Version 5.1.0", "", "_2025-10-30_", "", "* New: a", "", "## v1.14", "", "The changelog can be found [in its branch](https://example.org/1.14)."),
		"5.1.0@2025-10-30: added"},
	{"a sentence with the day", lines("## [5.8.1](https://example.org/5.8.1)", "Released on 2023-10-29. All issues are [here](https://example.org/).", "", "- a", "", "## [5.8.0](https://example.org/5.8.0)", "Released on 2023-10-02.", "", "- b"),
		"5.8.1@2023-10-29: changed; 5.8.0@2023-10-02: changed"},
	{"capital labels, notes among them", lines("## 1.7.0 (March 4, 2025)", "", "UPGRADE NOTES:", "", "* Mind a", "", "BUG FIXES:", "", "* b", "", "ENHANCEMENTS:", "", "* c"),
		"1.7.0@2025-03-04: fixed improved!Mind a"},
	{"urgent notes", lines("# v1.27.2", "", "## Urgent Upgrade Notes", "", "- Mind a", "", "## Changes by Kind", "", "### Bug or Regression", "", "- Fixed b", "", "# v1.27.1", "", "- c"),
		"v1.27.2: fixed!Mind a; v1.27.1: changed"},
	{"pictures by name", lines("## v7.23.0 (2023-09-25)", "", "#### :rocket: New Feature", "", "* a", "", "#### :bug: Bug Fix", "", "* b", "", "#### Committers: 6", "", "- Somebody"),
		"v7.23.0@2023-09-25: added fixed"},
}

// TestLogs holds what is read of changelogs in the styles of many tools, and
// that every line is accounted for.
func TestLogs(t *testing.T) {
	for _, c := range logs {
		t.Run(c.what, func(t *testing.T) {
			d := readText(t, "CHANGELOG.md", c.source)
			var got []string
			for _, r := range d.Releases {
				text := r.ID
				if r.Unreleased {
					text = "~" + text
				}
				if r.Date != "" {
					text += "@" + r.Date
				}
				text += ":"
				for _, x := range r.Changes {
					text += " " + x.Type
				}
				for _, n := range r.Notes {
					text += "!" + n.Text
				}
				got = append(got, text)
			}
			if have := strings.Join(got, "; "); have != c.want {
				t.Errorf("got %s\nwant %s", have, c.want)
			}
			if d.Lines.Accounted != d.Lines.Total {
				t.Errorf("%+v: %v", d.Lines, fmt.Sprint(d.Diagnostics))
			}
		})
	}
}
