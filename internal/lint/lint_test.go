package lint

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/profile"
	"upgraph/internal/release"
)

// findings reads a document as a build does and gives everything that is said
// about it.
func findings(t *testing.T, name, source string) []diag.Diagnostic {
	t.Helper()
	src, out := doc.Parse(name, []byte(source))
	if src == nil {
		t.Fatalf("%s: %v", name, out)
	}
	d := profile.Read(src, profile.Options{Language: "en", Key: "example"})
	if d.Lines.Accounted != d.Lines.Total {
		t.Errorf("%s: %d of %d lines are accounted for", name, d.Lines.Accounted, d.Lines.Total)
	}
	out = append(out, d.Diagnostics...)
	out = append(out, Document(d, src)...)
	docs := []*release.Document{d}
	c, ds := release.Lower(release.Input{Product: compat.Product{ID: "example", Title: "Example"}, Documents: docs})
	out = append(out, ds...)
	return append(out, Product(docs, c)...)
}

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
		if r.Bad == "" && r.Code == readerFault.Code {
			continue
		}
		bad := findings(t, "bad.md", r.Bad)
		if !slices.Equal(codes(bad), []string{r.Code}) {
			t.Errorf("%s: the bad example triggers %v, want only its own rule: %v", r.Code, codes(bad), bad)
		}
		for _, d := range bad {
			if d.Line == 0 || d.Column == 0 || d.Message == "" || d.Hint == "" {
				t.Errorf("%s: finding %+v has no place, message or hint", r.Code, d)
			}
		}
		if good := findings(t, "good.md", r.Good); len(good) > 0 {
			t.Errorf("%s: the good example triggers %v", r.Code, good)
		}
	}
}

func TestRulesAreWhole(t *testing.T) {
	code := regexp.MustCompile(`^UG3\d\d$`)
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
