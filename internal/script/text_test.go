package script

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"

	"upgraph/internal/compat"
)

var update = flag.Bool("update", false, "write the golden scripts")

// goldens are the scripts that people read before they are accepted.
func goldens(t *testing.T) map[string][]byte {
	c := dmCatalog()
	return map[string][]byte{
		PairName("v1.0.1", "v1.0.5"): dmPair(t),
		ToName("v1.0.1"):             toOf(t, c, "v1.0.1"),
		ToName(dmReleases[0].id):     toOf(t, c, dmReleases[0].id),
	}
}

func TestGolden(t *testing.T) {
	for name, text := range goldens(t) {
		file := filepath.Join("testdata", name+".txtar")
		got := "The script as it is published.\n\n-- " + name + " --\n" + string(text)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(want) != got {
			t.Errorf("%s is not what the generator makes; read the difference after -update", file)
		}
	}
}

func TestSize(t *testing.T) {
	if n := len(dmPair(t)); n > 20_000 {
		t.Errorf("four hops take %d bytes, more than 20000", n)
	}
}

// manyKinds is a catalog with every form that a script knows.
func manyKinds() *compat.Catalog {
	c := dmCatalog()
	c.Checks = append(c.Checks,
		compat.Check{ID: "hop-check", Type: "file-exists", When: "hop", File: "backup/done"},
		compat.Check{ID: "after-check", Type: "file-contains", When: "after", File: "hosts", Value: "it's 100% $(x)"},
		compat.Check{ID: "tool", Type: "tool-version", When: "plan", Argv: []string{"echo", "tool 2.7.18"}, Approved: new(true), Pattern: "tool {version}",
			Versions: []compat.Interval{{Introduced: "2.5", Fixed: "2.8"}}},
		compat.Check{ID: "unread", Type: "command-succeeds", When: "hop", Argv: []string{"touch", "unread"}})
	c.Risks = []compat.Risk{{ID: "slow", Text: "Replication may be slow."}}
	e := &c.Edges[5]
	e.Checks = append(e.Checks, "tool", "unread", "hop-check", "after-check")
	e.Risks = []string{"slow"}
	e.Gate = &compat.Gate{Text: "Let it settle.", WaitSeconds: 3,
		Check: &compat.Check{Type: "command-succeeds", Argv: []string{"test", "-e", "settled"}, Approved: new(true)}}
	e.Steps[2].Approved = nil
	e.Steps[3] = compat.Step{ID: "3", Kind: "shell", Approved: new(true), Script: "cat <<'X' | tr a-z A-Z\n\tit's \"fine\" 100%\nX\n"}
	return c
}

func published(t *testing.T) map[string][]byte {
	all := goldens(t)
	all["older to-script"] = toOf(t, dmCatalog(), "v1.0.5")
	all["nothing leads here"] = toOf(t, dmCatalog(), "v1.0.5")
	all["many kinds"] = pairOf(t, manyKinds(), "v1.0.3", "v1.0.5")
	none, err := printTo(dmCatalog(), "v1.0.5", nil)
	if err != nil {
		t.Fatal(err)
	}
	all["nothing leads here"] = none
	return all
}

func TestScriptsParseEverywhere(t *testing.T) {
	t.Parallel()
	for name, text := range published(t) {
		if _, err := syntax.NewParser(syntax.Variant(syntax.LangPOSIX)).Parse(bytes.NewReader(text), name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, sh := range [][]string{{"dash"}, {"bash", "--posix"}, {"busybox", "sh"}, {"mksh"}, {"ksh93"}, {"yash"}} {
			cmd := exec.Command(sh[0], append(sh[1:], "-n")...)
			cmd.Stdin = bytes.NewReader(text)
			if cmd.Err != nil {
				t.Logf("%s is not installed: not parsed by it", sh[0])
			} else if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %s -n: %v\n%s", name, sh[0], err, out)
			}
		}
	}
}

func TestShellcheckFindsNothing(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("shellcheck"); err != nil {
		t.Skip("shellcheck is not installed")
	}
	for name, text := range published(t) {
		if !long() && name != "many kinds" && name != ToName("v1.0.1") {
			continue // these two hold every fragment of the runtime
		}
		cmd := exec.Command("shellcheck", "-s", "sh", "-")
		cmd.Stdin = bytes.NewReader(text)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
		if bytes.Contains(text, []byte("shellcheck disable")) {
			t.Errorf("%s silences shellcheck", name)
		}
	}
}

