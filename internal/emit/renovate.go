package emit

import (
	"bytes"
	"cmp"
	"iter"

	"upgraph/internal/compat"
	"upgraph/internal/site"
	"upgraph/internal/version"
)

func renovatePath(product string) string { return "v1/" + product + "/renovate.json" }

// renovateResult is what Renovate expects of a custom datasource in the format
// json. Addresses are absolute, so they are there only where the address of
// the site is known.
type renovateResult struct {
	Releases     []renovateRelease `json:"releases"`
	Homepage     string            `json:"homepage,omitempty"`
	ChangelogURL string            `json:"changelogUrl,omitempty"`
	// Tags are the heads of the channels, for followTag, and "latest".
	Tags map[string]string `json:"tags,omitempty"`
}

// renovateRelease has the version that people write into their deployment.
type renovateRelease struct {
	Version      string `json:"version"`
	Timestamp    string `json:"releaseTimestamp,omitempty"`
	ChangelogURL string `json:"changelogUrl,omitempty"`
	Deprecated   bool   `json:"isDeprecated,omitempty"`
	Stable       bool   `json:"isStable"`
}

// renovate writes v1/PRODUCT/renovate.json.
func renovate(in *Input, _ *Ledger) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, p := range in.Products {
			f := File{Path: renovatePath(p.Catalog.Product.ID), Render: func(b *bytes.Buffer) error {
				return render(b, renovateProduct(p.Catalog, in.Site.BaseURL))
			}}
			if !yield(f, nil) {
				return
			}
		}
	}
}

func renovateProduct(c *compat.Catalog, base string) renovateResult {
	var out renovateResult
	if base != "" {
		out.Homepage = absolute(base, site.ProductPath(c.Product.ID))
		out.ChangelogURL = out.Homepage + "changelog/"
	}
	out.Tags = renovateTags(c)
	seen := map[string]bool{}
	for i := range c.Releases {
		r := &c.Releases[i]
		e := renovateRelease{Version: deployed(r), Deprecated: r.Status == compat.Withdrawn, Stable: true}
		if seen[e.Version] {
			continue // two builds of one version are one to a bot
		}
		seen[e.Version] = true
		if v, err := version.Parse(e.Version); err == nil {
			e.Stable = !v.IsPrerelease()
		}
		if at, ok := released(r); ok {
			e.Timestamp = stamp(at)
		}
		if base != "" {
			e.ChangelogURL = absolute(base, site.ReleasePath(c.Product.ID, r.ID))
		}
		out.Releases = append(out.Releases, e)
	}
	return out
}

// deployed is the version that people write into their deployment.
func deployed(r *compat.Release) string { return cmp.Or(r.DeployVersion, r.Version, r.ID) }

func renovateTags(c *compat.Catalog) map[string]string {
	releases := byID(c.Releases, func(r *compat.Release) string { return r.ID })
	tags := map[string]string{}
	for _, ch := range c.Channels {
		if r := releases[ch.Head]; r != nil {
			tags[ch.ID], tags["latest"] = deployed(r), deployed(r)
		}
	}
	return tags
}
