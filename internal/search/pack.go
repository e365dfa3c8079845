package search

import (
	"bytes"
	"compress/flate"
	"fmt"
	"runtime"
	"sync"
)

const (
	// packSize is how many bytes a file of the index has at most, unless a
	// piece is longer. Where a host serves no parts of files, this is what is
	// fetched in place of a piece.
	packSize = 12 << 10
	// unit is what the length of a piece is a multiple of, so that the root can
	// say it in a character.
	unit = 32
	// sign is the character for no units.
	sign = '#'
)

// pack lays pieces out in files, as the engine does when it reads their lengths
// from the root, and returns those lengths as text.
func pack(name string, pieces [][]byte) (files []File, lengths string) {
	var text []rune
	for _, p := range pieces {
		last := len(files) - 1
		if last < 0 || len(files[last].Content)+len(p) > packSize {
			files = append(files, File{Path: fmt.Sprintf("%s%d.idx", name, len(files))})
			last++
		}
		files[last].Content = append(files[last].Content, p...)
		text = append(text, sign+rune(len(p)/unit))
	}
	return files, string(text)
}

// deflateAll packs pieces with deflate, on all processors. What they have in
// common stands before each of them once more, for whoever unpacks them: they are
// too small to say it themselves. The first byte says how many at the end fill up
// the last unit.
func deflateAll(pieces [][]byte, primer []byte) {
	var wait sync.WaitGroup
	n := runtime.GOMAXPROCS(0)
	for w := range n {
		wait.Go(func() {
			var b bytes.Buffer
			z, _ := flate.NewWriterDict(&b, flate.BestCompression, primer) // the level is valid
			for i := w; i < len(pieces); i += n {
				b.Reset()
				z.Reset(&b)
				b.WriteByte(0)
				_, _ = z.Write(pieces[i]) // a buffer takes everything
				_ = z.Close()
				fill := (unit - b.Len()%unit) % unit
				b.Write(make([]byte, fill))
				pieces[i] = bytes.Clone(b.Bytes())
				pieces[i][0] = byte(fill)
			}
		})
	}
	wait.Wait()
}
