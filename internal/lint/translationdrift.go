package lint

import (
	"cmp"
	"fmt"
	"slices"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/release"
)

var translationDrift = Rule{
	Code: "UG318", Name: "translation-drift", Severity: diag.Warning,
	What: "Two translations of one guide differ in their releases, or in the number of changes, steps or commands of one.",
	Why:  "The readers of one language miss a fix or do another procedure than the one that scripts run.",
	Bad: "-- en.md --\n## Upgrade to v1.2.4\n\n- Fix a leak\n- Add a quiet mode\n" +
		"-- zh.md --\n## 升级到 v1.2.4\n\n- 修复泄漏\n",
	Good: "-- en.md --\n## Upgrade to v1.2.4\n\n- Fix a leak\n- Add a quiet mode\n" +
		"-- zh.md --\n## 升级到 v1.2.4\n\n- 修复泄漏\n- 新增安静模式\n",
	product: func(docs []*release.Document, _ *compat.Catalog) []diag.Diagnostic {
		var out []diag.Diagnostic
		before := map[string][]*release.Document{} // by what translations have in common
		for _, d := range docs {
			if d.Key == "" {
				continue
			}
			if at := slices.IndexFunc(before[d.Key], func(o *release.Document) bool { return o.Language != d.Language }); at >= 0 {
				out = append(out, drift(before[d.Key][at], d)...)
			}
			before[d.Key] = append(before[d.Key], d)
		}
		return out
	},
}

// drift compares a translation with the guide it is of.
func drift(first, second *release.Document) []diag.Diagnostic {
	var out []diag.Diagnostic
	report := func(line int, message string) {
		out = append(out, diag.Diagnostic{Code: "UG318", Severity: diag.Warning,
			Pos: diag.Pos{File: second.Path, Line: line, Column: 1}, Message: message,
			Hint: "bring the two translations together"})
	}
	for _, a := range first.Releases {
		b := counterpart(second, a)
		if b == nil {
			report(1, fmt.Sprintf("%s is in %s and not here", a.ID, first.Path))
			continue
		}
		for _, k := range []struct {
			what        string
			here, there int
		}{
			{"changes", len(b.Changes), len(a.Changes)},
			{"steps", len(b.Steps), len(a.Steps)},
			{"commands", toRun(b), toRun(a)},
		} {
			if k.here != k.there {
				report(b.Line, fmt.Sprintf("%s has %d %s here and %d in %s (line %d)", a.ID, k.here, k.what, k.there, first.Path, a.Line))
			}
		}
	}
	for _, b := range second.Releases {
		if counterpart(first, b) == nil {
			report(b.Line, fmt.Sprintf("%s is here and not in %s", b.ID, first.Path))
		}
	}
	return out
}

// toRun counts the commands outside of changes: what a change names, as in
// "fix what happens after running x", each language says in its own way.
func toRun(r *release.Release) int {
	n := 0
	for _, c := range r.Commands {
		at, _ := slices.BinarySearchFunc(r.Changes, c.Line, func(k release.Change, line int) int { return cmp.Compare(k.EndLine, line) })
		if at == len(r.Changes) || r.Changes[at].Line > c.Line {
			n++
		}
	}
	return n
}

func counterpart(d *release.Document, r *release.Release) *release.Release {
	for _, o := range d.Releases {
		if o.ID == r.ID && o.From == r.From {
			return o
		}
	}
	return nil
}
