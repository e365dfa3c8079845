package build

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"upgraph/internal/config"
	"upgraph/internal/diag"
)

// documentFolders are folder names that say which documents are in them, not of
// which product.
var documentFolders = []string{
	"changelog", "changelogs", "changes", "doc", "docs", "guide", "guides", "migrating", "migration", "migrations", "notes",
	"release", "release-notes", "releases", "upgrade", "upgrade-guides", "upgrades", "upgrading", "versions",
}

// readFolder reads the documents of the content folder, in the order of places:
// those that lie in it itself first, as some of its folders may belong to them.
func (c *Content) readFolder(places []place, configs map[string]*Product, opt Options) []*Page {
	var above, below []place
	for _, at := range places {
		if at.Product == "." {
			above = append(above, at)
		} else {
			below = append(below, at)
		}
	}
	pages := c.readAll(above, configs, opt)
	if slices.ContainsFunc(pages, func(p *Page) bool { return len(p.Guide.Releases) > 0 && !p.isFragment() }) {
		c.join(below)
	}
	pages = append(pages, c.readAll(below, configs, opt)...)
	opt.Shelf.keep()
	order := map[string]int{}
	for i, at := range places {
		order[at.Path] = i
	}
	slices.SortFunc(pages, func(a, b *Page) int { return order[a.Path] - order[b.Path] })
	return pages
}

// join gives the documents in folders such as releases/ to the product whose
// guides lie beside these folders, so that they are read by its settings. A folder
// with settings or records of its own is a product.
func (c *Content) join(below []place) {
	own := map[string]bool{}
	for i, at := range below {
		if !slices.Contains(documentFolders, strings.ToLower(at.Product)) {
			continue
		}
		stated, seen := own[at.Product]
		if !seen {
			stated = slices.ContainsFunc([]string{config.ProductFile, config.LockFile, config.AnchorFile}, func(name string) bool {
				_, err := fs.Stat(c.Root, path.Join(at.Product, name))
				return err == nil
			})
			own[at.Product] = stated
		}
		if !stated {
			below[i].Product, below[i].Key = ".", path.Join(at.Product, at.Key)
		}
	}
}

// settle gives a guide whose language was guessed from its words the language of
// most guides of its product: a few words in another language must not keep a
// release out of the records. A guide of releases that those tell of too is a
// translation and stays one, and so does all of a product that states languages.
func settle(pages []*Page) {
	products := map[string][]int{}
	stated := map[string]bool{}
	for i, p := range pages {
		if p.isGuide() {
			products[p.Product] = append(products[p.Product], i)
			stated[p.Product] = stated[p.Product] || !p.guessed
		}
	}
	for product, guides := range products {
		if stated[product] {
			continue
		}
		most, told := mostly(pages, guides)
		for _, i := range guides {
			if p := pages[i]; p.Language != most && !slices.ContainsFunc(ids(p), func(id string) bool { return told[id] }) {
				q, guide := *p, *p.Guide
				q.Language, guide.Language = most, most
				q.Guide, pages[i] = &guide, &q
			}
		}
	}
}

// mostly is the language of most guides, the first one of several, and the
// releases that guides in it tell of.
func mostly(pages []*Page, guides []int) (language string, told map[string]bool) {
	count := map[string]int{}
	for _, i := range guides {
		count[pages[i].Language] += len(pages[i].Guide.Releases)
	}
	language = slices.MaxFunc(slices.Sorted(maps.Keys(count)), func(a, b string) int { return cmp.Compare(count[a], count[b]) })
	told = map[string]bool{}
	for _, i := range guides {
		if pages[i].Language == language {
			for _, id := range ids(pages[i]) {
				told[id] = true
			}
		}
	}
	return language, told
}

// ids are the releases that a guide tells of, with or without a v alike.
func ids(p *Page) []string {
	var all []string
	for _, r := range p.Guide.Releases {
		all = append(all, strings.TrimPrefix(r.ID, "v"))
	}
	return all
}

// languages completes the languages of the site by those of its documents: what
// site.yaml says first, else English before the others.
func languages(stated []string, pages []*Page) []string {
	seen := map[string]bool{}
	for _, p := range pages {
		seen[p.Language] = true
	}
	result := slices.Clone(stated)
	if len(result) == 0 && seen["en"] {
		result = append(result, "en")
	}
	for _, l := range slices.Sorted(maps.Keys(seen)) {
		if !slices.Contains(result, l) {
			result = append(result, l)
		}
	}
	return result
}

// checkMixed reports releases of one name that folders within one product tell
// of: they may be products of their own, and are read as one.
func (c *Content) checkMixed() {
	for _, p := range c.Products {
		told := map[string]*Page{} // by language and release
		said := map[string]bool{}
		for _, q := range p.Pages {
			in := part(q)
			if in == "" || q.isFragment() {
				continue
			}
			for _, id := range ids(q) {
				other := told[q.Language+" "+id]
				if other == nil {
					told[q.Language+" "+id] = q
					continue
				}
				if pair := part(other) + "/" + in; part(other) != in && !said[pair] {
					said[pair] = true
					c.Diagnostics = append(c.Diagnostics, diag.Diagnostic{Code: "UG412", Severity: diag.Warning, Pos: diag.Pos{File: q.Path, Line: q.Guide.Releases[0].Line, Column: 1},
						Message: fmt.Sprintf("%s is told of here and in %s, and both are read as one release of product %q", id, other.Path, p.Config.ID),
						Hint:    fmt.Sprintf("where they are two products, give each a folder at the top: %s/ and %s/, with folders of languages in it", part(other), in)})
				}
			}
		}
	}
}

// part is the folder within its product that a guide lies in, empty for none and
// for one that says which documents it holds.
func part(p *Page) string {
	folder, _, deeper := strings.Cut(p.Key, "/")
	if !deeper || slices.Contains(documentFolders, strings.ToLower(folder)) {
		return ""
	}
	return folder
}
