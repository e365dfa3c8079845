package release

import (
	"fmt"
	"strings"

	"upgraph/internal/compat"
)

// told are the steps of an upgrade whose guide has none and says in words what to
// do: a person reads them. Nothing else may claim that the upgrade was done.
func told(parts []part) []compat.Step {
	steps := []compat.Step{}
	for _, p := range parts {
		if len(p.rel.Told) == 0 {
			continue
		}
		id := "read"
		if len(steps) > 0 {
			id = fmt.Sprintf("read-%d", len(steps)+1)
		}
		steps = append(steps, compat.Step{ID: id, Kind: "manual", Text: toRead(p), Source: source(p.doc, p.rel.Span)})
	}
	return steps
}

// toRead asks a person to read a release's part of a guide, in its language.
func toRead(p part) string {
	var titles []string
	for _, t := range p.rel.Told {
		if t != "" {
			titles = append(titles, t)
		}
	}
	ask, colon, comma, stop := "Read what the guide says of "+p.rel.ID+" and do what it asks", ": ", "; ", "."
	if strings.HasPrefix(p.doc.Language, "zh") {
		ask, colon, comma, stop = "阅读指南中关于 "+p.rel.ID+" 的说明并按其要求操作", "：", "；", "。"
	}
	if len(titles) == 0 {
		return ask + stop
	}
	return ask + colon + strings.Join(titles, comma) + stop
}
