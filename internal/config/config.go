// Package config reads what is configured beside the guides: site.yaml,
// product.yaml and steps.lock, strictly and with positions. It writes one file,
// steps.lock, through an [os.Root].
//
// It must not read guides, and nothing in it is required: a folder of guides
// alone has a configuration too, the one that follows from its names.
package config

import (
	"errors"
	"fmt"
	"io/fs"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
)

// maxFile bounds a configuration file; 100,000 approvals take 12 MB.
const maxFile = 16 << 20

// load reads a YAML file. There is no value where the file is absent, which
// found tells, or has an error.
func load(root fs.FS, name string) (v doc.Value, found bool, ds []diag.Diagnostic) {
	info, err := fs.Stat(root, name)
	if errors.Is(err, fs.ErrNotExist) {
		return v, false, nil
	}
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is no regular file")
	}
	if err == nil && info.Size() > maxFile {
		err = fmt.Errorf("it has %d bytes, at most %d are read", info.Size(), maxFile)
	}
	var source []byte
	if err == nil {
		source, err = fs.ReadFile(root, name)
	}
	if err != nil {
		return v, true, []diag.Diagnostic{{
			Code: "UG120", Severity: diag.Error, Pos: diag.Pos{File: name},
			Message: fmt.Sprintf("the file cannot be read: %v", err),
			Hint:    "make it a readable file, or remove it",
		}}
	}
	v, ds = doc.ParseYAML(name, source, 1)
	return v, true, ds
}
