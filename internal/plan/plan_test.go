package plan

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/graph"
	"upgraph/internal/version"
)

const (
	rc1 = "v1.0.0-rc.1-12-gaa39ff9"
	ga  = "v1.0.0-10-geb2889c9"
)

func TestWholeChain(t *testing.T) {
	p := dmPlan(t, dmCatalog(), rc1, "1.0.5")
	if len(p.Hops) != 6 || len(p.Steps) != 33 {
		t.Errorf("%d hops and %d steps, want 6 and 33", len(p.Hops), len(p.Steps))
	}
	kinds := map[string]int{}
	for _, s := range p.Steps {
		kinds[s.Kind]++
	}
	if kinds["exec"] != 18 || kinds["check"] != 6 || kinds["manual"] != 9 {
		t.Errorf("kinds of steps are %v, want 18 exec, 6 check and 9 manual", kinds)
	}
	var ids []string
	for _, s := range slices.Concat(p.Steps[:4], p.Steps[31:]) {
		ids = append(ids, s.ID)
	}
	if want := "before/artifacts-present before/tasks-stopped " + ga + "/1a " + ga + "/1b v1.0.5/4 after/tasks-restarted"; strings.Join(ids, " ") != want {
		t.Errorf("first and last steps are %s, want %s", ids, want)
	}
	if p.Steps[0].Hop != nil || *p.Steps[31].Hop != 5 || p.Steps[32].Hop != nil {
		t.Error("conditions have a hop, or the last step is not in hop 5")
	}
	want := "Have the binaries in place: " + ga + " (deployed as v1.0.0), v1.0.1, v1.0.2, v1.0.3, v1.0.4, v1.0.5"
	if p.Steps[0].Text != want {
		t.Errorf("the condition says %q, want %q", p.Steps[0].Text, want)
	}
	if len(p.Checks) != 2 || !slices.Equal(p.Checks[0].Hops, []int{0, 1, 2, 3, 4, 5}) {
		t.Errorf("checks are %+v, want both of obsolete configuration on all hops", p.Checks)
	}
	if len(p.Constraints) != 4 || !slices.Equal(p.Constraints[3].Hops, []int{3}) {
		t.Errorf("constraints are %+v, want lockstep on the first four hops", p.Constraints)
	}
	if len(p.Notes) != 5 || p.Notes[0].Release != "" || p.Notes[1].Release != ga {
		t.Errorf("notes are %+v, want that of the product and then one for each of four releases", p.Notes)
	}
	if p.Rollback.Statement != "unstated" || p.CatalogDigest != "sha256:catalog" || !strings.HasPrefix(p.Digest, "sha256:") {
		t.Errorf("rollback %+v, catalog digest %s, digest %s", p.Rollback, p.CatalogDigest, p.Digest)
	}
}

func TestNamesResolve(t *testing.T) {
	g := dmGraph(t, dmCatalog())
	for name, want := range map[string]string{
		"1.0 GA": ga, "1.0.0": ga, "v1.0.0": ga, "v1.0.4-1-gd681c67": "v1.0.4", "d681c67": "v1.0.4", "1.0.4": "v1.0.4",
	} {
		p, err := For(g, "", name, "v1.0.5")
		if err != nil || p.From != want {
			t.Errorf("a plan from %s: %v; starts at %s, want %s", name, err, p.From, want)
		}
	}
}

func TestNothingToDo(t *testing.T) {
	p := dmPlan(t, dmCatalog(), "1.0.3", "v1.0.3")
	if p.From != "v1.0.3" || p.To != "v1.0.3" || len(p.Hops) != 0 || len(p.Steps) != 0 {
		t.Errorf("plan from a release to itself is %+v", p)
	}
	if _, err := Decode(encode(t, p)); err != nil {
		t.Error(err)
	}
}

func TestUndocumentedSource(t *testing.T) {
	p := dmPlan(t, dmCatalog(), "", rc1)
	if len(p.Hops) != 1 || p.Hops[0].From != "" || p.From != "" || p.To != rc1 {
		t.Errorf("hops are %+v, want one from nowhere into rc.1", p.Hops)
	}
	if len(p.Checks) != 2 || len(p.Steps) != 3 {
		t.Errorf("%d checks and %d steps, want 2 and the 3 conditions", len(p.Checks), len(p.Steps))
	}
	if _, err := For(dmGraph(t, dmCatalog()), "", "", "v1.0.5"); Code(err) != 4 {
		t.Errorf("a plan from nowhere to v1.0.5: error %v, want a refusal", err)
	}
}

