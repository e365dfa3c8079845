package build

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"upgraph/internal/changelog"
)

// writeChangelog writes the changelog of a content folder of one product.
func writeChangelog(t testing.TB, files map[string]string, baseURL string) *Changelog {
	t.Helper()
	root := fstest.MapFS{}
	for name, text := range files {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c := Load(root, Options{Name: "content", Generator: "upgraph"})
	p, err := c.Product("")
	if err != nil {
		t.Fatalf("%v: %v", err, c.Diagnostics)
	}
	out, err := c.Changelog(p, baseURL)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// roundTrip writes a changelog, reads it and writes it again.
func roundTrip(t testing.TB, text string) string {
	t.Helper()
	once := writeChangelog(t, map[string]string{"tool/CHANGELOG.md": text}, "")
	for _, d := range once.Changed {
		t.Error(d)
	}
	twice := writeChangelog(t, map[string]string{"tool/CHANGELOG.md": once.Text}, "")
	if twice.Text != once.Text {
		t.Errorf("the second changelog differs from the first:\n%s\n----\n%s", once.Text, twice.Text)
	}
	return once.Text
}

// TestChangelogOfTheCorpus holds that real changelogs survive being written.
func TestChangelogOfTheCorpus(t *testing.T) {
	corpus := "../../../shared/corpus"
	for _, name := range []string{"keep-a-changelog/CHANGELOG.md", "strimzi/CHANGELOG.md", "keep-a-changelog/docs/2.0.0-example-changelog.md",
		"traefik/docs/content/migrate/v3.md", "superset/UPDATING.md", "airflow/UPDATING.md"} {
		text, err := os.ReadFile(filepath.Join(corpus, name))
		if err != nil {
			t.Skipf("the corpus is not beside the checkout: %v", err)
		}
		source := string(text)
		if _, fenced, ok := strings.Cut(source, "\n```markdown\n"); ok && strings.Contains(name, "example") {
			source, _, _ = strings.Cut(fenced, "\n```\n")
			source += "\n"
		}
		t.Run(name, func(t *testing.T) {
			got := roundTrip(t, source)
			if strings.HasPrefix(name, "keep-a-changelog") && got != source {
				t.Error("what is in the format already is written otherwise")
			}
		})
	}
}

// TestChangelogAsWritten holds what changelogs look like that no two tools
// write alike.
func TestChangelogAsWritten(t *testing.T) {
	for name, text := range map[string]string{
		"underlined":           "1.0.0RC1 / 2014-05-06\n==================\n\n * Add a\n   * more of `a`\n\n0.9.0 / 2014-04-01\n==================\n\n * Fix b\n",
		"first level":          "# 1.1.0 - 2016-01-07\n\n- Removed: a\n\n## Core\n\n- Add c\n\n# 1.0.0\n\n- Add b\n",
		"patches a level down": "# Log\n\n## [2.0.0](https://example.org/a...b) (2021-04-07)\n\n### Bug Fixes\n\n* c\n\n### [1.9.9](https://example.org/b...c) (2021-04-06)\n\n### Bug Fixes\n\n* d ([#1](https://example.org/issues/1))\n",
		"hidden":               "# Changelog\n\n## [1.1.0] 2021-09-23\n\n- a\n\n```md\n## 1.0.9\n```\n\n<details>\n\n## 1.0.8\n\n</details>\n\n<!--\n## 1.0.7\n-->\n\n## v1.0.0\n\n1. One\n2. Two\n",
		"marks":                "# Changelog\n\n## [Unreleased]\n\n- soon\n\n## 12.2-0 - TBD\n\n- later\n\n## 12.1-0 - 28/11/2025 [YANKED]\n\nIt lost data.\n\n### Fixed\n\n- a\n\n## 12.0-0 (03/04/2025)\n\n- b\n\n[Unreleased]: https://example.org/x\n",
		"lines for headings":   "v1.2.0 - November 5, 2021\n\n* Fix: a\n\nv1.1.0 - October 22, 2021\n\n* Update: b\n",
		"bullets for headings": "Tool 6.3.x\n==========\n\nWords.\n\n* 6.3.4 (2023-08-26)\n\n * bug #1 Fix a\n * b\n\n* 6.3.3 (2023-07-31)\n\n * c\n\n   ```sh\n   x\n   ```\n",
		"bullets in bullets":   "# Changelog\n\n- **2.1.0** (2020-01-02)\n  - Fix a\n\n    More.\n- **2.0.0** (2019-01-02)\n  - Add b\n",
		"named before":         "# 3.0.1 (2018-07-02)\n\n* a\n\n# 3.0.0 Final (2018-06-29)\n\n## Core\n\n* b\n\n# tool-2.9.0 (2017-06-29)\n\n* c\n",
		"told elsewhere":       "Change Log\n==========\n\n## Version 4.x\n\nSee [its change log](https://example.org/4).\n\n## Version 5.1.0\n\n_2025-10-30_\n\n *  New: a\n\nUPGRADE NOTES:\n\n* Mind it\n\nBUG FIXES:\n\n1. b\n2. c\n\n## Version 5.0.0\n\n*  d\n",
		"elsewhere, unclosed":  "# Changelog\n\n# [1.3.0]\n\n#### Fixed\n\n- a\n\n## v1.2.1 (2023-06-04)\n\n### Fixed\n\n- b\n\n## v1.1\n\nThe changelog can be found [in its branch](https://example.org/1.1).\n\n## v1.0.0\n\n```\nx\n\n",
		"sections":             "# Changelog\n\n## 2.0.0\n\nA summary.\n\n### Action required\n\n- Do this:\n\n  ```sh\n  tool do\n  ```\n\n- and that\n\n### Known issues\n\nWords, and a table.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n### Thanks\n\n* @you\n\n## 1.0.0\n\nNothing.\n",
	} {
		t.Run(name, func(t *testing.T) { roundTrip(t, text) })
	}
}

// TestChangelogOfGuides holds the form that guides get.
func TestChangelogOfGuides(t *testing.T) {
	out := writeChangelog(t, map[string]string{
		"tool/v1.1.0.md": "---\ntitle: Upgrade to v1.1.0\nversion: v1.1.0\nsummary: Faster.\ndate: 2026-02-01\n---\n\n> **Note:** Stop it first.\n\n## Changes\n\n* Fix CVE-2026-12345 in the reader\n* Improve the speed\n\n## Breaking changes\n\n* Remove `--old`\n\n## Security\n\n* Refuse bad input\n* Close CVE-2026-54321\n\n## Upgrade\n\n1. Run `tool stop`.\n",
		"tool/v1.0.0.md": "---\ntitle: v1.0.0\nversion: v1.0.0\n---\n\n- Add it\n",
	}, "https://example.org/docs/")
	want := `# Changelog

` + "All notable changes are written down here. The format is based on\n[Keep a Changelog](https://keepachangelog.com/en/2.0.0/).\n" + `
## [v1.1.0] - 2026-02-01

Faster.

> **Note:** Stop it first.

### Changed

- Improve the speed

### Removed

- **Breaking:** Remove ` + "`--old`" + `

### Fixed

- Fix CVE-2026-12345 in the reader

### Security

- CVE-2026-54321: Close CVE-2026-54321
- Refuse bad input

## [v1.0.0]

### Added

- Add it

[v1.1.0]: https://example.org/docs/tool/compare/v1.0.0...v1.1.0/
[v1.0.0]: https://example.org/docs/tool/releases/v1.0.0/
`
	if out.Text != want {
		t.Errorf("got\n%s", out.Text)
	}
	var left []string
	for _, x := range out.Left {
		left = append(left, x.What)
	}
	if got := strings.Join(left, "; "); got != "that this is an improvement: it stands under Changed; 1 step" {
		t.Errorf("left out: %s", got)
	}
	roundTrip(t, out.Text)
}

// FuzzChangelog holds that whatever is read as a changelog is read back the
// same after it was written.
func FuzzChangelog(f *testing.F) {
	f.Add("# Changelog\n\n## [1.1.0] - 2021-09-23\n\n### Added\n\n- a\n  - b\n\n1.0.0\n-----\n\n> **Note:** x\n\n* c\n\n[1.1.0]: https://example.org/\n")
	f.Add("# 1.1.0\n\ntext\n\n## Known issues\n\n* a\n\n# 1.0.0 (TBD)\n\n<details>\n\n# 0.9\n\n</details>\n")
	f.Fuzz(func(t *testing.T, text string) {
		page, _ := Read("CHANGELOG.md", []byte(text), alone("CHANGELOG.md"), nil)
		if page == nil {
			return
		}
		in := changelog.Input{Sources: []changelog.Source{{Guide: page.Guide, Doc: page.Doc}}, Name: func(id string) string { return id }}
		if _, ok := changelog.Whole(in.Sources); !ok {
			return
		}
		once, _ := changelog.Write(in)
		again, _ := Read("CHANGELOG.md", []byte(once), alone("CHANGELOG.md"), nil)
		if again == nil {
			t.Fatalf("%q cannot be read", once)
		}
		for _, d := range changelog.Compare(page.Guide, again.Guide) {
			t.Errorf("%q written as %q: %s", text, once, d)
		}
		in.Sources[0] = changelog.Source{Guide: again.Guide, Doc: again.Doc}
		if twice, _ := changelog.Write(in); twice != once {
			t.Errorf("%q, then %q", once, twice)
		}
	})
}
