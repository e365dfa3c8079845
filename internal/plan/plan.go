package plan

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"upgraph/internal/compat"
	"upgraph/internal/graph"
)

// MaxSteps is how many steps one plan may have.
const MaxSteps = 10_000

// LimitError says that a plan would have too many steps.
type LimitError struct{ Steps int }

func (e *LimitError) Error() string {
	return fmt.Sprintf("the plan would have %d steps, more than %d", e.Steps, MaxSteps)
}

// Planner makes plans over one catalog. It is made in one pass over the catalog
// and safe for use by several goroutines; a plan costs what its hops cost.
type Planner struct {
	graph       *graph.Graph
	catalog     *compat.Catalog
	digest      string
	checks      map[string]*compat.Check
	constraints map[string]*compat.Constraint
	risks       map[string]*compat.Risk
	spare       sync.Pool // buffers that digests are taken of
	sealed      sync.Map  // digests of plans by their ends: pages and scripts ask for the same ones
}

// NewPlanner makes a planner; catalogDigest is that of the catalog of g.
func NewPlanner(g *graph.Graph, catalogDigest string) *Planner {
	m := plannerOf(g.Catalog(), catalogDigest)
	m.graph = g
	return m
}

func plannerOf(c *compat.Catalog, digest string) *Planner {
	return &Planner{
		catalog:     c,
		digest:      digest,
		checks:      byID(c.Checks, func(k *compat.Check) string { return k.ID }),
		constraints: byID(c.Constraints, func(k *compat.Constraint) string { return k.ID }),
		risks:       byID(c.Risks, func(r *compat.Risk) string { return r.ID }),
	}
}

// For plans an upgrade between two releases by any of their names. An empty
// from stands for a source that the guide does not document. The error is one
// of [*graph.NoPathError], [*version.NotFoundError], [*version.AmbiguousError]
// and [*LimitError]; [Code] gives its exit code.
func (m *Planner) For(from, to string) (*Plan, error) {
	target, err := m.graph.Resolve(to)
	if err != nil {
		return nil, err
	}
	source := from
	if from != "" {
		if source, err = m.graph.Resolve(from); err != nil {
			return nil, err
		}
	}
	hops, err := m.graph.Path(source, target)
	if err != nil {
		return nil, err
	}
	p, err := m.plan(hops, m.graph.Release)
	if err != nil {
		return nil, err
	}
	if len(hops) == 0 {
		p.From, p.To = source, target // the ends are part of what the digest covers
	}
	ends := [2]string{source, target}
	if digest, ok := m.sealed.Load(ends); ok {
		p.Digest = digest.(string)
		return p, nil
	}
	buffer, _ := m.spare.Get().(*[]byte)
	if buffer == nil {
		buffer = new([]byte)
	}
	p.Digest, *buffer, err = p.digest(*buffer)
	m.spare.Put(buffer)
	m.sealed.Store(ends, p.Digest)
	return p, err
}

// For plans one upgrade; see [Planner.For].
func For(g *graph.Graph, catalogDigest, from, to string) (*Plan, error) {
	return NewPlanner(g, catalogDigest).For(from, to)
}

// New makes the plan of a path. Without hops there is nothing to do: the plan
// has no steps, and no ends. The plan shares memory with the catalog and is
// not to be changed.
func New(c *compat.Catalog, catalogDigest string, hops []graph.Hop) (*Plan, error) {
	releases := byID(c.Releases, func(r *compat.Release) string { return r.ID })
	p, err := plannerOf(c, catalogDigest).plan(hops, func(id string) (*compat.Release, bool) {
		r, ok := releases[id]
		return r, ok
	})
	if err != nil {
		return nil, err
	}
	return p, p.seal()
}

// plan makes a plan without its digest.
func (m *Planner) plan(hops []graph.Hop, release func(id string) (*compat.Release, bool)) (*Plan, error) {
	c := m.catalog
	p := &Plan{
		Product:       c.Product.ID,
		CatalogDigest: m.digest,
		Hops:          make([]Hop, 0, len(hops)),
		Steps:         []Step{},
		Checks:        []Check{},
		Constraints:   []Constraint{},
		Notes:         []Note{},
		Risks:         []Risk{},
		Rollback:      c.Rollback,
	}
	if len(hops) == 0 {
		return p, nil
	}
	b := m.builder(hops)
	for i, h := range hops {
		r, ok := release(h.To)
		if !ok {
			return nil, fmt.Errorf("plan hop %d: %q is no release of the catalog", i, h.To)
		}
		b.releases[h.To] = r
	}
	return p, b.fill(p)
}

// seal gives the plan its digest.
func (p *Plan) seal() error {
	digest, err := Digest(p)
	p.Digest = digest
	return err
}

// builder lays out one path.
type builder struct {
	*Planner
	hops     []graph.Hop
	releases map[string]*compat.Release // those of the path
	// superseded gives, for an id, the last hop that supersedes it.
	superseded map[string]int
}

func (m *Planner) builder(hops []graph.Hop) *builder {
	b := &builder{Planner: m, hops: hops, releases: make(map[string]*compat.Release, len(hops)), superseded: map[string]int{}}
	for i, h := range hops {
		for _, id := range h.Edge.Supersedes {
			b.superseded[id] = i
		}
	}
	return b
}

