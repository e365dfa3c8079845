package lint

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/profile"
	"upgraph/internal/release"
)

// findings reads documents as a build does and gives everything that is said
// about them. The language of a document is the name of its file.
func findings(t *testing.T, name, source string) []diag.Diagnostic {
	t.Helper()
	var out []diag.Diagnostic
	var docs, primary []*release.Document
	var sources []*doc.Doc
	for _, f := range split(name, source) {
		src, ds := doc.Parse(f[0], []byte(f[1]))
		if src == nil {
			return ds
		}
		sources = append(sources, src)
		// en.md and zh.md are translations, zh/x.md is of no other.
		language, key := "en", f[0]
		if first, rest, folder := strings.Cut(f[0], "/"); folder && len(first) == 2 {
			language = first
		} else if stem, ok := strings.CutSuffix(f[0], ".md"); ok && len(stem) == 2 && rest == "" {
			language, key = stem, "example"
		}
		d := profile.Read(src, profile.Options{Language: language, Key: key})
		if d.Lines.Accounted != d.Lines.Total {
			t.Errorf("%s: %d of %d lines are accounted for", f[0], d.Lines.Accounted, d.Lines.Total)
		}
		out = append(append(append(out, ds...), d.Diagnostics...), Document(d, src)...)
		docs = append(docs, d)
		if language == docs[0].Language {
			primary = append(primary, d)
		}
	}
	c, ds := release.Lower(release.Input{Product: compat.Product{ID: "example", Title: "Example"}, Documents: primary})
	return Suppress(slices.Concat(out, ds, Product(docs, c), Site(sources)), sources, true)
}

// split cuts an example at its lines "-- NAME --"; without any it is one
// document.
func split(name, source string) [][2]string {
	marks := fileMark.FindAllStringSubmatchIndex(source, -1)
	if len(marks) == 0 {
		return [][2]string{{name, source}}
	}
	var out [][2]string
	for i, m := range marks {
		end := len(source)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		out = append(out, [2]string{source[m[2]:m[3]], source[m[1]:end]})
	}
	return out
}

var fileMark = regexp.MustCompile(`(?m)^-- (\S+) --\n`)

func codes(ds []diag.Diagnostic) []string {
	var out []string
	for _, d := range ds {
		if !slices.Contains(out, d.Code) {
			out = append(out, d.Code)
		}
	}
	return out
}

func TestExamples(t *testing.T) {
	for _, r := range rules {
		if r.Bad == "" && (r.Code == readerFault.Code || r.Code < "UG300" || r.Code > "UG400") {
			continue // faults of the program, of other files, or of megabytes
		}
		bad := findings(t, "bad.md", r.Bad)
		if !slices.Equal(codes(bad), []string{r.Code}) {
			t.Errorf("%s: the bad example triggers %v, want only its own rule: %v", r.Code, codes(bad), bad)
		}
		for _, d := range bad {
			if d.Line == 0 || d.Column == 0 || d.Message == "" || d.Hint == "" && r.Code > "UG300" {
				t.Errorf("%s: finding %+v has no place, message or hint", r.Code, d)
			}
		}
		if good := findings(t, "good.md", r.Good); len(good) > 0 {
			t.Errorf("%s: the good example triggers %v", r.Code, good)
		}
	}
}

func TestRulesAreWhole(t *testing.T) {
	code := regexp.MustCompile(`^UG[1-4]\d\d$`)
	var seen []string
	for _, r := range rules {
		if !code.MatchString(r.Code) || r.Name == "" || r.What == "" || r.Why == "" || r.Severity == "" {
			t.Errorf("%s %s: a part of the rule is missing", r.Code, r.Name)
		}
		if slices.Contains(seen, r.Code) || slices.Contains(seen, r.Name) {
			t.Errorf("%s %s: the code or the name is used twice", r.Code, r.Name)
		}
		seen = append(seen, r.Code, r.Name)
		if got, ok := Explain(r.Code); !ok || got.Name != r.Name {
			t.Errorf("%s is not explained", r.Code)
		}
	}
	if !slices.IsSortedFunc(rules, func(a, b Rule) int { return slices.Compare([]string{a.Code}, []string{b.Code}) }) {
		t.Error("the rules are not in the order of their codes")
	}
	if _, ok := Explain("UG000"); ok {
		t.Error("a rule is explained that there is not")
	}
}

