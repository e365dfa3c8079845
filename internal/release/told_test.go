package release_test

import (
	"fmt"
	"strings"
	"testing"

	"upgraph/internal/compat"
)

// TestWordsAreReadByAPerson holds that an upgrade whose guide has words and no
// steps asks a person to read them, and that no other does.
func TestWordsAreReadByAPerson(t *testing.T) {
	c, ds := lower(t,
		releaseFile("v1.0.0", "", "- Add a thing\n"),
		releaseFile("v1.1.0", "", "Convert the tables.\n\n## Cache\n\nEmpty it.\n"),
		releaseFile("v1.2.0", "", "## Cache\n\nEmpty it.\n\n## Upgrade steps\n\n1. Stop it.\n"),
		releaseFile("v1.3.0", "", "Copy the files.\n"),
	)
	if len(ds) > 0 {
		t.Errorf("diagnostics %v", ds)
	}
	want := []string{
		"",
		"read manual Read what the guide says of v1.1.0 and do what it asks: Cache. en/v1.1.0.md:1-11",
		"1 manual Stop it. en/v1.2.0.md:13-13",
		"read manual Read what the guide says of v1.3.0 and do what it asks. en/v1.3.0.md:1-7",
	}
	for i, e := range c.Edges {
		var got []string
		for _, s := range e.Steps {
			got = append(got, strings.Join([]string{s.ID, s.Kind, s.Text, lines(s.Source)}, " "))
		}
		if strings.Join(got, "\n") != want[i] {
			t.Errorf("edge %s asks for %q, want %q", e.ID, got, want[i])
		}
	}
}

// TestEachDocumentIsRead holds that two documents that tell of one release are
// both read.
func TestEachDocumentIsRead(t *testing.T) {
	c, _ := lower(t,
		file{"en/a.md", "# Upgrading Tool\n\n## v1.1.0\n\nConvert the tables.\n\n## v1.0.0\n\n- Add a\n"},
		file{"en/b.md", "# Migration notes\n\n## v1.1.0\n\n### Cache\n\nEmpty it.\n"},
	)
	e := c.Edges[len(c.Edges)-1]
	if len(e.Steps) != 2 || e.Steps[0].ID != "read" || e.Steps[1].ID != "read-2" || e.Steps[0].Source.File == e.Steps[1].Source.File {
		t.Errorf("edge %s has the steps %+v", e.ID, e.Steps)
	}
}

// TestGuidesInProseAreNeverSilent holds it over guides that hardly have a step.
func TestGuidesInProseAreNeverSilent(t *testing.T) {
	c := guide(t, "linkerd/linkerd.io/content/2.14/tasks/upgrade.md")
	for _, e := range c.Edges {
		if len(e.Steps) == 0 {
			t.Errorf("edge %s has no step, and its guide is full of words", e.ID)
		}
	}
}

func lines(s compat.Source) string { return fmt.Sprintf("%s:%d-%d", s.File, s.Line, s.EndLine) }
