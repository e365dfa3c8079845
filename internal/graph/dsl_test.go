package graph

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/version"
)

// parse makes a catalog of a few lines, releases oldest first:
//
//	1.0                  a release
//	1.1 barrier          with a status
//	1.2 < 1.0            an edge from one release
//	1.3 < 1.0-1.2        from an interval, both ends included
//	1.4 < 1.0+ , 0-1.1   from 1.0 on; from the beginning to 1.1
//	1.5 < ?              from an undocumented source
//
// Words behind the edge are its status, "stop=1.1" and "avoid=1.2". A release
// may have more edges: lines that begin with its name again.
func parse(t testing.TB, text string) *compat.Catalog {
	t.Helper()
	c := &compat.Catalog{SchemaVersion: "1.0", Product: compat.Product{ID: "p"}, Rollback: compat.Rollback{Policy: "refuse", Statement: "unstated"}}
	for line := range strings.Lines(text) {
		head, tail, edge := strings.Cut(line, "<")
		words := strings.Fields(head)
		if len(words) == 0 {
			continue
		}
		id := words[0]
		if !slices.ContainsFunc(c.Releases, func(r compat.Release) bool { return r.ID == id }) {
			r := compat.Release{ID: id, SortKey: version.SortKeyOf(id), Status: compat.Supported}
			if len(words) > 1 {
				r.Status = compat.Status(words[1])
			}
			c.Releases = append(c.Releases, r)
		}
		if edge {
			c.Edges = append(c.Edges, parseEdge(id, tail, len(c.Edges)))
		}
	}
	if err := compat.Validate(c); err != nil {
		t.Fatal(err)
	}
	return c
}

func parseEdge(to, text string, n int) compat.Edge {
	e := compat.Edge{ID: fmt.Sprintf("e%d", n), To: to, Status: compat.Supported}
	for word := range strings.FieldsSeq(strings.ReplaceAll(text, ",", " ")) {
		low, high, both := strings.Cut(word, "-")
		key, value, named := strings.Cut(word, "=")
		switch {
		case word == "?":
		case named && key == "stop":
			e.MustStopAt = append(e.MustStopAt, value)
		case named && key == "avoid":
			e.Avoid = append(e.Avoid, value)
		case word == "withdrawn":
			e.Status = compat.Withdrawn
		case both:
			e.From = append(e.From, compat.Interval{Introduced: low, LastAffected: high})
		case strings.HasSuffix(word, "+"):
			e.From = append(e.From, compat.Interval{Introduced: strings.TrimSuffix(word, "+")})
		default:
			e.From = append(e.From, compat.Interval{Introduced: word, LastAffected: word})
		}
	}
	return e
}

func makeGraph(t testing.TB, text string) *Graph {
	t.Helper()
	g, err := New(parse(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// stops writes a path as "1.0 1.1 1.2".
func stops(from string, hops []Hop) string {
	var s strings.Builder
	s.WriteString(from)
	for _, h := range hops {
		s.WriteString(" " + h.To)
	}
	return s.String()
}
