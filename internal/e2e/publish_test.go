package e2e

import (
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// next is a release more than the guide has, as a section and as a file.
const nextSection = `## Upgrade to v1.0.6

### Version information

` + "```bash" + `
Release Version: v1.0.6
UTC Build Time: 2020-06-17 03:00:00
` + "```" + `

### Main changes

- Fix what nobody had seen

### Upgrade operation example

1. Download the new version of DM-Ansible, and confirm that there is ` + "`dm_version = v1.0.6` in the `inventory.ini`" + ` file.
2. Run ` + "`ansible-playbook local_prepare.yml`" + ` to get the binary.
3. Run ` + "`ansible-playbook rolling_update.yml`" + ` to update the cluster.
4. Run ` + "`ansible-playbook rolling_update_monitor.yml`" + ` to update the monitoring.

`

// TestOneMoreReleaseDisturbsNothing publishes a release on top of the others,
// as a section of the original guide and as a file of our content: scripts that
// are there stay as they are, what was approved stays approved, and permalinks
// stay where they were.
func TestOneMoreReleaseDisturbsNothing(t *testing.T) {
	t.Parallel()
	t.Run("section", func(t *testing.T) {
		text := read(t, corpus(t, "docs-dm/en/upgrade-dm-1.0.md"))
		content := filepath.Join(t.TempDir(), "content")
		guide := filepath.Join(content, "dm", "guide.md")
		write(t, guide, text)
		disturb(t, content, func() {
			i := strings.Index(text, "## Upgrade to v1.0.5")
			write(t, guide, text[:i]+nextSection+text[i:])
		})
	})
	t.Run("file", func(t *testing.T) {
		content := filepath.Join(t.TempDir(), "content")
		copyTree(t, ownContent(), content)
		disturb(t, content, func() {
			body := strings.ReplaceAll(nextSection[strings.Index(nextSection, "###"):], "###", "##")
			write(t, filepath.Join(content, "dm", "en", "v1.0.6.md"), "---\ntitle: Upgrade to v1.0.6\nversion: v1.0.6\n---\n\n"+body)
		})
	})
}

// disturb approves every step, publishes, adds a release, publishes again and
// compares.
func disturb(t *testing.T, content string, add func()) {
	t.Helper()
	must(t, root(), "upgraph", "review", "--content", content, "--yes")
	before := buildSite(t, content)
	asked := waiting(t, content)
	if len(asked) != 0 {
		t.Errorf("after the review these steps wait for one: %q", asked)
	}
	add()
	after := buildSite(t, content)
	for _, s := range waiting(t, content) {
		if !strings.Contains(s, "v1.0.6") && !strings.Contains(s, "guide.md") {
			t.Errorf("approval is asked again: %s", s)
		}
	}
	old, now := readTree(t, before), readTree(t, after)
	scripts := 0
	for p, was := range old.under("scripts") {
		if !strings.HasSuffix(p, ".sh") {
			continue
		}
		scripts++
		if now[p] != was {
			t.Errorf("%s changed", p)
		}
	}
	if scripts < 7+21 {
		t.Errorf("only %d scripts", scripts)
	}
	if len(now.under("scripts")) <= len(old.under("scripts")) {
		t.Error("the new release has no script")
	}
	samePlans(t, before, after)
	sameAnchors(t, before, after, "dm/releases/v1.0.4/index.html")
}

// waiting gives the places where check says that a step is not approved.
func waiting(t *testing.T, content string) []string {
	t.Helper()
	r := run(t, command(root(), nil, "upgraph", "check", content))
	var lines []string
	for line := range strings.Lines(r.stdout) {
		if strings.Contains(line, "approved") && strings.Contains(line, "warning UG") {
			lines = append(lines, line)
		}
	}
	return lines
}

// samePlans holds that the digests of the plans among old releases are equal.
func samePlans(t *testing.T, before, after string) {
	t.Helper()
	digest := regexp.MustCompile(`"digest":\s*"(sha256:[0-9a-f]{64})"`)
	for _, pair := range [][2]string{{oldest, newest}, {"v1.0.1", "v1.0.4"}, {"v1.0.4", "v1.0.5"}} {
		var got []string
		for _, site := range []string{before, after} {
			r := must(t, root(), "upgraph-run", "plan", "--catalog", site, "--from", pair[0], "--to", pair[1], "--json")
			m := digest.FindStringSubmatch(r.stdout)
			if m == nil {
				t.Fatal(r)
			}
			got = append(got, m[1])
		}
		if got[0] != got[1] {
			t.Errorf("the plan from %s to %s has another digest", pair[0], pair[1])
		}
	}
}

// sameAnchors holds that the anchors of a page are still there.
func sameAnchors(t *testing.T, before, after, page string) {
	t.Helper()
	ids := regexp.MustCompile(`\sid="?([^"\s>]+)`)
	anchors := func(site string) map[string]bool {
		all := map[string]bool{}
		for _, m := range ids.FindAllStringSubmatch(read(t, filepath.Join(site, filepath.FromSlash(page))), -1) {
			all[m[1]] = true
		}
		return all
	}
	old, now := anchors(before), anchors(after)
	if len(old) < 6 {
		t.Errorf("%s has only the anchors %v", page, slices.Sorted(maps.Keys(old)))
	}
	for id := range old {
		if !now[id] {
			t.Errorf("%s: the anchor #%s is gone", page, id)
		}
	}
}
