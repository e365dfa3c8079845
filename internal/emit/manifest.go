package emit

import (
	"bytes"
	"iter"
	"slices"

	"upgraph/internal/compat"
)

const manifestPath = "v1/manifest.json"

// manifest writes v1/manifest.json. Scripts are digested by their sums, and the
// shards of a product by its index, so that the manifest stays small however
// many there are.
func manifest(in *Input, done *Ledger) iter.Seq2[File, error] {
	return one(File{Path: manifestPath, Render: func(b *bytes.Buffer) error {
		text, err := manifestContent(in, done)
		b.Write(text)
		return err
	}})
}

// manifestContent is the manifest over the files written so far, less itself.
func manifestContent(in *Input, done *Ledger) ([]byte, error) {
	m := compat.Manifest{SchemaVersion: compat.SchemaVersion, Generator: in.Site.Generator}
	var paths []string
	for _, p := range in.Products {
		m.Products = append(m.Products, manifestProduct(p))
		id := p.Catalog.Product.ID
		paths = append(paths, CatalogPath(id), IndexPath(id), latestPath(id), renovatePath(id))
	}
	paths = append(paths, sumsPath)
	paths = append(paths, done.Paths("schema/")...)
	paths = append(paths, done.Paths("runner/")...)
	slices.Sort(paths)
	for _, path := range paths {
		if sum, ok := done.Get(path); ok { // a product without a channel has no latest.txt
			m.Files = append(m.Files, compat.FileSum{Path: path, Digest: "sha256:" + sum.SHA256, Size: int(sum.Size)})
		}
	}
	return compat.Canonical(m)
}

func manifestProduct(p *Product) compat.ManifestProduct {
	id := p.Catalog.Product.ID
	return compat.ManifestProduct{
		ID: id, Title: p.Catalog.Product.Title, Catalog: "/" + CatalogPath(id), Index: "/" + IndexPath(id), Latest: p.latest(),
	}
}
