package run

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"upgraph/internal/compat"
	"upgraph/internal/graph"
	"upgraph/internal/sign"
	"upgraph/internal/step"
)

// Source of a catalog: the graph of one product and the digest of its bytes.
type Source struct {
	Graph  *graph.Graph
	Digest string
	Origin string // file, folder or address, for people
	// Signed is what its signature says; nil where none was asked for.
	Signed *Signed
	// Warnings are for the person, one line each.
	Warnings []string

	// raw is what a bundle holds.
	raw bundle
}

// Signed is a signature that was verified.
type Signed struct {
	Key      string    `json:"key"` // id, as minisign prints it
	Sequence int64     `json:"sequence"`
	Expires  time.Time `json:"expires,omitzero"`
}

// CatalogQuery says which catalog is meant and what it has to prove.
type CatalogQuery struct {
	// Path is a compat.json, a bundle made by fetch, the folder of a built site
	// or the address of one.
	Path    string
	Product string // may be empty where there is only one, or Releases tell
	// Releases are those that the command names; see graph.Meant.
	Releases []string
	// PublicKey is a minisign key or the file that holds one. Where it is empty,
	// the key that the origin was verified with before is asked for.
	PublicKey string
	SHA256    string // of the catalog's bytes, with or without "sha256:"
	Offline   bool   // take what was fetched before
	Base      string // of the state, where trust is remembered
}

const (
	maxCatalog    = 32 << 20
	maxManifest   = 4 << 20
	maxSigning    = 64 << 10
	manifestName  = "v1/manifest.json"
	signatureName = manifestName + ".minisig"
)

func catalogName(product string) string { return "v1/" + product + "/compat.json" }

// untrusted is the error for what does not prove what it has to.
func untrusted(format string, args ...any) *Error {
	return Fail(ExitUntrusted, format, args...).Hinted("nothing of it was used")
}

// Load reads a catalog and verifies all that is asked of it before anything in
// it is used.
func (q CatalogQuery) Load(env *Env) (*Source, error) {
	if q.Path == "" {
		return nil, Fail(ExitUsage, "there is no catalog").
			Hinted("name a compat.json, the folder of a built site or its address with --catalog or UPGRAPH_CATALOG")
	}
	if q.Product != "" && !safeName.MatchString(q.Product) {
		return nil, Fail(ExitUsage, "--product %q is no product id", q.Product)
	}
	s, err := q.shelf(env)
	if err != nil {
		return nil, err
	}
	src, data, err := q.take(env, s)
	if err != nil {
		return nil, err
	}
	if err := q.digest(data); err != nil {
		return nil, err
	}
	spare(len(data))
	c, err := step.Decode(data)
	if err != nil {
		return nil, unusable(s.origin, err)
	}
	if q.Product != "" && c.Product.ID != q.Product {
		return nil, Fail(ExitUsage, "the catalog %s is about %q, not about %q", s.origin, c.Product.ID, q.Product)
	}
	if src.Graph, err = graph.New(c); err != nil {
		return nil, unusable(s.origin, err)
	}
	src.Digest, src.raw.Product = compat.Digest(data), c.Product.ID
	if src.raw.Manifest != "" { // else nothing could prove it elsewhere
		src.raw.Catalog = string(data)
	}
	q.keep(env, s, src)
	return src, nil
}

// unusable is the error for a catalog that is not understood whole.
func unusable(origin string, err error) *Error {
	e := Fail(ExitUsage, "the catalog %s cannot be used: %w", origin, err).
		Hinted("nothing is run from a catalog that is not understood whole")
	if _, ok := errors.AsType[*compat.UnsupportedError](err); ok {
		return e.Hinted("install a newer upgraph-run; this one says what it is with: upgraph-run version")
	}
	return e.Hinted("fetch it again; if that changes nothing, whoever publishes it has to build it anew with upgraph")
}

// spare has garbage collected early while a catalog is read: 64 MiB are enough
// for whatever stands in eight, honest catalogs take no more time.
func spare(size int) {
	const program, times = 12 << 20, 4
	debug.SetMemoryLimit(min(debug.SetMemoryLimit(-1), program+times*int64(size)))
}

// digest holds the catalog against --sha256.
func (q CatalogQuery) digest(data []byte) error {
	if q.SHA256 == "" {
		return nil
	}
	want := "sha256:" + strings.ToLower(strings.TrimPrefix(q.SHA256, "sha256:"))
	if len(want) != len("sha256:")+64 {
		return Fail(ExitUsage, "--sha256 %q: it has 64 hexadecimal digits", q.SHA256)
	}
	if got := compat.Digest(data); got != want {
		return untrusted("the catalog has the digest %s, not %s", got, want)
	}
	return nil
}

// siteManifest is what is read of v1/manifest.json.
type siteManifest struct {
	Products []struct {
		ID string `json:"id" read:"required"`
	} `json:"products" read:"required"`
	Files []struct {
		Path   string `json:"path" read:"required"`
		Digest string `json:"digest" read:"required"`
	} `json:"files" read:"required"`
}

