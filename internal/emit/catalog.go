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
	text, err := compat.NewEncoder[compat.Catalog](nil).Append(b.Bytes(), c)
	*b = *bytes.NewBuffer(text)
	return err
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
