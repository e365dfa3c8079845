package version

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func mustParse(t testing.TB, s string) Version {
	t.Helper()
	v, err := Parse(s)
	if err != nil {
		t.Fatalf("Parse(%q): %v", s, err)
	}
	return v
}

// ascending are chains in which every version is before the next one.
var ascending = [][]string{
	{"v1.0.0-rc.1", "v1.0.0-rc.1-12-gaa39ff9", "v1.0.0", "v1.0.0-10-geb2889c9", "v1.0.1", "v1.0.2", "v1.0.3",
		"v1.0.4", "v1.0.4-1-gd681c67", "v1.0.5", "v1.0.15", "v1.0.15.1", "v10.1.5"},
	// the chain that semver.org gives
	{"1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0"},
	{"v1.0.0-9-gaaaaaaa", "v1.0.0-10-gaaaaaaa", "v1.0.0-10-gbbbbbbb", "v1.0.0-10-gbbbbbbb-dirty", "v1.0.0-100-g0000000"},
	{"86.12.1", "87.x", "87.0.0-rc.1", "87.0.0", "87.1.x", "87.1.0", "88.x"},
	{"12.0", "12.0-1", "12.0-2", "12.0-10", "12.0.1", "12.1"},
	{"2026-08-19", "2026-08-20", "2026-08-20-1", "2026-08-21", "2026-09", "2026-12", "2027-01-01"},
	{"1.0.2", "1.0.2a", "1.0.2b", "1.0.2z", "1.0.2za", "1.0.2zh", "1.1.0"},
	{"RELEASE.2023-10-16T04-13-43Z", "RELEASE.2023-10-25T06-33-25Z", "2023-10-25T06-34-00Z"},
	{"2.0.0b1", "2.0.0RC1", "2.0.0RC2", "2.0.0RC10", "2.0.0", "2.0.0-p1", "2.0.0.post2", "2.0.0-p10", "2.0.1"},
	{"4.0 Beta 3", "4.0 RC1", "4.0 RC 2", "4.0"},
	{"stable-2.13.9", "stable-2.14.0", "2.14.1"},
	{"1.0.0", "1.0.0+a", "1.0.0+b", "1.0.0-1-gabcdef0", "1.0.1-0"},
	{"1.2.3.x", "1.2.3", "1.2.3.0.x", "1.2.3.0.1", "1.2.3.4", "1.2.3.4.5"},
}

func TestOrder(t *testing.T) {
	for _, chain := range ascending {
		for i, a := range chain {
			for j, b := range chain {
				want := min(max(i-j, -1), 1)
				va, vb := mustParse(t, a), mustParse(t, b)
				if got := Compare(va, vb); got != want {
					t.Errorf("Compare(%s, %s) = %d, want %d", a, b, got, want)
				}
				if got := strings.Compare(va.SortKey(), vb.SortKey()); got != want {
					t.Errorf("keys of %s (%s) and %s (%s) compare as %d, want %d", a, va.SortKey(), b, vb.SortKey(), got, want)
				}
			}
		}
	}
}

func TestEqualSpellings(t *testing.T) {
	for _, group := range [][]string{
		{"v1.0.5", "1.0.5", "V1.0.5", "stable-1.0.5", "release/v1.0.5", "1.0.5.0"},
		{"1.0", "1", "v1.0.0", "1.0.0.0", "1.0.Final", "1.0.0.GA"},
		{"2.0.0RC1", "2.0.0-rc.1", "2.0.0.rc1", "2.0.0rc-1"},
		{"2026-08-20", "2026.8.20", "2026.08.20"},
		{"87.x", "v87.X", "87.*", "87.x.x"},
	} {
		for _, s := range group {
			if a, b := mustParse(t, group[0]), mustParse(t, s); Compare(a, b) != 0 || a.SortKey() != b.SortKey() {
				t.Errorf("%s (%s) and %s (%s) are not equal", a, a.SortKey(), b, b.SortKey())
			}
		}
	}
}

