package plan

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upgraph/internal/compat"
	"upgraph/internal/version"
)

// eachSource calls f on every source in v.
func eachSource(v reflect.Value, f func(*compat.Source)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			eachSource(v.Elem(), f)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachSource(v.Index(i), f)
		}
	case reflect.Struct:
		if s, ok := v.Addr().Interface().(*compat.Source); ok {
			f(s)
			return
		}
		for _, field := range v.Fields() {
			eachSource(field, f)
		}
	}
}

// The digest is deaf to where the guide says something, to how many sentences
// an edge rests on, and to releases that the path does not touch.
func TestDigestIgnoresPlaces(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	want := dmPlan(t, dmCatalog(), rc1, "v1.0.4").Digest
	for range 50 {
		c := dmCatalog()
		moved := 0
		eachSource(reflect.ValueOf(c), func(s *compat.Source) {
			if r.IntN(2) == 0 {
				*s = compat.Source{File: "moved/to/" + strings.Repeat("x", r.IntN(5)) + ".md", Line: r.IntN(9999), EndLine: r.IntN(9999)}
				moved++
			}
		})
		if moved < 20 {
			t.Fatalf("only %d sources were moved", moved)
		}
		c.Edges[2].Basis.Sources = c.Edges[2].Basis.Sources[:1]
		c.Rollback.Source = &compat.Source{File: "x.md", Line: r.IntN(9)}
		c.Releases = append(c.Releases, compat.Release{ID: "v1.0.6", Version: "v1.0.6", SortKey: version.SortKeyOf("v1.0.6"), Status: compat.Supported})
		c.Edges = append(c.Edges, compat.Edge{ID: "v1.0.5..v1.0.6", To: "v1.0.6", Status: compat.Supported,
			From:  []compat.Interval{{Introduced: "v1.0.5", LastAffected: "v1.0.5"}},
			Steps: []compat.Step{{ID: "1", Kind: "manual", Text: "something else"}}})
		c.Channels[0].Head = "v1.0.6"
		p := dmPlan(t, c, rc1, "v1.0.4")
		p.CatalogDigest = "sha256:other"
		if err := p.seal(); err != nil || p.Digest != want {
			t.Fatalf("the digest is %s (%v), want %s as before", p.Digest, err, want)
		}
	}
}

// Whatever is run or asked counts.
func TestDigestCountsContent(t *testing.T) {
	changes := map[string]func(c *compat.Catalog){
		"argv":                func(c *compat.Catalog) { c.Edges[1].Steps[2].Argv[1] = "other.yml" },
		"argument":            func(c *compat.Catalog) { c.Edges[1].Steps[2].Argv = append(c.Edges[1].Steps[2].Argv, "-v") },
		"text":                func(c *compat.Catalog) { c.Edges[1].Steps[0].Text += "!" },
		"check value":         func(c *compat.Catalog) { c.Edges[1].Steps[1].Check.Value = "v9" },
		"approval":            func(c *compat.Catalog) { c.Edges[1].Steps[2].Approved = new(false) },
		"idempotence":         func(c *compat.Catalog) { c.Edges[1].Steps[2].Idempotent = new(true) },
		"step order":          func(c *compat.Catalog) { s := c.Edges[1].Steps; s[2], s[3] = s[3], s[2] },
		"step gone":           func(c *compat.Catalog) { c.Edges[1].Steps = c.Edges[1].Steps[:4] },
		"plan check":          func(c *compat.Catalog) { c.Checks[0].Key = "meta" },
		"plan check gone":     func(c *compat.Catalog) { c.Edges[1].Checks, c.Edges[2].Checks = nil, nil },
		"constraint":          func(c *compat.Catalog) { c.Constraints[0].Components = []string{"dmctl"} },
		"condition":           func(c *compat.Catalog) { c.Conditions[1].Text = "Stop nothing." },
		"product note":        func(c *compat.Catalog) { c.Notes[0].Text = "else" },
		"release note":        func(c *compat.Catalog) { c.Releases[1].Notes[0].Severity = "warning" },
		"rollback":            func(c *compat.Catalog) { c.Rollback.Statement = "Restore the backup." },
		"gate":                func(c *compat.Catalog) { c.Edges[1].Gate = &compat.Gate{WaitSeconds: 60} },
		"basis":               func(c *compat.Catalog) { c.Edges[1].Basis.Rule = "stated" },
		"deploy version":      func(c *compat.Catalog) { c.Releases[1].DeployVersion = "v1" },
		"a file named source": func(c *compat.Catalog) { c.Checks[0].File = "source" },
	}
	want := dmPlan(t, dmCatalog(), rc1, "v1.0.1").Digest
	seen := map[string]string{want: "nothing"}
	for name, change := range changes {
		c := dmCatalog()
		change(c)
		got := dmPlan(t, c, rc1, "v1.0.1").Digest
		if other, ok := seen[got]; ok {
			t.Errorf("a plan with another %s has the digest of one with another %s", name, other)
		}
		seen[got] = name
	}
}

// What the documentation of Digest says to type gives the digest.
func TestDigestWithJQ(t *testing.T) {
	jq, err := exec.LookPath("jq")
	if err != nil {
		t.Skip("jq is not here")
	}
	p := dmPlan(t, dmCatalog(), rc1, "v1.0.5")
	cmd := exec.Command(jq, "-c", `del(.digest, .catalog_digest) | walk(if type == "object" then del(.source, .sources) else . end)`)
	cmd.Stdin = bytes.NewReader(encode(t, p))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := compat.Digest(out); got != p.Digest {
		t.Errorf("jq gives %s, the plan has %s", got, p.Digest)
	}
}

