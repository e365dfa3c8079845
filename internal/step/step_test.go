package step

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upgraph/internal/compat"
)

var update = flag.Bool("update", false, "write the expected actions")

// TestGolden lowers every "in" section of testdata/KIND.txtar and compares with
// the "out" section behind it: the actions, or the error.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		seen[name] = true
		t.Run(name, func(t *testing.T) { golden(t, file) })
	}
	for _, k := range kinds {
		if !seen[k.name] {
			t.Errorf("kind %s has no testdata/%s.txtar", k.name, k.name)
		}
	}
	for _, c := range checks {
		if !seen[c.name] {
			t.Errorf("check %s has no testdata/%s.txtar", c.name, c.name)
		}
	}
}

func golden(t *testing.T, file string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	comment, sections := parseSections(data)
	var got []section
	for _, s := range sections {
		if s.name == "out" {
			continue
		}
		got = append(got, s, section{"out", lowerText(t, s)})
	}
	result := formatSections(comment, got)
	if *update {
		if err := os.WriteFile(file, result, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(data), string(result)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// lowerText is what "step" and "check" sections lower to, as text.
func lowerText(t *testing.T, s section) string {
	t.Helper()
	var actions []Action
	var err error
	switch s.name {
	case "step":
		var in compat.Step
		mustDecode(t, s.text, &in)
		actions, err = Lower(in)
	case "check":
		var in compat.Check
		mustDecode(t, s.text, &in)
		var p Probe
		if p, err = LowerCheck(in); err == nil {
			actions = []Action{p}
		}
	default:
		t.Fatalf("section %q is neither step, check nor out", s.name)
	}
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	var b strings.Builder
	for _, a := range actions {
		fmt.Fprintf(&b, "%T %s\n", a, compactJSON(t, a))
	}
	return b.String()
}

func mustDecode(t *testing.T, text string, v any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

func compactJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestUnknownNeverPasses(t *testing.T) {
	for _, kind := range []string{"", "Exec", "exec ", "script", "manual\n"} {
		if a, err := Lower(compat.Step{ID: "1", Kind: kind, Text: "x", Argv: []string{"x"}}); err == nil {
			t.Errorf("kind %q lowers to %v, want an error", kind, a)
		}
	}
	for _, typ := range []string{"", "file-Exists", "exists"} {
		if p, err := LowerCheck(compat.Check{Type: typ, File: "x"}); err == nil {
			t.Errorf("check %q lowers to %v, want an error", typ, p)
		}
	}
}

// TestOneThingRunsLast holds what scripts and runner rely on: a step asks
// first, and at most its last action runs something.
func TestOneThingRunsLast(t *testing.T) {
	yes, no := true, false
	steps := []compat.Step{
		{Kind: "manual", Text: "do"},
		{Kind: "check", Check: &compat.Check{Type: "file-exists", File: "f"}},
	}
	for _, approved := range []*bool{nil, &yes, &no} {
		steps = append(steps,
			compat.Step{Kind: "exec", Argv: []string{"a", "b c"}, Approved: approved},
			compat.Step{Kind: "shell", Script: "a\nb\n", Approved: approved})
	}
	for _, s := range steps {
		actions, err := Lower(s)
		if err != nil {
			t.Fatal(err)
		}
		asks := false
		for i, a := range actions {
			switch a := a.(type) {
			case Exec, Shell:
				if i != len(actions)-1 {
					t.Errorf("%v: something follows what runs", actions)
				}
			case Ask:
				asks = asks || a.Why == Unapproved
			}
		}
		if s.Executes() && asks == s.IsApproved() {
			t.Errorf("%s, approved %v: asks for confirmation is %v", s.Kind, s.IsApproved(), asks)
		}
	}
}

func TestKnownListsTheRegistries(t *testing.T) {
	k := Known()
	if len(k.Steps) != len(kinds) || len(k.Checks) != len(checks) || len(k.Constraints) != len(constraints) {
		t.Errorf("Known() = %v", k)
	}
	k.Constraints[0] = "changed"
	if Known().Constraints[0] != "lockstep" {
		t.Error("Known gives its own slice away")
	}
}

func TestDigestIsOfWhatRunsAlone(t *testing.T) {
	yes, no := true, false
	a := compat.Step{ID: "2", Kind: "exec", Argv: []string{"x", "<&>"}, Text: "t", Approved: &yes}
	b := compat.Step{ID: "9", Kind: "exec", Argv: []string{"x", "<&>"}, Idempotent: &no,
		Source: compat.Source{File: "f", Line: 3, EndLine: 4}}
	if Digest(a) != Digest(b) {
		t.Error("the digest changes with what does not run")
	}
	distinct := []compat.Step{a,
		{Kind: "exec", Argv: []string{"x <&>"}},
		{Kind: "exec", Argv: []string{"x", "<&> "}},
		{Kind: "shell", Script: "x <&>"},
		{Kind: "manual", Text: "x"},
	}
	seen := map[string]compat.Step{}
	for _, s := range distinct {
		d := Digest(s)
		if other, ok := seen[d]; ok {
			t.Errorf("%v and %v share a digest", s, other)
		}
		seen[d] = s
	}
	// A published format: approvals on file must keep their meaning.
	const want = "sha256:de95375269c42068d006f6a5f091df91a12f006106d73e57f9276eb36bfc3f81"
	if d := Digest(compat.Step{Kind: "exec", Argv: []string{"ansible-playbook", "local_prepare.yml"}}); d != want {
		t.Errorf("digest of a known step is %s", d)
	}
}

func TestCommand(t *testing.T) {
	for _, tt := range []struct {
		argv []string
		want string
	}{
		{[]string{"ansible-playbook", "local_prepare.yml"}, "ansible-playbook local_prepare.yml"},
		{[]string{"a", "", "b c", "it's", "$(x)"}, `a '' 'b c' 'it'\''s' '$(x)'`},
		{[]string{"a", "b\nc", "d\u202ee", "\x1b[2J"}, `a "b\nc" "d\u202ee" "\x1b[2J"`},
	} {
		if got := Command(tt.argv); got != tt.want {
			t.Errorf("Command(%q) = %s, want %s", tt.argv, got, tt.want)
		}
	}
}

func FuzzParseKey(f *testing.F) {
	for _, s := range []string{"a", "a.b", "a[].b", "[]", "a[]", ".", "a..b", "a[0].b", "服务.端口"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, key string) {
		path, err := ParseKey(key)
		if err != nil {
			return
		}
		joined := strings.ReplaceAll(strings.Join(path, "."), "."+Each, Each)
		if joined != key {
			t.Errorf("ParseKey(%q) = %q, which reads %q", key, path, joined)
		}
	})
}
