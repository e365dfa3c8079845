// Package compat is the published contract: the types of v1/PRODUCT/compat.json,
// their strict decoding, canonical encoding, validation and JSON Schema. Both
// programs read and write them; nothing else in the module defines a published
// field.
//
// A field tagged read:"required" must be there for a reader to go on: without
// it something would be left out in silence. Writers write every field that is
// not omitempty, and the JSON Schema asks for all of those.
//
// It must not read guides, plan or execute.
package compat

// SchemaVersion is the version of the format that this package writes. Minor
// versions only add optional fields.
const SchemaVersion = "1.0"

// SchemaURL is where a site publishes the JSON Schema of the format.
const SchemaURL = "/schema/compat-v1.json"

// The parts of the JSON Schema for what is published beside the catalogs.
const (
	IndexSchemaURL = SchemaURL + "#/$defs/Index"
	PageSchemaURL  = SchemaURL + "#/$defs/IndexPage"
	ShardSchemaURL = SchemaURL + "#/$defs/Shard"
)

// Catalog is everything about one product: v1/PRODUCT/compat.json.
type Catalog struct {
	Schema        string `json:"$schema"`
	SchemaVersion string `json:"schema_version" read:"required"`
	// Requires lists what a reader must understand before it executes
	// anything: "step:KIND", "check:TYPE", "constraint:TYPE", "parameter:TYPE". Sorted.
	Requires  []string  `json:"requires" read:"required"`
	Generator string    `json:"generator"`
	Product   Product   `json:"product" read:"required"`
	Channels  []Channel `json:"channels"`
	// Releases are in upgrade order, oldest first.
	Releases    []Release    `json:"releases" read:"required"`
	Edges       []Edge       `json:"edges" read:"required"`
	Constraints []Constraint `json:"constraints"`
	Checks      []Check      `json:"checks"`
	Conditions  []Condition  `json:"conditions"`
	Risks       []Risk       `json:"risks"`
	// Notes hold for the whole product.
	Notes    []Note   `json:"notes"`
	Rollback Rollback `json:"rollback"`
}

// Product names the product and the parts that carry a version of their own.
type Product struct {
	ID         string   `json:"id" read:"required"`
	Title      string   `json:"title"`
	Components []string `json:"components"`
	// Parameters are the values that the operator gives to steps.
	Parameters []Parameter `json:"parameters,omitempty"`
}

// Parameter is a value that the operator gives. It reaches a step in place of
// {NAME} inside one argument, or as a variable of the environment, and never
// as text of a shell.
type Parameter struct {
	// Name begins with a letter; letters, digits, "_" and "-" follow.
	Name        string `json:"name" read:"required"`
	Description string `json:"description,omitempty"`
	// Pattern is the regular expression (RE2) that the whole value matches.
	Pattern string `json:"pattern,omitempty"`
	// Default is the value where the operator gives none.
	Default string `json:"default,omitempty"`
	// Secret is a value that no command line and no log may hold: steps get it
	// as a variable only.
	Secret bool `json:"secret,omitempty"`
}

// Channel is a line of releases with a newest one.
type Channel struct {
	ID   string `json:"id" read:"required"`
	Head string `json:"head" read:"required"` // release id
}

// Source is the place in a guide that a record was read from: file relative to
// the content folder, first and last line, counted from 1.
type Source struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	EndLine int    `json:"end_line"`
}

// Status of a release or an edge.
type Status string

const (
	Supported Status = "supported"
	Withdrawn Status = "withdrawn" // no edge leads into it any more
	Barrier   Status = "barrier"   // every path stops here
	DeadEnd   Status = "dead-end"  // nothing leads out of it
)

// Release is one version that can be installed.
type Release struct {
	// ID is the version as the author's heading or front matter writes it.
	ID string `json:"id" read:"required"`
	// Version is ID without a git-describe suffix.
	Version string `json:"version"`
	// Build is what the binaries print about themselves; empty when unknown.
	Build string `json:"build,omitempty"`
	// DeployVersion is what deployment tooling is told ("dm_version = …").
	DeployVersion string   `json:"deploy_version,omitempty"`
	Aliases       []string `json:"aliases"`
	// SortKey orders releases by plain byte comparison.
	SortKey string `json:"sort_key"`
	Status  Status `json:"status"`
	// Date is the release date, YYYY-MM-DD, empty when the guide gives none.
	Date string `json:"date,omitempty"`
	// BuiltAt is the build time in UTC, RFC 3339.
	BuiltAt   string `json:"built_at,omitempty"`
	Git       *Git   `json:"git,omitempty"`
	Toolchain string `json:"toolchain,omitempty"`
	// Info is the version information verbatim, in the author's order.
	Info    []KeyValue `json:"info,omitempty"`
	Changes []Change   `json:"changes"`
	Notes   []Note     `json:"notes"`
	Source  Source     `json:"source"`
}

