package e2e

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestEqualContentGivesEqualBytes builds the same content in two places, in two
// time zones and two locales, with one worker and with many.
func TestEqualContentGivesEqualBytes(t *testing.T) {
	t.Parallel()
	sites := make([]tree, 2)
	for i, c := range []struct {
		env  []string
		jobs string
	}{
		{[]string{"TZ=UTC", "LC_ALL=C", "LANG=C"}, "1"},
		{[]string{"TZ=Asia/Kathmandu", "LC_ALL=zh_CN.UTF-8", "LANG=zh_CN.UTF-8", "HOME=/nowhere"}, "7"},
	} {
		dir := filepath.Join(t.TempDir(), filepath.FromSlash([]string{"a", "b/with space"}[i]))
		content, out := filepath.Join(dir, "content"), filepath.Join(dir, "out")
		copyTree(t, ownContent(), content)
		r := run(t, command(dir, c.env, "upgraph", "build", "--content", content, "--out", out, "--jobs", c.jobs))
		if r.code != 0 {
			t.Fatal(r)
		}
		sites[i] = readTree(t, out)
	}
	if len(sites[0]) < 50 {
		t.Errorf("the site has only %d files", len(sites[0]))
	}
	for _, d := range differences(sites[0], sites[1]) {
		t.Error(d)
	}
}

// TestKilledBuildLeavesASite kills builds at random moments. Whatever the
// moment, the folder then holds the former site or the new one, whole.
func TestKilledBuildLeavesASite(t *testing.T) {
	tries := 8
	if long() {
		tries = 100
	}
	dir := t.TempDir()
	out, before, after := filepath.Join(dir, "public"), filepath.Join(dir, "before"), filepath.Join(dir, "after")
	copyTree(t, ownContent(), after)
	copyTree(t, after, before)
	// Without its newest release the product has other permalinks.
	if err := os.Remove(filepath.Join(before, "dm", "anchors.lock")); err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"en", "zh"} {
		if err := os.Remove(filepath.Join(before, "dm", language, "v1.0.5.md")); err != nil {
			t.Fatal(err)
		}
	}
	build := func(content string) tree {
		must(t, dir, "upgraph", "build", "--content", content, "--out", out)
		return readTree(t, out)
	}
	former := build(before)
	start := time.Now()
	wanted := build(after)
	took := time.Since(start)
	if len(differences(former, wanted)) == 0 {
		t.Fatal("the two sites do not differ, so nothing can be told from them")
	}
	left := 0
	dice := rand.New(rand.NewPCG(1, 2))
	for i := range tries {
		if d := differences(former, build(before)); len(d) > 0 {
			t.Fatalf("try %d: a build after a killed one differs: %v", i, d)
		}
		cmd := command(dir, nil, "upgraph", "build", "--content", after, "--out", out)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		moment := time.Duration(dice.Int64N(int64(took) * 3 / 2))
		time.Sleep(moment)
		_ = cmd.Process.Kill() // it may have ended already
		_ = cmd.Wait()
		now := readTree(t, out)
		d := differences(former, now)
		if len(d) > 0 && len(differences(wanted, now)) > 0 {
			t.Fatalf("try %d: killed after %v, the site is neither the former nor the new one: %v", i, moment, d)
		}
		if len(d) == 0 {
			left++
		}
	}
	t.Logf("%d of %d kills left the former site, the others the new one", left, tries)
	build(after)
	rest, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range rest {
		if e.Name() != "public" && e.Name() != "before" && e.Name() != "after" {
			t.Errorf("%s was left behind by a killed build and not cleared away by the next", e.Name())
		}
	}
}

// TestPairsAreAsManyAsAsked holds that --pairs bounds the pages and scripts of
// pairs, nearest first, and that a site without any says who knows the way.
func TestPairsAreAsManyAsAsked(t *testing.T) {
	t.Parallel()
	for hops, want := range map[string][]string{"0": nil, "1": {"upgrade-v1.0.4-to-v1.0.5.sh"}} {
		out := filepath.Join(t.TempDir(), "public")
		must(t, t.TempDir(), "upgraph", "build", "--content", ownContent(), "--out", out, "--pairs", hops)
		scripts, err := filepath.Glob(filepath.Join(out, "scripts", "dm", "upgrade-*-to-*.sh"))
		if err != nil || len(scripts) != len(want) || len(want) > 0 && filepath.Base(scripts[0]) != want[0] {
			t.Errorf("--pairs %s: the scripts of pairs are %q, want %q (%v)", hops, scripts, want, err)
		}
		checkLinks(t, out, "/")
		page := read(t, filepath.Join(out, "dm", "upgrade", "index.html"))
		hidden := strings.Contains(page, `id="nopath" role="status" hidden`)
		if !strings.Contains(page, "data-picker") || !strings.Contains(page, "upgraph-run plan") || hidden != (len(want) > 0) {
			t.Errorf("--pairs %s: the page of the paths hides the line for the runner: %t", hops, hidden)
		}
	}
	r := run(t, command(t.TempDir(), nil, "upgraph", "build", "--content", ownContent(), "--pairs", "-1"))
	if r.code != 2 || !strings.Contains(r.stderr, "--pairs -1: expected") {
		t.Errorf("--pairs -1 is refused, got exit %d: %s", r.code, r.stderr)
	}
}

// TestBuildKeepsGitignore holds that a build never takes the file away that
// keeps its output out of the repository.
func TestBuildKeepsGitignore(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	write(t, filepath.Join(out, ".gitignore"), "*\n!.gitignore\n")
	for range 2 {
		must(t, dir, "upgraph", "build", "--content", ownContent(), "--out", out)
		if got := read(t, filepath.Join(out, ".gitignore")); got != "*\n!.gitignore\n" {
			t.Fatalf("public/.gitignore is now %q", got)
		}
	}
}
