package profile

import (
	"slices"
	"testing"

	"upgraph/internal/diag"
)

var fileConventions = []convention{
	{"an edge in the file name", "upgrade-1.2-to-1.3.md", lines("# Upgrading", "", "- Remove a"), "edge-file: 1.2>1.3@1-3"},
	{"an edge in the file name, with v and underscores", "v1.2_to_v1.3.md", lines("# Upgrade notes", "", "- Remove a"), "edge-file: v1.2>v1.3@1-3"},
	{"an edge in the file name, majors", "upgrade-v5-to-v6.md", lines("# Migration", "", "- Remove a"), "edge-file: v5>v6@1-3"},
	{"an edge in the title", "guide.md", lines("# Upgrading from Tool 4 to Tool 5", "", "## A", "", "Words.", "", "## B", "", "1. Stop it."), "edge-file: 4>5@1-9"},
	{"an edge in the title of the front matter", "guide.md", lines("---", "title: Migrate from v1.4 to v2.0", "---", "", "## Step 1: Stop", "", "Words."), "edge-file: v1.4>v2.0@1-7"},
	{"a title with the target first", "UPGRADE-5.0.md", lines("UPGRADE FROM 4.4 to 5.0", "=======================", "", "Core", "----", "", " * Removed a"), "edge-file: 4.4>5.0@1-7"},
	{"a release in the file name", "v1.2.3.md", lines("# Highlights", "", "- Add a", "", "## Fixes", "", "- Fix b"), "release-file: v1.2.3@1-7"},
	{"a release in the file name, behind words", "release-notes-1.2.3.md", lines("# What is new", "", "- Add a"), "release-file: 1.2.3@1-3"},
	{"a release in the title", "x.md", lines("# Tool 3.2 release notes", "", "*April 4, 2021*", "", "## What's new in Tool 3.2", "", "- Add a"), "release-file: 3.2@1-7"},
	{"a release in the title of the front matter", "x.md", lines("---", "title: 'Upgrade to Tool v10.1'", "---", "", "## Breaking changes", "", "- a"), "release-file: v10.1@1-7"},
	{"a release in a bare title, above its changes", "x.md", lines("# Tool v1.0.0", "", "## Changes", "", "- Fix a"), "release-file: v1.0.0@1-5"},
	{"a version in the title of something else", "x.md", lines("# Tool v1.0.0", "", "## Install", "", "- Fetch a"), "plain:"},
	{"what is new", "x.md", lines("# What's new in Tool v9.3", "", "## A", "", "Words."), "release-file: v9.3@1-5"},
	{"a release in the front matter", "x.md", lines("---", "title: Quiet", "version: 2.4.0", "---", "", "# Quiet", "", "- Add a"), "release-file: 2.4.0@1-8"},
	{"upgrade to one version with steps", "x.md", lines("# Upgrading to 0.8.0", "", "## Step 1: Stop", "", "Words.", "", "## Step 2: Start", "", "Words."), "release-file: 0.8.0@1-9"},
	{"a procedure", "upgrade.md", lines("# Upgrade Tool", "", "## Step 1: Back up", "", "Words.", "", "## Step 2: Replace the files", "", "Words."), "procedure: @1-9"},
	{"a procedure as a list", "upgrade.md", lines("# How to upgrade", "", "1. Stop it.", "2. Start it."), "procedure: @1-4"},
	{"chinese procedure", "upgrade.md", lines("# 升级集群", "", "## 第 1 步：备份", "", "内容。", "", "## 第 2 步：替换", "", "内容。"), "procedure: @1-9"},
}

