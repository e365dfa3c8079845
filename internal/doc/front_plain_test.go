package doc

import (
	"reflect"
	"strings"
	"testing"
)

// What is read as plain front matter reads the same for everybody.
func checkPlain(t *testing.T, inner string) (plain bool) {
	t.Helper()
	got, plain := plainFront(inner, 2)
	if !plain {
		return false
	}
	want, ds := parseYAML("p.md", inner, 2)
	if len(ds) > 0 || !reflect.DeepEqual(got, want) {
		t.Fatalf("%q is read as %+v, as YAML it is %+v %v", inner, got, want, ds)
	}
	tree, err := parseMarkdown(&Front{Value: got}, "")
	if err != nil || !sameAsMeta(got.Any(), tree.front) {
		t.Fatalf("%q: goldmark-meta reads %v %v", inner, tree.front, err)
	}
	return true
}

func TestPlainFront(t *testing.T) {
	for _, inner := range []string{
		"title: Upgrade to v1.0.5\nversion: v1.0.5\ndate: 2020-01-02\n", "a: 1.20\n", "a: 1e3\n", "a: true\nb: no\n", "a: 0x1F\n",
		"null: b\n", "a-b_c: d's (e, f) g/h + i - j\n", "a: x, y\n", "a: 2020-01-02 - 3\n",
	} {
		if !checkPlain(t, inner) {
			t.Errorf("%q is not plain", inner)
		}
	}
	for _, inner := range []string{
		"", "\n", "a:\n", "a: \n", "a: b \n", "a:  b\n", "a: b: c\n", "a: b #c\n", "a: b\n  c\n", "a: b\n\nc: d\n", "# a: b\n", "a: null\n", "a: NULL\n",
		"a: ~\n", "a: [b]\n", "a: 'b'\n", "a: \"b\"\n", "a: -b\n", "a: - b\n", "a: .5\n", "a: *b\n", "a: &b\n", "a: !b\n", "a: |\n", "a: b\ta\n",
		"a: b\na: c\n", "A: b\n", "1: b\n", "a: é\n", "a b: c\n", strings.Repeat("k", 65) + ": a\n", "a: b\n---\n", "- a: b\n",
	} {
		if checkPlain(t, inner) {
			t.Errorf("%q is left to nobody", inner)
		}
	}
}
