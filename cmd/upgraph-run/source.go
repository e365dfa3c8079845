package main

import (
	"fmt"
	"os"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
	"upgraph/internal/run"
	"upgraph/internal/term"
)

// catalogPath is the catalog that was named, by flag or environment.
func (c *call) catalogPath() string {
	if c.catalog != "" {
		return c.catalog
	}
	return os.Getenv("UPGRAPH_CATALOG")
}

// load reads the catalog that was named and verifies it.
func (c *call) load(e *run.Env, product string) (*run.Source, error) {
	base, err := run.StateBase(e, c.stateDir)
	if err != nil {
		base = "" // nowhere to remember anything
	}
	var releases []string
	for _, name := range []string{c.from, c.to} {
		if name != "" {
			releases = append(releases, name)
		}
	}
	src, err := run.CatalogQuery{Path: c.catalogPath(), Product: product, Releases: releases, PublicKey: c.pubkey, SHA256: c.sha256,
		Offline: c.offline, Base: base}.Load(e)
	if err != nil {
		return nil, err
	}
	for _, w := range src.Warnings {
		fmt.Fprintf(e.Stderr, "%s: warning: %s\n", program, term.Printable(w))
	}
	return src, nil
}

// makePlan plans from the catalog what --from and --to ask for.
func (c *call) makePlan(e *run.Env) (*plan.Plan, error) {
	if !c.given("from") && len(c.identify) == 0 {
		return nil, usage("--from VERSION is missing: the version that is installed")
	}
	src, err := c.load(e, c.product)
	if err != nil {
		return nil, err
	}
	from := c.from
	if !c.given("from") {
		if from, err = c.installed(e, src); err != nil {
			return nil, err
		}
	}
	to := c.to
	if to == "" {
		channels := src.Graph.Catalog().Channels
		if len(channels) != 1 {
			return nil, usage("--to VERSION is missing%s", newest(channels))
		}
		to = channels[0].Head
	}
	return plan.For(src.Graph, src.Digest, from, to)
}

// newest tells the newest release of each channel.
func newest(channels []compat.Channel) string {
	var all []string
	for _, ch := range channels {
		all = append(all, fmt.Sprintf("%s is the newest of %s", ch.Head, ch.ID))
	}
	if len(all) == 0 {
		return ""
	}
	return ": " + strings.Join(all, ", ")
}

// installed finds the version that a plan begins at in what components print.
func (c *call) installed(e *run.Env, src *run.Source) (string, error) {
	outputs, err := run.ReadOutputs(e, c.identify)
	if err != nil {
		return "", err
	}
	id := run.BuildsOf(src.Graph.Catalog()).Identify(outputs)
	if id.State == run.Consistent {
		return id.Version, nil
	}
	return "", run.ShowIdentity(e, id, c.json)
}

// productID is the product of a command that needs no catalog: named, the only
// one that has state, or that of the catalog.
func (c *call) productID(e *run.Env, base string) (string, error) {
	if c.product != "" {
		return c.product, nil
	}
	ids, err := run.Clusters(base, "")
	switch {
	case err != nil:
		return "", err
	case len(ids) == 1:
		return ids[0], nil
	case c.catalogPath() != "":
		src, err := c.load(e, "")
		if err != nil {
			return "", err
		}
		return src.Graph.Catalog().Product.ID, nil
	case len(ids) > 1:
		return "", usage("there are runs of several products: say which with --product (%s)", strings.Join(ids, ", "))
	}
	return "", usage("there is no run in %s; name the product with --product", base)
}

// explain gives an error of planning its exit code.
func explain(err error) error {
	if err == nil || run.CodeOf(err) != run.ExitStep {
		return err
	}
	message, why := plan.Reasons(err)
	e := run.Fail(plan.Code(err), "%s", message)
	for _, w := range why {
		if !strings.Contains(message, w) { // one reason is not said twice
			e.Hint = append(e.Hint, w)
		}
	}
	e.Hint = append(e.Hint, plan.Advice(err)...)
	return e
}

// onState does a command that works on the state of one product.
func (c *call) onState(do func(e *run.Env, product string, o run.Options) error) error {
	e, err := c.environment()
	if err != nil {
		return err
	}
	o, err := c.options(e, false)
	if err != nil {
		return err
	}
	product, err := c.productID(e, o.Base)
	if err != nil {
		return err
	}
	return do(e, product, o)
}

// onPlan does a command that works on a plan.
func (c *call) onPlan(do func(e *run.Env, p *plan.Plan, o run.Options) error) error {
	e, err := c.environment()
	if err != nil {
		return err
	}
	o, err := c.options(e, true)
	if err != nil {
		return err
	}
	p, err := c.planOrFile(e)
	if err != nil {
		return explain(err)
	}
	return do(e, p, o)
}