var falseFriends = []convention{
	{"a tool's version in a guide with releases", "", lines("# Upgrade", "", "## 2.1.0", "", "### Kubernetes 1.22", "", "- a", "", "### Python 3.10 support", "", "- b", "", "## 2.0.0", "", "- c"),
		"sections: 2.1.0@3-12 2.0.0@13-15"},
	{"tools on the level of the releases", "", lines("# Upgrade", "", "## Install Docker 20.10", "", "Words.", "", "## 2.1.0", "", "- a", "", "## 2.0.0", "", "- c"),
		"sections: 2.1.0@7-10 2.0.0@11-13"},
	{"tools in a plain page", "install.md", lines("# Installing", "", "## Install Docker 20.10", "", "Words.", "", "## Kubernetes 1.22", "", "Words.", "", "## Python 3.10 support", "", "Words."),
		"plain:"},
	{"systems in a plain page", "install.md", lines("# Installing", "", "## Ubuntu 22.04", "", "Words.", "", "## Ubuntu 20.04", "", "Words.", "", "## Debian 12.1", "", "Words."),
		"plain:"},
	{"numbered chapters", "guide.md", lines("# Guide", "", "## 1. Begin", "", "Words.", "", "## 2. Go on", "", "Words.", "", "### 2.1 Deeper", "", "Words.", "", "### 2.2 Deepest", "", "Words."),
		"plain:"},
	{"dates alone", "news.md", lines("# News", "", "## 2020-01-02", "", "- a", "", "## 2020-01-01", "", "- b"),
		"plain:"},
	{"headings in a fence", "style.md", lines("# Style", "", "```md", "## 1.1.0", "", "- a", "", "## 1.0.0", "```", "", "Words."),
		"plain:"},
	{"headings in a comment", "style.md", lines("# Style", "", "<!--", "## 1.1.0", "", "- a", "", "## 1.0.0", "-->", "", "Words."),
		"plain:"},
	{"headings in details", "style.md", lines("# Style", "", "<details>", "", "## vX.Y.Z", "", "- a", "", "## v1.0.0", "", "</details>", "", "Words."),
		"plain:"},
	{"headings in a quote", "style.md", lines("# Style", "", "> ## 1.1.0", ">", "> - a", "", "Words."),
		"plain:"},
	{"a template", "", lines("# Changelog", "", "## vX.Y.Z", "", "- a", "", "## v1.0.0", "", "- b"),
		"sections: v1.0.0@7-9"},
	{"an address", "net.md", lines("# Network", "", "## 10.0.0.1", "", "Words.", "", "## 192.168.0.1", "", "Words."),
		"plain:"},
	{"what is new with versions in prose", "about.md", lines("# About", "", "Since 1.2.0 there is more.", "", "## Questions about 1.2.0", "", "Words."),
		"plain:"},
	{"a page about compatibility", "compat.md", lines("# Compatibility", "", "## Supported versions", "", "- 1.2", "- 1.1", "", "## Go 1.22", "", "Words."),
		"plain:"},
	{"requirements before the releases", "", lines("# Upgrade", "", "## Requires Go 1.22", "", "Words.", "", "## Upgrading to 2.1", "", "- a", "", "## Upgrading to 2.0", "", "- b"),
		"sections: 2.1@7-10 2.0@11-13"},
	{"interfaces below a release", "", lines("# Upgrade", "", "## v1.5.0", "", "### API v2", "", "- a", "", "### API v1", "", "- b"),
		"sections: v1.5.0@3-11"},
}

// A guide that was copied and kept the version of the one before is told.
func TestCopiedGuide(t *testing.T) {
	for _, c := range []struct {
		name, source string
		want         bool
	}{
		{"x.md", "---\nversion: v1.1.0\n---\n# Upgrade to v1.2.0\n\n- Fix a\n", true},
		{"v1.2.0.md", "---\nversion: v1.1.0\n---\n# A guide\n\n- Fix a\n", true},
		{"v1.1.0.md", "---\nversion: v1.1.0\n---\n# Upgrade to 1.1\n\n- Fix a\n", false},
		{"v1.1.0.md", "---\nversion: v1.1.0-rc.1\naliases: [1.1 RC, 1.1.5]\n---\n# Upgrade to 1.1.5\n\n- Fix a\n", false},
		{"1.0-1.1.md", "---\nversion: v1.1.0\n---\n# From 1.0 to 1.1\n\n- Fix a\n", false},
	} {
		d := readText(t, c.name, c.source)
		if got := slices.ContainsFunc(d.Diagnostics, func(d diag.Diagnostic) bool { return d.Code == "UG345" && d.Line == 2 && d.Column == 10 }); got != c.want {
			t.Errorf("%s %q: told %v, want %v", c.name, c.source, got, c.want)
		}
	}
}
