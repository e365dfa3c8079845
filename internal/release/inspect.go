package release

import (
	"bytes"
	"encoding/json"
	"fmt"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
)

// The inspect types are what `inspect --json` prints. Fields may be added,
// never renamed; lists are never null.
type (
	inspection struct {
		Documents []inspectDocument `json:"documents"`
	}
	inspectDocument struct {
		Path        string             `json:"path"`
		Language    string             `json:"language"`
		Key         string             `json:"key"`
		Profile     string             `json:"profile"`
		Why         string             `json:"why"`
		Pattern     string             `json:"pattern,omitempty"`
		Title       string             `json:"title"`
		Summary     string             `json:"summary,omitempty"`
		Lines       Lines              `json:"lines"`
		FrontMatter map[string]any     `json:"front_matter"`
		Notes       []inspectNote      `json:"notes"`
		Conditions  []inspectCondition `json:"conditions"`
		Basis       *inspectStatement  `json:"basis"`
		Procedures  *inspectStatement  `json:"procedures"`
		Releases    []inspectRelease   `json:"releases"`
		Extra       []inspectExtra     `json:"extra"`
		Diagnostics []inspectProblem   `json:"diagnostics"`
	}
	inspectNote struct {
		Severity string `json:"severity"`
		Label    string `json:"label,omitempty"`
		Section  string `json:"section,omitempty"`
		Span
		Text string `json:"text"`
	}
	inspectCondition struct {
		ID   string `json:"id"`
		When string `json:"when"`
		Span
		Text         string `json:"text"`
		ListVersions bool   `json:"list_versions"`
	}
	inspectStatement struct {
		Span
		Text string `json:"text"`
	}
	inspectRelease struct {
		ID      *string `json:"id"` // null for a procedure without a version
		Heading string  `json:"heading"`
		Span
		From        *string             `json:"from"`
		UpgradeFrom *string             `json:"upgrade_from"`
		Unreleased  bool                `json:"unreleased"`
		Status      string              `json:"status"`
		Aliases     []string            `json:"aliases"`
		Build       *string             `json:"build"`
		Deploy      *string             `json:"deploy_version"`
		Date        *string             `json:"date"`
		DateText    *string             `json:"date_text"`
		Summary     *string             `json:"summary"`
		Reason      *string             `json:"withdrawn_reason"`
		Link        *string             `json:"link"`
		BuiltAt     *string             `json:"built_at"`
		Commit      *string             `json:"commit"`
		Branch      *string             `json:"branch"`
		Toolchain   *string             `json:"toolchain"`
		Info        []inspectPair       `json:"info"`
		Sections    []inspectSection    `json:"sections"`
		Changes     []inspectChange     `json:"changes"`
		Steps       []inspectStep       `json:"steps"`
		Commands    []string            `json:"commands"`
		Notes       []inspectNote       `json:"notes"`
		Checks      []inspectCheck      `json:"checks"`
		Constraints []inspectConstraint `json:"constraints"`
		Extra       []inspectExtra      `json:"extra"`
		Told        []string            `json:"told,omitempty"` // sections that a person is asked to read
	}
	inspectPair struct {
		Key   string `json:"key"`
		Value string `json:"value"`
		Line  int    `json:"line"`
	}
	inspectSection struct {
		Title string `json:"title"`
		Role  Role   `json:"role"`
		Span
	}
	inspectChange struct {
		ID         string `json:"id"`
		BackportOf string `json:"backport_of,omitempty"`
		Type       string `json:"type"`
		Section    string `json:"section,omitempty"`
		Text       string `json:"text"`
		Span
		Breaking   bool            `json:"breaking"`
		Components []string        `json:"components"`
		ErrorCodes []string        `json:"error_codes"`
		Links      []string        `json:"links"`
		Children   []inspectChange `json:"children"`
	}
	inspectStep struct {
		Number int    `json:"number"`
		Under  int    `json:"under,omitempty"`
		Text   string `json:"text"`
		Span
		Actions []inspectAction `json:"actions"`
		Notes   []inspectNote   `json:"notes"`
	}
	inspectAction struct {
		Kind    string        `json:"kind"`
		Text    string        `json:"text,omitempty"`
		Command string        `json:"command,omitempty"`
		Argv    []string      `json:"argv,omitempty"`
		Check   *inspectCheck `json:"check,omitempty"`
		Why     string        `json:"why,omitempty"`
		Line    int           `json:"line"`
	}
	inspectCheck struct {
		ID     string `json:"id,omitempty"`
		Type   string `json:"type"`
		When   string `json:"when"`
		File   string `json:"file"`
		Format string `json:"format,omitempty"`
		Key    string `json:"key,omitempty"`
		Value  string `json:"value,omitempty"`
		// Of checks that start a program.
		Argv     []string          `json:"argv,omitempty"`
		Pattern  string            `json:"pattern,omitempty"`
		Versions []compat.Interval `json:"versions,omitempty"`
		Lasting  bool              `json:"lasting"`
		Span
	}
	inspectConstraint struct {
		Type       string   `json:"type"`
		Components []string `json:"components"`
		Span
		Text string `json:"text"`
	}
	inspectExtra struct {
		Kind    string `json:"kind"`
		Section string `json:"section"`
		Span
		Text string `json:"text"`
	}
	inspectProblem struct {
		Code     string        `json:"code"`
		Severity diag.Severity `json:"severity"`
		Line     int           `json:"line"`
		Column   int           `json:"column"`
		Message  string        `json:"message"`
		Hint     string        `json:"hint,omitempty"`
	}
)

// InspectJSON says how documents were read, every record with its lines.
func InspectJSON(docs []*Document) ([]byte, error) {
	out := inspection{Documents: []inspectDocument{}}
	for _, d := range docs {
		out.Documents = append(out.Documents, inspectOne(d))
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(out); err != nil {
		return nil, fmt.Errorf("write the inspection: %w", err)
	}
	return b.Bytes(), nil
}
