package profile

import (
	"slices"
	"testing"

	"upgraph/internal/release"
)

// TestWordsThatTellWhatToDo holds which sections of a release without steps a
// person has to read: those that may ask for something, and no introduction, list
// of changes or thanks.
func TestWordsThatTellWhatToDo(t *testing.T) {
	const guide, log = "# Upgrading Tool\n\n## 1.1.0\n\n", "# Changelog\n\n## 1.1.0\n\n"
	const fence = "```sh\ntool migrate --all\n```\n"
	for source, want := range map[string][]string{
		guide + "Convert the tables first.\n":                                                                        {""},
		guide + "### Database\n\nConvert the tables.\n\n### Cache\n\n- New store\n\nEmpty it.\n":                     {"Database", "Cache"},
		guide + "### Routing breaking changes\n\nLocal ports are closed.\n":                                          {"Routing breaking changes"},
		guide + "### Header changes\n\nThe prefix is dropped.\n":                                                     {"Header changes"},
		guide + "### Removed\n\nThe old client. Use the new one.\n":                                                  {"Removed"},
		guide + "### Upgrade steps\n\nStop it, copy the files, start it.\n":                                          {"Upgrade steps"},
		guide + "### Upgrade steps\n\n1. Stop it.\n\n### Cache\n\nEmpty it.\n":                                       nil,
		guide + "### Main changes\n\nAll settings are checked now.\n\n- Fix a\n":                                     nil,
		guide + "### 主要变更\n\n所有配置项都会检查。\n":                                                                           nil,
		guide + "### Added\n\nTwo commands.\n\n- Add a\n":                                                            nil,
		guide + "### Rollback\n\nGo back by hand.\n\n### Thanks\n\nTo all.\n":                                        nil,
		guide + "### Upgrade notes\n\nDelete what is obsolete:\n\n- `meta-file` in `worker.toml`\n":                  nil,
		guide + "### Version information\n\n```sh\nRelease Version: v1.1.0\n```\n":                                   nil,
		log + "A release of love.\n\n### Added\n\n- Add a\n":                                                         nil,
		log + "### Highlights\n\nIt is fast.\n\n- Add a\n":                                                           nil,
		log + "### Upgrading\n\nConvert the tables.\n":                                                               {"Upgrading"},
		log + "### Added\n\n- Add a\n\n" + fence:                                                                     {"Added"},
		log + "### Added\n\n```go\nx := 1\n```\n\n- Add a\n":                                                         nil,
		"# Tool\n\n## 1.1.0\n\nA word before the changes.\n\n- Fix a\n":                                              nil,
		"# Tool\n\n## From 1.0 to 1.1\n\nRun this:\n\n" + fence:                                                      {""},
		"# Upgrade to 2.0\n\nConvert the tables, then start it.\n":                                                   {""},
		"# Tool\n\n## Upgrade to 1.1.0\n\nTables are converted.\n\n# Questions\n\nAsk us. We are there every day.\n": {""},
	} {
		d := readText(t, "page.md", source)
		if len(d.Releases) != 1 || !slices.Equal(d.Releases[0].Told, want) {
			t.Errorf("%d releases, of which the first tells in %q, want %q:\n%s", len(d.Releases), told(d.Releases), want, source)
		}
	}
}

func told(releases []*release.Release) []string {
	if len(releases) == 0 {
		return nil
	}
	return releases[0].Told
}
