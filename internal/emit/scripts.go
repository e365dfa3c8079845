package emit

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	"upgraph/internal/graph"
	"upgraph/internal/plan"
	"upgraph/internal/script"
	"upgraph/internal/site"
)

// ScriptPath is where a script of a product is published.
func ScriptPath(product, name string) string { return "scripts/" + product + "/" + name }

// scripts writes upgrade-to-V.sh for every release and upgrade-A-to-B.sh for
// every pair that has a page.
func scripts(in *Input, _ *Ledger) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, p := range in.Products {
			for f := range productScripts(p, in.Site.BaseURL, "") {
				if !yield(f, nil) {
					return
				}
			}
		}
	}
}

// scriptAt is scripts for one path.
func scriptAt(in *Input, path string) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, p := range in.Products {
			if !strings.HasPrefix(path, ScriptPath(p.Catalog.Product.ID, "")) {
				continue
			}
			for f := range productScripts(p, in.Site.BaseURL, path) {
				yield(f, nil)
				return
			}
		}
	}
}

// productScripts are those of a product by their targets, so that scripts with steps
// in common come one after the other. only is the path of the one that is looked for,
// empty for all.
func productScripts(p *Product, base, only string) iter.Seq[File] {
	id := p.Catalog.Product.ID
	wanted := func(path string) bool { return only == "" || only == path }
	into := map[string][]graph.Pair{}
	for _, pair := range p.Pairs {
		if wanted(ScriptPath(id, script.PairName(pair.From, pair.To))) {
			into[pair.To] = append(into[pair.To], pair)
		}
	}
	printer := script.New(p.Catalog)
	at := make(map[string]int, len(p.Catalog.Releases))
	for i := range p.Catalog.Releases {
		at[p.Catalog.Releases[i].ID] = i
	}
	return func(yield func(File) bool) {
		for i, r := range p.Catalog.Releases {
			t := &target{Product: p, to: r.ID, base: base, printer: printer, plans: map[string]*plan.Plan{}}
			if name := ScriptPath(id, script.ToName(t.to)); wanted(name) {
				t.near = p.Graph.Near(t.to, p.reach())
				extent := &site.Extent{Product: id, First: i, Last: i}
				for _, from := range t.near {
					extent.First = min(extent.First, at[from])
				}
				if !yield(scriptFile(name, extent, t.script)) {
					return
				}
			}
			for _, pair := range into[t.to] {
				extent := &site.Extent{Product: id, First: at[pair.From], Last: i}
				name := ScriptPath(id, script.PairName(pair.From, pair.To))
				if !yield(scriptFile(name, extent, func(b *bytes.Buffer) error { return t.scriptFrom(b, pair.From) })) {
					return
				}
			}
		}
	}
}

func scriptFile(path string, extent *site.Extent, write func(*bytes.Buffer) error) File {
	return File{Path: path, Executable: true, Extent: extent, Render: func(b *bytes.Buffer) error {
		if err := write(b); err != nil {
			return fmt.Errorf("generate %s: %w", path, err)
		}
		return nil
	}}
}

// target is a release that scripts lead to. They share its plans.
type target struct {
	*Product
	to, base string
	near     []string // releases that may reach it in as many hops as the longest pair with a page
	printer  *script.Printer

	mu    sync.Mutex
	plans map[string]*plan.Plan // by the release that they begin at
}

// plan is the plan from a release, from any that no guide tells of where it is empty.
func (t *target) plan(from string) (*plan.Plan, error) {
	t.mu.Lock()
	made := t.plans[from]
	t.mu.Unlock()
	if made != nil {
		return made, nil
	}
	made, err := t.Plans.For(from, t.to)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.plans[from] = made
	return made, nil
}

// scriptFrom writes the script from one release.
func (t *target) scriptFrom(b *bytes.Buffer, from string) error {
	pl, err := t.plan(from)
	if err != nil {
		return err
	}
	return t.printer.Pair(b, pl, guideAt(t.base, site.UpgradePath(t.Catalog.Product.ID, from, t.to)))
}

// script writes the script from every release that is near.
func (t *target) script(b *bytes.Buffer) error {
	sources := t.near
	if _, ok := t.Graph.Into(t.to); ok {
		sources = slices.Concat([]string{""}, sources)
	}
	var plans []*plan.Plan
	for _, from := range sources {
		pl, err := t.plan(from)
		if err != nil {
			return err
		}
		plans = append(plans, pl)
	}
	return t.printer.To(b, t.to, plans, guideAt(t.base, site.ReleasePath(t.Catalog.Product.ID, t.to)))
}

// guideAt is how a script names the page of its guide.
func guideAt(base, page string) string {
	if base == "" {
		return page + " of its site"
	}
	return absolute(base, page)
}
