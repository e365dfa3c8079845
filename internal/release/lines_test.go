package release_test

import (
	"slices"
	"strings"
	"testing"

	"upgraph/internal/compat"
)

// log is a changelog with a section for each heading.
func log(headings ...string) file {
	var text strings.Builder
	text.WriteString("# Changelog\n")
	for _, h := range headings {
		text.WriteString("\n## " + h + "\n\n- Fix it\n")
	}
	return file{"CHANGELOG.md", text.String()}
}

// TestLinesInOneDocument holds what order and edges a changelog makes that tells
// its lines of releases by their days.
func TestLinesInOneDocument(t *testing.T) {
	for name, c := range map[string]struct {
		files         []file
		order, edges  string
		head, reports string
	}{
		"maintenance by place": {
			files: []file{log("2.1.0", "1.9.3", "2.0.0", "1.9.2", "1.9.1")},
			order: "1.9.1 1.9.2 1.9.3 2.0.0 2.1.0", head: "2.1.0",
			edges: "..1.9.1 [0 1.9.1], 1.9.1..1.9.2 [1.9.1 1.9.1], 1.9.2..1.9.3 [1.9.2 1.9.2], 1.9.2..2.0.0 [1.9.2 1.9.3], 2.0.0..2.1.0 [2.0.0 2.0.0]",
		},
		"maintenance by day": {
			files: []file{log("2.0.0 - 2026-02-01", "1.9.3 - 2026-03-01", "1.9.2 - 2026-01-01")},
			order: "1.9.2 1.9.3 2.0.0", head: "2.0.0",
			edges: "..1.9.2 [0 1.9.2], 1.9.2..1.9.3 [1.9.2 1.9.2], 1.9.2..2.0.0 [1.9.2 1.9.3]",
		},
		"oldest first": {
			files: []file{log("1.9.2", "2.0.0", "1.9.3", "2.1.0")},
			order: "1.9.2 1.9.3 2.0.0 2.1.0", head: "2.1.0",
			edges: "..1.9.2 [0 1.9.2], 1.9.2..1.9.3 [1.9.2 1.9.2], 1.9.2..2.0.0 [1.9.2 1.9.3], 2.0.0..2.1.0 [2.0.0 2.0.0]",
		},
		"a new minor line below the head": {
			files: []file{log("1.10.0", "2.0.1", "2.0.0", "1.9.0")},
			order: "1.9.0 1.10.0 2.0.0 2.0.1", head: "2.0.1",
			edges: "..1.9.0 [0 1.9.0], 1.9.0..1.10.0 [1.9.0 1.9.0], 1.9.0..2.0.0 [1.9.0 1.10.0], 2.0.0..2.0.1 [2.0.0 2.0.0]",
		},
		"the document ends within a line": {
			files: []file{log("2.1.0", "1.9.3", "2.0.0")},
			order: "1.9.3 2.0.0 2.1.0", head: "2.1.0",
			edges: "..1.9.3 [0 1.9.3], 1.9.3..2.0.0 [1.9.3 1.9.3], 2.0.0..2.1.0 [2.0.0 2.0.0]",
		},
		"line by line": {
			files: []file{log("2.1.0", "2.0.0", "1.1.0", "1.0.0")},
			order: "1.0.0 1.1.0 2.0.0 2.1.0", head: "2.1.0",
			edges: "..1.0.0 [0 1.0.0], 1.0.0..1.1.0 [1.0.0 1.0.0], 1.1.0..2.0.0 [1.1.0 1.1.0], 2.0.0..2.1.0 [2.0.0 2.0.0]",
		},
		"the oldest line first, each newest first": {
			files: []file{log("1.1.1", "1.1.0", "1.0.0", "2.1.0", "2.0.1", "2.0.0")},
			order: "1.0.0 1.1.0 1.1.1 2.0.0 2.0.1 2.1.0", head: "2.1.0",
			edges: "..1.0.0 [0 1.0.0], 1.0.0..1.1.0 [1.0.0 1.0.0], 1.1.0..1.1.1 [1.1.0 1.1.0], 1.1.1..2.0.0 [1.1.1 1.1.1], 2.0.0..2.0.1 [2.0.0 2.0.0], 2.0.1..2.1.0 [2.0.1 2.0.1]",
		},
		"from days to numbers": {
			files: []file{log("1.0.1", "1.0.0", "20160726", "20160629")},
			order: "20160629 20160726 1.0.0 1.0.1", head: "1.0.1", reports: "UG308",
			edges: "..20160629 [0 20160629], 20160629..20160726 [20160629 20160629], 20160726..1.0.0 [20160726 20160726], 1.0.0..1.0.1 [1.0.0 1.0.0]",
		},
		"files with days": {
			files: []file{releaseFile("v2.0.0", "date: 2026-02-01\n", "- Add a\n"), releaseFile("v1.9.3", "date: 2026-03-01\n", "- Fix b\n"), releaseFile("v1.9.2", "date: 2026-01-01\n", "- Fix c\n")},
			order: "v1.9.2 v1.9.3 v2.0.0", head: "v2.0.0",
			edges: "..v1.9.2 [0 v1.9.2], v1.9.2..v1.9.3 [v1.9.2 v1.9.2], v1.9.2..v2.0.0 [v1.9.2 v1.9.3]",
		},
		"files without": {
			files: []file{releaseFile("v2.0.0", "", "- Add a\n"), releaseFile("v1.9.3", "", "- Fix b\n")},
			order: "v1.9.3 v2.0.0", head: "v2.0.0",
			edges: "..v1.9.3 [0 v1.9.3], v1.9.3..v2.0.0 [v1.9.3 v1.9.3]",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, ds := lower(t, c.files...)
			if order := strings.Join(ids(got), " "); order != c.order {
				t.Errorf("order %s, want %s", order, c.order)
			}
			var all []string
			for _, e := range edges(got) {
				all = append(all, strings.TrimSuffix(e, " adjacent-sections"))
			}
			if have := strings.Join(all, ", "); have != c.edges {
				t.Errorf("edges\n%s, want\n%s", have, c.edges)
			}
			if got.Channels[0].Head != c.head {
				t.Errorf("head %s, want %s", got.Channels[0].Head, c.head)
			}
			var codes []string
			for _, d := range ds {
				codes = append(codes, d.Code)
			}
			if strings.Join(codes, " ") != c.reports {
				t.Errorf("reported %v", ds)
			}
		})
	}
}

// TestNoWayDownALine holds that nobody is led from a release to one of a lower
// line that came out later, and that it leaves older upgrades as they are.
func TestNoWayDownALine(t *testing.T) {
	before, _ := lower(t, log("2.0.0", "1.9.2", "1.9.1"))
	after, _ := lower(t, log("1.9.3", "2.0.0", "1.9.2", "1.9.1"))
	for _, e := range after.Edges {
		if strings.HasPrefix(e.ID, "2.") && strings.HasPrefix(e.To, "1.") {
			t.Errorf("edge %s", e.ID)
		}
	}
	for _, e := range before.Edges {
		if !slices.ContainsFunc(after.Edges, func(o compat.Edge) bool { return o.ID == e.ID }) {
			t.Errorf("edge %s is gone", e.ID)
		}
	}
}
