package profile

import "testing"

var titleConventions = []convention{
	{"an edge that only the introduction states", "upgrade.md", lines("# Upgrades", "", "Words.", "", "## Which versions", "", "This guide is for upgrading from **Tool v1.12.x to Tool v1.13.x**.", "", "## Breaking changes in v1.13", "", "- a", "", "## Go on", "", "Words."),
		"edge-file: v1.12.x>v1.13.x@1-15"},
	{"a chinese introduction", "x.md", lines("# 升级集群", "", "本文介绍如何将集群从 v3.0 版本升级到 v3.1。", "", "1. 停止服务。"),
		"edge-file: v3.0>v3.1@1-5"},
	{"an introduction beside releases", "upgrade.md", lines("# Upgrades", "", "This guide explains upgrading from 1.1 to 1.2 and later.", "", "## Upgrading to 2.1", "", "- a", "", "## Upgrading to 2.0", "", "- b"),
		"sections: 2.1@5-8 2.0@9-11"},
	{"a page title of another name", "x.md", lines("---", "page_title: Upgrading to Tool 1.9.x - Guides", "---", "", "# Overview", "", "## Removed", "", "- a"),
		"release-file: 1.9.x@1-9"},
	{"a line of versions in the file name", "upgrade-to-1.9.x.md", lines("# Overview", "", "- a"),
		"release-file: 1.9.x@1-3"},
	{"underlines in the file name", "upgrade_3_4.md", lines("# Server", "", "- a"), "release-file: 3.4@1-3"},
	{"underlines on both ends", "upgrade_3_4_to_3_5.md", lines("# Server", "", "- a"), "edge-file: 3.4>3.5@1-3"},
	{"a folder of one release", "notes/17.0.1/summary.md", lines("## Summary", "", "- a"), "release-file: 17.0.1@1-3"},
	{"a folder says nothing of other files", "notes/17.0.1/install.md", lines("# Install", "", "- a"), "plain:"},
	{"version 5 upgrade guide", "x.md", lines("# Cloud Provider Version 5 Upgrade Guide", "", "## Resources", "", "- a"), "release-file: 5@1-5"},
	{"migration guide behind an edge", "x.md", lines("# v4.0.6+ to v4.1.8 migration guide", "", "## Upgrading the parts to 4.1.8", "", "1. Run it."), "edge-file: v4.0.6>v4.1.8@1-5"},
	{"release 433", "x.md", lines("# Release 433 (10 Nov 2023)", "", "- a"), "release-file: 433@1-3"},
	{"a version in brackets behind a month", "v1_85.md", lines("# November 2023 (version 1.85)", "", "- a"), "release-file: 1.85@1-3"},
	{"libraries in the notes of a release", "x.md", lines("# Release notes - Tool 1.17", "", "## Upgrade of Parser to 1.29.0", "", "- a", "", "### Upgrade Keeper to 3.7.1", "", "- b"),
		"release-file: 1.17@1-9"},
	{"patches that a release file sums up", "v2023.10.md", lines("# Release 2023.10", "", "## New", "", "- a", "", "## Fixed in 2023.10.1", "", "- b", "", "## Fixed in 2023.10.2", "", "- c"),
		"release-file: 2023.10@1-13"},
	{"an older version in the notes of a release", "v1.12.1.md", lines("# Tool 1.12.1", "", "## Fix of old version 1.11.2", "", "- a"), "release-file: 1.12.1@1-5"},
	{"patches of the line that the title names", "x.md", lines("# Tool v3.6", "", "## v3.6.1 (2023-11-29)", "", "- a", "", "## v3.6.0", "", "- b"), "sections: v3.6.1@3-6 v3.6.0@7-9"},
	{"to …", "README.md", lines("# Chart", "", "## Upgrading", "", "### To 13.0.0", "", "Words.", "", "### To 12.0.0", "", "1. Run it.", "", "### To any previous version", "", "Words."),
		"sections: 13.0.0@5-8 12.0.0@9-15"},
	{"anchors of a site behind versions", "", lines("# Breaking changes [tool-breaking-changes]", "", "## 9.1.0 [tool-910-breaking-changes]", "", "- a", "", "## 9.0.1 [tool-9.0.1-notes]", "", "- b"),
		"sections: 9.1.0@3-6 9.0.1@7-9"},
	{"three versions in a heading", "", lines("# Upgrade", "", "## Tool 1.1.3, 1.0.9, and 0.12.12", "", "- a", "", "## Tool 0.12.0", "", "- b"), "sections: 1.1.3@3-6 0.12.0@7-9"},
	{"a code name before the date", "", lines("# 9.1.0 quiet-canyon (2020-02-06)", "", "- a", "", "# 9.0.0 (2020-01-06)", "", "- b"), "sections: 9.1.0@1-4 9.0.0@5-7"},
	{"a code name in quotes", "", lines("# Changelog", "", `## 2.0.0 "Quiet Canyon"`, "", "- a", "", "## 1.9.0", "", "- b"), "sections: 2.0.0@3-6 1.9.0@7-9"},
	{"lines of versions in a policy", "policy.md", lines("# Support policy", "", "## 1.x", "", "Over.", "", "## 2.x", "", "Supported."), "plain:"},
	{"versions of an interface", "api.md", lines("# API reference", "", "## API v1", "", "Words.", "", "## API v2", "", "Words."), "plain:"},
	{"the date before the word version", "", lines("## 2012.03.15 Version 0.6.13 (stable)", "", "- a", "", "## 2012.03.02, Version 0.6.12 (stable)", "", "- b"), "sections: 0.6.13@1-4 0.6.12@5-7"},
	{"a code name behind the word version", "", lines("## 2016-02-16, Version 4.3.1 'Argon' (LTS), @somebody", "", "- a", "", "## 2016-02-09, Version 4.3.0 'Argon' (LTS), @somebody", "", "- b"), "sections: 4.3.1@1-4 4.3.0@5-7"},
	{"several people behind the version", "", lines("## 2023-10-17, Version 21.0.0 (Current), @one and @two", "", "- a", "", "## 2023-10-10, Version 20.9.0 (Current), @one prepared by @two", "", "- b"), "sections: 21.0.0@1-4 20.9.0@5-7"},
}

// A heading above the releases that the document is not called by is kept.
func TestHeadingBesideTheTitle(t *testing.T) {
	for source, want := range map[string]int{
		"---\ntitle: The log\n---\n\n# Every change\n\n## v1.1.0\n\n- Fix a\n\n## v1.0.0\n\n- Fix b\n": 1,
		"# Every change\n\n## v1.1.0\n\n- Fix a\n\n## v1.0.0\n\n- Fix b\n":                             0,
	} {
		if d := readText(t, "x.md", source); len(d.Extra) != want || len(d.Releases) != 2 {
			t.Errorf("%q: %d releases, kept %+v", source, len(d.Releases), d.Extra)
		}
	}
}
