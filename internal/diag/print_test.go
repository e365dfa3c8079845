package diag

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestText(t *testing.T) {
	long := strings.Repeat("abcdefghi ", 50)
	for _, c := range []struct {
		name, source, want string
		d                  Diagnostic
	}{
		{"caret", "# A\ntext `b`\n", "g.md:2:6: warning UG301: m\n    2 | text `b`\n      |      ^\nhint: h\n",
			Diagnostic{Code: "UG301", Severity: Warning, Pos: Pos{"g.md", 2, 6}, Message: "m", Hint: "h"}},
		{"tab before", "\ta\tb\n", "g.md:1:4: error X: m\n    1 |     a   b\n      |         ^\n",
			Diagnostic{Code: "X", Severity: Error, Pos: Pos{"g.md", 1, 4}, Message: "m"}},
		{"wide characters", "升级到 v1\n", "g.md:1:5: info X: m\n    1 | 升级到 v1\n      |        ^\n",
			Diagnostic{Code: "X", Severity: Info, Pos: Pos{"g.md", 1, 5}, Message: "m"}},
		{"combining marks", "e\u0301a\n", "g.md:1:3: info X: m\n    1 | e\u0301a\n      |  ^\n",
			Diagnostic{Code: "X", Severity: Info, Pos: Pos{"g.md", 1, 3}, Message: "m"}},
		{"behind the end", "ab", "g.md:1:4: info X: m\n    1 | ab\n      |    ^\n",
			Diagnostic{Code: "X", Severity: Info, Pos: Pos{"g.md", 1, 4}, Message: "m"}},
		{"no column", "ab\r\ncd\r\n", "g.md:2: info X: m\n    2 | cd\n",
			Diagnostic{Code: "X", Severity: Info, Pos: Pos{"g.md", 2, 0}, Message: "m"}},
		{"no line", "ab", "g.md: info X: m\n", Diagnostic{Code: "X", Severity: Info, Pos: Pos{"g.md", 0, 0}, Message: "m"}},
		{"line that is not there", "ab\n", "g.md:2:1: info X: m\n", Diagnostic{Code: "X", Severity: Info, Pos: Pos{"g.md", 2, 1}, Message: "m"}},
		{"byte order mark", "\ufeffab\n", "g.md:1:2: info X: m\n    1 | ab\n      |  ^\n",
			Diagnostic{Code: "X", Severity: Info, Pos: Pos{"g.md", 1, 2}, Message: "m"}},
		{"long line, early", long, "g.md:1:11: info X: m\n    1 | " + long[:100] + "…\n      |           ^\n",
			Diagnostic{Code: "X", Severity: Info, Pos: Pos{"g.md", 1, 11}, Message: "m"}},
		{"long line, late", long, "g.md:1:301: info X: m\n    1 | …" + long[240:339] + "…\n      | " + strings.Repeat(" ", 61) + "^\n",
			Diagnostic{Code: "X", Severity: Info, Pos: Pos{"g.md", 1, 301}, Message: "m"}},
		{"hostile", "a\x1b[2Jb\u202ec\n", "g\\x1b.md:1:7: error X: a\\x1b[31m\\nb\\u202e\n    1 | a\\x1b[2Jb\\u202ec\n      |          ^\nhint: \\u009b\\x7f\n",
			Diagnostic{Code: "X", Severity: Error, Pos: Pos{"g\x1b.md", 1, 7}, Message: "a\x1b[31m\nb\u202e", Hint: "\u009b\x7f"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			if err := Text(&b, []Diagnostic{c.d}, func(string) []byte { return []byte(c.source) }); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, b.String()); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTextOfManyFiles(t *testing.T) {
	files := map[string]string{"a.md": "one\ntwo\nthree\n", "b.md": "four\n"}
	reads := 0
	source := func(file string) []byte {
		reads++
		if s, ok := files[file]; ok {
			return []byte(s)
		}
		return nil
	}
	var ds []Diagnostic
	for _, p := range []Pos{{"a.md", 1, 1}, {"a.md", 3, 2}, {"a.md", 2, 1}, {"b.md", 1, 1}, {"c.md", 1, 1}} {
		ds = append(ds, Diagnostic{Code: "X", Severity: Info, Pos: p, Message: "m"})
	}
	var b strings.Builder
	if err := Text(&b, ds, source); err != nil {
		t.Fatal(err)
	}
	want := "a.md:1:1: info X: m\n    1 | one\n      | ^\na.md:3:2: info X: m\n    3 | three\n      |  ^\n" +
		"a.md:2:1: info X: m\n    2 | two\n      | ^\nb.md:1:1: info X: m\n    1 | four\n      | ^\nc.md:1:1: info X: m\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	if reads != 3 {
		t.Errorf("%d reads, wanted 3", reads)
	}
}

func TestJSON(t *testing.T) {
	for _, c := range []struct {
		ds   []Diagnostic
		want string
	}{
		{nil, "[]\n"},
		{[]Diagnostic{{Code: "UG1", Severity: Error, Pos: Pos{"a<b>.md", 1, 2}, EndLine: 3, Message: "m \x1b\u202e\u009b 升 \U000e0041", Hint: "h"}},
			`[
  {
    "code": "UG1",
    "severity": "error",
    "file": "a<b>.md",
    "line": 1,
    "column": 2,
    "end_line": 3,
    "message": "m \u001b\u202e\u009b 升 \udb40\udc41",
    "hint": "h"
  }
]
`},
	} {
		var b bytes.Buffer
		if err := JSON(&b, c.ds); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, b.String()); diff != "" {
			t.Errorf("JSON (-want +got):\n%s", diff)
		}
		var again []Diagnostic
		if err := json.Unmarshal(b.Bytes(), &again); err != nil {
			t.Fatal(err)
		}
		if len(c.ds) > 0 {
			if diff := cmp.Diff(c.ds, again); diff != "" {
				t.Errorf("read again (-want +got):\n%s", diff)
			}
		}
	}
}

func TestSARIF(t *testing.T) {
	ds := []Diagnostic{
		{Code: "UG2", Severity: Warning, Pos: Pos{"dm/en/a b.md", 4, 2}, EndLine: 6, Message: "m\x1b", Hint: "h"},
		{Code: "UG9", Severity: Error, Pos: Pos{File: "升.md"}, Message: "n"},
		{Code: "UG2", Severity: Info, Pos: Pos{File: "x:y.md", Line: 1}, Message: "o"},
	}
	var b bytes.Buffer
	err := SARIF(&b, ds, Tool{Name: "upgraph", Version: "0.1.0", Rules: []Rule{{"UG1", "one", ""}, {"UG2", "two", "help"}}})
	if err != nil {
		t.Fatal(err)
	}
	var got any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	var want any
	const log = `{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [{
  "tool": {"driver": {"name": "upgraph", "version": "0.1.0", "rules": [
    {"id": "UG1", "shortDescription": {"text": "one"}},
    {"id": "UG2", "shortDescription": {"text": "two"}, "help": {"text": "help"}},
    {"id": "UG9"}]}},
  "columnKind": "unicodeCodePoints",
  "results": [
    {"ruleId": "UG2", "ruleIndex": 1, "level": "warning", "message": {"text": "m\\x1b. h"},
     "locations": [{"physicalLocation": {"artifactLocation": {"uri": "dm/en/a%20b.md"}, "region": {"startLine": 4, "startColumn": 2, "endLine": 6}}}]},
    {"ruleId": "UG9", "ruleIndex": 2, "level": "error", "message": {"text": "n"},
     "locations": [{"physicalLocation": {"artifactLocation": {"uri": "%E5%8D%87.md"}}}]},
    {"ruleId": "UG2", "ruleIndex": 1, "level": "note", "message": {"text": "o"},
     "locations": [{"physicalLocation": {"artifactLocation": {"uri": "./x:y.md"}, "region": {"startLine": 1}}}]}]}]}`
	if err := json.Unmarshal([]byte(log), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("SARIF (-want +got):\n%s", diff)
	}
	b.Reset()
	if err := SARIF(&b, nil, Tool{Name: "upgraph"}); err != nil || !strings.Contains(b.String(), `"results": []`) || !strings.Contains(b.String(), `"rules": []`) {
		t.Errorf("%v: %s", err, b.String())
	}
}

func TestGitHub(t *testing.T) {
	ds := []Diagnostic{
		{Code: "UG2", Severity: Warning, Pos: Pos{"a,b:c%.md", 4, 2}, EndLine: 6, Message: "50% \n::error::x", Hint: "h"},
		{Code: "UG9", Severity: Error, Pos: Pos{File: "x.md"}, Message: "n"},
		{Code: "UG9", Severity: Info, Pos: Pos{File: "x.md", Line: 7}, Message: "\x1b]0;t\a"},
	}
	var b strings.Builder
	if err := GitHub(&b, ds); err != nil {
		t.Fatal(err)
	}
	want := "::warning file=a%2Cb%3Ac%25.md,line=4,col=2,endLine=6,title=UG2::50%25 \\n::error::x%0Ahint: h\n" +
		"::error file=x.md,title=UG9::n\n" +
		"::notice file=x.md,line=7,title=UG9::\\x1b]0;t\\x07\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("commands (-want +got):\n%s", diff)
	}
}