func TestRefusals(t *testing.T) {
	g := dmGraph(t, dmCatalog())
	_, err := For(g, "", "v1.0.5", "v1.0.4")
	e, ok := errors.AsType[*graph.NoPathError](err)
	if !ok || !slices.Contains(e.Why, "the guide says nothing about going back from v1.0.5 to v1.0.4") {
		t.Errorf("a downgrade: error %v, want that the guide says nothing about it", err)
	}
	want := `{"error":{"code":4,"message":"there is no upgrade path from v1.0.5 to v1.0.4","why":["the guide says nothing about going back from v1.0.5 to v1.0.4"]}}` + "\n"
	if got := string(EncodeError(err)); got != want {
		t.Errorf("the refusal is %s, want %s", got, want)
	}
	_, err = For(g, "", "v1.0.2-3-gabcdef0", "v1.0.5")
	if e, ok := errors.AsType[*version.NotFoundError](err); !ok || e.Before != "v1.0.2" || e.After != "v1.0.3" || Code(err) != 4 {
		t.Errorf("an unknown build: error %v with code %d", err, Code(err))
	}
	if got := string(EncodeError(errors.New("bad \xff name"))); !strings.Contains(got, `\\xff`) || !strings.Contains(got, `"code":1`) {
		t.Errorf("a refusal with broken UTF-8 is %s", got)
	}
}

// A later edge takes back what an earlier one asks for, and nothing that is
// asked for again behind it.
func TestSupersedes(t *testing.T) {
	c := dmCatalog()
	c.Edges[3].Supersedes = []string{"obsolete-config/meta-file", "lockstep/v1.0.1", "v1.0.1"}
	p := dmPlan(t, c, rc1, "v1.0.5")
	if p.Checks[1].ID != "obsolete-config/meta-file" || !slices.Equal(p.Checks[0].Hops, []int{0, 1, 2, 3, 4, 5}) ||
		!slices.Equal(p.Checks[1].Hops, []int{2, 3, 4, 5}) {
		t.Errorf("checks are %+v, want that of meta-file from hop 2 on", p.Checks)
	}
	for _, k := range p.Constraints {
		if k.ID == "lockstep/v1.0.1" {
			t.Error("a superseded constraint is still there")
		}
	}
	for _, n := range p.Notes {
		if n.Release == "v1.0.1" {
			t.Error("a note of a superseded release is still there")
		}
	}
	// Nothing supersedes anything where the path ends before that edge.
	if p := dmPlan(t, c, rc1, "v1.0.1"); len(p.Constraints) != 2 || len(p.Checks[0].Hops) != 2 {
		t.Error("an edge that is not on the path supersedes something")
	}
}

func TestLimit(t *testing.T) {
	c := dmCatalog()
	steps := c.Edges[1].Steps[:1:1]
	for i := range MaxSteps {
		steps = append(steps, compat.Step{ID: "x" + strings.Repeat("i", i%7) + string(rune('a'+i%26)), Kind: "manual", Text: "wait"})
	}
	c.Edges[1].Steps = steps
	g, err := graph.New(c)
	if err != nil {
		t.Fatal(err)
	}
	_, err = For(g, "", rc1, "v1.0.5")
	if e, ok := errors.AsType[*LimitError](err); !ok || e.Steps <= MaxSteps || Code(err) != 4 {
		t.Errorf("a plan of too many steps: error %v", err)
	}
}

func TestDanglingReferences(t *testing.T) {
	for name, breakIt := range map[string]func(*compat.Edge){
		"check":      func(e *compat.Edge) { e.Checks = []string{"none"} },
		"constraint": func(e *compat.Edge) { e.Constraints = []string{"none"} },
		"risk":       func(e *compat.Edge) { e.Risks = []string{"none"} },
	} {
		c := dmCatalog()
		breakIt(&c.Edges[6])
		g, err := graph.New(c)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := For(g, "", "v1.0.4", "v1.0.5"); err == nil || !strings.Contains(err.Error(), `"none" is no `+name) {
			t.Errorf("an edge with a %s that is not there: error %v", name, err)
		}
	}
}

func encode(t testing.TB, p *Plan) []byte {
	t.Helper()
	data, err := Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
