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

func writeCatalog(b *bytes.Buffer, c *compat.Catalog) error {
	text, err := compat.Encode(c)
	b.Write(text)
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
