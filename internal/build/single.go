package build

import (
	"path"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/lint"
	"upgraph/internal/release"
)

// Inspect reads one document on its own. The result is never nil: where the
// text cannot be read, its diagnostics say why.
func Inspect(name string, text []byte) *release.Document {
	page, ds := readAlone(name, text)
	if page == nil {
		return &release.Document{Path: name, Diagnostics: ds}
	}
	page.Guide.Diagnostics = lint.Suppress(ds, []*doc.Doc{page.Doc}, false)
	return page.Guide
}

// readAlone reads a document whatever its name is, and says where a build would
// leave it out.
func readAlone(name string, text []byte) (*Page, []diag.Diagnostic) {
	page, ds := Read(name, text, alone(name), nil)
	if left, ok := otherMarkup(name); ok {
		ds = append(ds, left)
	}
	return page, ds
}

// Single returns every finding in one document on its own, those of the
// catalog that it would make among them.
func Single(name string, text []byte, generator string) []diag.Diagnostic {
	page, ds := readAlone(name, text)
	if page == nil {
		return ds
	}
	if diag.HasErrors(ds) || !page.isGuide() {
		return lint.Suppress(ds, []*doc.Doc{page.Doc}, false)
	}
	documents := []*release.Document{page.Guide}
	catalog, more := release.Lower(release.Input{
		Product: compat.Product{ID: "product"}, Documents: documents, Generator: generator,
		Approved: func(string, compat.Step) bool { return false },
	})
	ds = append(ds, more...)
	if catalog != nil {
		ds = append(ds, lint.Product(documents, catalog)...)
	}
	return lint.Suppress(ds, []*doc.Doc{page.Doc}, false)
}

// alone is the place of a document that belongs to no content folder.
func alone(name string) place {
	return place{Path: name, Product: ".", Key: path.Base(name)}
}
