package plan

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upgraph/internal/compat"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", file, diff)
	}
}

// The names of the members are published: they may be added to, never changed.
func TestGoldenJSON(t *testing.T) {
	c := dmCatalog()
	c.Risks = []compat.Risk{{ID: "slow", Text: "It takes long.", URL: "https://example.org/slow", Source: at(3, 4)}}
	c.Edges[6].Risks = []string{"slow"}
	c.Edges[6].Gate = &compat.Gate{Text: "Let it settle.", WaitSeconds: 30}
	var b bytes.Buffer
	if err := json.Indent(&b, encode(t, dmPlan(t, c, "v1.0.3", "v1.0.5")), "", "  "); err != nil {
		t.Fatal(err)
	}
	golden(t, "two-hops.json", b.String())
}
