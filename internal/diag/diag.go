// Package diag holds what the compiler has to say about its input: positions,
// diagnostics and, in their own files, the printers for people, editors and CI.
//
// It knows nothing of Markdown, YAML or releases, and it never decides whether
// a build goes on: callers ask [HasErrors].
package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity says whether a diagnostic stops a build.
type Severity string

const (
	Error   Severity = "error"   // the build stops, exit code 1
	Warning Severity = "warning" // the build goes on; --strict makes it an error
	Info    Severity = "info"    // worth knowing, nothing to mend
)

// Pos is a place in an input file. File is slash-separated and relative to the
// content folder (or as given on the command line). Line and Column count from
// 1, Column in characters; 0 means that the part is not known.
type Pos struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Diagnostic is one finding. Code is stable ("UG101") and can be explained;
// Message says what is wrong and what was expected, in one lower-case sentence
// without a full stop; Hint says how to mend it and may be empty.
type Diagnostic struct {
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	Pos
	EndLine int    `json:"end_line,omitempty"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

func (d Diagnostic) String() string {
	return fmt.Sprintf("%s: %s %s: %s", d.Pos, d.Severity, d.Code, d.Message)
}

// HasErrors reports whether any diagnostic is an [Error].
func HasErrors(ds []Diagnostic) bool {
	return slices.ContainsFunc(ds, func(d Diagnostic) bool { return d.Severity == Error })
}

// Sort orders diagnostics by file, line, column and code, so that equal input
// prints equal text however many workers found them.
func Sort(ds []Diagnostic) {
	slices.SortStableFunc(ds, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Message, b.Message),
		)
	})
}
