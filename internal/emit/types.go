// Package emit knows every artefact that a build writes: one file an artefact,
// all of them listed in outputs. An output is a stream of files; nothing here
// touches the disk.
package emit

import (
	"bytes"
	"iter"

	"upgraph/internal/site"
)

// File is one file of the site. Path is slash-separated and relative to the
// output folder. Render writes the content and may run on any goroutine, at
// the same time as the Render of other files.
type File struct {
	Path       string
	Executable bool
	Extent     *site.Extent // what the content tells of; nil for many things
	Render     func(*bytes.Buffer) error
}

// Output is one kind of artefact. The files of an output are written before
// the next output of the registry begins, so that Files may ask done for the
// digests of what earlier outputs wrote.
type Output struct {
	Name string
	// Under are what the paths of its files begin with, nil where that cannot be
	// said. A preview names the files of an output only when it looks for one that
	// might be of it.
	Under []string
	Files func(in *Input, done *Ledger) iter.Seq2[File, error]
	// At is Files for a path alone; nil for an output that names its files fast.
	At func(in *Input, path string) iter.Seq2[File, error]
}
