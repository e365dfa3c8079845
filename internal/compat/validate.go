package compat

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"upgraph/internal/version"
)

// maxName is the length of an id in bytes.
const maxName = 128

// Validate holds a catalog against the rules of the format: ids are unique and
// usable as names, whatever is referred to exists, steps have what their kind
// needs. The error is a [*DecodeError] for the first breach.
func Validate(c *Catalog) error {
	v := &validator{
		catalog:     c,
		releases:    map[string]int{},
		keys:        map[string]bool{},
		parameters:  map[string]*Parameter{},
		checks:      map[string]bool{},
		constraints: map[string]bool{},
		risks:       map[string]bool{},
	}
	v.all()
	if v.err != nil {
		return v.err
	}
	return nil
}

// validator keeps the first breach and the ids that were declared.
type validator struct {
	catalog                    *Catalog
	releases                   map[string]int // place in the order
	keys                       map[string]bool
	checks, constraints, risks map[string]bool
	parameters                 map[string]*Parameter
	err                        *DecodeError
}

// must records a breach unless ok.
func (v *validator) must(ok bool, path, format string, args ...any) {
	if !ok && v.err == nil {
		v.err = invalid(path, format, args...)
	}
}

func (v *validator) all() {
	c := v.catalog
	if v.err = checkSchemaVersion(c.SchemaVersion); v.err != nil {
		return
	}
	v.name("$.product.id", c.Product.ID)
	v.must(!strings.ContainsAny(c.Product.ID, `/\ `), "$.product.id", "%q has a character that no product id has", clip(c.Product.ID))
	v.must(!strings.HasPrefix(c.Product.ID, "."), "$.product.id", "%q begins with a dot", clip(c.Product.ID))
	v.allParameters()
	v.allReleases()
	v.allChannels()
	v.allConstraints()
	v.allChecks()
	v.allConditions()
	v.allRisks()
	v.allEdges()
	v.must(slices.Contains([]string{"", "refuse", "allow"}, c.Rollback.Policy), "$.rollback.policy",
		"is %q where refuse or allow is expected", clip(c.Rollback.Policy))
}

// name checks an id: it is shown, compared and made part of longer ids.
func (v *validator) name(path, id string) {
	switch {
	case id == "":
		v.must(false, path, "is empty")
	case len(id) > maxName:
		v.must(false, path, "is longer than %d bytes", maxName)
	case strings.IndexFunc(id, func(r rune) bool { return !unicode.IsPrint(r) }) >= 0:
		v.must(false, path, "%q has a character that cannot be printed", clip(id))
	case strings.TrimSpace(id) != id:
		v.must(false, path, "%q has space at its ends", clip(id))
	}
}

// unique checks an id and that it was not declared before.
func unique[T any](v *validator, path, id string, declared map[string]T, value T) {
	v.name(path, id)
	_, twice := declared[id]
	v.must(!twice, path, "%q is declared twice", clip(id))
	declared[id] = value
}

func (v *validator) status(path string, s Status) {
	v.must(slices.Contains([]Status{Supported, Withdrawn, Barrier, DeadEnd}, s), path,
		"is %q where supported, withdrawn, barrier or dead-end is expected", clip(string(s)))
}

func (v *validator) allReleases() {
	for i := range v.catalog.Releases {
		r := &v.catalog.Releases[i]
		path := fmt.Sprintf("$.releases[%d]", i)
		unique(v, path+".id", r.ID, v.releases, i)
		// "0" is the beginning in an interval, and a plan calls its own steps
		// before/… and after/….
		v.must(r.ID != "0" && r.ID != "before" && r.ID != "after", path+".id", "%q means something else already", r.ID)
		v.status(path+".status", r.Status)
		v.sortKey(path+".sort_key", r)
		if v.err != nil {
			return
		}
	}
}

// sortKey checks what orders a release for clients that do not plan: each
// release has a key of its own, and where its id is a version it is the one of that. A
// later minor version may make keys in another way.
func (v *validator) sortKey(path string, r *Release) {
	unique(v, path, r.SortKey, v.keys, true)
	if want := version.SortKeyOf(r.ID); want != "" && want != r.SortKey && v.catalog.SchemaVersion == SchemaVersion {
		v.must(false, path, "is %q where %q has %q", clip(r.SortKey), clip(r.ID), want)
	}
}

func (v *validator) release(path, id string) int {
	i, ok := v.releases[id]
	v.must(ok, path, "%q is no release of this catalog", clip(id))
	return i
}

func (v *validator) allChannels() {
	seen := map[string]bool{}
	for i, ch := range v.catalog.Channels {
		path := fmt.Sprintf("$.channels[%d]", i)
		unique(v, path+".id", ch.ID, seen, true)
		v.release(path+".head", ch.Head)
	}
}

func (v *validator) allConstraints() {
	for i := range v.catalog.Constraints {
		c := &v.catalog.Constraints[i]
		path := fmt.Sprintf("$.constraints[%d]", i)
		unique(v, path+".id", c.ID, v.constraints, true)
		v.must(c.Type != "", path+".type", "is empty")
	}
}

func (v *validator) allChecks() {
	for i := range v.catalog.Checks {
		path := fmt.Sprintf("$.checks[%d]", i)
		unique(v, path+".id", v.catalog.Checks[i].ID, v.checks, true)
		v.check(path, &v.catalog.Checks[i])
	}
}

func (v *validator) check(path string, k *Check) {
	v.must(k.Type != "", path+".type", "is empty")
	v.must(slices.Contains([]string{"", "plan", "hop", "step", "after"}, k.When), path+".when",
		"is %q where plan, hop, step or after is expected", clip(k.When))
}

func (v *validator) allConditions() {
	seen := map[string]bool{}
	for i := range v.catalog.Conditions {
		c := &v.catalog.Conditions[i]
		path := fmt.Sprintf("$.conditions[%d]", i)
		unique(v, path+".id", c.ID, seen, true)
		v.must(c.When == "before" || c.When == "after", path+".when", "is %q where before or after is expected", clip(c.When))
		v.must(c.Text != "", path+".text", "is empty")
	}
}

func (v *validator) allRisks() {
	for i := range v.catalog.Risks {
		r := &v.catalog.Risks[i]
		path := fmt.Sprintf("$.risks[%d]", i)
		unique(v, path+".id", r.ID, v.risks, true)
		v.must(r.Text != "", path+".text", "is empty")
		if r.Check != nil {
			v.check(path+".check", r.Check)
		}
	}
}
