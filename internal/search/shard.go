package search

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

const (
	// shardSize is about how many bytes, before compression, a shard holds.
	shardSize = 8 << 10
	// blockSize is how many entries are fetched together to be shown.
	blockSize = 64
	// maxText is how many characters of an entry's text are shown.
	maxText = 220
)

// root is the first file that a search fetches. Shards and blocks lie in the
// folder Dir, which is named after the content of all of them.
type root struct {
	Dir    string   `json:"dir"`
	Count  int      `json:"n"`
	Block  int      `json:"block"`
	Shards []string `json:"shards"` // first term of each
}

// write lays the index out as files: root, shards of the dictionary, and blocks
// of what is shown.
func write(language string, entries []Entry, terms []term) []File {
	r := root{Count: len(entries), Block: blockSize, Shards: []string{}}
	var files []File
	for len(terms) > 0 {
		n, content := shard(terms)
		files = append(files, File{Path: fmt.Sprintf("t%d.idx", len(r.Shards)), Content: compress(content)})
		r.Shards = append(r.Shards, terms[0].text)
		terms = terms[n:]
	}
	for i := 0; i < len(entries); i += blockSize {
		content := block(entries[i:min(i+blockSize, len(entries))])
		files = append(files, File{Path: fmt.Sprintf("d%d.idx", i/blockSize), Content: compress(content)})
	}
	sum := sha256.New()
	for _, f := range files {
		fmt.Fprintf(sum, "%s %d\n", f.Path, len(f.Content))
		sum.Write(f.Content)
	}
	r.Dir = "a/i-" + hex.EncodeToString(sum.Sum(nil)[:6])
	for i := range files {
		files[i].Path = r.Dir + "/" + files[i].Path
	}
	return append([]File{{Path: RootPath(language), Content: compress(mustJSON(r))}}, files...)
}

// shard encodes as many terms as fit, at least one, and says how many. Of each
// term it writes how many bytes it shares with the one before, how many follow,
// those bytes, the number of entries, and for each the distance from the one
// before with the impact in the lowest four bits.
func shard(terms []term) (int, []byte) {
	var b []byte
	before := ""
	for i, t := range terms {
		if len(b) >= shardSize {
			return i, b
		}
		shared := 0
		for shared < min(len(before), len(t.text), 255) && before[shared] == t.text[shared] {
			shared++
		}
		b = append(b, byte(shared), byte(len(t.text)-shared))
		b = append(b, t.text[shared:]...)
		b = binary.AppendUvarint(b, uint64(len(t.postings)))
		last := -1
		for _, p := range t.postings {
			b = binary.AppendUvarint(b, uint64(p.doc-last)<<4|uint64(p.impact))
			last = p.doc
		}
		before = t.text
	}
	return len(terms), b
}

// block is what is shown of some entries.
func block(entries []Entry) []byte {
	rows := make([][]string, len(entries))
	for i, e := range entries {
		rows[i] = []string{e.Kind, e.Product, e.Release, e.Title, cut(e.Text), e.URL}
	}
	return mustJSON(rows)
}

func cut(s string) string {
	if utf8.RuneCountInString(s) <= maxText {
		return s
	}
	return string([]rune(s)[:maxText]) + "…"
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

// compress packs with gzip, whose header carries neither name nor time.
func compress(content []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is valid
	_, _ = w.Write(content)                               // a buffer takes everything
	_ = w.Close()
	return b.Bytes()
}
