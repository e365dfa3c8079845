package lint

import "upgraph/internal/diag"

// The rules of this file are held while a guide is read or lowered; they are
// documented here with all others.

var headingWithoutVersion = Rule{
	Code: "UG306", Name: "heading-without-version", Severity: diag.Error,
	What: "A heading begins like the release headings beside it and names no version that can be read.",
	Why: "Its steps belong to no release. Given to the release before it they would run in the wrong upgrade, " +
		"so nothing is built until the heading is clear.",
	Bad:  "## Upgrade to v1.2.4\n\n- Fix a leak\n\n## Upgrade to the next one\n\n- Fix another leak\n",
	Good: "## Upgrade to v1.2.4\n\n- Fix a leak\n\n## Upgrade to v1.2.3\n\n- Fix another leak\n",
}

var badFragment = Rule{
	Code: "UG341", Name: "bad-fragment", Severity: diag.Error,
	What: "A change fragment has no type or text, names what the product does not have, or has a value that cannot be used.",
	Why:  "It becomes a line of the changelog and of a guide: what is wrong in it would be published with the next release.",
	Bad:  "-- tool/unreleased/leak.md --\n---\ntype: fix\n---\n\nFix a leak.\n-- tool/v1.2.4.md --\n---\ntitle: Tool\nversion: v1.2.4\n---\n\n- Fix a crash\n",
	Good: "-- tool/unreleased/leak.md --\n---\ntype: fixed\n---\n\nFix a leak.\n-- tool/v1.2.4.md --\n---\ntitle: Tool\nversion: v1.2.4\n---\n\n- Fix a crash\n",
}

var duplicateRelease = Rule{
	Code: "UG307", Name: "duplicate-release", Severity: diag.Error,
	What: "Two parts of the guides describe one version. Two headings for one version that are different edges (From A to B) are fine.",
	Why:  "Which of the two is right cannot be told, and their steps would be done twice.",
	Bad:  "## Upgrade to v1.2.4\n\n- Fix a leak\n\n## Upgrade to v1.2.4\n\n- Fix another leak\n",
	Good: "## Upgrade to v1.2.4\n\n- Fix a leak\n\n## Upgrade to v1.2.3\n\n- Fix another leak\n",
}

var orderDisagrees = Rule{
	Code: "UG308", Name: "order-disagrees", Severity: diag.Warning,
	What: "Within a line of releases the order of the sections, of the versions and of the build times do not agree.",
	Why:  "Upgrades follow the order of the releases: a section in the wrong place makes a detour or a step back.",
	Bad:  "## Upgrade to v1.2.4\n\n- Fix a leak\n\n## Upgrade to v1.2.2\n\n- Fix a crash\n\n## Upgrade to v1.2.3\n\n- Fix another leak\n\n## Upgrade to v1.2.1\n\n- Fix a typo\n",
	Good: "## Upgrade to v1.2.4\n\n- Fix a leak\n\n## Upgrade to v1.2.3\n\n- Fix another leak\n\n## Upgrade to v1.2.2\n\n- Fix a crash\n\n## Upgrade to v1.2.1\n\n- Fix a typo\n",
}

var badEdge = Rule{
	Code: "UG309", Name: "bad-edge", Severity: diag.Error,
	What: "The source of an upgrade leads backwards, cannot be read or is no release of the product.",
	Why:  "A planner would offer a path that nobody described.",
	Bad:  "## From 1.2 to 1.1\n\n- Fix a leak\n\n## From 1.1 to 1.2\n\n- Fix another leak\n",
	Good: "## From 1.2 to 1.3\n\n- Fix a leak\n\n## From 1.1 to 1.2\n\n- Fix another leak\n",
}

var sharedName = Rule{
	Code: "UG310", Name: "shared-name", Severity: diag.Warning,
	What: "A label or alias names two releases.",
	Why:  "A name that means two releases means neither: it is left out of the catalog.",
	Bad:  "## Upgrade to v1.2.4 (blue)\n\n- Fix a leak\n\n## Upgrade to v1.2.3 (blue)\n\n- Fix another leak\n",
	Good: "## Upgrade to v1.2.4 (green)\n\n- Fix a leak\n\n## Upgrade to v1.2.3 (blue)\n\n- Fix another leak\n",
}

var badFrontMatter = Rule{
	Code: "UG320", Name: "bad-front-matter", Severity: diag.Error,
	What: "A value of the front matter or a heading pattern cannot be used as it stands.",
	Why:  "A date, an order or a status that is read wrongly moves a release to the wrong place.",
	Bad:  "---\nversion: v1.2.4\ndate: soon\n---\n\n# v1.2.4\n\n- Fix a leak\n",
	Good: "---\nversion: v1.2.4\ndate: 2026-03-01\n---\n\n# v1.2.4\n\n- Fix a leak\n",
}

var factsDiffer = Rule{
	Code: "UG344", Name: "facts-differ", Severity: diag.Warning,
	What: "Two files tell of one release, and say differently of which day, build, commit or place in the order it is.",
	Why:  "One of the two is published and the other is not: whoever reads the file finds something else than the site, scripts and JSON say.",
	Bad: "-- a.md --\n---\nversion: v1.2.4\ndate: 2026-03-01\n---\n\n# v1.2.4\n\n- Fix a leak\n" +
		"-- log.md --\n# Changelog\n\n## 1.2.4 - 2026-03-07\n\n- Fix another leak\n\n## 1.2.3 - 2026-02-01\n\n- Fix a crash\n",
	Good: "-- a.md --\n---\nversion: v1.2.4\ndate: 2026-03-01\n---\n\n# v1.2.4\n\n- Fix a leak\n" +
		"-- log.md --\n# Changelog\n\n## 1.2.4 - 2026-03-01\n\n- Fix another leak\n\n## 1.2.3 - 2026-02-01\n\n- Fix a crash\n",
}

var copiedGuide = Rule{
	Code: "UG345", Name: "title-names-other-version", Severity: diag.Warning,
	What: "The front matter says another version than the title or the name of the file.",
	Why:  "The guide before was copied and its version was left: the release that the title means is missing, and the other is told of twice.",
	Bad:  "---\nversion: v1.2.3\n---\n\n# Upgrade to v1.2.4\n\n- Fix a leak\n",
	Good: "---\nversion: v1.2.4\n---\n\n# Upgrade to v1.2.4\n\n- Fix a leak\n",
}

var readerFault = Rule{
	Code: "UG390", Name: "reader-fault", Severity: diag.Error,
	What: "A line of the guide was read as two things, or as nothing.",
	Why:  "Nothing in a guide may be lost or done twice, so the reader counts every line. This is a fault of the program, never of the guide: no example shows it.",
}
