package lint

import (
	"fmt"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/release"
	"upgraph/internal/version"
)

var onlyTranslated = Rule{
	Code: "UG343", Name: "only-translated", Severity: diag.Warning,
	What: "Only guides in another language tell of a release: the records, scripts and JSON are made from the first language alone, so the release is in none of them.",
	Why:  "Nobody finds the release, and whoever upgrades across it misses its changes and steps.",
	Bad: "-- en.md --\n## Upgrade to v1.2.3\n\n- Fix a leak\n" +
		"-- zh/new.md --\n## 升级到 v1.2.4\n\n- 新增安静模式\n",
	Good: "-- en.md --\n## Upgrade to v1.2.4\n\n- Add a quiet mode\n\n## Upgrade to v1.2.3\n\n- Fix a leak\n" +
		"-- zh/new.md --\n## 升级到 v1.2.4\n\n- 新增安静模式\n",
	product: func(docs []*release.Document, c *compat.Catalog) []diag.Diagnostic {
		known, translated := map[string]bool{}, map[string]bool{}
		for i := range c.Releases {
			known[c.Releases[i].SortKey] = true
		}
		for _, d := range docs {
			if d.Language == docs[0].Language && d.Key != "" {
				translated[d.Key] = true
			}
		}
		var out []diag.Diagnostic
		for _, d := range docs {
			if d.Language == docs[0].Language || translated[d.Key] {
				continue // what translations of one guide differ in is said of them
			}
			for _, r := range d.Releases {
				v, err := version.Parse(r.ID)
				if err != nil || r.Unreleased || known[v.SortKey()] {
					continue
				}
				out = append(out, diag.Diagnostic{Code: "UG343", Severity: diag.Warning,
					Pos:     diag.Pos{File: d.Path, Line: r.Line, Column: 1},
					Message: fmt.Sprintf("only guides in %s tell of %s; the releases are those that guides in %s tell of, so it has no page, script or JSON", d.Language, r.ID, docs[0].Language),
					Hint:    fmt.Sprintf("write the guide in %s too, or name %s first under languages in site.yaml", docs[0].Language, d.Language)})
			}
		}
		return out
	},
}
