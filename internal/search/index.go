package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
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
	slices.SortStableFunc(entries, func(a, b *Entry) int {
		return cmp.Or(outside(a)-outside(b), strings.Compare(b.SortKey, a.SortKey), strings.Compare(a.Product, b.Product),
			strings.Compare(b.Release, a.Release), rank(a.Kind)-rank(b.Kind))
	})
	return write(engine, language, entries, invert(entries))
}

// outside puts what belongs to no release first.
func outside(e *Entry) int {
	if e.Release == "" {
		return 0
	}
	return 1
}

// posting says how well a term describes an entry: first with a weight, in the
// end with an impact from 1 to best.
type posting struct{ doc, impact uint32 }

const (
	best = 15 // a release by its own name; nothing else gets it
	// nameWeight is the weight of a term that names a release.
	nameWeight = 1 << 20
	// around is how many words longer than it is the prose around guides counts,
	// in which a word also counts no more for being there often: who asks for a
	// key or a command wants the release that is about it.
	around = 1 << 10
)

// term is a word of the index with its entries in order.
type term struct {
	text     string
	postings []posting
}

// inverter collects the entries of each term.
type inverter struct {
	words   words
	terms   []term
	ids     map[string]int32
	lengths []uint32
	own     map[int32]bool // what names the release whose entries come
}

// invert computes the terms in byte order. All arithmetic is on integers: the
// index is the same on every machine.
func invert(entries []*Entry) []term {
	v := &inverter{words: words{}, ids: map[string]int32{}, lengths: make([]uint32, len(entries)), own: map[int32]bool{}}
	for i, e := range entries {
		doc := uint32(i)
		if i == 0 || e.Release != entries[i-1].Release || e.Product != entries[i-1].Product {
			clear(v.own)
		}
		for _, tag := range e.Tags {
			v.add(v.id(tag), doc, 1)
		}
		if e.Kind == "page" && strings.Contains(e.URL, "#") {
			v.lengths[i] = around
		}
		isRelease := e.Kind == "release"
		v.text(e.Title, doc, 3, isRelease)
		for _, name := range e.Names {
			v.text(name, doc, 3, isRelease)
		}
		v.text(e.Text, doc, 1, false)
		v.text(e.Also, doc, 1, false)
		for _, g := range v.words.split(e.Of) {
			v.lengths[doc]++
			v.add(v.id(g[0].Term), doc, 1)
		}
	}
	for _, t := range v.terms {
		for i, p := range t.postings {
			t.postings[i].impact = v.impact(p)
		}
	}
	slices.SortFunc(v.terms, func(a, b term) int { return strings.Compare(a.text, b.text) })
	return v.terms
}

func (v *inverter) id(text string) int32 {
	id, ok := v.ids[text]
	if !ok {
		id = int32(len(v.terms))
		text = strings.Clone(text)
		v.ids[text] = id
		v.terms = append(v.terms, term{text: text})
	}
	return id
}

// text adds the words of a text to an entry; wholes of a name name it. A release
// by its name stands for all of its entries, which need not say it again.
func (v *inverter) text(text string, doc, times uint32, name bool) {
	for _, g := range v.words.split(text) {
		for i := range g {
			t := &g[i]
			if t.id == 0 { // words are kept, and with them what they are here
				t.id = v.id(t.Term) + 1
			}
			by := times * uint32(t.Weight)
			v.lengths[doc]++
			if name && t.Weight == whole {
				by = nameWeight
				v.own[t.id-1] = true
			} else if v.own[t.id-1] && !name {
				continue
			}
			v.add(t.id-1, doc, by)
		}
	}
}

func (v *inverter) add(id int32, doc, by uint32) {
	ps := v.terms[id].postings
	if n := len(ps); n > 0 && ps[n-1].doc == doc {
		ps[n-1].impact = min(ps[n-1].impact+by, nameWeight)
		return
	}
	v.terms[id].postings = append(ps, posting{doc, by})
}

// impact is how much a word stands out in its entry, in steps of about half an
// octave. How rare the word is, whoever asks knows from the number of entries.
func (v *inverter) impact(p posting) uint32 {
	if p.impact >= nameWeight {
		return best
	}
	often := uint(min(p.impact, 12))
	if v.lengths[p.doc] >= around {
		often = min(often, 2)
	}
	score := max(often*64/uint(4+bits.Len32(v.lengths[p.doc])), 4) // to 192
	n := bits.Len(score)
	half := score >> (n - 2) & 1
	return min(uint32(2*n-5)+uint32(half), best-1)
}
