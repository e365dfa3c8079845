package build

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const fragmentText = "---\ntype: fixed\n---\n\nFix the leak %s\n"

// fragmentFolder is a content folder of one release and two changes that wait.
func fragmentFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"tool/en/v1.0.0.md":       "---\ntitle: Upgrade to v1.0.0\nversion: v1.0.0\n---\n\n## Changes\n\n- Add it\n\n## Upgrade\n\n1. Run `tool get v1.0.0` for the files.\n",
		"tool/unreleased/one.md":  strings.ReplaceAll(fragmentText, "%s", "one"),
		"tool/unreleased/two.md":  strings.ReplaceAll(fragmentText, "%s", "two"),
		"tool/unreleased/none.md": "---\nnone: only the tests changed\n---\n",
	} {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// told counts how often the site would show each change.
func told(t *testing.T, dir string) map[string]int {
	t.Helper()
	c := Load(os.DirFS(dir), Options{Name: "content"})
	n := map[string]int{}
	for _, p := range c.Products {
		for _, page := range p.Pages {
			for _, r := range page.Guide.Releases {
				for _, change := range r.Changes {
					n[change.Text]++
				}
			}
		}
	}
	return n
}

// gather does what the command does, killed before a write when killAt is above
// zero; it reports whether it was.
func gather(t *testing.T, dir string, killAt int) (killed bool) {
	t.Helper()
	crash := errors.New("killed")
	n := 0
	before := func() error {
		if n++; n == killAt {
			return crash
		}
		return nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	err = finish(root, "tool", before)
	if err == nil {
		c := Load(os.DirFS(dir), Options{Name: "content"})
		var plan *NewRelease
		if plan, err = c.PlanRelease(c.Products[0], "v1.1.0", ""); err == nil && !plan.There {
			err = writeRelease(root, "tool", plan, before)
		}
	}
	if err != nil && !errors.Is(err, crash) {
		t.Fatal(err)
	}
	return err != nil
}

// TestGatheringIsKilledAnywhere kills the making of a release before every
// write: each change is shown exactly once all the time, and the same command
// again ends as if nothing had happened.
func TestGatheringIsKilledAnywhere(t *testing.T) {
	whole := fragmentFolder(t)
	gather(t, whole, 0)
	want, err := os.ReadFile(filepath.Join(whole, "tool/en/v1.1.0.md"))
	if err != nil || !strings.Contains(string(want), "tool get v1.1.0") || !strings.Contains(string(want), "- Fix the leak two {#two}") {
		t.Fatalf("%v: %s", err, want)
	}
	kills := 0
	for at := 1; ; at++ {
		dir := fragmentFolder(t)
		if !gather(t, dir, at) {
			break
		}
		kills++
		for _, text := range []string{"Fix the leak one", "Fix the leak two"} {
			if n := told(t, dir)[text]; n != 1 {
				t.Errorf("killed before write %d: %q is shown %d times", at, text, n)
			}
		}
		for again := 1; gather(t, dir, again) && again < 3; again++ {
			continue // killed once more, a little later
		}
		gather(t, dir, 0)
		got, err := os.ReadFile(filepath.Join(dir, "tool/en/v1.1.0.md"))
		if err != nil || string(got) != string(want) {
			t.Errorf("killed before write %d: the guide is %q", at, got)
		}
		left, _ := filepath.Glob(filepath.Join(dir, "tool/unreleased/*"))
		hidden, _ := filepath.Glob(filepath.Join(dir, "tool/*/.*"))
		if len(left) != 1 || filepath.Base(left[0]) != "none.md" || len(hidden) > 0 {
			t.Errorf("killed before write %d: left are %q %q", at, left, hidden)
		}
	}
	if kills < 8 {
		t.Errorf("only %d writes", kills)
	}
}

// TestAFragmentThatChangedStays holds that what was written while a release was
// cut short is not removed with it.
func TestAFragmentThatChangedStays(t *testing.T) {
	dir := fragmentFolder(t)
	for at := 1; ; at++ {
		if !gather(t, dir, at) {
			t.Fatal("the guide was never written before its fragments went")
		}
		if _, err := os.Stat(filepath.Join(dir, "tool/en/v1.1.0.md")); err == nil {
			break
		}
		dir = fragmentFolder(t)
	}
	name := filepath.Join(dir, "tool/unreleased/two.md")
	if err := os.WriteFile(name, []byte(strings.ReplaceAll(fragmentText, "%s", "three")), 0o644); err != nil {
		t.Fatal(err)
	}
	gather(t, dir, 0)
	if _, err := os.Stat(name); err != nil {
		t.Error(err)
	}
	if n := told(t, dir); n["Fix the leak three"] != 1 || n["Fix the leak two"] != 1 {
		t.Errorf("%v", n)
	}
}
