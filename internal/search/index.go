package search

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// Entry is one thing that can be found. URL is relative to the root of the
// site, with a fragment. Kind is one of kinds; SortKey orders the releases,
// newer ones come first. What belongs to no release comes before all of them.
type Entry struct {
	Language, Kind, Product, Release, SortKey, Title, Text, URL string
	// Names are other names of a release; each finds it first. Also is what else
	// it is found by; it is not shown. Of is the name of what it belongs to, which
	// counts least: whoever asks for that wants something about it.
	Names []string
	Also  string
	Of    string
	// Tags are what results can be narrowed to; see [Tag].
	Tags []string
}

// kinds is the order of the entries of one release.
var kinds = [...]string{"page", "release", "text", "note", "change", "step"}

func rank(kind string) int { return slices.Index(kinds[:], kind) }

// tagMark begins a tag. No word does, and it sorts before all of them.
const tagMark = "\x01"

// Tag is the term of a facet and its value, such as the component "dmctl".
func Tag(facet, value string) string { return tagMark + facet + ":" + line(strings.ToLower(value)) }

// File is a file of the index.
type File struct {
	Path    string
	Content []byte
}

// EnginePath is where the engine of a language is, with the root of its index
// in it. It is the only name that does not change with the content.
func EnginePath(language string) string { return "search/" + language + ".js" }

// rarePath is where the engines of all languages look for what few queries need.
const rarePath = "search/rare.js"

// Words are what the engine says, by name.
type Words map[string]string

// Engine is the program that asks the index: a JavaScript module, another that it
// fetches for what few queries need, and what it says in a language.
type Engine struct {
	Module []byte
	Rare   []byte
	Say    func(language string) Words
}

// Build makes the index of every language among the entries, each with the
// engine that asks it.
func Build(engine Engine, entries []Entry) []File {
	byLanguage := map[string][]*Entry{}
	var languages []string
	for i := range entries {
		l := entries[i].Language
		if byLanguage[l] == nil {
			languages = append(languages, l)
		}
		byLanguage[l] = append(byLanguage[l], &entries[i])
	}
	slices.Sort(languages)
	files := []File{{Path: rarePath, Content: engine.Rare}}
	for _, l := range languages {
		files = append(files, buildOne(engine, l, byLanguage[l])...)
	}
	return files
}

func buildOne(engine Engine, language string, entries []*Entry) []File {
	slices.SortStableFunc(entries, inOrder)
	var book *codebook
	var wait sync.WaitGroup
	wait.Go(func() { book = newCodebook(entries) })
	terms := invert(entries)
	wait.Wait()
	return write(engine, language, entries, terms, book)
}

// inOrder is the order of entries: by release, the newest first, and within one by
// kind.
func inOrder(a, b *Entry) int {
	if a.ofSameRelease(b) {
		return rank(a.Kind) - rank(b.Kind)
	}
	return cmp.Or(outside(a)-outside(b), strings.Compare(b.SortKey, a.SortKey), strings.Compare(a.Product, b.Product),
		strings.Compare(b.Release, a.Release), rank(a.Kind)-rank(b.Kind))
}

// ofSameRelease reports whether two entries stand side by side under one release.
func (e *Entry) ofSameRelease(other *Entry) bool {
	return e.Release == other.Release && e.Product == other.Product && e.SortKey == other.SortKey
}

// outside puts what belongs to no release first.
func outside(e *Entry) int {
	if e.Release == "" {
		return 0
	}
	return 1
}
