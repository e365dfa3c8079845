package compat

// What a site publishes beside the catalogs, so that a client need not fetch a
// large one: manifest → index → pages → shards, each with the digests of what
// is behind it. A digest is "sha256:" and hex; sizes are in bytes.

// Manifest is v1/manifest.json, the entry point for programs and, where a site
// is signed, what the signature is of.
type Manifest struct {
	SchemaVersion string            `json:"schema_version" read:"required"`
	Generator     string            `json:"generator"`
	Products      []ManifestProduct `json:"products" read:"required"`
	// Files are sorted by path. Scripts are covered by their sums, pages and
	// shards by the index of their product.
	Files []FileSum `json:"files" read:"required"`
}

// ManifestProduct is one product of a site.
type ManifestProduct struct {
	ID      string `json:"id" read:"required"`
	Title   string `json:"title"`
	Catalog string `json:"catalog" read:"required"` // address of compat.json from the root, "/v1/…"
	Index   string `json:"index" read:"required"`   // address of index.json from the root, "/v1/…"
	// Latest is the newest release; absent where the product has no channel.
	Latest string `json:"latest,omitempty"`
}

// FileSum is a file with its digest and size. Path is relative to the root of
// the site, wherever that is served.
type FileSum struct {
	Path   string `json:"path" read:"required"`
	Digest string `json:"digest" read:"required"`
	Size   int    `json:"size"`
}

// Index is v1/PRODUCT/index.json: what a plan needs of the whole product, and
// the pages over its releases.
type Index struct {
	Schema        string    `json:"$schema"`
	SchemaVersion string    `json:"schema_version" read:"required"`
	Requires      []string  `json:"requires" read:"required"` // of the whole catalog
	Generator     string    `json:"generator"`
	Product       Product   `json:"product" read:"required"`
	Channels      []Channel `json:"channels"`
	// Catalog is the whole product in one file.
	Catalog  FileSum `json:"catalog" read:"required"`
	Releases int     `json:"releases"` // how many there are
	// Barriers are the releases that no path jumps over.
	Barriers   []ReleaseKey `json:"barriers" read:"required"`
	Conditions []Condition  `json:"conditions" read:"required"`
	Notes      []Note       `json:"notes"`
	Rollback   Rollback     `json:"rollback"`
	// Pages are in upgrade order; each holds PageSize releases, the last one
	// the rest.
	Pages []PageSum `json:"pages" read:"required"`
}

// ReleaseKey is a release and its place in the order.
type ReleaseKey struct {
	ID      string `json:"id" read:"required"`
	SortKey string `json:"sort_key" read:"required"`
}

// PageSize is the number of releases on a page of the index.
const PageSize = 256

// PageSum is one page of the index and the first and the last release on it.
type PageSum struct {
	FileSum
	First ReleaseKey `json:"first" read:"required"`
	Last  ReleaseKey `json:"last" read:"required"`
}

// IndexPage is v1/PRODUCT/index/0001.json.
type IndexPage struct {
	Schema        string      `json:"$schema"`
	SchemaVersion string      `json:"schema_version" read:"required"`
	Releases      []PageEntry `json:"releases" read:"required"`
}

// PageEntry is a release on a page with the digest of its shard, which is
// v1/PRODUCT/releases/NAME.json.
type PageEntry struct {
	ID      string `json:"id" read:"required"`
	SortKey string `json:"sort_key" read:"required"`
	// Status is absent where the release is supported.
	Status Status `json:"status,omitempty"`
	// Names are the other names of the release: aliases, build, what
	// deployment tooling is told.
	Names []string `json:"names,omitempty"`
	// Name is the name of the shard's file where it is not the id.
	Name   string `json:"name,omitempty"`
	Digest string `json:"digest" read:"required"`
}

// Shard is v1/PRODUCT/releases/NAME.json: one release with the upgrades into
// it and everything that they refer to.
type Shard struct {
	Schema        string  `json:"$schema"`
	SchemaVersion string  `json:"schema_version" read:"required"`
	Product       string  `json:"product" read:"required"` // id
	Release       Release `json:"release" read:"required"`
	Edges         []Edge  `json:"edges" read:"required"`
	// Mentions places the other releases that the edges name in the order.
	Mentions    []ReleaseKey `json:"mentions" read:"required"`
	Constraints []Constraint `json:"constraints" read:"required"`
	Checks      []Check      `json:"checks" read:"required"`
	Risks       []Risk       `json:"risks" read:"required"`
}