func TestDecode(t *testing.T) {
	for _, ends := range [][2]string{{rc1, "v1.0.5"}, {"v1.0.4", "v1.0.5"}, {"", rc1}} {
		p := dmPlan(t, dmCatalog(), ends[0], ends[1])
		data := encode(t, p)
		got, err := Decode(data)
		if err != nil {
			t.Fatalf("%s to %s: %v", ends[0], ends[1], err)
		}
		if again := encode(t, got); !bytes.Equal(data, again) {
			t.Errorf("%s to %s: reading and writing changes the plan:\n%s", ends[0], ends[1], cmp.Diff(string(data), string(again)))
		}
	}
}

// Each change to the text of a plan is found, and placed where there is a
// place.
func TestDecodeRefuses(t *testing.T) {
	good := string(encode(t, dmPlan(t, dmCatalog(), rc1, "v1.0.5")))
	for name, tt := range map[string]struct{ old, new, want string }{
		"changed argv":     {`"local_prepare.yml"`, `"remote_prepare.yml"`, "was changed after it was made"},
		"changed check":    {`"value":"v1.0.0"`, `"value":"v1.0.1"`, "was changed after it was made"},
		"duplicate key":    {`"product":"dm"`, `"product":"dm","product":"dm"`, "$.product: the key is there twice"},
		"wrong case":       {`"product":"dm"`, `"Product":"dm"`, "$.Product: the key is not spelled"},
		"missing steps":    {`"steps":[`, `"stops":[`, `$: "steps" is missing`},
		"cut off":          {`"rollback"`, ``, "$"},
		"text for a hop":   {`"hop":0`, `"hop":"0"`, "$.steps[2].hop: is a text where a whole number is expected"},
		"null for a list":  {`"risks":[]`, `"risks":null`, "$.risks: is null where a list is expected"},
		"half a surrogate": {`"product":"dm"`, `"product":"\ud800"`, "surrogate"},
	} {
		_, err := Decode([]byte(strings.Replace(good, tt.old, tt.new, 1)))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, tt.want)
		}
	}
}

// A digest proves nothing about who took it: what it covers must make sense.
func TestDecodeValidates(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(p *Plan)
		want   string
	}{
		"unknown kind":      {func(p *Plan) { p.Steps[2].Kind = "teleport" }, "$.steps[2]"},
		"exec without argv": {func(p *Plan) { p.Steps[4].Argv = nil }, "$.steps[4]"},
		"step twice":        {func(p *Plan) { p.Steps[3].ID = p.Steps[2].ID }, "$.steps[3].id"},
		"hop out of range":  {func(p *Plan) { p.Steps[2].Hop = new(6) }, "$.steps[2].hop"},
		"hop before":        {func(p *Plan) { p.Steps[20].Hop = new(0) }, "$.steps[20].hop"},
		"negative hop":      {func(p *Plan) { p.Steps[2].Hop = new(-1) }, "$.steps[2].hop"},
		"unknown check":     {func(p *Plan) { p.Checks[0].Type = "crystal-ball" }, "$.checks[0]"},
		"unknown rule":      {func(p *Plan) { p.Constraints[0].Type = "quorum" }, "$.constraints[0].type"},
		"risk's check":      {func(p *Plan) { p.Risks = []Risk{{Risk: compat.Risk{ID: "r", Check: &compat.Check{Type: "x"}}}} }, "$.risks[0].check"},
		"gate's check":      {func(p *Plan) { p.Hops[1].Gate = &compat.Gate{Check: &compat.Check{Type: "x"}} }, "$.hops[1].gate.check"},
		"broken chain":      {func(p *Plan) { p.Hops[2].From = "v9" }, "$.hops[2].from"},
		"other end":         {func(p *Plan) { p.To = "v9" }, "$.to"},
		"check of no hop":   {func(p *Plan) { p.Checks[0].Hops = []int{6} }, "$.checks[0].hops[0]"},
		"rule of no hop":    {func(p *Plan) { p.Constraints[0].Hops = []int{-1} }, "$.constraints[0].hops[0]"},
		"risk of no hop":    {func(p *Plan) { p.Risks = []Risk{{Risk: compat.Risk{ID: "r", Text: "t"}, Hops: []int{9}}} }, "$.risks[0].hops[0]"},
	} {
		p := dmPlan(t, dmCatalog(), rc1, "v1.0.5")
		tt.change(p)
		if err := p.seal(); err != nil {
			t.Fatal(err)
		}
		_, err := Decode(encode(t, p))
		if e, ok := errors.AsType[*compat.DecodeError](err); !ok || e.Path != tt.want || Code(err) != 2 {
			t.Errorf("%s: error %v, want one at %s", name, err, tt.want)
		}
	}
	p := dmPlan(t, dmCatalog(), rc1, "v1.0.5")
	p.Digest = "sha256:0"
	if _, err := Decode(encode(t, p)); Code(err) != 9 {
		t.Errorf("a plan with another digest: error %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(encode(f, dmPlan(f, dmCatalog(), "v1.0.4", "v1.0.5")))
	f.Add([]byte(`{"product":"dm","from":"a","to":"a","digest":"","catalog_digest":"","hops":[],"steps":[],"checks":[],"constraints":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Decode(data)
		if err != nil {
			return
		}
		if _, err := Decode(encode(t, p)); err != nil {
			t.Fatalf("a plan that was read cannot be read again: %v", err)
		}
	})
}
