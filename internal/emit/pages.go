package emit

import (
	"iter"

	"upgraph/internal/search"
	"upgraph/internal/site"
)

// pages writes every page of the site.
func pages(in *Input, _ *Ledger) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for p := range site.Pages(in.Site) {
			if !yield(File{Path: p.Path, Render: p.Render}, nil) {
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

// searchIndex writes the shards that the search page fetches.
func searchIndex(in *Input, _ *Ledger) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, f := range search.Build(in.Search) {
			if !yield(literal(f.Path, f.Content), nil) {
				return
			}
		}
	}
}
