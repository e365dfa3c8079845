package release

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/version"
)

// risks declares the risks that edges refer to, in upgrade order.
func (l *lowering) risks() {
	seen := map[string]compat.Risk{}
	for _, n := range l.nodes {
		for _, p := range n.parts {
			for _, r := range p.rel.Risks {
				k := compat.Risk{ID: r.ID, Text: flow(r.Text), URL: r.URL, Source: source(p.doc, r.Span)}
				if r.Check != nil {
					c := l.check(p, "risk/"+r.ID, *r.Check)
					k.Check = &c
				}
				if first, ok := seen[r.ID]; ok {
					same := first.Text == k.Text && first.URL == k.URL && (first.Check == nil) == (k.Check == nil) &&
						(k.Check == nil || sameCheck(*first.Check, *k.Check))
					l.contradiction(p, r.Span, "risk", r.ID, same, first.Source)
					continue
				}
				seen[r.ID] = k
				l.catalog.Risks = append(l.catalog.Risks, k)
			}
		}
	}
}

// sameCheck reports whether two checks ask the same, wherever they stand.
func sameCheck(a, b compat.Check) bool {
	a.Source, b.Source, a.Text, b.Text, a.ID, b.ID = nil, nil, "", "", "", ""
	return reflect.DeepEqual(a, b)
}

// contradiction reports an id that stands for two things.
func (l *lowering) contradiction(p part, at Span, what, id string, same bool, first compat.Source) {
	if !same {
		l.wrongWay(p, at.Line, 1, fmt.Sprintf("%s %q means something else at %s:%d", what, id, first.File, first.Line), "give each an id of its own, or say the same in both")
	}
}

func (l *lowering) wrongWay(p part, line, column int, message, hint string) {
	l.report(diag.Diagnostic{Code: "UG309", Severity: diag.Error,
		Pos: diag.Pos{File: p.doc.Path, Line: max(line, 1), Column: max(column, 1)}, Message: message, Hint: hint})
}

// way gives an edge what front matter says of the way to its release.
func (l *lowering) way(e *compat.Edge, n *node, parts []part) {
	for _, p := range parts {
		for _, name := range p.rel.MustStopAt {
			e.MustStopAt = l.passed(e.MustStopAt, n, p, name, "must_stop_at")
		}
		for _, name := range p.rel.Avoid {
			e.Avoid = l.passed(e.Avoid, n, p, name, "avoid")
		}
		for _, r := range p.rel.Risks {
			if !slices.Contains(e.Risks, r.ID) {
				e.Risks = append(e.Risks, r.ID)
			}
		}
		for _, id := range l.dropped[p.rel] {
			if !slices.Contains(e.Supersedes, id) {
				e.Supersedes = append(e.Supersedes, id)
			}
		}
	}
	l.gate(e, n, parts)
}

// passed adds a release that paths to a node stop at or avoid.
func (l *lowering) passed(ids []string, n *node, p part, name Name, key string) []string {
	o := l.resolve(p, name, key)
	switch {
	case o == nil:
	case o.at >= n.at:
		l.wrongWay(p, name.Line, name.Column, fmt.Sprintf("%s names %s, which is not before %s", key, o.id, n.id), "name releases that come before this one")
	case !slices.Contains(ids, o.id):
		return append(ids, o.id)
	}
	return ids
}

// resolve finds the release that an author names.
func (l *lowering) resolve(p part, name Name, key string) *node {
	i, err := version.Resolve(name.Text, l.allNames())
	if err != nil {
		l.wrongWay(p, name.Line, name.Column, fmt.Sprintf("%s names no release: %v", key, err), "name a release by its version or an alias")
		return nil
	}
	return l.nodes[i]
}

// allNames are the names of the releases, in upgrade order; they are collected
// where they are first asked for.
func (l *lowering) allNames() []version.Names {
	if l.names == nil {
		for i := range l.catalog.Releases {
			r := &l.catalog.Releases[i]
			l.names = append(l.names, version.Names{ID: r.ID, Build: r.Build, Deploy: r.DeployVersion, Aliases: r.Aliases})
		}
	}
	return l.names
}

// supersessions finds what authors say needs no minding any more.
func (l *lowering) supersessions() {
	l.dropped = map[*Release][]string{}
	var ids []string
	for i := range l.catalog.Checks {
		ids = append(ids, l.catalog.Checks[i].ID)
	}
	for i := range l.catalog.Constraints {
		ids = append(ids, l.catalog.Constraints[i].ID)
	}
	for i := range l.catalog.Risks {
		ids = append(ids, l.catalog.Risks[i].ID)
	}
	for _, n := range l.nodes {
		for _, p := range n.parts {
			for _, name := range p.rel.Supersedes {
				if id, ok := l.superseded(n, p, name, ids); ok {
					l.dropped[p.rel] = append(l.dropped[p.rel], id)
				}
			}
		}
	}
}

func (l *lowering) superseded(n *node, p part, name Name, ids []string) (string, bool) {
	if slices.Contains(ids, name.Text) {
		return name.Text, true
	}
	if i, err := version.Resolve(name.Text, l.allNames()); err == nil && i < n.at {
		return l.nodes[i].id, true
	}
	hint := "name a release before " + n.id
	if len(ids) > 0 {
		hint += ", or one of " + strings.Join(ids[:min(len(ids), 8)], ", ")
	}
	l.wrongWay(p, name.Line, name.Column, fmt.Sprintf("supersedes names %q, which is no check, constraint, risk or earlier release", name.Text), hint)
	return "", false
}

// gate holds back the hop behind the one to a node. Two parts of the guides
// may both state it, alike.
func (l *lowering) gate(e *compat.Edge, n *node, parts []part) {
	var first compat.Source
	for _, p := range parts {
		g := p.rel.Gate
		if g == nil {
			continue
		}
		k := &compat.Gate{Text: flow(g.Text), WaitSeconds: g.WaitSeconds}
		if g.Check != nil {
			c := l.check(p, n.id+"/gate", *g.Check)
			k.Check = &c
		}
		if e.Gate == nil {
			e.Gate, first = k, source(p.doc, g.Span)
			continue
		}
		same := e.Gate.WaitSeconds == k.WaitSeconds && (e.Gate.Check == nil) == (k.Check == nil) && (k.Check == nil || sameCheck(*e.Gate.Check, *k.Check))
		l.contradiction(p, g.Span, "gate", n.id, same, first)
	}
}
