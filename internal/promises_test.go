package internal_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// read gives a file of the module's top folder.
func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile("../" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// find gives the first group of a pattern in a file.
func find(t *testing.T, name, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(read(t, name))
	if m == nil {
		t.Fatalf("%s holds nothing like %s", name, pattern)
	}
	return m[1]
}

func TestGoVersionIsSaidOnce(t *testing.T) {
	want := find(t, "go.mod", `(?m)^go (\S+)$`)
	for _, c := range []struct{ file, pattern string }{
		{"internal/tools/go.mod", `(?m)^go (\S+)$`},
		{"netlify.toml", `GO_VERSION = "([^"]+)"`},
		{"README.md", `Go (1\.\d+\.\d+)`},
		{"CONTRIBUTING.md", `Go (1\.\d+\.\d+)`},
	} {
		if got := find(t, c.file, c.pattern); got != want {
			t.Errorf("%s says Go %s, go.mod says %s", c.file, got, want)
		}
	}
}

func TestHostBuildsWhatMakeBuilds(t *testing.T) {
	if got := find(t, "netlify.toml", `(?m)^  command = "([^"]+)"`); got != "make site" {
		t.Errorf("netlify.toml builds with %q", got)
	}
	if got := find(t, "netlify.toml", `(?m)^  publish = "([^"]+)"`); got != "public" {
		t.Errorf("netlify.toml publishes %q", got)
	}
	if got := strings.Fields(read(t, "public/.gitignore")); len(got) != 2 || got[0] != "*" || got[1] != "!.gitignore" {
		t.Errorf("public/.gitignore must ignore all but itself, it holds %q", got)
	}
}

func TestContinuousIntegrationRunsTheTests(t *testing.T) {
	info, err := os.Stat("../.ci/run")
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode()&0o111 == 0 {
		t.Error(".ci/run is not executable")
	}
	if !strings.Contains(read(t, ".ci/run"), "make test") {
		t.Error(".ci/run does not run make test")
	}
}

// TestEveryTargetIsExplained holds the list at the top of the Makefile against
// its targets, and the one in CONTRIBUTING.md too.
func TestEveryTargetIsExplained(t *testing.T) {
	makefile, contributing := read(t, "Makefile"), read(t, "CONTRIBUTING.md")
	for _, target := range []string{"site", "test", "check", "golden", "fuzz", "e2e", "bench", "serve", "dist", "clean"} {
		if !regexp.MustCompile(`(?m)^` + target + `:`).MatchString(makefile) {
			t.Errorf("the Makefile has no target %s", target)
		}
		if !regexp.MustCompile(`(?m)^#   ` + target + ` `).MatchString(makefile) {
			t.Errorf("the head of the Makefile does not explain %s", target)
		}
		if !strings.Contains(contributing, "`make "+target+"`") {
			t.Errorf("CONTRIBUTING.md does not explain make %s", target)
		}
	}
}

// TestReadmeNamesTheCommands holds the two tables of commands against the
// sources, in both directions.
func TestReadmeNamesTheCommands(t *testing.T) {
	_, rest, _ := strings.Cut(read(t, "README.md"), "The generator, `upgraph`")
	generator, runner, ok := strings.Cut(rest, "The runner, `upgraph-run`")
	if !ok {
		t.Fatal("README.md has no tables of the generator's and the runner's commands")
	}
	for _, c := range []struct{ dir, table, command string }{
		{"cmd/upgraph", generator, `Use:\s+"([a-z]+)`},
		{"cmd/upgraph-run", runner, `\bname: "([a-z]+)", (?:args|short)`},
	} {
		told, there := map[string]bool{}, map[string]bool{}
		for _, m := range regexp.MustCompile("(?m)^\\| `([a-z]+(?: [a-z]+)?)").FindAllStringSubmatch(c.table, -1) {
			for word := range strings.FieldsSeq(m[1]) {
				told[word] = true
			}
		}
		for _, s := range sources(t) {
			if s.dir() != c.dir || s.isTest() {
				continue
			}
			for _, m := range regexp.MustCompile(c.command).FindAllStringSubmatch(string(s.bytes), -1) {
				if m[1] != "upgraph" && !told[m[1]] {
					t.Errorf("%s: README.md does not name the command %s", s.path, m[1])
				}
				there[m[1]] = true
			}
		}
		for word := range told {
			if there[word] {
				continue
			}
			t.Errorf("README.md names %s, which is no command of %s", word, c.dir)
		}
	}
}
