package build

import (
	"slices"
	"strings"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// Shed lets go of everything that only those need who read again or look at what
// was found: the blocks of guides, what it takes to lower a guide anew, findings
// that are told on request. The records, front matter, link references and pictures
// stay. It is for a build, which reads once.
func (c *Content) Shed() {
	c.Diagnostics = slices.Clip(slices.DeleteFunc(c.Diagnostics, func(d diag.Diagnostic) bool { return d.Severity == diag.Info }))
	for _, p := range c.Products {
		p.lowered = nil
		for _, page := range p.Pages {
			page.Doc = &doc.Doc{Path: page.Doc.Path, Front: page.Doc.Front, References: page.Doc.References, Images: page.Doc.Images, Total: page.Doc.Total}
			page.Guide.Diagnostics, page.Guide.Front = nil, nil
			for _, r := range page.Guide.Releases {
				r.Commands = nil
			}
		}
	}
}

// slim takes from a guide what nobody asks of it once its records are made and
// its own rules were held against it. Left of its blocks are the places that links
// of other documents lead to, its own links, and comments that suppress findings
// with the blocks behind them.
func (p *Page) slim() {
	lean := *p.Doc
	lean.Source, lean.Blocks = nil, leanBlocks(p.Doc.Blocks)
	p.Doc = &lean
	for _, r := range p.Guide.Releases {
		tighten(r)
	}
}

// tighten gives the lists of a release as much room as they need: they were
// written one by one.
func tighten(r *release.Release) {
	r.Changes, r.Steps, r.Notes = exact(r.Changes), exact(r.Steps), exact(r.Notes)
	r.Commands, r.Sections, r.Info, r.Extra = exact(r.Commands), exact(r.Sections), exact(r.Info), exact(r.Extra)
	for i := range r.Steps {
		r.Steps[i].Actions = exact(r.Steps[i].Actions)
	}
}

func exact[T any](s []T) []T {
	if len(s) == cap(s) {
		return s
	}
	return append(make([]T, 0, len(s)), s...)
}

func leanBlocks(blocks []*doc.Block) []*doc.Block {
	var out []*doc.Block
	comments := slices.ContainsFunc(blocks, func(b *doc.Block) bool { return b.Kind == doc.HTML })
	for _, b := range blocks {
		var links []doc.Inline
		for _, i := range b.Inlines {
			if i.Kind == doc.Link {
				links = append(links, i)
			}
		}
		children := leanBlocks(b.Children)
		named := b.Kind == doc.Heading || strings.ContainsAny(b.Markdown, "={")
		if !named && !(comments && b.Kind != doc.Blank) && len(links) == 0 && len(children) == 0 {
			continue
		}
		lean := &doc.Block{Kind: b.Kind, Span: b.Span, Markdown: b.Markdown, Children: children, Inlines: exact(links)}
		if b.Kind == doc.Heading {
			lean.Text = b.Text
		}
		out = append(out, lean)
	}
	return out
}