// Git is the commit a release was built from.
type Git struct {
	Commit string `json:"commit,omitempty"`
	Branch string `json:"branch,omitempty"`
}

// KeyValue is one line of version information.
type KeyValue struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Change is one entry of a changelog. Text is Markdown (inline).
type Change struct {
	// ID is the id of the change on the page of its release and in feeds.
	ID string `json:"id,omitempty"`
	// BackportOf names the change that this one carries over to another line of
	// releases: the two are one change.
	BackportOf string   `json:"backport_of,omitempty"`
	Type       string   `json:"type"` // added, changed, improved, fixed, deprecated, removed, security
	Text       string   `json:"text"`
	Components []string `json:"components"`
	ErrorCodes []string `json:"error_codes"`
	Links      []string `json:"links,omitempty"`
	Breaking   bool     `json:"breaking"`
	Children   []Change `json:"children,omitempty"`
	Source     Source   `json:"source"`
}

// Note is an admonition. Severity is note, tip, important, warning or caution;
// Label is the word the author wrote. Text is Markdown.
type Note struct {
	Severity string `json:"severity"`
	Label    string `json:"label,omitempty"`
	Text     string `json:"text"`
	Source   Source `json:"source"`
}

// Interval is a range over the order of releases, after OSV: from Introduced
// (inclusive; "0" is the beginning) to before Fixed or up to LastAffected.
type Interval struct {
	Introduced   string `json:"introduced" read:"required"`
	Fixed        string `json:"fixed,omitempty"`
	LastAffected string `json:"last_affected,omitempty"`
}

// Basis says which sentence of the guide an edge rests on.
type Basis struct {
	// Rule is previous-release (the guide says so), adjacent-sections (it does
	// not, but its sections follow each other), stated (heading, file name or
	// front matter name both ends).
	Rule    string   `json:"rule"`
	Sources []Source `json:"sources"`
}

// Edge is a supported upgrade from a set of releases to one.
type Edge struct {
	ID          string     `json:"id" read:"required"` // "FROM..TO"; FROM is empty where the source is undocumented
	From        []Interval `json:"from" read:"required"`
	To          string     `json:"to" read:"required"`
	Status      Status     `json:"status" read:"required"`
	Basis       Basis      `json:"basis"`
	Constraints []string   `json:"constraints" read:"required"` // ids
	Checks      []string   `json:"checks" read:"required"`      // ids
	Risks       []string   `json:"risks,omitempty"`
	MustStopAt  []string   `json:"must_stop_at,omitempty"`
	Avoid       []string   `json:"avoid,omitempty"`
	Supersedes  []string   `json:"supersedes,omitempty"`
	Gate        *Gate      `json:"gate"`
	Steps       []Step     `json:"steps" read:"required"`
}

// Gate holds the next hop back until a check passes or a time has gone by.
type Gate struct {
	Text        string `json:"text"`
	Check       *Check `json:"check,omitempty"`
	WaitSeconds int    `json:"wait_seconds,omitempty"`
}

// Step is one thing to do. Kind is manual (a person does Text), check (Check
// must pass), exec (Argv, no shell) or shell (Script, from a fence marked so).
type Step struct {
	ID     string   `json:"id" read:"required"`
	Kind   string   `json:"kind" read:"required"`
	Text   string   `json:"text,omitempty"`
	Argv   []string `json:"argv,omitempty"`
	Script string   `json:"script,omitempty"`
	Check  *Check   `json:"check,omitempty"`
	// Parameters names those of the product that an exec step has as {NAME} in
	// its arguments and a shell step as variables. Exec and shell only.
	Parameters []string `json:"parameters,omitempty"`
	// Verify is asked whether the step did its work where its outcome is lost.
	// Exec and shell only.
	Verify *Verify `json:"verify,omitempty"`
	// Idempotent and Approved are there on exec and shell only.
	Idempotent *bool  `json:"idempotent,omitempty"`
	Approved   *bool  `json:"approved,omitempty"`
	Source     Source `json:"source"`
}

