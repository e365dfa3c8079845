package search

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"sync"
)

// root is what the engine knows from the start. Shards and blocks lie in the
// folder Dir, which is named after the content of all of them.
type root struct {
	Dir     string   `json:"dir"`
	Say     Words    `json:"say,omitempty"`
	Count   int      `json:"n"`
	Outside int      `json:"outside"` // of them stand before the releases
	Primer  string   `json:"primer"`  // stands before every file
	Shards  []string `json:"shards"`  // what the terms of each begin with or come after
	Blocks  []int    `json:"blocks"`  // entries in each
}

// write lays the index out as files: the engine with the root, shards of the
// dictionary, older entries, and blocks of what is shown.
func write(engine Engine, language string, entries []*Entry, terms []term) []File {
	d := &dictionary{total: len(entries), spans: spans(entries)}
	d.add(terms)
	blocks, counts := blocks(entries)
	var files []File
	for _, part := range []struct {
		name     string
		contents [][]byte
	}{{"t", d.shards}, {"x", d.tails}, {"d", blocks}} {
		for i, content := range part.contents {
			files = append(files, File{Path: fmt.Sprintf("%s%d.idx", part.name, i), Content: content})
		}
	}
	primer := commonText(entries)
	compressAll(files, []byte(primer))
	sum := sha256.New()
	for _, f := range files {
		fmt.Fprintf(sum, "%s %d\n", f.Path, len(f.Content))
		sum.Write(f.Content)
	}
	r := root{
		Say: engine.Say(language), Dir: "a/i-" + hex.EncodeToString(sum.Sum(nil)[:6]), Count: len(entries), Primer: primer, Shards: d.firsts, Blocks: counts,
		Outside: max(0, slices.IndexFunc(entries, func(e *Entry) bool { return e.Release != "" })),
	}
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

// compressAll packs the contents with deflate, on all processors. What they have
// in common stands before each of them once more, for whoever unpacks them: the
// files are too small to say it themselves.
func compressAll(files []File, primer []byte) {
	var wait sync.WaitGroup
	n := runtime.GOMAXPROCS(0)
	for w := range n {
		wait.Go(func() {
			var b bytes.Buffer
			z, _ := flate.NewWriterDict(&b, flate.BestCompression, primer) // the level is valid
			for i := w; i < len(files); i += n {
				b.Reset()
				z.Reset(&b)
				_, _ = z.Write(files[i].Content) // a buffer takes everything
				_ = z.Close()
				files[i].Content = bytes.Clone(b.Bytes())
			}
		})
	}
	wait.Wait()
}