func byID[T any](all []T, id func(*T) string) map[string]*T {
	m := make(map[string]*T, len(all))
	for i := range all {
		m[id(&all[i])] = &all[i]
	}
	return m
}

func (b *builder) fill(p *Plan) error {
	p.From, p.To = b.hops[0].From, b.hops[len(b.hops)-1].To
	for _, h := range b.hops {
		r := b.releases[h.To]
		p.Hops = append(p.Hops, Hop{
			Edge: h.Edge.ID, From: h.From, To: h.To,
			DeployVersion: r.DeployVersion, Basis: h.Edge.Basis, Gate: h.Edge.Gate,
		})
	}
	if n := b.countSteps(); n > MaxSteps {
		return &LimitError{Steps: n}
	}
	p.Steps = b.steps()
	p.Parameters = b.parameters(p.Steps)
	p.Notes = b.notes()
	return b.unions(p)
}

func (b *builder) countSteps() int {
	n := len(b.catalog.Conditions)
	for _, h := range b.hops {
		n += len(h.Edge.Steps)
	}
	return n
}

// steps puts the steps of the hops between the conditions of the run.
func (b *builder) steps() []Step {
	steps := append(make([]Step, 0, b.countSteps()), b.conditions("before")...)
	for i, h := range b.hops {
		hop := new(i)
		for j := range h.Edge.Steps {
			s := &h.Edge.Steps[j]
			steps = append(steps, Step{
				ID: h.To + "/" + s.ID, Hop: hop, Kind: s.Kind, Text: s.Text, Argv: s.Argv, Script: s.Script,
				Check: s.Check, Parameters: s.Parameters, Verify: s.Verify, Idempotent: s.Idempotent, Approved: s.Approved, Source: s.Source,
			})
		}
	}
	return append(steps, b.conditions("after")...)
}

func (b *builder) conditions(when string) []Step {
	steps := []Step{}
	for _, c := range b.catalog.Conditions {
		if c.When != when {
			continue
		}
		text := c.Text
		if c.ListVersions {
			text = strings.TrimRight(text, ".:。：") + ": " + b.versions()
		}
		steps = append(steps, Step{ID: when + "/" + c.ID, Kind: "manual", Text: text, Source: c.Source})
	}
	return steps
}

// versions lists the releases of the path, and as what they are deployed where
// that is another name.
func (b *builder) versions() string {
	var names []string
	for _, h := range b.hops {
		name := h.To
		if deploy := b.releases[h.To].DeployVersion; deploy != "" && deploy != name {
			name += " (deployed as " + deploy + ")"
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

// drops reports whether a later hop supersedes what id names at a hop.
func (b *builder) drops(id string, hop int) bool {
	by, ok := b.superseded[id]
	return ok && hop < by
}

// notes are those of the product, then those of the releases of the path, each
// text once.
func (b *builder) notes() []Note {
	notes := []Note{}
	add := func(n compat.Note, release string) {
		same := func(o Note) bool { return o.Severity == n.Severity && o.Text == n.Text }
		if !slices.ContainsFunc(notes, same) {
			notes = append(notes, Note{Note: n, Release: release})
		}
	}
	for _, n := range b.catalog.Notes {
		add(n, "")
	}
	for i, h := range b.hops {
		if b.drops(h.To, i) {
			continue
		}
		for _, n := range b.releases[h.To].Notes {
			add(n, h.To)
		}
	}
	return notes
}

// unions collects checks, constraints and risks over the hops, each once.
func (b *builder) unions(p *Plan) error {
	for _, u := range b.union(func(e *compat.Edge) []string { return e.Checks }) {
		c, ok := b.checks[u.id]
		if !ok {
			return fmt.Errorf("plan hop %d: %q is no check of the catalog", u.hops[0], u.id)
		}
		p.Checks = append(p.Checks, Check{Check: *c, Hops: u.hops})
	}
	for _, u := range b.union(func(e *compat.Edge) []string { return e.Constraints }) {
		c, ok := b.constraints[u.id]
		if !ok {
			return fmt.Errorf("plan hop %d: %q is no constraint of the catalog", u.hops[0], u.id)
		}
		p.Constraints = append(p.Constraints, Constraint{Constraint: *c, Hops: u.hops})
	}
	for _, u := range b.union(func(e *compat.Edge) []string { return e.Risks }) {
		r, ok := b.risks[u.id]
		if !ok {
			return fmt.Errorf("plan hop %d: %q is no risk of the catalog", u.hops[0], u.id)
		}
		p.Risks = append(p.Risks, Risk{Risk: *r, Hops: u.hops})
	}
	return nil
}

// use is an id and the hops that ask for it.
type use struct {
	id   string
	hops []int
}

// union lists the ids in the order of their first use, less what is
// superseded.
func (b *builder) union(ids func(*compat.Edge) []string) []use {
	var uses []use
	at := map[string]int{}
	for i, h := range b.hops {
		for _, id := range ids(h.Edge) {
			if b.drops(id, i) {
				continue
			}
			n, ok := at[id]
			if !ok {
				n = len(uses)
				at[id] = n
				uses = append(uses, use{id: id})
			}
			if !slices.Contains(uses[n].hops, i) {
				uses[n].hops = append(uses[n].hops, i)
			}
		}
	}
	return uses
}
