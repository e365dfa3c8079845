package emit

import (
	"bytes"
	"iter"

	"upgraph/internal/compat"
	"upgraph/internal/schema"
)

// CatalogPath is where a product's compatibility JSON is published.
func CatalogPath(product string) string { return "v1/" + product + "/compat.json" }

// catalogs writes v1/PRODUCT/compat.json.
func catalogs(in *Input, _ *Ledger) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, p := range in.Products {
			if !yield(File{Path: CatalogPath(p.Catalog.Product.ID), Render: func(b *bytes.Buffer) error { return writeCatalog(b, p.Catalog) }}, nil) {
				return
			}
		}
	}
}

// writeCatalog lets the buffer have what was encoded as it is: no other file is as
// large, and a copy of it would be the most memory that a build needs.
func writeCatalog(b *bytes.Buffer, c *compat.Catalog) error {
	encoder := compat.NewEncoder[compat.Catalog](nil)
	room, err := roomFor(encoder, c)
	if err != nil {
		return err
	}
	b.Grow(room)
	text, err := encoder.Append(b.Bytes(), c)
	*b = *bytes.NewBuffer(text)
	return err
}

// sampled is of how many releases one is looked at to guess the length of a catalog.
const sampled = 64

// roomFor guesses how much a catalog takes, a little more than it will: one of
// thousands of releases would be copied again and again while it grows. A small one
// may grow.
func roomFor(encoder *compat.Encoder[compat.Catalog], c *compat.Catalog) (int, error) {
	if len(c.Releases) < 16*sampled {
		return 0, nil
	}
	some := *c
	some.Releases, some.Edges = sample(c.Releases), sample(c.Edges)
	some.Constraints, some.Checks, some.Risks = sample(c.Constraints), sample(c.Checks), sample(c.Risks)
	text, err := encoder.Append(nil, &some)
	return sampled * len(text) * 17 / 16, err
}

func sample[T any](all []T) (some []T) {
	for i := 0; i < len(all); i += sampled {
		some = append(some, all[i])
	}
	return some
}

// schemas writes the JSON Schema of the format, and those of what authors
// write, for their editors.
func schemas(*Input, *Ledger) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		if !yield(literal(compat.SchemaURL[1:], compat.Schema()), nil) {
			return
		}
		for _, d := range schema.Documents() {
			text, err := d.JSON()
			if !yield(literal(d.Path(), text), err) {
				return
			}
		}
	}
}