func TestParts(t *testing.T) {
	for _, tt := range []struct {
		in, base, hash string
		distance       int
		pre, family    bool
	}{
		{in: "v1.0.0-rc.1-12-gaa39ff9", base: "v1.0.0-rc.1", distance: 12, hash: "aa39ff9", pre: true},
		{in: "v1.0.0-10-geb2889c9", base: "v1.0.0", distance: 10, hash: "eb2889c9"},
		{in: "v1.0.0-10-geb2889c9-dirty", base: "v1.0.0", distance: 10, hash: "eb2889c9"},
		{in: "v1.0.0-dirty", base: "v1.0.0"},
		{in: "v1.0.5", base: "v1.0.5"},
		{in: "12.0-1", base: "12.0-1"},
		{in: "2026-08-20", base: "2026-08-20"},
		{in: "1.0.0-1", base: "1.0.0-1", pre: true},
		{in: "1.0.0RC1", base: "1.0.0RC1", pre: true},
		{in: "4.0 RC 2", base: "4.0RC2", pre: true},
		{in: "87.x", base: "87.x", family: true},
	} {
		v := mustParse(t, tt.in)
		distance, hash := v.Describe()
		if v.String() != tt.in || v.Base() != tt.base || distance != tt.distance || hash != tt.hash ||
			v.IsPrerelease() != tt.pre || v.IsFamily() != tt.family {
			t.Errorf("Parse(%q): string %q, base %q, describe %d %q, prerelease %v, family %v", tt.in,
				v.String(), v.Base(), distance, hash, v.IsPrerelease(), v.IsFamily())
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for in, want := range map[string]string{
		"":                             "is empty",
		"latest":                       "no number",
		"v":                            "no number",
		"1.0 GA":                       "cannot be read",
		"1.0.":                         "cannot be read",
		"1..0":                         "cannot be read",
		"1.0.0-":                       "must be letters",
		"1.0.0-a..b":                   "must be letters",
		"1.0.0-ü":                      "must be letters",
		"1.0.0+":                       "must be letters",
		"87.x-rc":                      "nothing may follow",
		"2026-02-30":                   "no such day",
		"2026-13":                      "no such day",
		"1234567890123456789":          "18 digits",
		"1.0.0-1234567890123456789":    "18 digits",
		"1" + strings.Repeat(".1", 30): "more than 16 numbers",
		strings.Repeat("1", 200):       "longer than 128",
		"1.0.0; rm -rf /":              "cannot be read",
		"-1.0":                         "no number",
	} {
		_, err := Parse(in)
		e, ok := errors.AsType[*SyntaxError](err)
		if !ok || !strings.Contains(e.Msg, want) {
			t.Errorf("Parse(%q): error %v, want one with %q", in, err, want)
		}
	}
}

// randomVersion makes versions whose parts collide often, so that every rule
// of the order is asked.
func randomVersion(r *rand.Rand) string {
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	numbers := func() string {
		return pick("0", "1", "2", "9", "10", "11", "99", "100", "101", fmt.Sprint(r.IntN(2000)), fmt.Sprint(r.Uint64N(1e18)))
	}
	var b strings.Builder
	b.WriteString(pick("", "v", "stable-", "release/v"))
	b.WriteString(numbers())
	for range r.IntN(5) {
		b.WriteString("." + numbers())
	}
	switch r.IntN(10) {
	case 0:
		b.WriteString(".x")
		return b.String()
	case 1:
		b.WriteString("-" + numbers())
	case 2:
		b.WriteString(pick("RC1", "rc2", "b1", "p1", ".Final", "a"))
	case 3, 4, 5:
		b.WriteString("-" + pick("rc", "RC", "alpha", "beta", "a-b", "a-", "-", "0a", "rc1", "z"))
		for range r.IntN(3) {
			b.WriteString("." + pick(numbers(), "rc", "x", "-1", "a0"))
		}
	}
	if r.IntN(6) == 0 {
		b.WriteString("+" + pick("a", "b", "a.1", "a-1", "k3s1", "1"))
	}
	if r.IntN(4) == 0 {
		b.WriteString("-" + pick("0", "1", "2", "10", "12") + "-g" + pick("aa39ff9", "eb2889c9", "eb2889c", "0000"))
	}
	if r.IntN(20) == 0 {
		b.WriteString("-dirty")
	}
	return b.String()
}

// Sort keys and Compare must agree, and Compare must turn with its arguments.
func TestSortKeyAgreesWithCompare(t *testing.T) {
	pairs := 1_000_000
	if testing.Short() {
		pairs = 100_000
	}
	r := rand.New(rand.NewPCG(1, 5))
	seen := map[int]int{}
	pool := make([]Version, 4000)
	keys := make([]string, len(pool))
	for n := range pairs {
		if n%50_000 == 0 {
			for i := range pool {
				pool[i] = mustParse(t, randomVersion(r))
				keys[i] = pool[i].SortKey()
			}
		}
		i, j := r.IntN(len(pool)), r.IntN(len(pool))
		want := Compare(pool[i], pool[j])
		if got := strings.Compare(keys[i], keys[j]); got != want {
			t.Fatalf("%s and %s compare as %d, their keys %s and %s as %d", pool[i], pool[j], want, keys[i], keys[j], got)
		}
		if got := Compare(pool[j], pool[i]); got != -want {
			t.Fatalf("Compare(%s, %s) = %d and turned round %d", pool[i], pool[j], want, got)
		}
		seen[want]++
	}
	if len(seen) != 3 {
		t.Errorf("the random pairs gave only the answers %v", seen)
	}
}

// Compare must agree with itself over three versions.
func TestOrderIsTransitive(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 7))
	for range 20_000 {
		vs := []Version{mustParse(t, randomVersion(r)), mustParse(t, randomVersion(r)), mustParse(t, randomVersion(r))}
		slices.SortFunc(vs, Compare)
		if Compare(vs[0], vs[1]) > 0 || Compare(vs[1], vs[2]) > 0 || Compare(vs[0], vs[2]) > 0 {
			t.Fatalf("%s, %s and %s cannot be ordered", vs[0], vs[1], vs[2])
		}
	}
}

func TestSortKeyIsPrintable(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	for range 20_000 {
		v := mustParse(t, randomVersion(r))
		if i := strings.IndexFunc(v.SortKey(), func(c rune) bool { return c <= ' ' || c > '~' }); i >= 0 {
			t.Fatalf("the key %q of %s has a character that is not printable ASCII", v.SortKey(), v)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, chain := range ascending {
		for _, s := range chain {
			f.Add(s, "v1.0.0")
		}
	}
	f.Add("1.0.0-10-g", "-dirty")
	f.Fuzz(func(t *testing.T, a, b string) {
		va, err := Parse(a)
		if err != nil {
			return
		}
		if again, err := Parse(va.String()); err != nil || Compare(va, again) != 0 {
			t.Fatalf("%q read again: %v, %v", a, again, err)
		}
		if _, err := Parse(va.Base()); err != nil {
			t.Fatalf("the base of %q is no version: %v", a, err)
		}
		vb, err := Parse(b)
		if err != nil {
			return
		}
		if want, got := Compare(va, vb), strings.Compare(va.SortKey(), vb.SortKey()); got != want {
			t.Fatalf("%q and %q compare as %d, their keys as %d", a, b, want, got)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := Parse("v1.0.0-rc.1-12-gaa39ff9"); err != nil {
			b.Fatal(err)
		}
	}
}
