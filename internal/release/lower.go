package release

import (
	"slices"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/version"
)

// Input is what a product's catalog is made of.
type Input struct {
	Product compat.Product
	// Documents are the guides in the primary language, in content order.
	Documents []*Document
	// Channels are those of the configuration; without any, one is made.
	Channels  []Channel
	Generator string
	// Approved reports whether a person approved what a step runs; nil means
	// that nothing is approved.
	Approved func(releaseID string, s compat.Step) bool
}

// Lower makes the catalog of a product. The catalog is whole as far as the
// guides allow even where diagnostics hold errors; an error means that it must
// not be published.
func Lower(in Input) (*compat.Catalog, []diag.Diagnostic) {
	l, ds := LowerAgain(in)
	return l.Catalog, ds
}

// LowerAgain is Lower for guides that are written while the catalog is looked at.
func LowerAgain(in Input) (*Lowered, []diag.Diagnostic) {
	l := &lowering{in: in, byKey: map[string]*node{}}
	l.collect()
	l.order()
	l.addSources()
	c := &compat.Catalog{
		Schema: compat.SchemaURL, SchemaVersion: compat.SchemaVersion,
		Generator: in.Generator, Product: in.Product,
		Channels: []compat.Channel{}, Releases: []compat.Release{}, Edges: []compat.Edge{},
		Constraints: []compat.Constraint{}, Checks: []compat.Check{}, Conditions: []compat.Condition{},
		Risks: []compat.Risk{}, Notes: []compat.Note{},
		Rollback: compat.Rollback{Policy: "refuse", Statement: "unstated"},
	}
	if c.Product.Components == nil {
		c.Product.Components = []string{}
	}
	l.catalog = c
	l.releases()
	l.conditions()
	l.checksAndConstraints()
	l.risks()
	l.supersessions()
	l.addLasting()
	l.edges()
	l.channels()
	c.Requires = compat.Requirements(c)
	diag.Sort(l.found)
	return &Lowered{Catalog: c, by: l}, l.found
}

// lowering is the state of one call of [Lower].
type lowering struct {
	in      Input
	catalog *compat.Catalog
	nodes   []*node // in upgrade order once order has run
	byKey   map[string]*node
	found   []diag.Diagnostic
	// lasting are the ids of checks that hold from a release on, by release id.
	lasting map[string][]string
	// tools are the programs that checks ask for by name, by id of the check.
	tools map[string]string
	// upTo are the lasting checks that hold at each node; dropped is what each
	// part of the guides supersedes, by id.
	upTo    [][]string
	dropped map[*Release][]string
	names   []version.Names // of the releases, once they are asked for
	general []*Document     // of the whole product, once they are asked for
	// named are the releases that have a name, folded.
	named map[string][]*node
}

func (l *lowering) report(d diag.Diagnostic) { l.found = append(l.found, d) }

// conditions takes each condition once, and the product's notes and what is
// said about going back. What an _index file says comes first: it speaks for
// the product. Whatever the sentence on going back is, no edge leads back.
func (l *lowering) conditions() {
	docs := slices.Clone(l.in.Documents)
	slices.SortStableFunc(docs, func(a, b *Document) int { return rank(a) - rank(b) })
	seen := map[string]bool{}
	for _, d := range docs {
		if back := d.Rollback; back != nil && l.catalog.Rollback.Source == nil {
			at := source(d, back.Span)
			l.catalog.Rollback.Statement, l.catalog.Rollback.Source = flow(back.Text), &at
		}
		for _, c := range d.Conditions {
			if seen[c.ID] {
				continue
			}
			seen[c.ID] = true
			l.catalog.Conditions = append(l.catalog.Conditions, compat.Condition{
				ID: c.ID, When: c.When, Text: flow(c.Text), ListVersions: c.ListVersions, Source: source(d, c.Span),
			})
		}
		for _, n := range d.Notes {
			if isIndex(d) || d.Profile.Name == "sections" {
				x := note(d, n)
				if !slices.ContainsFunc(l.catalog.Notes, func(o compat.Note) bool { return saidBefore(o, x) }) {
					l.catalog.Notes = append(l.catalog.Notes, x)
				}
			}
		}
	}
	slices.SortStableFunc(l.catalog.Conditions, func(a, b compat.Condition) int {
		return strings.Compare(b.When, a.When) // before, then after
	})
}

func rank(d *Document) int {
	if isIndex(d) {
		return 0
	}
	return 1
}

func isIndex(d *Document) bool {
	return strings.HasPrefix(d.Path[strings.LastIndex(d.Path, "/")+1:], "_index.")
}

func source(d *Document, s Span) compat.Source {
	return compat.Source{File: d.Path, Line: s.Line, EndLine: s.EndLine}
}

func note(d *Document, n Note) compat.Note {
	return compat.Note{Severity: n.Severity, Label: n.Label, Text: flow(n.Text), Source: source(d, n.Span)}
}
