// Package release holds what was read from guides: documents, releases,
// changes, steps, checks and notes, each with its lines, and their lowering to
// the compatibility catalog.
//
// It must not know how a guide is written (package profile does) nor how
// anything is shown.
package release

import (
	"upgraph/internal/compat"
	"upgraph/internal/diag"
)

// Span is a range of lines of the document, counted from 1, both included.
type Span struct {
	Line    int `json:"line"`
	EndLine int `json:"end_line"`
}

// Document is one guide as it was read. All texts are Markdown as the author
// wrote it unless a field says otherwise.
type Document struct {
	Path     string // relative to the content folder, slash-separated
	Language string // "en", "zh", …
	// Key is equal for translations of one document ("product/v1.0.5").
	Key            string
	Title, Summary string
	Profile        Profile
	// Front is the front matter verbatim: string, []any, map[string]any.
	Front map[string]any
	// Notes hold for the document; those of one release are with it.
	Notes      []Note
	Conditions []Condition
	// Basis is the sentence that says from where each release is reached, nil
	// when the document has none; Procedures is the one that calls every
	// section an upgrade procedure.
	Basis, Procedures *Statement
	// Rollback is what the document says about going back, nil when it says
	// nothing.
	Rollback *Statement
	Releases []*Release
	// Extra is every block outside the releases that is nothing of the above.
	Extra       []Extra
	Lines       Lines
	Diagnostics []diag.Diagnostic
}

// Profile is the dialect a document was read with.
type Profile struct {
	Name    string `json:"name"` // sections, release-file, edge-file, procedure, plain
	Why     string `json:"why"`
	Pattern string `json:"pattern,omitempty"`
}

// Lines counts the lines of a document: Accounted are those that belong to
// exactly one record or to extra.
type Lines struct {
	Total     int `json:"total"`
	Accounted int `json:"accounted"`
	Extra     int `json:"extra"`
}

// Release is one version's part of a guide.
type Release struct {
	ID      string
	Heading string
	// HeadingName is what the author calls the heading for links; may be empty.
	HeadingName string
	Span
	// From is the version text of an edge in the heading, UpgradeFrom a range
	// from front matter (">=1.0.2"). Both may be empty.
	From, UpgradeFrom string
	// FromLine is the line of From or UpgradeFrom.
	FromLine int
	// Stated are the fields that front matter gives: "build", "deploy_version".
	Stated []string
	// Order is the explicit place from front matter, 0 when there is none.
	Order  int
	Status compat.Status
	// Unreleased says that the part has a heading but no version yet: it is
	// shown and never a release of the catalog.
	Unreleased bool
	// Withdrawn is the mark of a release that was taken back ("YANKED"), Reason
	// what is said about it.
	Withdrawn, Reason string
	// Summary is the prose before all else, Link where the heading leads.
	Summary, Link string
	Aliases       []string
	// Build is what the binaries print, Deploy what deployment tooling is told.
	Build, Deploy string
	Date          string // YYYY-MM-DD or empty
	// DateText is the date as it is written, whether or not it can be read.
	DateText       string
	BuiltAt        string // RFC 3339 UTC or empty
	Commit, Branch string
	Toolchain      string
	Info           []KeyValue // version information verbatim, in order
	Sections       []Section
	Changes        []Change
	Steps          []Step
	Commands       []Command
	Notes          []Note
	Checks         []Check
	Constraints    []Constraint
	Extra          []Extra
	// Told are the titles of the sections in which a release without steps says in
	// words what an upgrade asks for, empty for what stands before the first.
	Told []string
	// MustStopAt and Avoid name releases, Supersedes checks, constraints,
	// risks and releases too, all as the author writes them.
	MustStopAt, Avoid, Supersedes []Name
	Risks                         []Risk
	Gate                          *Gate
}

// Name is what an author calls something, and where.
type Name struct {
	Text         string
	Line, Column int
}

