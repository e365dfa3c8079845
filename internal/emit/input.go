package emit

import (
	"upgraph/internal/compat"
	"upgraph/internal/graph"
	"upgraph/internal/site"
)

// Input is everything that outputs are made from.
type Input struct {
	Site      *site.Input
	Products  []*Product
	Generator string // "upgraph 0.1.0"
}

// Product is a product's catalog in the forms outputs need: the types, the
// canonical bytes with their digest, and the graph over it.
type Product struct {
	Catalog *compat.Catalog
	Bytes   []byte
	Digest  string // "sha256:…" of Bytes
	Graph   *graph.Graph
}