func TestSortAndErrors(t *testing.T) {
	d := func(file string, line, column int, code, message string, s Severity) Diagnostic {
		return Diagnostic{Code: code, Severity: s, Pos: Pos{file, line, column}, Message: message}
	}
	want := []Diagnostic{
		d("a", 1, 2, "B", "x", Info), d("a", 2, 1, "A", "x", Info), d("a", 2, 1, "B", "a", Info),
		d("a", 2, 1, "B", "b", Info), d("b", 1, 1, "A", "x", Warning),
	}
	got := []Diagnostic{want[3], want[4], want[1], want[0], want[2]}
	Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	if HasErrors(got) || HasErrors(nil) || !HasErrors(append(got, d("c", 1, 1, "A", "x", Error))) {
		t.Error("errors are told wrong")
	}
}

// FuzzText holds every printer to its promise: no control character, and one
// line for each that is meant.
func FuzzText(f *testing.F) {
	f.Add("a\tb\x1b[0m升\u202e", "message\n::error::x", 3)
	f.Add("\xff\xfe", "", 1)
	f.Add(strings.Repeat("升", 200), "m", 150)
	f.Fuzz(func(t *testing.T, line, message string, column int) {
		ds := []Diagnostic{{Code: "X", Severity: Error, Pos: Pos{"f.md", 1, column}, Message: message, Hint: line}}
		source := func(string) []byte { return []byte(line) }
		for name, print := range map[string]func(*bytes.Buffer) error{
			"text":   func(b *bytes.Buffer) error { return Text(b, ds, source) },
			"json":   func(b *bytes.Buffer) error { return JSON(b, ds) },
			"sarif":  func(b *bytes.Buffer) error { return SARIF(b, ds, Tool{Name: message}) },
			"github": func(b *bytes.Buffer) error { return GitHub(b, ds) },
		} {
			var b bytes.Buffer
			if err := print(&b); err != nil {
				t.Fatal(name, err)
			}
			if s := strings.ReplaceAll(b.String(), "\n", ""); !isClean(s) {
				t.Fatalf("%s prints %q", name, s)
			}
			if lines := strings.Count(b.String(), "\n"); name == "text" && lines > 4 || name == "github" && lines != 1 {
				t.Fatalf("%s prints %d lines: %q", name, lines, b.String())
			}
		}
	})
}
