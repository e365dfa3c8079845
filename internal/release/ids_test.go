package release

import (
	"slices"
	"testing"
)

// TestMarksOfChanges holds what authors write behind a change to name it.
func TestMarksOfChanges(t *testing.T) {
	for text, want := range map[string][]string{
		"Fix it {#leak}": {"Fix it", "leak", "", ""},
		"Fix it {#leak component=a backport_of=v2-change-leak}": {"Fix it", "leak", "v2-change-leak", "a"},
		"Fix it {component=DM-worker}":                          {"Fix it", "", "", "DM-worker"},
		"Use `{#id}` in templates":                              {"Use `{#id}` in templates", "", "", ""},
		"Use {braces}":                                          {"Use {braces}", "", "", ""},
		"Set {a=b}":                                             {"Set {a=b}", "", "", ""},
		"Fix {#a} it":                                           {"Fix {#a} it", "", "", ""},
	} {
		rest, id, backport, components := CutMarks(text)
		got := []string{rest, id, backport, ""}
		if len(components) > 0 {
			got[3] = components[0]
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestOnce holds that a way shows a change once where it meets it twice, and
// that changes which only sound alike stay.
func TestOnce(t *testing.T) {
	got := Once([][]Change{
		{{Text: "Fix typos"}, {ID: "leak", Text: "Close the leak"}, {Text: "Close the door", BackportOf: "v2.0.0-change-make-the-door-close"}},
		{{Text: "Fix typos"}, {ID: "leak", Text: "Close the leak"}},
		{{Text: "Make the door close"}, {Text: "Close the leak again", BackportOf: "leak"}},
	})
	want := [][]string{{"Fix typos", "Close the leak", "Close the door"}, {"Fix typos"}, nil}
	for i := range want {
		var texts []string
		for _, c := range got[i] {
			texts = append(texts, c.Text)
		}
		if !slices.Equal(texts, want[i]) {
			t.Errorf("release %d shows %v, want %v", i, texts, want[i])
		}
	}
}
