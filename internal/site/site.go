// Package site makes the pages that people read: releases, upgrade paths,
// scripts, the JSON, search and plain pages, in every language of the site.
//
// It must not read files, plan, or decide what a step runs: it shows records,
// catalogs and plans as it gets them, and nothing of a guide gets lost on the
// way.
package site

import (
	"bytes"
	"iter"
	"sync"

	"upgraph/internal/compat"
	"upgraph/internal/doc"
	"upgraph/internal/plan"
	"upgraph/internal/release"
)

// Input is everything that the pages are made from.
type Input struct {
	Title string
	// BaseURL is the address of the site's root, with a path where the site
	// lives under one; empty when it is not known. Links between pages are
	// relative and need none.
	BaseURL   string
	Generator string // "upgraph 0.1.0"
	// PublicKey is what the site's signatures are verified with, as minisign -P
	// takes it; empty for a site that is not signed.
	PublicKey string
	// Languages of the site; the first has no prefix in addresses.
	Languages []string
	// Image gives the content of a picture in the content folder. Nil means that
	// there are none.
	Image func(path string) ([]byte, bool)
	// Static reports whether a file is copied from the static folder. Nil means
	// that none is.
	Static func(path string) bool
	// EditLink is the address at which a source is edited, "{path}" standing for
	// its path in the content folder; empty for none.
	EditLink string
	// NoCopies leaves out the Markdown copies beside the pages.
	NoCopies bool
	// Theme is the user's own templates and assets, nil for none.
	Theme    *Theme
	Products []*Product
	Plain    []*Plain
	// File gives digest and size of an artefact that was written before the
	// pages, by its path relative to the root of the site. Nil means none.
	File func(path string) (Sum, bool)
	// Written reports whether there is such an artefact, which may be known before
	// the artefact is. Nil means no.
	Written func(path string) bool

	once  sync.Once
	made  *site // of the above
	fault error
}

// site is what all pages share. It is made when it is first asked for: the input
// is not to be changed after.
func (in *Input) site() (*site, error) {
	in.once.Do(func() { in.made, in.fault = newSite(in) })
	return in.made, in.fault
}

// Sum is the SHA-256, in hex, and the size in bytes of a written file.
type Sum struct {
	SHA256 string
	Size   int64
}

// Product is one product in all languages.
type Product struct {
	Catalog *compat.Catalog
	// Guides are the documents of each language in content order.
	Guides map[string][]*release.Document
	Docs   map[string]*doc.Doc // by path
	// Pairs are those that have a path page, nearest first.
	Pairs []Pair
	// Ways are the same by their ends; nil where they are to be made.
	Ways *Ways
	Plan func(from, to string) (*plan.Plan, error)
	// PairScript and ToScript give the path of a script, relative to the root
	// of the site, whether it was written or not. Nil means that there is none.
	PairScript func(from, to string) string
	ToScript   func(to string) string
}

// Pair is an upgrade that has a page of its own, by release ids.
type Pair struct {
	From, To string
	Hops     int
}

// Plain is a page that is no guide.
type Plain struct {
	Doc      *doc.Doc
	Language string
	// URL is where the page is served, below the prefix of its language
	// ("about/"). Equal for translations of one page.
	URL string
}

// Page is one HTML file. Path is relative to the root of the site. Render may
// run on any goroutine, at the same time as that of other pages.
type Page struct {
	Path   string
	Extent *Extent // nil for a page of many things
	Render func(*bytes.Buffer) error
}

// Extent says what a file tells of, where that is little: releases that stand one
// after the other in the catalog, each with its guides and the edges into it, and
// beside them only what [Around] holds of the others. Where nothing of that changed
// the file is what it was.
type Extent struct {
	Product     string // its id; empty for a file that tells of no release
	First, Last int    // places in the catalog
	// Cites is a file whose digest and size are shown; empty for none.
	Cites string
}

// Pages streams every page of the site. What is made beforehand grows with the
// number of releases, never with the number of pages.
func Pages(in *Input) iter.Seq[Page] { return pagesAt(in, "") }

// PageAt streams the page at a path, if there is one, and looks at no more of
// the site than it must to find it.
func PageAt(in *Input, path string) iter.Seq[Page] { return pagesAt(in, path) }

// StandsAt reports whether a page stands in a folder of the site.
func StandsAt(in *Input, folder string) bool {
	for range PageAt(in, folder+"index.html") {
		return true
	}
	return false
}

// pagesAt streams the page at a path, or all where it is empty.
func pagesAt(in *Input, path string) iter.Seq[Page] {
	return func(yield func(Page) bool) {
		s, err := in.site()
		if err == nil && path == "" {
			err = s.withinBudget()
		}
		if err != nil {
			yield(Page{Path: "index.html", Render: func(*bytes.Buffer) error { return err }})
			return
		}
		m := &emitter{yield: yield, copier: &s.copier, alone: in.NoCopies, only: path}
		if m.below("a/img-") && !s.imagePages(m.whole) {
			return
		}
		for e := range s.each() {
			if !s.editionPages(e, m) {
				return
			}
		}
	}
}

// each yields the site once in every language.
func (s *site) each() iter.Seq[*local] {
	return func(yield func(*local) bool) {
		for i := range s.locals {
			if !yield(s.locals[i]) {
				return
			}
		}
	}
}
