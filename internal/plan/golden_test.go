package plan

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
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

func TestGoldenText(t *testing.T) {
	c := dmCatalog()
	c.Edges[2].Steps[3].Approved = new(false)
	c.Edges[2].Gate = &compat.Gate{Text: "Let it settle.", WaitSeconds: 30, Check: c.Edges[2].Steps[1].Check}
	c.Edges[1].Steps[0].Text = "Download it.\nThen \x1b[2Jlook at it."
	c.Risks = []compat.Risk{{ID: "slow", Text: "It takes long.", Source: at(3, 4)}}
	c.Edges[2].Risks = []string{"slow"}
	c.Edges[2].Steps[4].Argv = append(c.Edges[2].Steps[4].Argv, "-e", "a b", "")
	var b strings.Builder
	for _, ends := range [][2]string{{rc1, "v1.0.1"}, {"", rc1}, {"v1.0.5", "1.0.5"}} {
		if err := Text(&b, dmPlan(t, c, ends[0], ends[1])); err != nil {
			t.Fatal(err)
		}
		b.WriteString("====\n")
	}
	golden(t, "plans.txt", b.String())
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestTextReportsTheWriter(t *testing.T) {
	if err := Text(failingWriter{}, dmPlan(t, dmCatalog(), rc1, "v1.0.1")); err == nil {
		t.Error("a writer that fails goes unnoticed")
	}
}
