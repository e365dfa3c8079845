package main

import (
	"errors"
	"io/fs"

	"upgraph/internal/build"
	"upgraph/internal/diag"
	"upgraph/internal/preview"
)

// explained is a site whose pages say why they cannot be made.
type explained struct {
	fs.FS
	content *build.Content
	dir     string // of the content, as the author names it
	told    func(diag.Diagnostic)
}

// Open gives a file, or as its error what the author of a template can mend.
func (e explained) Open(name string) (fs.File, error) {
	f, err := e.FS.Open(name)
	if err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return f, err
	}
	fault := preview.Fault{File: e.dir, Severity: string(diag.Error), Message: err.Error()}
	if d, ok := e.content.ThemeFault(err); ok {
		fault = faults([]diag.Diagnostic{d}, e.dir, e.content.Source)[0]
		e.told(d)
	}
	return nil, &preview.Broken{Fault: fault}
}
