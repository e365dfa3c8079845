package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"unicode/utf8"
)

// root is what the engine knows from the start. The files of the index lie in the
// folder Dir, which is named after the content of all of them.
type root struct {
	Dir     string `json:"dir"`
	Say     Words  `json:"say,omitempty"`
	Count   int    `json:"n"`
	Outside int    `json:"outside"` // of them stand before the releases
	Phrases string `json:"phrases"` // by the signs that stand for them
	Shards  string `json:"shards"`  // what the terms of each begin with or come after
	Signs   string `json:"signs"`   // kind and impact, the most frequent first
	Rows    string `json:"rows"`    // entries of each piece
}

// write lays the index out as files: the engine with the root, the dictionary,
// older entries, and rows of what is shown.
func write(engine Engine, language string, entries []*Entry, terms []term, book *codebook) []File {
	lists, signs := newLister(entries, terms)
	d := &dictionary{lists: lists, book: book, older: map[string][][5]int{}}
	var pieces [][]byte
	var firsts []int
	var wait sync.WaitGroup
	wait.Go(func() { pieces, firsts = rows(book, entries) })
	d.add(terms)
	wait.Wait()
	files := slices.Concat(pack("t", d.pieces), d.tails, pack("d", pieces))
	r := root{Say: engine.Say(language), Count: len(entries), Phrases: book.bySign, Shards: frontCoded(d.firsts), Signs: signs, Rows: steps(firsts)}
	sum := sha256.New()
	for _, f := range files {
		fmt.Fprintf(sum, "%s %d\n", f.Path, len(f.Content))
		sum.Write(f.Content)
	}
	r.Dir = "a/i-" + hex.EncodeToString(sum.Sum(nil)[:6])
	r.Outside = max(0, slices.IndexFunc(entries, func(e *Entry) bool { return e.Release != "" }))
	for i := range files {
		files[i].Path = r.Dir + "/" + files[i].Path
	}
	head := slices.Concat(engine.Module, []byte("export const root = "), bytes.TrimSpace(mustJSON(r)), []byte(";\n"))
	return append([]File{{Path: EnginePath(language), Content: head}}, files...)
}

// mustJSON encodes strings, numbers and lists of them, which cannot fail.
func mustJSON(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // no type that is passed here has a failing encoding
	}
	return b.Bytes()
}

// frontCoded writes texts in order, each behind a capital letter that says how many
// characters it shares with the one before: terms have none.
func frontCoded(texts []string) string {
	var out []byte
	before := ""
	for _, text := range texts {
		at, n := shared(before, text)
		for n > 'Z'-'A' {
			_, size := utf8.DecodeLastRuneInString(text[:at])
			at, n = at-size, n-1
		}
		out = append(append(out, byte('A'+n)), text[at:]...)
		before = text
	}
	return string(out)
}

// steps writes the distances of numbers in order, each as a character.
func steps(numbers []int) string {
	var out []rune
	for i := 1; i < len(numbers); i++ {
		out = append(out, sign+rune(numbers[i]-numbers[i-1]))
	}
	return string(out)
}