// take reads manifest, signature and catalog, in the order in which each
// vouches for the next.
func (q CatalogQuery) take(env *Env, s *shelf) (*Source, []byte, error) {
	src := &Source{Origin: s.origin}
	manifest, err := s.read(manifestName, maxManifest)
	if errors.Is(err, fs.ErrNotExist) {
		return q.takeBare(env, s, src)
	}
	if err != nil {
		return nil, nil, err
	}
	src.raw.Origin, src.raw.Manifest = s.origin, string(manifest)
	if err := q.proved(env, s, src, manifest, signatureName); err != nil {
		return nil, nil, err
	}
	var m siteManifest
	if err := compat.Unmarshal(manifest, &m, 0); err != nil {
		return nil, nil, untrusted("the manifest of %s cannot be used: %w", s.origin, err)
	}
	product, err := q.choose(s, m)
	if err != nil {
		return nil, nil, err
	}
	name := catalogName(product)
	data, err := s.read(name, maxCatalog)
	if err != nil {
		return nil, nil, absent(s, name, err)
	}
	for _, f := range m.Files {
		if f.Path == name && f.Digest == compat.Digest(data) {
			return src, data, nil
		}
	}
	return nil, nil, untrusted("%s of %s is not the file that its manifest names", name, s.origin).
		Hinted("a part of the site may be of another time: fetch it anew")
}

// takeBare reads a catalog that no manifest names. A signature beside it vouches
// for it alone.
func (q CatalogQuery) takeBare(env *Env, s *shelf, src *Source) (*Source, []byte, error) {
	name := s.bare
	if name == "" {
		if s.remote {
			return nil, nil, Fail(ExitUsage, "%s is no built site: it has no %s", s.origin, manifestName)
		}
		product, err := q.choose(s, siteManifest{})
		if err != nil {
			return nil, nil, err
		}
		name = catalogName(product)
	}
	data, err := s.read(name, maxCatalog)
	if err != nil {
		return nil, nil, absent(s, name, err)
	}
	return src, data, q.proved(env, s, src, data, name+".minisig")
}

func absent(s *shelf, name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return Fail(ExitUsage, "%s has no %s", s.origin, name)
	}
	return err
}

// choose picks the product: the one named, or the only one.
func (q CatalogQuery) choose(s *shelf, m siteManifest) (string, error) {
	if s.product != "" {
		return s.product, nil
	}
	if q.Product != "" {
		return q.Product, nil
	}
	ids := s.products
	for _, p := range m.Products {
		if safeName.MatchString(p.ID) {
			ids = append(ids, p.ID)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	switch len(ids) {
	case 0:
		return "", Fail(ExitUsage, "%s holds no catalog", s.origin).Hinted("a built site has v1/PRODUCT/compat.json in it")
	case 1:
		return ids[0], nil
	}
	if id, err := q.meant(s, ids); id != "" || err != nil {
		return id, err
	}
	return "", Fail(ExitUsage, "%s holds several products: say which with --product", s.origin).
		Hinted("it has %s", strings.Join(ids, ", "))
}

// meant is the product that the releases of the command belong to; empty where
// that is in doubt. What is read for the choice is verified afterwards like any
// other catalog.
func (q CatalogQuery) meant(s *shelf, ids []string) (string, error) {
	if len(q.Releases) == 0 {
		return "", nil
	}
	catalogs := make([]*compat.Catalog, len(ids))
	for i, id := range ids {
		data, err := s.read(catalogName(id), maxCatalog)
		if err != nil {
			return "", absent(s, catalogName(id), err)
		}
		if catalogs[i], err = step.Decode(data); err != nil {
			return "", nil // it is not known what is in it
		}
	}
	if i := graph.Meant(catalogs, q.Releases...); i >= 0 {
		return ids[i], nil
	}
	return "", nil
}

// publicKey reads --pubkey: a key, or a file with one.
func (q CatalogQuery) publicKey(env *Env) (sign.PublicKey, error) {
	k, err := sign.ParsePublicKey(q.PublicKey)
	if err == nil {
		return k, nil
	}
	data, ferr := slurp(absolute(env.Dir, q.PublicKey))
	if ferr != nil {
		return k, Fail(ExitUsage, "--pubkey %s: it is neither a key nor a file: %w", q.PublicKey, err)
	}
	if k, err = sign.ParsePublicKey(string(data)); err != nil {
		return k, Fail(ExitUsage, "--pubkey %s: %w", q.PublicKey, err)
	}
	return k, nil
}

// localShelf is a file or folder of this machine.
func (q CatalogQuery) localShelf(env *Env) (*shelf, error) {
	path := absolute(env.Dir, q.Path)
	q.Path = path // under which trust is remembered
	st, err := os.Stat(path)
	if err != nil {
		return nil, Fail(ExitUsage, "read the catalog: %w", err)
	}
	if st.IsDir() {
		s := &shelf{origin: q.Path, read: readerOf(path)}
		found, err := filepath.Glob(filepath.Join(escapeGlob(path), "v1", "*", "compat.json"))
		if err != nil {
			return nil, fmt.Errorf("look for catalogs in %s: %w", path, err)
		}
		for _, f := range found {
			s.products = append(s.products, filepath.Base(filepath.Dir(f)))
		}
		return s, nil
	}
	dir, product := filepath.Dir(path), filepath.Base(filepath.Dir(path))
	if site := filepath.Dir(filepath.Dir(dir)); filepath.Base(path) == "compat.json" && filepath.Base(filepath.Dir(dir)) == "v1" {
		return &shelf{origin: q.Path, read: readerOf(site), product: product, bare: catalogName(product)}, nil
	}
	if b, ok, err := readBundle(path); ok || err != nil {
		if err != nil {
			return nil, Fail(ExitUsage, "read the catalog: %w", err)
		}
		return b.shelf(q.Path), nil
	}
	name := filepath.Base(path)
	read := readerOf(dir)
	return &shelf{origin: q.Path, bare: name, read: func(n string, most int) ([]byte, error) {
		if n == manifestName {
			return nil, fs.ErrNotExist // whatever lies in the same folder
		}
		return read(n, most)
	}}, nil
}

func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
