package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// root is what the engine knows from the start. The files of the index lie in the
// folder Dir, which is named after the content of all of them.
type root struct {
	Dir     string   `json:"dir"`
	Say     Words    `json:"say,omitempty"`
	Count   int      `json:"n"`
	Outside int      `json:"outside"` // of them stand before the releases
	Primer  string   `json:"primer"`  // stands before every piece
	Shards  string   `json:"shards"`  // what the terms of each begin with or come after
	Signs   string   `json:"signs"`   // kind and impact, the most frequent first
	Terms   string   `json:"terms"`   // lengths of their pieces
	Rows    string   `json:"rows"`    // lengths of the pieces of all kinds
	Kinds   []string `json:"kinds"`   // steps between the first entries of pieces
}

// write lays the index out as files: the engine with the root, the dictionary,
// older entries, and rows of what is shown.
func write(engine Engine, language string, entries []*Entry, terms []term) []File {
	lists, signs := newLister(entries, terms)
	d := &dictionary{lists: lists}
	d.add(terms)
	r := root{Say: engine.Say(language), Count: len(entries), Primer: commonText(entries), Shards: strings.Join(d.firsts, "\x7f"), Signs: signs}
	var rows [][]byte
	for _, c := range columns(entries) {
		rows = append(rows, c.pieces...)
		r.Kinds = append(r.Kinds, c.starts)
	}
	deflateAll(d.pieces, []byte(r.Primer))
	deflateAll(rows, []byte(r.Primer))
	var shardFiles, rowFiles []File
	shardFiles, r.Terms = pack("t", d.pieces)
	rowFiles, r.Rows = pack("d", rows)
	files := slices.Concat(shardFiles, d.tails, rowFiles)
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
