package emit

import (
	"bytes"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"strings"
)

// static copies the files under content/static to the root of the site.
func static(in *Input, _ *Ledger) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		if in.Static != nil {
			copyTree(in.Static, "", yield)
		}
	}
}

// included copies each folder given on the command line.
func included(in *Input, _ *Ledger) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, inc := range in.Included {
			if !copyTree(inc.FS, inc.Name, yield) {
				return
			}
		}
	}
}

// copyTree yields the regular files of a tree, hidden ones left out, and
// reports whether the caller wants more.
func copyTree(tree fs.FS, under string, yield func(File, error) bool) bool {
	wanted := true
	err := fs.WalkDir(tree, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case p != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		case !d.Type().IsRegular():
			return fmt.Errorf("%s is neither a file nor a folder", p)
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		f := File{Path: path.Join(under, p), Executable: info.Mode()&0o111 != 0, Render: func(b *bytes.Buffer) error {
			text, err := fs.ReadFile(tree, p)
			b.Write(text)
			return err
		}}
		if wanted = yield(f, nil); !wanted {
			return fs.SkipAll
		}
		return nil
	})
	if err != nil {
		return yield(File{}, fmt.Errorf("copy files: %w", err))
	}
	return wanted
}
