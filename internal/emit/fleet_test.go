package emit

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// The playbook knows the digests of the runners of its site, and is the same
// whatever releases there are.
func TestFleet(t *testing.T) {
	r := smallSite(t, "")
	playbook := string(r.files["scripts/tool/fleet/upgrade.yml"])
	m := regexp.MustCompile(`(?m)^    digests: (.*)$`).FindStringSubmatch(playbook)
	if m == nil {
		t.Fatalf("the playbook names no digests:\n%s", playbook)
	}
	var digests map[string]string
	if err := json.Unmarshal([]byte(m[1]), &digests); err != nil {
		t.Fatal(err)
	}
	if sum, _ := r.done.Get("runner/upgraph-run-linux-amd64"); digests["upgraph-run-linux-amd64"] != sum.SHA256 || sum.SHA256 == "" {
		t.Errorf("digests: %v", digests)
	}
	for _, name := range fleetFiles {
		text := string(r.files["scripts/tool/fleet/"+name])
		if left := regexp.MustCompile(`@[A-Z]+@`).FindString(text); left != "" {
			t.Errorf("%s holds %s", name, left)
		}
		if sums := string(r.files[sumsPath]); !strings.Contains(sums, "  tool/fleet/"+name+"\n") {
			t.Errorf("%s has no line in the sums", name)
		}
	}
	if readme := string(r.files["scripts/tool/fleet/README.md"]); !strings.Contains(readme, `Ansible upgrades Tool \& Co on`) {
		t.Errorf("the title in the guide:\n%s", readme)
	}
	done := NewLedger()
	more := renderAll(t, input(t, "", done, manyReleases(t, 20)), done, Outputs())
	if string(more.files["scripts/tool/fleet/upgrade.yml"]) != playbook {
		t.Error("the playbook changes with the releases")
	}
}

func TestPlainLine(t *testing.T) {
	for in, want := range map[string]string{
		"DM 1.0.x":                    "DM 1.0.x",
		" a\n# b ":                    `a \# b`,
		"<b>`x`</b> [y](z) \u202e|*_": "\\<b\\>\\`x\\`\\</b\\> \\[y\\](z) \\|\\*\\_",
	} {
		if got := plainLine(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}
