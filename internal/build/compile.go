package build

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/config"
	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/emit"
	"upgraph/internal/graph"
	"upgraph/internal/lint"
	"upgraph/internal/plan"
	"upgraph/internal/release"
	"upgraph/internal/script"
	"upgraph/internal/search"
	"upgraph/internal/site"
	"upgraph/internal/step"
)

// lower makes a product's catalog from its guides in the first language that
// the product has.
func (c *Content) lower(p *Product, generator string) {
	primary := p.primary(c.Site.Languages)
	documents := p.Documents(primary)
	lowered, ds := release.LowerAgain(release.Input{
		Product:   compat.Product{ID: p.Config.ID, Title: p.title(documents), Components: p.Config.Components, Parameters: parameters(p.Config)},
		Documents: documents,
		Channels:  channels(p.Config),
		Generator: generator,
		Approved: func(releaseID string, s compat.Step) bool {
			return p.Lock.Approved(releaseID, s.ID, step.Digest(s))
		},
	})
	catalog := lowered.Catalog
	p.Catalog, p.lowered = catalog, lowered
	c.Diagnostics = append(c.Diagnostics, ds...)
	if catalog != nil {
		all := documents
		for _, page := range p.Pages {
			if page.Language != primary {
				all = append(all, page.Guide)
			}
		}
		found := lint.Product(all, catalog)
		if len(p.Config.Channels) > 0 {
			lint.Promised(found)
		}
		c.Diagnostics = append(c.Diagnostics, found...)
	}
}

// primary is the first of the site's languages that the product has releases
// in.
func (p *Product) primary(languages []string) string {
	for _, l := range languages {
		for _, page := range p.Pages {
			if page.Language == l && len(page.Guide.Releases) > 0 {
				return l
			}
		}
	}
	return ""
}

// Documents returns the guides of one language in content order.
func (p *Product) Documents(language string) []*release.Document {
	var ds []*release.Document
	for _, page := range p.Pages {
		if page.Language == language {
			ds = append(ds, page.Guide)
		}
	}
	return ds
}

// commonTitle is a title that many files have, whatever they are about.
var commonTitle = regexp.MustCompile(`(?i)^(?:change ?log|readme|index|changes|(?:version |release )?history|release notes|releases|news|what['’]?s new|更新日志|变更记录|发布说明)$`)

// logWords are what a changelog is called by, before or behind the name of what
// it is about.
var logWords = regexp.MustCompile(`(?i)^(?:change ?log|release notes|release history|changes|history) (?:for|of) (?:the )?|[\s:–—-]+(?:change ?log|release notes|release history|changes|history|news|更新日志|变更记录)$`)

// versionFirst is what is left of a title that names nothing but a version.
var versionFirst = regexp.MustCompile(`(?i)^(?:pre-)?v?\d`)

// named is the name in the title of a document about a product, empty where it
// holds none.
func named(title string) string {
	name := strings.TrimSpace(logWords.ReplaceAllString(title, ""))
	if commonTitle.MatchString(title) || name != title && versionFirst.MatchString(name) {
		return ""
	}
	return name
}

// title is the one of product.yaml, else that of the product-wide page or of
// the only guide, else the id.
func (p *Product) title(documents []*release.Document) string {
	if p.Config.Title != "" {
		return p.Config.Title
	}
	for _, d := range documents {
		if name := named(d.Title); name != "" && (len(documents) == 1 || path.Base(d.Path) == "_index.md") {
			return name
		}
	}
	return p.Config.ID
}

func channels(cfg config.Product) []release.Channel {
	var cs []release.Channel
	for _, c := range cfg.Channels {
		cs = append(cs, release.Channel{ID: c.ID, Head: c.Head, At: c.At})
	}
	return cs
}

func parameters(cfg config.Product) []compat.Parameter {
	var ps []compat.Parameter
	for _, p := range cfg.Parameters {
		ps = append(ps, compat.Parameter{Name: p.ID, Description: p.Text, Pattern: p.Pattern, Default: p.Default, Secret: p.Secret})
	}
	return ps
}

// SiteOptions are what the command line says about the site.
type SiteOptions struct {
	Generator string
	BaseURL   string // overrides site.yaml when not empty
	NoIndex   bool
	Include   []emit.Include
	NoCopies  bool // pages without Markdown copies beside them
	// Pairs is how many hops the pairs with a page and a script of their own have
	// together, nil for the default of [graph.Graph.Pairs].
	Pairs *int
}

// Compile makes the input of all outputs from content without errors.
func (c *Content) Compile(opt SiteOptions, done *emit.Ledger) (*emit.Input, error) {
	if err := c.valid(); err != nil {
		return nil, err
	}
	return c.assemble(opt, done)
}

// valid holds the catalogs against their format.
func (c *Content) valid() error {
	for _, p := range c.Products {
		if err := compat.Validate(p.Catalog); err != nil {
			return fmt.Errorf("compile product %s: %w", p.Config.ID, err)
		}
	}
	return nil
}

