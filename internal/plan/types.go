// Package plan makes a path through the upgrade graph into a plan: the steps in
// order, the union of checks, constraints, notes and risks over all hops, and
// the digest of what runs and what is asked.
//
// It must not search for paths (package graph does) nor execute.
package plan

import (
	"slices"

	"upgraph/internal/compat"
)

// Plan is what `upgraph-run plan --json` prints. Fields may be added, never
// renamed.
type Plan struct {
	Product string `json:"product" read:"required"`
	From    string `json:"from" read:"required"` // release id
	To      string `json:"to" read:"required"`   // release id
	// Digest is SHA-256 over the canonical plan without itself, without any
	// source and without CatalogDigest: it changes only with what runs and what
	// is asked.
	Digest        string `json:"digest" read:"required"`
	CatalogDigest string `json:"catalog_digest" read:"required"`
	Hops          []Hop  `json:"hops" read:"required"`
	// Steps are in the order in which they are done, conditions included.
	Steps       []Step          `json:"steps" read:"required"`
	Checks      []Check         `json:"checks" read:"required"` // of the whole plan; those in place are steps
	Constraints []Constraint    `json:"constraints" read:"required"`
	Notes       []Note          `json:"notes"`
	Risks       []Risk          `json:"risks"`
	Rollback    compat.Rollback `json:"rollback"`
	// Parameters are those that steps of the plan name, in the order of the
	// product.
	Parameters []compat.Parameter `json:"parameters,omitempty"`
}

// Hop is one edge of the path. Releases between From and To that it goes past are
// not in a plan, nor what they say: a plan is made from the shards of its hops, and
// stays as it is where others come. Pages have them.
type Hop struct {
	Edge string `json:"edge" read:"required"`
	From string `json:"from" read:"required"`
	To   string `json:"to" read:"required"`
	// Version is what deployment tooling is told for To.
	DeployVersion string       `json:"deploy_version,omitempty"`
	Basis         compat.Basis `json:"basis"`
	Gate          *compat.Gate `json:"gate,omitempty"`
}

// Step is a catalog step at its place in the plan. ID is "before/CONDITION",
// "RELEASE/STEP" or "after/CONDITION"; Hop counts from 0 and is nil for
// conditions.
type Step struct {
	ID         string         `json:"id" read:"required"`
	Hop        *int           `json:"hop" read:"required"`
	Kind       string         `json:"kind" read:"required"`
	Text       string         `json:"text,omitempty"`
	Argv       []string       `json:"argv,omitempty"`
	Script     string         `json:"script,omitempty"`
	Check      *compat.Check  `json:"check,omitempty"`
	Parameters []string       `json:"parameters,omitempty"`
	Verify     *compat.Verify `json:"verify,omitempty"`
	Idempotent *bool          `json:"idempotent,omitempty"`
	Approved   *bool          `json:"approved,omitempty"`
	Source     compat.Source  `json:"source"`
}

// Catalog gives the step back as the catalog writes it, for lowering.
func (s Step) Catalog() compat.Step {
	return compat.Step{ID: s.ID, Kind: s.Kind, Text: s.Text, Argv: s.Argv, Script: s.Script,
		Check: s.Check, Parameters: s.Parameters, Verify: s.Verify, Idempotent: s.Idempotent, Approved: s.Approved, Source: s.Source}
}

// Check is a check of the plan and the hops (from 0) that ask for it.
type Check struct {
	compat.Check
	Hops []int `json:"hops" read:"required"`
}

// Constraint is a constraint and the hops that it holds for.
type Constraint struct {
	compat.Constraint
	Hops []int `json:"hops" read:"required"`
}

// Note is a note and the release that it belongs to; empty for the product.
type Note struct {
	compat.Note
	Release string `json:"release,omitempty"`
}

// Risk is a risk and the hops that it holds for.
type Risk struct {
	compat.Risk
	Hops []int `json:"hops" read:"required"`
}

// Stepless reports whether a hop asks nobody and starts nothing: its guide gives
// no steps, and whoever goes the way knows no more of it than before.
func (p *Plan) Stepless(hop int) bool {
	return !slices.ContainsFunc(p.Steps, func(s Step) bool { return s.Hop != nil && *s.Hop == hop && s.Kind != "check" })
}
