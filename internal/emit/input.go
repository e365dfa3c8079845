package emit

import (
	"io/fs"

	"upgraph/internal/compat"
	"upgraph/internal/graph"
	"upgraph/internal/plan"
	"upgraph/internal/search"
	"upgraph/internal/site"
)

// MaxHops is the longest path that gets a page and a script of its own; for
// longer ones the reader is shown the chain of pages and the runner.
const MaxHops = 12

// Input is everything that outputs are made from.
type Input struct {
	Site     *site.Input
	Products []*Product
	// Search gives what can be found. To make it costs a look at every release.
	Search func() []search.Entry
	// Static holds the files that are copied as they are; nil when there are
	// none.
	Static fs.FS
	// Included are folders copied into the site under their name.
	Included []Include
	NoIndex  bool // tell robots to stay away
	// Signer signs the manifest and the sums; nil leaves them unsigned.
	Signer *Signer
}

// Include is a folder of files made elsewhere, such as the runner's binaries.
type Include struct {
	Name string // folder in the site
	FS   fs.FS
}

// Product is a product's catalog in the forms that outputs need: the types, the
// graph over it, what plans over it, and the pairs that get a page and a script.
type Product struct {
	Catalog *compat.Catalog
	Graph   *graph.Graph
	// Plans makes plans without the digest of the catalog: nothing that is
	// written cites it, and so no page waits until the catalog is encoded.
	Plans *plan.Planner
	Pairs []graph.Pair
}

// latest is the head of the last channel, the newest release; empty where the
// product has no channel.
func (p *Product) latest() string {
	if n := len(p.Catalog.Channels); n > 0 {
		return p.Catalog.Channels[n-1].Head
	}
	return ""
}

// reach is the number of hops of the longest pair.
func (p *Product) reach() int {
	if len(p.Pairs) == 0 {
		return 0
	}
	return p.Pairs[len(p.Pairs)-1].Hops // nearest first
}
