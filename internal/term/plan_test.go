package term

import (
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sample is a plan with one of everything that the view shows.
func sample() *plan.Plan {
	at := func(line, end int) compat.Source {
		return compat.Source{File: "tool/guide.md", Line: line, EndLine: end}
	}
	check := compat.Check{ID: "old/key", Type: "config-key-absent", When: "plan", File: "tool.yaml", Format: "yaml", Key: "servers[].old"}
	return &plan.Plan{
		Product: "tool", To: "v1.2.0", Digest: "sha256:00", CatalogDigest: "sha256:11",
		Hops: []plan.Hop{
			{Edge: "..v1.1.0", To: "v1.1.0", Gate: &compat.Gate{Text: "Let it settle.", WaitSeconds: 3600, Check: &check}},
			{Edge: "v1.1.0..v1.2.0", From: "v1.1.0", To: "v1.2.0", DeployVersion: "1.2",
				Basis: compat.Basis{Rule: "stated", Sources: []compat.Source{at(3, 3)}}},
		},
		Steps: []plan.Step{
			{ID: "before/stopped", Kind: "manual", Text: "Stop it.\nAll of \x1b[2Jit."},
			{ID: "v1.2.0/1", Hop: new(1), Kind: "exec", Argv: []string{"roll", "a b", ""}, Approved: new(true), Source: at(7, 7)},
			{ID: "v1.2.0/2", Hop: new(1), Kind: "shell", Script: "one\ntwo\n", Source: at(8, 11)},
			{ID: "v1.2.0/3", Hop: new(1), Kind: "check", Check: &check, Source: at(12, 12)},
			{ID: "after/started", Kind: "manual", Text: "Start it."},
		},
		Checks: []plan.Check{{Check: check, Hops: []int{1}}},
		Constraints: []plan.Constraint{{Hops: []int{1}, Constraint: compat.Constraint{ID: "together", Type: "lockstep",
			Components: []string{"a", "b"}, Text: "Upgrade a and b together."}}},
		Notes: []plan.Note{{Note: compat.Note{Severity: "warning", Text: "It takes\n- long\n"}, Release: "v1.2.0"}},
		Risks: []plan.Risk{{Risk: compat.Risk{ID: "slow", Text: "It may take days."}, Hops: []int{0, 1}}},
	}
}

func TestGoldenPlan(t *testing.T) {
	var b strings.Builder
	for _, p := range []Paper{{W: &b}, {W: &b, Width: 60}, {W: &b, Color: true}} {
		p.WritePlan(sample())
		b.WriteString("====\n")
	}
	p := Paper{W: &b}
	p.WritePlan(&plan.Plan{Product: "tool", From: "v1", To: "v1"})
	p.WriteSummary(sample())
	const file = "testdata/plans.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the plan looks different; got\n%s\nwant\n%s", b.String(), want)
	}
}

// What a catalog says must not steer the terminal, whatever the view is.
func TestNothingOfACatalogSteersTheTerminal(t *testing.T) {
	var b strings.Builder
	p := Paper{W: &b, Width: 80}
	evil := sample()
	text := "\x1b]0;x\a\u202e\r"
	evil.Steps[0].Text, evil.Steps[1].Argv[1], evil.Steps[2].Script = text, text, text
	evil.Steps[1].ID, evil.Hops[1].DeployVersion, evil.Product, evil.Digest = text, text, text, text
	evil.Notes[0].Text, evil.Risks[0].Text, evil.Constraints[0].Components[0], evil.Checks[0].ID = text, text, text, text
	evil.Rollback = compat.Rollback{Policy: "refuse", Statement: text}
	p.WritePlan(evil)
	p.WriteSummary(evil)
	if i := strings.IndexAny(b.String(), "\x1b\a\u202e\r"); i >= 0 {
		t.Errorf("a control character is written: %q", b.String()[max(0, i-40):i+10])
	}
}

func TestFold(t *testing.T) {
	text := strings.Repeat("words of 升级 ", 30) + strings.Repeat("x", 90)
	for width := 20; width < 100; width += 7 {
		for _, l := range fold(text, width) {
			if Columns(l) > width && strings.Contains(l, " ") {
				t.Errorf("a line of %d columns at width %d: %s", Columns(l), width, l)
			}
		}
	}
}

// What a person copies from the screen must be one word for a shell.
func TestQuote(t *testing.T) {
	for in, want := range map[string]string{
		"plain-1.0/x=y": "plain-1.0/x=y", "": "''", "a b": "'a b'", "it's": `'it'\''s'`, "$(x)": "'$(x)'", "*": "'*'", "~": "'~'", "ä": "'ä'",
	} {
		if got := Quote(in); got != want {
			t.Errorf("Quote(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Second: "?", 0: "0s", 1400 * time.Millisecond: "1s", time.Minute: "1m", 10 * time.Minute: "10m", time.Hour: "1h",
		20 * time.Hour: "20h", 90 * time.Minute: "1h30m", 3661 * time.Second: "1h1m1s", 3605 * time.Second: "1h0m5s",
	} {
		if got := Span(d); got != want {
			t.Errorf("Span(%v) = %s, want %s", d, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", ""}, {"ten bytes.", "ten bytes."}, {"eleven byte", "eleven ..."}, {"版本版本版", "版本版本版"}, {"版本版本版本", "版本版..."},
		{"a\xff\xff", "a\xff\xff"}, {strings.Repeat("x", 1<<20), "xxxxxxx..."},
	} {
		if got := Cut(tt.text, 10); got != tt.want {
			t.Errorf("%.20q is cut to %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestRoff(t *testing.T) {
	for text, want := range map[string]string{".a\n.b": "\\&.a\n\\&.b", "it's -x": "it\\(aqs \\-x", "a\\b": "a\\eb"} {
		if got := Roff(text); got != want {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
	}
}
