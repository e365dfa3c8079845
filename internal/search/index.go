package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
)

// Entry is one thing that can be found. URL is relative to the root of the
// site, with a fragment. Kind is release, note, change or step; SortKey orders
// the releases, newer ones come first.
type Entry struct {
	Language, Kind, Product, Release, SortKey, Title, Text, URL string
	// Tags are what results can be narrowed to; see [Tag].
	Tags []string
}

// tagMark begins a tag. No word does, and it sorts before all of them.
const tagMark = "\x01"

// Tag is the term of a facet and its value, such as the component "dmctl".
func Tag(facet, value string) string { return tagMark + facet + ":" + strings.ToLower(value) }

// File is a file of the index.
type File struct {
	Path    string
	Content []byte
}

// RootPath is where the root of a language's index is. It is the only name that
// does not change with the content.
func RootPath(language string) string { return "search/" + language + ".idx" }

// Build makes the index of every language among the entries.
func Build(entries []Entry) []File {
	byLanguage := map[string][]Entry{}
	var languages []string
	for _, e := range entries {
		if byLanguage[e.Language] == nil {
			languages = append(languages, e.Language)
		}
		byLanguage[e.Language] = append(byLanguage[e.Language], e)
	}
	slices.Sort(languages)
	var files []File
	for _, l := range languages {
		files = append(files, buildOne(l, byLanguage[l])...)
	}
	return files
}

func buildOne(language string, entries []Entry) []File {
	slices.SortStableFunc(entries, func(a, b Entry) int {
		return cmp.Or(-strings.Compare(a.SortKey, b.SortKey), strings.Compare(a.Product, b.Product), rank(a.Kind)-rank(b.Kind))
	})
	terms := invert(entries)
	return write(language, entries, terms)
}

// rank orders the entries of one release.
func rank(kind string) int {
	return slices.Index([]string{"release", "note", "change", "step"}, kind)
}

// posting says how well a term describes an entry, from 1 to best.
type posting struct{ doc, impact int }

const (
	best = 15 // a release by its own name; nothing else gets it
	// maxPostings is how many entries a term leads to: the best, then the
	// newest. Words that are everywhere find nothing.
	maxPostings = 2000
)

// term is a word of the index with its entries in order.
type term struct {
	text     string
	postings []posting
}

// invert computes the terms in byte order. All arithmetic is on integers: the
// index is the same on every machine.
func invert(entries []Entry) []term {
	weights := map[string][]posting{}
	lengths := make([]int, len(entries))
	known := words{}
	for i, e := range entries {
		for _, tag := range e.Tags {
			if ps := weights[tag]; len(ps) == 0 || ps[len(ps)-1].doc != i {
				weights[tag] = append(ps, posting{i, 1})
			}
		}
		for t, w := range entryTerms(known, e, &lengths[i]) {
			weights[t] = append(weights[t], posting{i, w})
		}
	}
	highest := 1
	score := func(df int, p posting) int {
		if p.impact == named {
			return 0
		}
		idf := bits.Len(uint(len(entries) / df))
		return min(p.impact, 12) * max(idf, 1) * 16 / (4 + bits.Len(uint(lengths[p.doc])))
	}
	for _, ps := range weights {
		for _, p := range ps {
			highest = max(highest, score(len(ps), p))
		}
	}
	terms := make([]term, 0, len(weights))
	for t, ps := range weights {
		df := len(ps)
		for i, p := range ps {
			ps[i].impact = best
			if p.impact != named {
				ps[i].impact = 1 + score(df, p)*(best-2)/highest
			}
		}
		if !strings.HasPrefix(t, tagMark) { // a tag narrows: it needs every entry
			ps = champions(ps)
		}
		terms = append(terms, term{t, ps})
	}
	slices.SortFunc(terms, func(a, b term) int { return strings.Compare(a.text, b.text) })
	return terms
}

// named marks a term that is the name of a release.
const named = 1 << 20

// entryTerms weighs the terms of one entry and counts them.
func entryTerms(known words, e Entry, length *int) map[string]int {
	terms := map[string]int{}
	for _, g := range known.split(e.Title) {
		for _, t := range g {
			if e.Kind == "release" && t.Weight == whole {
				terms[t.Term] = named
			} else if terms[t.Term] != named {
				terms[t.Term] += 3 * t.Weight
			}
			*length++
		}
	}
	for _, g := range known.split(e.Text) {
		for _, t := range g {
			if terms[t.Term] != named {
				terms[t.Term] += t.Weight
			}
			*length++
		}
	}
	return terms
}

// champions keeps the best entries of a term, in entry order.
func champions(ps []posting) []posting {
	if len(ps) <= maxPostings {
		return ps
	}
	slices.SortStableFunc(ps, func(a, b posting) int { return b.impact - a.impact })
	ps = ps[:maxPostings]
	slices.SortFunc(ps, func(a, b posting) int { return a.doc - b.doc })
	return ps
}