// KeyValue is one line of version information.
type KeyValue struct {
	Key, Value string
	Line       int
}

// Role of a section of a release.
type Role string

const (
	RoleInfo    Role = "info"    // version information
	RoleChanges Role = "changes" // what changed
	RoleSteps   Role = "steps"   // what to do
	RoleNotes   Role = "notes"   // what to mind
	RoleOther   Role = "other"
)

// Section is a headed part of a release.
type Section struct {
	Title string
	// Name is what its author calls it for links, empty where it has only words.
	Name string
	Role Role
	// Type is breaking, security, removed or deprecated where the title says so,
	// or that of a section around it.
	Type string
	// Foreign says that the section stands on the level of the releases and is
	// of none: nothing in it is a step or a change.
	Foreign bool
	Span
}

// Change is a top-level bullet of a change section, nested ones as Children.
type Change struct {
	Type       string // added, changed, improved, fixed, deprecated, removed, security
	Text       string
	Section    string
	Components []string
	ErrorCodes []string
	Links      []string
	Breaking   bool
	// ID is the author's own name of the change, BackportOf that of a change
	// that this one carries over to another line; both may be empty.
	ID, BackportOf string
	Children       []Change
	Span
}

// Step is an item of an ordered list under a steps heading, or a step heading.
type Step struct {
	Number int // the author's
	// Under is the number of the step heading the step stands under, or of the
	// list it belongs to where a release has several; 0 when neither is needed
	// to tell the steps of a release apart.
	Under   int
	Text    string
	Actions []Action
	Notes   []Note
	Span
}

// Action is one thing a step asks for. Kind is manual, check, exec or shell.
type Action struct {
	Kind    string
	Text    string   // what the guide says
	Command string   // exec: as written; shell: the script
	Argv    []string // exec
	// Parameters are the names of those that exec has as {NAME} in Argv and
	// shell as variables.
	Parameters []string
	Check      *Check // check
	// Verify is a command that says whether the action did its work.
	Verify []string
	// Idempotent says that the author marked the action as safe to run twice.
	Idempotent bool
	// Why is the reason that a command is left to a person; empty otherwise.
	Why string
	Span
}

// Command is a command of a step or of a fence that holds commands, in order.
type Command struct {
	Text string
	Line int
	// Placeholder is the first part that a reader has to replace, Fault what
	// keeps the text from being a command as it stands; both may be empty.
	Placeholder, Fault string
}

// Note is an admonition; see [compat.Note].
type Note struct {
	Severity, Label, Text string
	// Section is the title of the section that makes its content notes, such as
	// Known issues; empty for notes that are marked as such.
	Section string
	Span
}

// Check is a question the guide asks of a file or a program; see
// [compat.Check].
type Check struct {
	ID, Type, When, File, Format, Key, Value, Text string
	Argv                                           []string
	Pattern                                        string
	Versions                                       []compat.Interval
	// Tool is the program that the check asks for by name: what a later
	// release says of it takes the place of this.
	Tool string
	// Lasting says that the check holds for every later release too.
	Lasting bool
	Span
}

// Constraint is a rule over the cluster; see [compat.Constraint].
type Constraint struct {
	Type, Text string
	Components []string
	Span
}

// Risk is a known danger of the upgrade to a release; see [compat.Risk].
type Risk struct {
	ID, Text, URL string
	Check         *Check
	Span
}

// Gate holds the next hop back; see [compat.Gate].
type Gate struct {
	Text        string
	Check       *Check
	WaitSeconds int
	Span
}

// Condition is seen to once in a run; see [compat.Condition].
type Condition struct {
	ID, When, Text string
	ListVersions   bool
	Span
}

// Statement is a sentence of the guide that an edge rests on.
type Statement struct {
	Text string
	Span
}

// Extra is a block that is no record: raw, in its section, rendered in place.
type Extra struct {
	Kind    string // of the block
	Section string // title of the section, empty before the first
	Text    string // Markdown
	Span
}