// TestCorpusIsNoError holds that no real guide is refused by a rule.
func TestCorpusIsNoError(t *testing.T) {
	const corpus = "../../../shared/corpus"
	files := 0
	err := filepath.WalkDir(corpus, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".md" {
			return err
		}
		files++
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(corpus, path)
		if err != nil {
			return err
		}
		for _, d := range findings(t, filepath.ToSlash(name), string(source)) {
			if d.Severity == diag.Error {
				t.Errorf("%v", d)
			}
			if testing.Verbose() && d.Code != "UG312" && d.Code != "UG311" {
				t.Logf("%v", d)
			}
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Skipf("the corpus is not beside the checkout: %v", err)
	}
}

func TestGuideFindings(t *testing.T) {
	const name = "docs-dm/en/upgrade-dm-1.0.md"
	source, err := os.ReadFile(filepath.Join("../../../shared/corpus", filepath.FromSlash(name)))
	if err != nil {
		t.Skipf("the corpus is not beside the checkout: %v", err)
	}
	type at struct {
		code string
		line int
	}
	var got []at
	for _, d := range findings(t, name, string(source)) {
		if d.Code != "UG304" && d.Code != "UG312" {
			got = append(got, at{d.Code, d.Line})
		}
	}
	want := []at{{"UG301", 44}, {"UG303", 194}, {"UG305", 194}}
	if !slices.Equal(got, want) {
		t.Errorf("findings %v, want %v", got, want)
	}
}

// A release from which no way leads to the head is reported once, where the gap
// is; what cannot leave because its author says so is no fault.
func TestHeadOutOfReach(t *testing.T) {
	for _, tt := range []struct {
		name, source string
		want         []string
	}{
		{"the release before the gap", "## From 1.0 to 1.1\n\n- A\n\n## From 1.1 to 1.2\n\n- A\n\n## From 1.3 to 1.4\n\n- A\n", []string{"from 1.2 no way leads to 1.4"}},
		{"a way that leaves one behind", "---\nreleases:\n  - {version: v1.2.0, upgrade_from: \">=1.1.0\"}\n---\n\n## Upgrade to v1.2.0\n\n- A\n\n## Upgrade to v1.1.0\n\n- A\n\n## Upgrade to v1.0.0\n\n- A\n", nil},
		{"a range that leaves the one before out", "---\nreleases:\n  - {version: v1.2.0, upgrade_from: \"<1.1.0\"}\n---\n\n## Upgrade to v1.2.0\n\n- A\n\n## Upgrade to v1.1.0\n\n- A\n\n## Upgrade to v1.0.0\n\n- A\n",
			[]string{"from v1.1.0 no way leads to v1.2.0"}},
		{"a dead end", "---\nreleases:\n  - {version: v1.2.0, upgrade_from: \"<1.1.0\"}\n  - {version: v1.1.0, status: dead-end}\n---\n\n## Upgrade to v1.2.0\n\n- A\n\n## Upgrade to v1.1.0\n\n- A\n\n## Upgrade to v1.0.0\n\n- A\n", nil},
		{"newer than the head", "## Upgrade to v1.2.0-rc.1\n\n- A\n\n## Upgrade to v1.1.0\n\n- A\n", nil},
	} {
		ds := slices.DeleteFunc(findings(t, "guide.md", tt.source), func(d diag.Diagnostic) bool { return d.Code != outOfReach.Code })
		if len(ds) != len(tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, ds, tt.want)
			continue
		}
		for i, d := range ds {
			if !strings.HasPrefix(d.Message, tt.want[i]) || d.Severity != diag.Warning {
				t.Errorf("%s: %v, want %q", tt.name, d, tt.want[i])
			}
		}
		if Promised(ds); len(ds) > 0 && !diag.HasErrors(ds) {
			t.Errorf("%s: no error where product.yaml states the channels", tt.name)
		}
	}
}
