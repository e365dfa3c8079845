package preview

import (
	"bytes"
	"io/fs"
	"path"
	"time"
)

// NewFile returns an open file with a content that is in memory. It is also an
// io.ReadSeeker.
func NewFile(name string, content []byte) fs.File {
	return &memoryFile{Reader: bytes.NewReader(content), name: path.Base(name)}
}

// memoryFile is a regular file without a time.
type memoryFile struct {
	*bytes.Reader
	name string
}

func (f *memoryFile) Close() error               { return nil }
func (f *memoryFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *memoryFile) Name() string               { return f.name }
func (f *memoryFile) Mode() fs.FileMode          { return 0o444 }
func (f *memoryFile) ModTime() time.Time         { return time.Time{} }
func (f *memoryFile) IsDir() bool                { return false }
func (f *memoryFile) Sys() any                   { return nil }