// TestScriptsCiteNoPlaces: a script must not change when lines of the guide
// move or other releases come.
func TestScriptsDependOnTheirPlanAlone(t *testing.T) {
	c := dmCatalog()
	before := pairOf(t, c, "v1.0.1", "v1.0.3")
	into := toOf(t, c, "v1.0.3")
	for i := range c.Edges {
		for j := range c.Edges[i].Steps {
			c.Edges[i].Steps[j].Source = compat.Source{File: "moved.md", Line: 700 + j, EndLine: 701 + j}
		}
	}
	c.Generator = "another"
	if !bytes.Equal(before, pairOf(t, c, "v1.0.1", "v1.0.3")) || !bytes.Equal(into, toOf(t, c, "v1.0.3")) {
		t.Error("the script changes with the places of its steps")
	}
	for _, banned := range []string{"moved.md", "sha256:0\n", "another"} {
		if bytes.Contains(pairOf(t, c, "v1.0.1", "v1.0.3"), []byte(banned)) {
			t.Errorf("the script holds %q", banned)
		}
	}
}

// TestCutShort runs every beginning of a script near its seams, and many
// others: none does anything.
func TestCutShort(t *testing.T) {
	text := oneHop(t)
	var cuts []int
	for n := 0; n < len(text)-80; n += 1499 {
		cuts = append(cuts, n)
	}
	for n := len(text) - 80; n < len(text)-1; n++ {
		cuts = append(cuts, n)
	}
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		b.inventory("v1.0.5")
		for _, n := range cuts {
			if strings.HasSuffix(string(text[:n]), "\nmain \"$@\"") {
				continue // only the newline is missing: this is the whole script
			}
			b.write("work/up.sh", string(text[:n]))
			_, _ = b.run(confirmAll...)
			if _, err := os.Stat(b.path("state/upgraph")); err == nil || len(b.calls()) > 0 {
				t.Fatalf("cut to %d bytes, it ran", n)
			}
		}
		b.write("work/up.sh", string(text[:len(text)-1]))
		b.want(0, confirmAll)
	})
}

// A command is a program, whatever its name means to a shell or to the script.
func TestWordsOfTheShellArePrograms(t *testing.T) {
	names := []string{"exit", "cd", ".", "stop", "walk", "{"}
	c := dmCatalog()
	c.Edges[6].Steps = nil
	for i, name := range names {
		c.Edges[6].Steps = append(c.Edges[6].Steps, compat.Step{ID: fmt.Sprint(i), Kind: "exec", Argv: []string{name, "x"}, Approved: new(true)})
	}
	text := pairOf(t, c, "v1.0.4", "v1.0.5")
	eachShell(t, func(t *testing.T, sh []string) {
		b := newBench(t, sh, text)
		var want []string
		for _, name := range names {
			if name == "." {
				continue // no program can have this name
			}
			b.stub(name, stub)
			want = append(want, name+" x")
		}
		b.want(1, confirmAll, "Step v1.0.5/2 failed")
		b.want(0, append([]string{"--resume", "--from-step", "v1.0.5/3"}, confirmAll...))
		b.wantCalls(want)
	})
	if _, err := runCall([]string{"A=b", "x"}); err == nil {
		t.Error("a program with = in its name is taken")
	}
}

func TestNames(t *testing.T) {
	if got := PairName("v1.0.1", "v1.0.5"); got != "upgrade-v1.0.1-to-v1.0.5.sh" {
		t.Error(got)
	}
	if got := ToName("v1.0.0-rc.1-12-gaa39ff9"); got != "upgrade-to-v1.0.0-rc.1-12-gaa39ff9.sh" {
		t.Error(got)
	}
	seen := map[string]string{}
	for _, v := range append(hostile("/d"), "", "older", "1.0 GA", "1.0-GA", "../../etc/passwd", strings.Repeat("9", 300), strings.Repeat("9", 301), "版本 1", "a-to-b") {
		n := ToName(v)
		if strings.ContainsAny(n, "/\\ \n'\"$`*?~!") || len(n) > 200 || strings.ContainsFunc(n, func(r rune) bool { return r > 126 }) {
			t.Errorf("%q makes the name %q", v, n)
		}
		if other, ok := seen[n]; ok {
			t.Errorf("%q and %q share the name %s", v, other, n)
		}
		seen[n] = v
	}
	if PairName("a-to-b", "c") == PairName("a", "b-to-c") {
		t.Error("two pairs share a name")
	}
}
