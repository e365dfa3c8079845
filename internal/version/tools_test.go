package version

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// The tools that people order releases with, each told to do no more than
// compare sort keys.
var sorters = []struct {
	name string
	args []string
	json bool // a list in, lines out; else lines in and out
}{
	{"sort", nil, false},
	{"jq", []string{"-r", "sort_by(.)[]"}, true},
	{"node", []string{"-e", `const keys = JSON.parse(require("fs").readFileSync(0, "utf8"));
		keys.sort((a, b) => a < b ? -1 : a > b ? 1 : 0); console.log(keys.join("\n"))`}, true},
	{"node", []string{"-e", `console.log(JSON.parse(require("fs").readFileSync(0, "utf8")).sort().join("\n"))`}, true},
}

// sort, jq and JavaScript order sort keys as Compare orders versions.
func TestToolsOrderBySortKey(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 3))
	var versions []Version
	seen := map[string]bool{}
	for len(versions) < 3000 {
		v, err := Parse(randomVersion(r))
		if err != nil {
			t.Fatal(err)
		}
		if key := v.SortKey(); !seen[key] {
			seen[key] = true
			versions = append(versions, v)
		}
	}
	var given, want []string
	for _, v := range versions {
		given = append(given, v.SortKey())
	}
	slices.SortStableFunc(versions, Compare)
	for _, v := range versions {
		want = append(want, v.SortKey())
	}
	list, err := json.Marshal(given)
	if err != nil {
		t.Fatal(err)
	}
	for _, tool := range sorters {
		t.Run(tool.name, func(t *testing.T) {
			program, err := exec.LookPath(tool.name)
			if err != nil {
				t.Skipf("%s is not installed", tool.name)
			}
			cmd := exec.Command(program, tool.args...)
			cmd.Env = append(os.Environ(), "LC_ALL=C")
			cmd.Stderr = os.Stderr
			cmd.Stdin = strings.NewReader(strings.Join(given, "\n") + "\n")
			if tool.json {
				cmd.Stdin = strings.NewReader(string(list))
			}
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Fields(string(out))
			for i := range want {
				if i >= len(got) || got[i] != want[i] {
					t.Fatalf("place %d of %d differs: the planner has %s there", i, len(got), want[i])
				}
			}
		})
	}
}
