package e2e

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// release is a small guide of one version.
func release(version string) string {
	return "---\ntitle: Version " + version + "\nversion: " + version + "\n---\n\n" +
		"## Changes\n\n- Fix a thing\n\n## Upgrade\n\n1. Run `true` to do it.\n"
}

// bad is input that no site may be made from, by the file that is at fault.
var bad = []struct {
	name  string
	files map[string]string
	says  string // the diagnostic, as a pattern; it begins with the place
}{
	{"empty file", map[string]string{"p/v1.0.0.md": release("v1.0.0"), "p/v1.1.0.md": ""},
		`p/v1\.1\.0\.md:1:1: error UG\d+: .*empty`},
	{"unclosed front matter", map[string]string{"p/v1.0.0.md": "---\ntitle: x\nversion: v1.0.0\n\n# Text\n"},
		`p/v1\.0\.0\.md:1:1: error UG\d+: `},
	{"duplicate key", map[string]string{"p/v1.0.0.md": "---\ntitle: x\nversion: v1.0.0\nversion: v1.0.1\n---\n\nText.\n"},
		`p/v1\.0\.0\.md:4:1: error UG\d+: .*version`},
	{"NUL byte", map[string]string{"p/v1.0.0.md": release("v1.0.0") + "\nA\x00B\n"},
		`p/v1\.0\.0\.md:14:2: error UG\d+: .*NUL`},
	{"brackets without end", map[string]string{"p/v1.0.0.md": release("v1.0.0") + strings.Repeat("[", 10<<20) + "\n"},
		`p/v1\.0\.0\.md:\d+:\d+: error UG\d+: `},
	{"heading without a version", map[string]string{"p/guide.md": "# Guide\n\n## Upgrade to v1.0.1\n\n1. Run `true`.\n\n" +
		"## Upgrade to\n\n1. Run `true`.\n\n## Upgrade to v1.0.0\n\n1. Run `true`.\n"},
		`p/guide\.md:7:1: error UG\d+: .*version`},
	{"a name that nobody can type", map[string]string{"p/v1.0.0.md": "---\ntitle: x\nversion: v1.0.0\naliases: [one, \"o\\u202ene\"]\n---\n\nText.\n"},
		`p/v1\.0\.0\.md:4:16: error UG\d+: aliases holds a character that cannot be seen: o\\u202ene`},
	{"two releases of one version", map[string]string{"p/a.md": release("v1.0.0"), "p/b.md": strings.ReplaceAll(release("v1.0.0"), "`true`", "`false`")},
		`p/[ab]\.md:\d+:\d+: error UG\d+: .*v1\.0\.0`},
	{"neither front matter nor title", map[string]string{"p/v1.0.0.md": release("v1.0.0"), "p/notes.md": "Only some words.\n"},
		`p/notes\.md:1:1: error UG\d+: .*title`},
}

// TestBadInputIsRefusedAndExplained holds that bad input ends a build with 1 and
// a diagnostic that names the place and the way out, that nothing panics, and
// that the output folder is as it was.
func TestBadInputIsRefusedAndExplained(t *testing.T) {
	t.Parallel()
	for _, c := range bad {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			for p, content := range c.files {
				write(t, filepath.Join(dir, "content", p), content)
			}
			start := time.Now()
			r := run(t, command(dir, nil, "upgraph", "build"))
			took := time.Since(start)
			r.stderr = shorten(r.stderr)
			if r.code != 1 {
				t.Errorf("%v", r)
			}
			if !regexp.MustCompile(`(?mi)^content/` + c.says).MatchString(r.stderr) {
				t.Errorf("stderr has no line like %s:\n%s", c.says, r.stderr)
			}
			if !strings.Contains(r.stderr, "hint: ") {
				t.Errorf("stderr has no hint:\n%s", r.stderr)
			}
			if strings.Contains(r.stderr, "goroutine ") {
				t.Errorf("a panic:\n%s", r.stderr)
			}
			if r.stdout != "" {
				t.Errorf("stdout: %q", r.stdout)
			}
			if made := readTree(t, filepath.Join(dir, "public")); len(made) > 0 {
				t.Errorf("%d files were written", len(made))
			}
			if took > 10*time.Second {
				t.Errorf("it took %v to refuse", took)
			}
		})
	}
}

// TestBadInputLeavesTheSite holds the same for a folder that has a site.
func TestBadInputLeavesTheSite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "content", "p", "v1.0.0.md")
	write(t, file, release("v1.0.0"))
	must(t, dir, "upgraph", "build")
	former := readTree(t, filepath.Join(dir, "public"))
	write(t, file, "---\ntitle: x\n")
	if r := run(t, command(dir, nil, "upgraph", "build")); r.code != 1 {
		t.Errorf("%v", r)
	}
	for _, d := range differences(former, readTree(t, filepath.Join(dir, "public"))) {
		t.Error(d)
	}
}

// shorten cuts what was printed to what a test log can bear.
func shorten(s string) string {
	if len(s) <= 4000 {
		return s
	}
	return s[:4000] + "…\n"
}
