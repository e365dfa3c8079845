package build

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Sources are everything that a site is made from.
type Sources struct {
	Words   string   // the settings
	Program string   // the file of the program: two of one version may write different sites
	Trees   []string // folders
}

// contentPrefix begins the names of the files of the first tree among inputs.
const contentPrefix = "0:"

// Inputs are sources as they were at a moment.
type Inputs struct {
	words string
	files []seen // in the order in which they are found; folders end with a slash
}

// look reads what changed of the sources since they were looked at before, which
// may be nil.
func (s Sources) look(before *Inputs, began time.Time) (*Inputs, error) {
	known := map[string]*seen{}
	if before != nil {
		for i := range before.files {
			known[before.files[i].name] = &before.files[i]
		}
	}
	in := &Inputs{words: s.Words}
	if err := in.add("program:", filepath.Dir(s.Program), []string{filepath.Base(s.Program)}, known, began); err != nil {
		return nil, err
	}
	for i, tree := range s.Trees {
		names, err := filesOf(tree)
		if err != nil {
			return nil, fmt.Errorf("look at what the site is made from: %w", err)
		}
		if err := in.add(fmt.Sprintf("%d:", i), tree, names, known, began); err != nil {
			return nil, err
		}
	}
	return in, nil
}

// filesOf lists the files of a folder, and the folders in it with a slash at the
// end. Links have one at their beginning: they may be refused where their files
// are not.
func filesOf(tree string) ([]string, error) {
	var names []string
	err := fs.WalkDir(os.DirFS(tree), ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			names = append(names, p+"/")
		case d.Type()&fs.ModeSymlink != 0:
			names = append(names, "/"+p)
		case d.Type().IsRegular():
			names = append(names, p)
		}
		return nil
	})
	return names, err
}

// add looks at files of a folder.
func (in *Inputs) add(prefix, tree string, names []string, known map[string]*seen, began time.Time) error {
	dir, err := os.Open(tree)
	if err != nil {
		return fmt.Errorf("look at what the site is made from: %w", err)
	}
	defer dir.Close()
	fd := int(dir.Fd())
	files := make([]seen, len(names))
	err = each(len(names), func(i int) (err error) {
		if files[i].name = prefix + names[i]; strings.HasSuffix(names[i], "/") {
			return nil
		}
		name := strings.TrimPrefix(names[i], "/")
		files[i], err = look(fd, name, true, known[prefix+names[i]], began)
		files[i].name = prefix + names[i]
		return err
	})
	if err != nil {
		return fmt.Errorf("look at what the site is made from: %w", err)
	}
	in.files = append(in.files, files...)
	return nil
}

// same reports whether a site made from one is that made from the other.
func (in *Inputs) same(o *Inputs) bool {
	if in.words != o.words || len(in.files) != len(o.files) {
		return false
	}
	for i, f := range in.files {
		g := o.files[i]
		if f.name != g.name || f.sum != g.sum || f.state.executable() != g.state.executable() {
			return false
		}
	}
	return true
}

// executable is what of its mode the copy of a file has.
func (s state) executable() bool { return s.mode&0o111 != 0 }
