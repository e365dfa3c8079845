package emit

import (
	"bytes"
	"fmt"
	"iter"
	"slices"

	"upgraph/internal/compat"
	"upgraph/internal/site"
)

// indexPages writes v1/PRODUCT/index/0001.json and so on, with the digests of
// the shards that were written before.
func indexPages(in *Input, done *Ledger) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, p := range in.Products {
			for n, releases := range pagesOf(p) {
				f := File{Path: pagePath(p.Catalog.Product.ID, n), Render: func(b *bytes.Buffer) error {
					return renderPage(b, p.Catalog.Product.ID, releases, done)
				}}
				if !yield(f, nil) {
					return
				}
			}
		}
	}
}

// pagesOf parts the releases of a product.
func pagesOf(p *Product) iter.Seq2[int, []compat.Release] {
	return func(yield func(int, []compat.Release) bool) {
		n := 0
		for releases := range slices.Chunk(p.Catalog.Releases, compat.PageSize) {
			if !yield(n, releases) {
				return
			}
			n++
		}
	}
}

func renderPage(b *bytes.Buffer, product string, releases []compat.Release, done *Ledger) error {
	page := compat.IndexPage{Schema: compat.PageSchemaURL, SchemaVersion: compat.SchemaVersion}
	for i := range releases {
		r := &releases[i]
		sum, err := written(done, ShardPath(product, r.ID))
		if err != nil {
			return err
		}
		e := compat.PageEntry{ID: r.ID, SortKey: r.SortKey, Names: otherNames(r), Digest: sum.Digest}
		if r.Status != compat.Supported {
			e.Status = r.Status
		}
		if name := site.Segment(r.ID); name != r.ID {
			e.Name = name
		}
		page.Releases = append(page.Releases, e)
	}
	return render(b, page)
}

// otherNames are the names of a release besides its id, each once.
func otherNames(r *compat.Release) []string {
	var names []string
	for _, name := range slices.Concat([]string{r.Build, r.DeployVersion}, r.Aliases) {
		if name != "" && name != r.ID && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// index writes v1/PRODUCT/index.json, with the digests of the pages.
func index(in *Input, done *Ledger) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, p := range in.Products {
			f := File{Path: IndexPath(p.Catalog.Product.ID), Render: func(b *bytes.Buffer) error { return renderIndex(b, p, done) }}
			if !yield(f, nil) {
				return
			}
		}
	}
}

func renderIndex(b *bytes.Buffer, p *Product, done *Ledger) error {
	c := p.Catalog
	catalog, err := written(done, CatalogPath(c.Product.ID))
	if err != nil {
		return err
	}
	x := compat.Index{
		Schema: compat.IndexSchemaURL, SchemaVersion: compat.SchemaVersion, Requires: c.Requires, Generator: c.Generator,
		Product: c.Product, Channels: c.Channels, Catalog: catalog, Releases: len(c.Releases),
		Conditions: c.Conditions, Notes: c.Notes, Rollback: c.Rollback,
	}
	for i := range c.Releases {
		if c.Releases[i].Status == compat.Barrier {
			x.Barriers = append(x.Barriers, key(&c.Releases[i]))
		}
	}
	for n, releases := range pagesOf(p) {
		sum, err := written(done, pagePath(c.Product.ID, n))
		if err != nil {
			return err
		}
		x.Pages = append(x.Pages, compat.PageSum{FileSum: sum, First: key(&releases[0]), Last: key(&releases[len(releases)-1])})
	}
	return render(b, x)
}

func key(r *compat.Release) compat.ReleaseKey { return compat.ReleaseKey{ID: r.ID, SortKey: r.SortKey} }

// written is the sum of a file that an earlier output must have written.
func written(done *Ledger, path string) (compat.FileSum, error) {
	sum, ok := done.Get(path)
	if !ok {
		return compat.FileSum{}, fmt.Errorf("take the digest of %s: it was not written", path)
	}
	return compat.FileSum{Path: path, Digest: "sha256:" + sum.SHA256, Size: int(sum.Size)}, nil
}

// render writes v as canonical JSON.
func render(b *bytes.Buffer, v any) error {
	text, err := compat.Canonical(v)
	if err != nil {
		return err
	}
	b.Write(text)
	return nil
}
