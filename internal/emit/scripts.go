package emit

import (
	"bytes"
	"fmt"
	"iter"
	"strings"

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
			for f := range productScripts(p, in.Site.BaseURL) {
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
			for f := range productScripts(p, in.Site.BaseURL) {
				if f.Path == path {
					yield(f, nil)
					return
				}
			}
		}
	}
}

// productScripts are those of a product by their targets, so that scripts with steps
// in common come one after the other.
func productScripts(p *Product, base string) iter.Seq[File] {
	id := p.Catalog.Product.ID
	into := map[string][]graph.Pair{}
	for _, pair := range p.Pairs {
		into[pair.To] = append(into[pair.To], pair)
	}
	printer := script.New(p.Catalog)
	return func(yield func(File) bool) {
		for _, r := range p.Catalog.Releases {
			to := r.ID
			if !yield(scriptFile(ScriptPath(id, script.ToName(to)), func() ([]byte, error) { return scriptTo(p, printer, to, base) })) {
				return
			}
			for _, pair := range into[to] {
				name := ScriptPath(id, script.PairName(pair.From, pair.To))
				if !yield(scriptFile(name, func() ([]byte, error) { return scriptPair(p, printer, pair, base) })) {
					return
				}
			}
		}
	}
}

func scriptFile(path string, generate func() ([]byte, error)) File {
	return File{Path: path, Executable: true, Render: func(b *bytes.Buffer) error {
		text, err := generate()
		if err != nil {
			return fmt.Errorf("generate %s: %w", path, err)
		}
		b.Write(text)
		return nil
	}}
}

func scriptPair(p *Product, printer *script.Printer, pair graph.Pair, base string) ([]byte, error) {
	pl, err := p.Plans.For(pair.From, pair.To)
	if err != nil {
		return nil, err
	}
	return printer.Pair(pl, guideAt(base, site.UpgradePath(p.Catalog.Product.ID, pair.From, pair.To)))
}

// scriptTo makes the script into one release, from every release that may
// reach it in as many hops as the longest pair that has a page.
func scriptTo(p *Product, printer *script.Printer, to, base string) ([]byte, error) {
	var plans []*plan.Plan
	if _, ok := p.Graph.Into(to); ok {
		pl, err := p.Plans.For("", to)
		if err != nil {
			return nil, err
		}
		plans = append(plans, pl)
	}
	for _, from := range p.Graph.Near(to, p.reach()) {
		pl, err := p.Plans.For(from, to)
		if err != nil {
			return nil, err
		}
		plans = append(plans, pl)
	}
	return printer.To(to, plans, guideAt(base, site.ReleasePath(p.Catalog.Product.ID, to)))
}

// guideAt is how a script names the page of its guide.
func guideAt(base, page string) string {
	if base == "" {
		return page + " of its site"
	}
	return absolute(base, page)
}
