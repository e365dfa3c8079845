package doc

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upgraph/internal/diag"
)

// show writes a value with the places of its parts.
func show(v Value) string {
	switch v.Kind {
	case Scalar:
		return fmt.Sprintf("%q@%d:%d", v.Scalar, v.Line, v.Column)
	case Sequence:
		items := make([]string, len(v.Items))
		for i, item := range v.Items {
			items[i] = show(item)
		}
		return "[" + strings.Join(items, " ") + "]"
	case Mapping:
		fields := make([]string, len(v.Fields))
		for i, f := range v.Fields {
			fields[i] = fmt.Sprintf("%s@%d:%d=%s", f.Key, f.Line, f.Column, show(f.Value))
		}
		return "{" + strings.Join(fields, " ") + "}"
	}
	return "null"
}

func TestFrontMatter(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"values stay as written", "---\ntitle: A\nversion: 1.20\ndraft: yes\nn: 0x10\nd: 2020-01-02\n---\n",
			`1-7 {title@2:1="A"@2:8 version@3:1="1.20"@3:10 draft@4:1="yes"@4:8 n@5:1="0x10"@5:4 d@6:1="2020-01-02"@6:4}`},
		{"quotes and blocks", "---\na: \"x\\ty\"\nb: 'it''s'\nc: |\n  one\n  two\nd: >-\n  one\n  two\n---\n",
			`1-10 {a@2:1="x\ty"@2:4 b@3:1="it's"@3:4 c@4:1="one\ntwo\n"@4:4 d@7:1="one two"@7:4}`},
		{"sequences and maps", "---\na:\n  - x\n  - {y: [z, 1]}\n---\n# H\n",
			`1-5 {a@2:1=["x"@3:5 {y@4:6=["z"@4:10 "1"@4:13]}]}`},
		{"nothing given", "---\na:\nb: ~\nc: 'null'\nd: ''\n---\n", `1-6 {a@2:1=null b@3:1=null c@4:1="null"@4:4 d@5:1=""@5:4}`},
		{"no keys", "---\n---\ntext\n", `1-2 {}`},
		{"comments only", "---\n# a\n\n---\n", `1-4 {}`},
		{"dashes inside", "---\na:\n -\n - b\nc: |\n  --\n  ----\n----: d\n---\n",
			`1-9 {a@2:1=[null "b"@4:4] c@5:1="--\n----\n"@5:4 ----@8:1="d"@8:7}`},
		{"columns are characters", "---\n标题: 升级 到 # x\n---\n", `1-3 {标题@2:1="升级 到"@2:5}`},
		{"carriage returns", "---\r\na: b\r\n---\r\n\r\n# H\r\n", `1-3 {a@2:1="b"@2:4}`},
		{"spaces behind a fence", "---  \na: b\n---\t\n", `1-3 {a@2:1="b"@2:4}`},
		{"no final line feed", "---\na: b\n---", `1-3 {a@2:1="b"@2:4}`},
		{"odd characters", "---\na: \"\\u0007\\uFFFE 😀 \\\" \\\\ é\\x7f\"\n---\n", `1-3 {a@2:1="\a\ufffe 😀 \" \\ é\x7f"@2:4}`},
		{"byte order mark", byteOrderMark + "---\na: b\n---\n", `1-3 {a@2:1="b"@2:4}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, ds := Parse("x.md", []byte(c.source))
			if d == nil || d.Front == nil {
				t.Fatal(ds)
			}
			checkDoc(t, d)
			got := fmt.Sprintf("%d-%d %s", d.Front.Line, d.Front.EndLine, show(d.Front.Value))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("front matter (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNoFrontMatter(t *testing.T) {
	for _, source := range []string{"# H\n", "\n---\na: b\n---\n", "----\na: b\n----\n", "- ---\n", " ---\na: b\n---\n", "--- a\n---\n"} {
		d, ds := Parse("x.md", []byte(source))
		if d == nil || d.Front != nil {
			t.Errorf("%q: %v", source, ds)
			continue
		}
		checkDoc(t, d)
	}
}

func TestFrontMatterProblems(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{"---\na: b\n", "x.md:1:1: error UG101: front matter opened by --- on line 1 is never closed"},
		{"---\na: b\n----\n", "x.md:1:1: error UG101: front matter opened by --- on line 1 is never closed"},
		{"---\na: b: c\n---\n", "x.md:2:5: error UG102: YAML: mapping values are not allowed in this context"},
		{"---\n标: @x\n---\n", "x.md:2:4: error UG102: YAML: found character that cannot start any token"},
		{"---\na: 1\nb: 2\na: 3\n---\n", `x.md:4:1: error UG103: key "a" is there twice, first on line 2`},
		{"---\nx: {a: 1, a: 2}\n---\n", `x.md:2:11: error UG103: key "a" is there twice, first on line 2`},
		{"---\na: &x 1\n---\n", "x.md:2:4: error UG104: anchors and aliases are not allowed"},
		{"---\n&k a: 1\n---\n", "x.md:2:1: error UG104: anchors and aliases are not allowed"},
		{"---\na: !!str 1\n---\n", "x.md:2:4: error UG104: tags are not allowed"},
		{"---\na: ! 1\n---\n", "x.md:2:4: error UG104: tags are not allowed"},
		{"---\na: {<<: {b: 1}}\n---\n", "x.md:2:5: error UG104: merge keys are not allowed"},
		{"---\n- a\n---\n", "x.md:2:1: error UG105: the front matter is a sequence, wanted keys with values"},
		{"---\njust text\n---\n", "x.md:2:1: error UG105: the front matter is a scalar, wanted keys with values"},
		{"---\n[a]: b\n---\n", "x.md:2:1: error UG106: a key has to be a plain text"},
		{"---\n'': b\n---\n", "x.md:2:1: error UG106: a key is empty"},
		{"---\n" + strings.Repeat("k", 300) + ": b\n---\n", "x.md:2:1: error UG106: a key has 300 bytes, at most 256 are read"},
		{"---\na: " + strings.Repeat("[", 40) + strings.Repeat("]", 40) + "\n---\n", "x.md:2:36: error UG107: values are nested too deep"},
		{"---\na: b\nc: x\u0085d: e\n---\n", "x.md:3:5: error UG110: character U+0085 ends a line in YAML, though it does not look so"},
		{"---\na: b\n'c\u2028': e\n---\n", "x.md:3:3: error UG110: character U+2028 ends a line in YAML, though it does not look so"},
		{"---\na: b\n...\nc: d\n---\n", "x.md:3:1: error UG109: a second YAML document"},
	} {
		d, ds := Parse("x.md", []byte(c.source))
		if d != nil || len(ds) != 1 || ds[0].String() != c.want {
			t.Errorf("%q:\n got %v\nwant %s", c.source, ds, c.want)
		}
	}
}

func TestParseYAML(t *testing.T) {
	v, ds := ParseYAML("site.yaml", []byte(byteOrderMark+"# c\n---\na: [1.20, null]\n"), 1)
	if len(ds) != 1 || ds[0].Code != "UG203" || show(v) != `{a@3:1=["1.20"@3:5 null]}` {
		t.Errorf("got %s and %v", show(v), ds)
	}
	if diff := cmp.Diff(map[string]any{"a": []any{"1.20", nil}}, v.Any()); diff != "" {
		t.Error(diff)
	}
	for source, want := range map[string]string{
		"a: b\n---\nc: d\n":           "y.yaml:11:1: error UG109: a second YAML document",
		"b:\na: c\u2029\n":            "y.yaml:11:5: error UG110: character U+2029 ends a line in YAML, though it does not look so",
		"a: \xff\n":                   "y.yaml:10:4: error UG201: byte 0xff is no UTF-8",
		"a: \x00\n":                   "y.yaml:10:4: error UG202: NUL character",
		"a:\n\t- b\n":                 "y.yaml:11:1: error UG102: YAML: found character that cannot start any token",
		"%YAML 1.9\n---\na: b\n":      "y.yaml:10:1: error UG102: YAML: found incompatible YAML document",
		strings.Repeat("[", 2_000_00): "y.yaml:10:10001: error UG102: YAML: exceeded max depth of 10000",
	} {
		if _, ds := ParseYAML("y.yaml", []byte(source), 10); len(ds) != 1 || ds[0].String() != want {
			t.Errorf("%.30q:\n got %v\nwant %s", source, ds, want)
		}
	}
	for _, source := range []string{"", "\n", "# only\n", "---\n"} {
		if v, ds := ParseYAML("y.yaml", []byte(source), 1); v.Kind != Null || len(ds) > 0 {
			t.Errorf("%q: got %s and %v", source, show(v), ds)
		}
	}
}

func TestProblemsAreBounded(t *testing.T) {
	_, ds := ParseYAML("y.yaml", []byte(strings.Repeat("a: b\n", 1000)), 1)
	if len(ds) != maxYAMLProblems {
		t.Errorf("%d diagnostics, wanted %d", len(ds), maxYAMLProblems)
	}
}

func TestSameAsMeta(t *testing.T) {
	ours := map[string]any{"a": []any{"1", nil, map[string]any{"b": "c"}}}
	for _, c := range []struct {
		theirs any
		want   bool
	}{
		{map[string]any{"a": []any{"1", nil, map[any]any{"b": "c"}}}, true},
		{map[string]any{"a": []any{1, nil, map[any]any{"b": "c"}}}, false},
		{map[string]any{"a": []any{"1", nil}}, false},
		{map[string]any{"b": []any{"1", nil, map[any]any{"b": "c"}}}, false},
		{map[string]any{"a": "1"}, false},
		{map[string]any(nil), false},
	} {
		if got := sameAsMeta(ours, c.theirs); got != c.want {
			t.Errorf("%v: got %t", c.theirs, got)
		}
	}
}

func FuzzFrontMatter(f *testing.F) {
	for _, s := range []string{
		"a: b", "a: 1.20\nb: [c, {d: e}]", "a: |\n  --\n  ---x", "a:\n -\n - b", "\"\\u0000\": 1", "a: \"\\U0001F600\\xff\"",
		"a: 'b\n\n  c'", "? a\n: b", "a: ~", "a: !t b", "*a", "<<: a", "a: b\r\nc: d", "# x", "{a: b, c}", "a: >+\n  b\n\n",
		"标题: 值", "a: b #c", "'a': \"b\"", "a: \u2028b", "a: \u0085b", "\ufeffa: b", "a: - b", "true: no\n1: 2\nnull: x",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, inner string) {
		checkPlain(t, inner+"\n")
		source := "---\n" + inner + "\n---\n# H\n"
		d, ds := Parse("fuzz.md", []byte(source))
		if d == nil {
			for _, p := range ds {
				if p.Code == "UG108" || p.Code == "UG211" || p.Line < 1 || p.Column < 1 {
					t.Fatal(p)
				}
			}
			if !diag.HasErrors(ds) {
				t.Fatal("no document and no error")
			}
			return
		}
		checkDoc(t, d)
		checkValue(t, d.Front.Value, d.Front.Span)
	})
}

func checkValue(t *testing.T, v Value, within Span) {
	if v.Line < within.Line || v.Line > within.EndLine || v.Column < 1 {
		t.Fatalf("a %s at %d:%d, outside of lines %d to %d", v.Kind, v.Line, v.Column, within.Line, within.EndLine)
	}
	for _, item := range v.Items {
		checkValue(t, item, within)
	}
	for _, field := range v.Fields {
		checkValue(t, field.Value, within)
	}
}
