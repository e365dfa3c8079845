package run

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/graph"
	"upgraph/internal/step"
)

// Source of a catalog: the graph of one product and the digest of its bytes.
type Source struct {
	Graph  *graph.Graph
	Digest string
}

// maxCatalog is one byte more than what the decoder takes.
const maxCatalog = 32<<20 + 1

// LoadCatalog reads the catalog of a product from a compat.json or from the
// folder of a built site. The product may be empty where there is only one.
func LoadCatalog(path, product string) (*Source, error) {
	if path == "" {
		return nil, Fail(ExitUsage, "there is no catalog").
			Hinted("name a compat.json or the folder of a built site with --catalog or UPGRAPH_CATALOG")
	}
	if strings.Contains(path, "://") {
		return nil, Fail(ExitUsage, "--catalog %s: a catalog is read from a file, not from the network", path).
			Hinted("download v1/PRODUCT/compat.json of the site and name that file")
	}
	file, err := catalogFile(path, product)
	if err != nil {
		return nil, err
	}
	data, err := readLimited(file)
	if err != nil {
		return nil, Fail(ExitUsage, "read the catalog: %w", err)
	}
	c, err := compat.Decode(data, step.Known())
	if err != nil {
		return nil, Fail(ExitUsage, "the catalog %s cannot be used: %w", file, err).
			Hinted("nothing is run from a catalog that is not understood whole")
	}
	if product != "" && c.Product.ID != product {
		return nil, Fail(ExitUsage, "the catalog %s is about %q, not about %q", file, c.Product.ID, product)
	}
	g, err := graph.New(c)
	if err != nil {
		return nil, Fail(ExitUsage, "the catalog %s cannot be used: %w", file, err)
	}
	return &Source{Graph: g, Digest: compat.Digest(data)}, nil
}

func catalogFile(path, product string) (string, error) {
	st, err := os.Stat(path)
	if err != nil {
		return "", Fail(ExitUsage, "read the catalog: %w", err)
	}
	if !st.IsDir() {
		return path, nil
	}
	if product != "" {
		if !safeName.MatchString(product) {
			return "", Fail(ExitUsage, "--product %q is no product id", product)
		}
		return filepath.Join(path, "v1", product, "compat.json"), nil
	}
	found, err := filepath.Glob(filepath.Join(escapeGlob(path), "v1", "*", "compat.json"))
	if err != nil {
		return "", fmt.Errorf("look for catalogs in %s: %w", path, err)
	}
	switch len(found) {
	case 0:
		return "", Fail(ExitUsage, "%s holds no catalog", path).
			Hinted("a built site has v1/PRODUCT/compat.json in it")
	case 1:
		return found[0], nil
	}
	var ids []string
	for _, f := range found {
		ids = append(ids, filepath.Base(filepath.Dir(f)))
	}
	return "", Fail(ExitUsage, "%s holds several products: say which with --product", path).
		Hinted("it has %s", strings.Join(ids, ", "))
}

func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

func readLimited(file string) ([]byte, error) {
	st, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if !st.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", file)
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxCatalog))
}
