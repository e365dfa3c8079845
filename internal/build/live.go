package build

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"upgraph/internal/emit"
)

// Live is a site that is in no folder: each file is rendered when it is first
// opened, so that a change costs what is looked at. It is an fs.FS, safe for
// use by several goroutines, and never changes.
type Live struct {
	in      *emit.Input
	done    *emit.Ledger
	open    func(name string, content []byte) fs.File
	folders map[string]bool
	late    func() error // names the files of the outputs that were put off
}

// Live compiles content without errors to a site that is rendered file by file.
// open makes a file of bytes.
func (c *Content) Live(opt SiteOptions, open func(name string, content []byte) fs.File) (*Live, error) {
	done := emit.NewLedger()
	in, err := c.Compile(opt, done)
	if err != nil {
		return nil, err
	}
	l := &Live{in: in, done: done, open: open, folders: map[string]bool{".": true}}
	l.late = sync.OnceValue(func() error { return l.register(true) })
	return l, l.register(false)
}

// register names the files of the outputs that can do it only by making them,
// or of the others.
func (l *Live) register(late bool) error {
	for _, o := range emit.Outputs() {
		if late != (o.Under != nil) {
			continue
		}
		for f, err := range o.Files(l.in, l.done.SoFar()) {
			if err == nil {
				err = l.done.Later(f)
			}
			if err != nil {
				return fmt.Errorf("make %s: %w", o.Name, err)
			}
			if late {
				continue // opened by their names only
			}
			for dir := path.Dir(f.Path); !l.folders[dir]; dir = path.Dir(dir) {
				l.folders[dir] = true
			}
		}
	}
	return nil
}

// Open renders a file. Folders can be opened to see that they are there; they
// list nothing.
func (l *Live) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if l.folders[name] {
		return folder{l.open(name, nil)}, nil
	}
	content, ok, err := l.done.Content(name)
	if !ok && putOff(name) {
		if err := l.late(); err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		content, ok, err = l.done.Content(name)
	}
	if !ok {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return l.open(name, content), nil
}

// putOff reports whether a file may be one of an output that was put off.
func putOff(name string) bool {
	for _, o := range emit.Outputs() {
		if slices.ContainsFunc(o.Under, func(dir string) bool { return strings.HasPrefix(name, dir) }) {
			return true
		}
	}
	return false
}

// folder is a file that says it is a folder.
type folder struct{ fs.File }

func (f folder) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	return folderInfo{info}, err
}

type folderInfo struct{ fs.FileInfo }

func (folderInfo) IsDir() bool       { return true }
func (folderInfo) Mode() fs.FileMode { return fs.ModeDir | 0o555 }