func (c *Content) assemble(opt SiteOptions, done *emit.Ledger) (*emit.Input, error) {
	in := &emit.Input{NoIndex: opt.NoIndex, Included: opt.Include, Site: c.siteInput(opt, done)}
	if info, err := fs.Stat(c.Root, "static"); err == nil && info.IsDir() {
		sub, err := fs.Sub(c.Root, "static")
		if err != nil {
			return nil, fmt.Errorf("open static files: %w", err)
		}
		in.Static = sub
	}
	for _, p := range c.Products {
		ep, err := p.compile(opt.Pairs)
		if err != nil {
			return nil, fmt.Errorf("compile product %s: %w", p.Config.ID, err)
		}
		in.Products = append(in.Products, ep)
		in.Site.Products = append(in.Site.Products, p.siteProduct(ep))
	}
	in.Search = func() []search.Entry { return site.Entries(in.Site) }
	return in, nil
}

func (p *Product) compile(pairs *int) (*emit.Product, error) {
	g, err := graph.New(p.Catalog)
	if err != nil {
		return nil, err
	}
	if p.pairs == nil { // else those of the same releases a moment ago
		total := graph.Usual
		if pairs != nil {
			total = *pairs
		}
		p.pairs = g.Pairs(emit.MaxHops, total)
	}
	return &emit.Product{Catalog: p.Catalog, Graph: g, Plans: plan.NewPlanner(g, ""), Pairs: p.pairs}, nil
}

func (c *Content) siteInput(opt SiteOptions, done *emit.Ledger) *site.Input {
	in := &site.Input{
		Title: c.Site.Title, BaseURL: opt.BaseURL, Generator: opt.Generator, Languages: c.Site.Languages, EditLink: c.Site.EditLink, Theme: c.theme, NoCopies: opt.NoCopies,
		File: func(p string) (site.Sum, bool) {
			s, ok := done.Get(p)
			return site.Sum{SHA256: s.SHA256, Size: s.Size}, ok
		},
		Written: done.Has,
	}
	in.Image = func(name string) ([]byte, bool) {
		content, err := fs.ReadFile(c.Root, name)
		return content, err == nil
	}
	in.Static = func(name string) bool { return c.isFile(path.Join("static", name)) }
	if in.BaseURL == "" {
		in.BaseURL = c.Site.BaseURL
	}
	for _, p := range c.Plain {
		in.Plain = append(in.Plain, &site.Plain{Doc: p.Doc, Language: p.Language, URL: p.url()})
	}
	return in
}

// url is where a plain page is served, below the prefix of its language.
func (p *Page) url() string {
	u := p.Key
	if p.Product != "." {
		u = p.Product + "/" + u
	}
	if base := path.Base(u); base == "index" || base == "_index" {
		u = path.Dir(u)
	}
	return u + "/"
}

func (p *Product) siteProduct(ep *emit.Product) *site.Product {
	sp := &site.Product{
		Catalog:    p.Catalog,
		Guides:     map[string][]*release.Document{},
		Docs:       map[string]*doc.Doc{},
		Plan:       ep.Plans.For,
		PairScript: func(from, to string) string { return emit.ScriptPath(p.Config.ID, script.PairName(from, to)) },
		ToScript:   func(to string) string { return emit.ScriptPath(p.Config.ID, script.ToName(to)) },
	}
	for _, page := range p.Pages {
		sp.Guides[page.Language] = append(sp.Guides[page.Language], page.Guide)
		sp.Docs[page.Path] = page.Doc
	}
	if p.shown == nil {
		for _, pair := range ep.Pairs {
			p.shown = append(p.shown, site.Pair{From: pair.From, To: pair.To, Hops: pair.Hops})
		}
		p.ways = site.NewWays(p.shown, len(p.Catalog.Releases))
	}
	sp.Pairs, sp.Ways = p.shown, p.ways
	return sp
}

// Unapproved counts the steps that would run and that nobody approved.
func (c *Content) Unapproved() int {
	n := 0
	for _, p := range c.Products {
		for _, s := range p.Catalog.Runs() {
			if !s.IsApproved() {
				n++
			}
		}
	}
	return n
}

// Strict turns warnings into errors, and steps that nobody approved too,
// however mildly check speaks of them.
func (c *Content) Strict() {
	for i, d := range c.Diagnostics {
		if d.Severity == diag.Warning || d.Code == lint.UnapprovedStep {
			c.Diagnostics[i].Severity = diag.Error
		}
	}
}

// Meant is Product, and for an empty id the one of several products that the
// releases belong to; see graph.Meant.
func (c *Content) Meant(id string, releases ...string) (*Product, error) {
	var catalogs []*compat.Catalog
	for _, p := range c.Products {
		catalogs = append(catalogs, p.Catalog)
	}
	if i := graph.Meant(catalogs, releases...); id == "" && i >= 0 {
		return c.Products[i], nil
	}
	return c.Product(id)
}

// Product returns the product with an id; an empty id is the only product.
func (c *Content) Product(id string) (*Product, error) {
	if id == "" && len(c.Products) == 1 {
		return c.Products[0], nil
	}
	var ids []string
	for _, p := range c.Products {
		if p.Config.ID == id {
			return p, nil
		}
		ids = append(ids, p.Config.ID)
	}
	slices.Sort(ids)
	if id == "" {
		return nil, fmt.Errorf("there are %d products, choose one with --product: %v", len(ids), ids)
	}
	return nil, fmt.Errorf("there is no product %q, only %v", id, ids)
}
