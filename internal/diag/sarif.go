package diag

import (
	"io"
	"net/url"
	"slices"
)

// Tool is what SARIF tells of the program that found something. Rules may
// describe more codes than were found, or fewer.
type Tool struct {
	Name, Version, URI string
	Rules              []Rule
}

// Rule describes a code: Summary in one sentence, Help as plain text.
type Rule struct{ Code, Summary, Help string }

// SARIF prints diagnostics as a SARIF 2.1.0 log, which code scanning services
// read. Columns count characters, as everywhere here.
func SARIF(w io.Writer, ds []Diagnostic, tool Tool) error {
	rules, index := sarifRules(ds, tool.Rules)
	results := make([]sarifResult, len(ds))
	for i, d := range ds {
		text := Clean(d.Message)
		if d.Hint != "" {
			text += ". " + Clean(d.Hint)
		}
		results[i] = sarifResult{
			RuleID:    d.Code,
			RuleIndex: index[d.Code],
			Level:     sarifLevel(d.Severity),
			Message:   sarifText{text},
			Locations: []sarifLocation{{sarifPhysical{
				Artifact: sarifArtifact{(&url.URL{Path: d.File}).String()},
				Region:   sarifRegionOf(d),
			}}},
		}
	}
	return writeJSON(w, sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs: []sarifRun{{
			Tool:       sarifTool{sarifDriver{tool.Name, tool.Version, tool.URI, rules}},
			ColumnKind: "unicodeCodePoints",
			Results:    results,
		}},
	})
}

func sarifLevel(s Severity) string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	}
	return "note"
}

// sarifRules lists the described rules and, behind them, codes that were
// found without a description, and says where each stands.
func sarifRules(ds []Diagnostic, described []Rule) ([]sarifRule, map[string]int) {
	rules := []sarifRule{}
	index := make(map[string]int)
	add := func(r sarifRule) {
		if _, known := index[r.ID]; !known {
			index[r.ID] = len(rules)
			rules = append(rules, r)
		}
	}
	for _, r := range described {
		rule := sarifRule{ID: r.Code, Short: &sarifText{r.Summary}}
		if r.Help != "" {
			rule.Help = &sarifText{r.Help}
		}
		add(rule)
	}
	var codes []string
	for _, d := range ds {
		codes = append(codes, d.Code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		add(sarifRule{ID: code})
	}
	return rules, index
}

func sarifRegionOf(d Diagnostic) *sarifRegion {
	if d.Line < 1 {
		return nil
	}
	r := &sarifRegion{StartLine: d.Line, StartColumn: max(d.Column, 0)}
	if d.EndLine > d.Line {
		r.EndLine = d.EndLine
	}
	return r
}

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool       sarifTool     `json:"tool"`
	ColumnKind string        `json:"columnKind"`
	Results    []sarifResult `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version,omitempty"`
	URI     string      `json:"informationUri,omitempty"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID    string     `json:"id"`
	Short *sarifText `json:"shortDescription,omitempty"`
	Help  *sarifText `json:"help,omitempty"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID    string          `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Level     string          `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations"`
}

type sarifLocation struct {
	Physical sarifPhysical `json:"physicalLocation"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
	EndLine     int `json:"endLine,omitempty"`
}
