package lint

import "testing"

// TestColumns holds that a finding about a part of a line points at the part,
// in characters.
func TestColumns(t *testing.T) {
	for _, c := range []struct {
		code, source string
		line, column int
	}{
		{"UG311", "## Upgrade to v1.2.4\n\n### Upgrade steps\n\n1. Für alle: run `tool up <name>`.\n", 5, 27},
		{"UG313", "## Upgrade to v1.2.4\n\n### Upgrade steps\n\n1. Run `say “hello”`.\n", 5, 9},
		{"UG325", "## Upgrade to v1.2.4\n\n- Fix a leak - Fix a crash\n", 3, 14},
	} {
		found := findings(t, "x.md", c.source)
		if len(found) != 1 || found[0].Code != c.code || found[0].Line != c.line || found[0].Column != c.column {
			t.Errorf("%s: %v, want it at %d:%d", c.code, found, c.line, c.column)
		}
	}
}

// TestNoFalseFindings holds what looks like a fault and is none.
func TestNoFalseFindings(t *testing.T) {
	for _, source := range []string{
		"## 1.2.4\n\n- [#12](https://example.org/12) - Add a\n- **parts** - Fix b\n",                       // which part, and the item
		"## 1.2.4\n\n- [#12](https://example.org/12) Thanks [@who](https://example.org/who)! - Remove a\n", // whose
		"## 1.2.4\n\n```sh\npip install 'tool[extra]'\nexport TOOL_HOME=/opt/tool\n```\n",
		"## 1.2.4\n\n```bash\nroot@host:/srv# ./tool -h\n  -b   save the tool's files\n```\n",
		"## 1.2.4\n\n- Fix a\n\n## Older releases\n\nThey stand elsewhere.\n",
		"## 1.2.2\n\n- Add a\n\n## 1.2.1\n\n**Note:** The version alone is new.\n\n## 1.2.0\n\n- Fix a\n",
		"## Tool 2.x series\n\n### Tool 2.1\n\n- a\n\n## Tool 1.x series\n\n### Tool 1.1\n\n- b\n",
	} {
		if found := findings(t, "CHANGELOG.md", source); len(found) > 0 {
			t.Errorf("%s\n%v", source, found)
		}
	}
}

// TestStopsInCapitals holds that a sentence in capitals says the same.
func TestStopsInCapitals(t *testing.T) {
	found := findings(t, "x.md", "## Upgrade to v1.2.4\n\nDO NOT UPGRADE TO v1.2.3.\n")
	if len(found) != 1 || found[0].Code != "UG321" {
		t.Errorf("found %v, want UG321", found)
	}
}
