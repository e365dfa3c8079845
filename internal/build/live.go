package build

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"

	"upgraph/internal/emit"
)

// Live is a site that is in no folder: each file is found and rendered when it is
// first opened, so that a change costs what is looked at. It is an fs.FS, safe for
// use by several goroutines, and never changes.
type Live struct {
	content *Content
	in      *emit.Input
	done    *emit.Ledger
	open    func(name string, content []byte) fs.File
	outputs []*liveOutput

	mu     sync.Mutex
	faults []error
}

// liveOutput is an output with the ledger that its files are claimed in.
type liveOutput struct {
	emit.Output
	done *emit.Ledger
	mu   sync.Mutex // of those who claim
	all  func()     // claims every file
}

// Live compiles content without errors to a site that is rendered file by file.
// open makes a file of bytes.
func (c *Content) Live(opt SiteOptions, open func(name string, content []byte) fs.File) (*Live, error) {
	l := &Live{content: c, open: open}
	l.done = emit.NewLedger().For(0, l)
	for i, o := range emit.Outputs() {
		part := &liveOutput{Output: o, done: l.done.For(i+1, l)}
		part.all = sync.OnceFunc(func() { l.claim(part, o.Files(l.in, part.done), true) })
		l.outputs = append(l.outputs, part)
	}
	var err error
	l.in, err = c.assemble(opt, l.done)
	return l, err
}

// claim names files that an output would write. Of a whole output no two may
// have one path; single ones may have been named before.
func (l *Live) claim(o *liveOutput, files iter.Seq2[emit.File, error], whole bool) {
	var found []emit.File
	var fault error
	for f, err := range files { // unlocked: to name files, others may be asked for
		if err != nil {
			fault = err
			break
		}
		found = append(found, f)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	twice := map[string]bool{}
	for _, f := range found {
		if twice[f.Path] || !o.done.Claimed(f.Path) {
			fault = cmp.Or(fault, o.done.Later(f))
		}
		twice[f.Path] = whole
	}
	if fault != nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.faults = append(l.faults, fmt.Errorf("make %s: %w", o.Name, fault))
	}
}

// Find claims the file at a path, if there is one, and as few others as can be.
func (l *Live) Find(name string) {
	for _, o := range l.outputs {
		if o.At != nil {
			l.claim(o, o.At(l.in, name), false)
		}
	}
	for _, o := range l.outputs {
		if l.done.Known(name) {
			return
		}
		if o.At == nil && (o.Under == nil || slices.ContainsFunc(o.Under, func(dir string) bool { return strings.HasPrefix(name, dir) })) {
			o.all()
		}
	}
}

// Before claims every file of the outputs before one, counted from 1; 0 is all.
func (l *Live) Before(output int) {
	for i, o := range l.outputs {
		if output == 0 || i+1 < output {
			o.all()
		}
	}
}

// Check holds the catalogs against their format and names every file of the site.
// It reports what is wrong with that, such as two files of one path.
func (l *Live) Check() error {
	if err := l.content.valid(); err != nil {
		return err
	}
	l.Before(0)
	l.mu.Lock()
	defer l.mu.Unlock()
	return errors.Join(l.faults...)
}

// Open renders a file. Folders can be opened to see that they are there; they
// list nothing.
func (l *Live) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		return folder{l.open(name, nil)}, nil
	}
	content, ok, err := l.done.Content(name)
	if index := path.Join(name, "index.html"); !ok && err == nil && path.Base(name) != "index.html" {
		if l.done.Has(index) {
			return folder{l.open(name, nil)}, nil
		}
	}
	if !ok {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return l.open(name, content), nil
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
