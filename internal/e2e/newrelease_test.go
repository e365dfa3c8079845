package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestANewReleaseOfOurContent publishes v1.0.6 as its authors would: fragments
// while it is made, then one command. What is published for the other releases
// stays as it is; feed, changelog, head and graph follow.
func TestANewReleaseOfOurContent(t *testing.T) {
	t.Parallel()
	content := filepath.Join(t.TempDir(), "content")
	copyTree(t, ownContent(), content)
	fragments := filepath.Join(content, "dm", "unreleased")
	write(t, filepath.Join(fragments, "relay.md"), "---\ntype: fixed\ncomponent: DM-worker\nissue: 611\naction: Look at the relay log once.\n---\n\nFix a relay log that grew without end\n")
	write(t, filepath.Join(fragments, "tests.md"), "---\nnone: only tests changed\n---\n")
	var before, after string
	disturb(t, content, func() {
		before = buildSite(t, content)
		if got := read(t, filepath.Join(before, "v1", "dm", "latest.txt")); strings.TrimSpace(got) != newest {
			t.Errorf("with a fragment the latest is %q", got)
		}
		r := must(t, root(), "upgraph", "new", "release", "dm", "v1.0.6", "--content", content, "--date", "2020-06-17")
		if !strings.Contains(r.stdout, "v1.0.6.md: 1 change\n") || !strings.Contains(r.stdout, "zh/v1.0.6.md: to write: the translation") {
			t.Error(r)
		}
		after = buildSite(t, content)
	})
	if _, err := os.Stat(filepath.Join(fragments, "relay.md")); err == nil {
		t.Error("the fragment is there still")
	}
	must(t, root(), "upgraph", "lock", "dm", "--content", content)
	in := func(name string) string { return read(t, filepath.Join(after, filepath.FromSlash(name))) }
	if got := strings.TrimSpace(in("v1/dm/latest.txt")); got != "v1.0.6" {
		t.Errorf("the latest is %q", got)
	}
	feed, was := in("dm/feed.atom"), read(t, filepath.Join(before, "dm", "feed.atom"))
	if strings.Count(feed, "<entry>") != strings.Count(was, "<entry>")+1 || !strings.Contains(feed, "Look at the relay log once") || !strings.Contains(feed, "v1.0.6-change-relay") {
		t.Error("the feed has not one entry more, with its notes and changes")
	}
	for name, want := range map[string]string{
		"v1/dm/compat.json":                      `"head":"v1.0.6"`,
		"dm/changelog/index.html":                "relay log that grew without end",
		"dm/index.html":                          "releases/v1.0.6/",
		"dm/releases/v1.0.6/index.html":          `id="v1.0.6-change-relay"`,
		"dm/upgrade/v1.0.5/v1.0.6/index.html":    "Look at the relay log once",
		"scripts/dm/upgrade-v1.0.5-to-v1.0.6.sh": "dm_version",
	} {
		if !strings.Contains(in(name), want) {
			t.Errorf("%s does not hold %s", name, want)
		}
	}
	text := must(t, root(), "upgraph", "changelog", "dm", "--content", content).stdout
	if !strings.Contains(text, "## v1.0.6 - 2020-06-17\n\n### Action required\n\n- Look at the relay log once.\n\n### Fixed\n\n- Fix a relay log that grew without end (#611)\n") {
		t.Error(text[:min(len(text), 900)])
	}
	if old := must(t, root(), "upgraph", "changelog", "dm", "--content", ownContent()).stdout; !strings.HasSuffix(text, old[strings.Index(old, "## v1.0.5"):]) {
		t.Error("the changelog of the releases before is another one")
	}
}
