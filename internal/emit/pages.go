package emit

import (
	"iter"

	"upgraph/internal/search"
	"upgraph/internal/site"
)

// pages writes every page of the site.
func pages(in *Input, _ *Ledger) iter.Seq2[File, error] { return pageFiles(site.Pages(in.Site)) }

// pageAt is pages for one path.
func pageAt(in *Input, path string) iter.Seq2[File, error] {
	return pageFiles(site.PageAt(in.Site, path))
}

func pageFiles(pages iter.Seq[site.Page]) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for p := range pages {
			if !yield(File{Path: p.Path, Extent: p.Extent, Render: p.Render}, nil) {
				return
			}
		}
	}
}

// assets writes style sheets and scripts under names made from their content.
func assets(in *Input, _ *Ledger) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, a := range site.Assets(in.Site.Theme) {
			if !yield(literal(a.Path, a.Content), nil) {
				return
			}
		}
	}
}

// searchIndex writes the search engine and the shards that it fetches.
func searchIndex(in *Input, _ *Ledger) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		engine, err := site.SearchEngine(in.Site)
		if err != nil {
			yield(File{}, err)
			return
		}
		for _, f := range search.Build(engine, in.Search()) {
			if !yield(literal(f.Path, f.Content), nil) {
				return
			}
		}
	}
}
