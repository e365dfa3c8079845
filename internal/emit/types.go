// Package emit knows every artefact that a build writes: one file an artefact,
// all of them listed in outputs. An output is a stream of files; nothing here
// touches the disk.
package emit

import (
	"bytes"
	"iter"
)

// File is one file of the site. Path is slash-separated and relative to the
// output folder. Render writes the content and may run on any goroutine, at
// the same time as the Render of other files.
type File struct {
	Path       string
	Executable bool
	Render     func(*bytes.Buffer) error
}

// Output is one kind of artefact. The files of an output are written before
// the next output of the registry begins, so that Files may ask done for the
// digests of what earlier outputs wrote.
type Output struct {
	Name string
	// Under are the folders that its files are in, for an output whose files
	// cannot be named without making them all. A preview asks for those when
	// it looks for a file there.
	Under []string
	Files func(in *Input, done *Ledger) iter.Seq2[File, error]
}
