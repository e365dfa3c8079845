package lint

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/profile"
	"upgraph/internal/release"
)

// TestEvidence holds that rules find in real guides what they were made for.
func TestEvidence(t *testing.T) {
	for _, e := range []struct {
		code, file string
		line       int
		others     []string // documents of the same product
	}{
		{"UG301", "docs-dm/en/upgrade-dm-1.0.md", 44, nil},
		{"UG303", "docs-dm/en/upgrade-dm-1.0.md", 194, nil},
		{"UG304", "docs-dm/en/upgrade-dm-1.0.md", 21, nil},
		{"UG305", "docs-dm/en/upgrade-dm-1.0.md", 194, nil},
		{"UG311", "docs-tidb-operator/en/upgrade-tidb-operator.md", 19, nil},
		{"UG314", "traefik/docs/content/migrate/v3.md", 227, nil},
		{"UG317", "docs-dm/en/releases/1.0.4.md", 1, []string{"docs-dm/en/upgrade-dm-1.0.md"}},
		{"UG318", "docs-dm/zh/releases/2.0.5.md", 1, []string{"docs-dm/en/releases/2.0.5.md"}},
		{"UG321", "argo-cd/docs/operator-manual/upgrading/2.13-2.14.md", 3, nil},
		{"UG322", "traefik/docs/content/migrate/v3.md", 291, nil},
		{"UG323", "linkerd/linkerd.io/content/2.14/tasks/upgrade.md", 622, nil},
		{"UG328", "docs-dm/en/dm-upgrade.md", 14, nil},
	} {
		found := inCorpus(t, append(e.others, e.file)...)
		at := func(d diag.Diagnostic) bool { return d.Code == e.code && d.File == e.file && d.Line == e.line }
		if !slices.ContainsFunc(found, at) {
			t.Errorf("%s does not find %s:%d", e.code, e.file, e.line)
		}
	}
}

// inCorpus gives what the rules find in documents of the corpus that belong to
// one product.
func inCorpus(t *testing.T, names ...string) []diag.Diagnostic {
	t.Helper()
	var docs []*release.Document
	var sources []*doc.Doc
	var out []diag.Diagnostic
	for _, name := range names {
		source, err := os.ReadFile(filepath.Join("../../../shared/corpus", filepath.FromSlash(name)))
		if err != nil {
			t.Skipf("the corpus is not beside the checkout: %v", err)
		}
		src, _ := doc.Parse(name, source)
		language := "en"
		if strings.Contains(name, "/zh/") {
			language = "zh"
		}
		d := profile.Read(src, profile.Options{Language: language, Key: path.Base(name)})
		docs, sources = append(docs, d), append(sources, src)
		out = append(out, Document(d, src)...)
	}
	return slices.Concat(out, Product(docs, &compat.Catalog{}), Site(sources))
}
