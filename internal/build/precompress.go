package build

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strings"

	"upgraph/internal/emit"
	"upgraph/internal/site"
)

// packedNames are the files that a host may hand out packed. Others are packed
// already, or nothing is won.
var packedNames = []string{".html", ".md", ".js", ".css", ".json", ".atom", ".xml", ".svg", ".txt", ".sh", ".yml"}

// packed gives each text of the site once more, with gzip and ".gz" behind its
// name, for hosts that hand such files out in place of packing again and again.
func (s *stage) packed(written []string) iter.Seq2[emit.File, error] {
	return func(yield func(emit.File, error) bool) {
		for _, p := range written {
			if !slices.Contains(packedNames, path.Ext(p)) || strings.HasPrefix(p, "_") {
				continue
			}
			if !yield(emit.File{Path: p + ".gz", Extent: &site.Extent{Cites: p}, Render: func(b *bytes.Buffer) error { return s.pack(p, b) }}, nil) {
				return
			}
		}
	}
}

func (s *stage) pack(name string, b *bytes.Buffer) error {
	var content []byte
	err := s.fresh.with(name, func(dir int, base string) error {
		f, err := openFile(dir, base, false)
		if err != nil {
			return err
		}
		defer f.Close()
		content, err = io.ReadAll(f)
		return err
	})
	if err != nil {
		return fmt.Errorf("read it again: %w", err)
	}
	z, err := gzip.NewWriterLevel(b, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(content); err != nil {
		return err
	}
	return z.Close()
}
