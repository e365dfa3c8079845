package emit

import (
	"bytes"
	"iter"

	"upgraph/internal/compat"
)

// Manifest is v1/manifest.json, the entry point for programs: what the site
// offers and the digest of each file.
type Manifest struct {
	SchemaVersion string            `json:"schema_version"`
	Generator     string            `json:"generator"`
	Products      []ManifestProduct `json:"products"`
	Files         []ManifestFile    `json:"files"`
}

// ManifestProduct is one product of the site. Catalog is a path from the root
// of the site; Latest is the newest release, empty when there is none.
type ManifestProduct struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Catalog string `json:"catalog"`
	Latest  string `json:"latest,omitempty"`
}

// ManifestFile is a file with its digest ("sha256:…") and its size in bytes.
type ManifestFile struct {
	Path   string `json:"path"`
	Digest string `json:"digest"`
	Size   int64  `json:"size"`
}

// manifest writes v1/manifest.json over the catalogs, the schema, the sums of
// the scripts and the runners. Scripts are digested by their sums, so that the
// manifest stays small however many there are.
func manifest(in *Input, done *Ledger) iter.Seq2[File, error] {
	return one(File{Path: "v1/manifest.json", Render: func(b *bytes.Buffer) error {
		m := Manifest{SchemaVersion: compat.SchemaVersion, Generator: in.Site.Generator}
		for _, p := range in.Products {
			m.Products = append(m.Products, manifestProduct(p))
		}
		for _, prefix := range []string{"v1/", "schema/", "scripts/SHA256SUMS", "runner/"} {
			for _, path := range done.Paths(prefix) {
				if sum, ok := done.Get(path); ok {
					m.Files = append(m.Files, ManifestFile{Path: path, Digest: "sha256:" + sum.SHA256, Size: sum.Size})
				}
			}
		}
		text, err := compat.Canonical(m)
		if err != nil {
			return err
		}
		b.Write(text)
		return nil
	}})
}

func manifestProduct(p *Product) ManifestProduct {
	m := ManifestProduct{ID: p.Catalog.Product.ID, Title: p.Catalog.Product.Title, Catalog: "/" + CatalogPath(p.Catalog.Product.ID)}
	if n := len(p.Catalog.Channels); n > 0 {
		m.Latest = p.Catalog.Channels[n-1].Head
	}
	return m
}