// Verify is a command that says by the exit status 0 that a step did its work:
// a program with its arguments, without a shell.
type Verify struct {
	Argv []string `json:"argv" read:"required"`
}

// VerifyArgv is the command that verifies the step; nil where there is none.
func (s Step) VerifyArgv() []string {
	if s.Verify == nil {
		return nil
	}
	return s.Verify.Argv
}

// Executes reports whether the step runs something of its own.
func (s Step) Executes() bool { return s.Kind == "exec" || s.Kind == "shell" }

// IsApproved reports whether a person approved what the step runs.
func (s Step) IsApproved() bool { return s.Approved != nil && *s.Approved }

// IsIdempotent reports whether the author says that the step may run twice.
func (s Step) IsIdempotent() bool { return s.Idempotent != nil && *s.Idempotent }

// Check is a question with the answers true, false and unknown. Which of the
// optional fields belong to a Type is said in package step.
type Check struct {
	ID   string `json:"id,omitempty"`
	Type string `json:"type" read:"required"`
	// When is plan (before anything), hop (before a hop), step (in place) or
	// after (at the end of a hop).
	When   string `json:"when,omitempty"`
	File   string `json:"file,omitempty"`
	Format string `json:"format,omitempty"` // ini, toml, yaml, text
	// Key is a path: names joined by ".", "[]" behind a name for each element.
	Key   string `json:"key,omitempty"`
	Value string `json:"value,omitempty"`
	Text  string `json:"text,omitempty"`
	// Argv is the program that a check starts, without a shell, and Approved
	// whether a person approved that. Pattern is where the version stands in
	// what it prints: "{version}" between the words around it; empty is the
	// first number with a dot. Versions are those that will do: numbers joined
	// by dots, compared number by number, "0" the beginning.
	Argv     []string   `json:"argv,omitempty"`
	Approved *bool      `json:"approved,omitempty"`
	Pattern  string     `json:"pattern,omitempty"`
	Versions []Interval `json:"versions,omitempty"`
	Source   *Source    `json:"source,omitempty"`
}

// CheckApprovals stands in steps.lock where a release stands otherwise: for
// what checks start, by the id of the check.
const CheckApprovals = "checks"

// Runs gives what the check starts as a step, by which it is shown, approved
// and digested; false where it starts nothing.
func (k Check) Runs() (Step, bool) {
	s := Step{ID: k.ID, Kind: "exec", Argv: k.Argv, Approved: k.Approved, Text: k.Text}
	if k.Source != nil {
		s.Source = *k.Source
	}
	return s, len(k.Argv) > 0
}

// IsApproved reports whether a person approved what the check starts.
func (k Check) IsApproved() bool { return k.Approved != nil && *k.Approved }

// Constraint is a rule over the whole cluster. Type lockstep: Components are
// upgraded together.
type Constraint struct {
	ID         string   `json:"id" read:"required"`
	Type       string   `json:"type" read:"required"`
	Components []string `json:"components,omitempty"`
	Text       string   `json:"text"`
	Source     Source   `json:"source"`
}

// Condition is something a person sees to once in a run, before or after all
// hops.
type Condition struct {
	ID   string `json:"id" read:"required"`
	When string `json:"when" read:"required"` // before, after
	Text string `json:"text" read:"required"`
	// ListVersions asks for the versions of the path behind Text.
	ListVersions bool   `json:"list_versions,omitempty"`
	Source       Source `json:"source"`
}

// Risk is a known danger of an edge, judged where the plan runs.
type Risk struct {
	ID     string `json:"id" read:"required"`
	Text   string `json:"text" read:"required"`
	URL    string `json:"url,omitempty"`
	Check  *Check `json:"check,omitempty"`
	Source Source `json:"source"`
}

// Rollback says what the guide says about going back. Policy is refuse or
// allow; Statement is unstated or the guide's own sentence.
type Rollback struct {
	Policy    string  `json:"policy"`
	Statement string  `json:"statement"`
	Source    *Source `json:"source,omitempty"`
}
