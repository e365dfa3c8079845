package build

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Memory is what a folder remembers of a site: what it was built from and the
// state of its files, so that a build of the same again has nothing to do. The
// folder may be deleted at any time, and several builds may use it at once.
type Memory struct {
	dir, out string
	name     string  // of the file about the site
	record   *record // nil where nothing is known
}

// MemoryOf is what the folder dir remembers of the site at out.
func MemoryOf(dir, out string) (*Memory, error) {
	abs, err := filepath.Abs(out)
	if err != nil {
		return nil, fmt.Errorf("find output folder %s: %w", out, err)
	}
	sum := sha256.Sum256([]byte(abs))
	m := &Memory{dir: filepath.Join(dir, "sites"), out: out, name: hex.EncodeToString(sum[:16])}
	if text, err := os.ReadFile(filepath.Join(m.dir, m.name)); err == nil {
		m.record, _ = decodeRecord(text) // what cannot be read is not known
	}
	return m, nil
}

// Look looks at the sources of a site. Files that are as they were when the site
// was built are not read. began is the time now.
func (m *Memory) Look(s Sources, began time.Time) (*Inputs, error) {
	if m.record == nil {
		return s.look(nil, began)
	}
	return s.look(m.record.inputs, began)
}

// site is what is known of the site before, nil for nothing.
func (m *Memory) site() *Site {
	if m == nil || m.record == nil {
		return nil
	}
	return &Site{files: m.record.files, marks: m.record.marks}
}

// Recall gives what the build of the site said, if it was made from these inputs
// and every file that it wrote holds what it wrote. Those whose state changed are
// read. began is the time now.
func (m *Memory) Recall(in *Inputs, began time.Time) (said []byte, ok bool) {
	if m.record == nil || len(m.record.said) == 0 || !in.same(m.record.inputs) {
		return nil, false
	}
	out, err := os.Open(m.out)
	if err != nil {
		return nil, false
	}
	defer out.Close()
	fd, now := int(out.Fd()), make([]seen, len(m.record.files))
	err = each(len(now), func(i int) (err error) {
		known := &m.record.files[i]
		now[i], err = look(fd, known.name, false, known, began)
		if err == nil && (now[i].sum != known.sum || now[i].state.mode != known.state.mode) {
			err = fmt.Errorf("%s is not what was written", known.name)
		}
		return err
	})
	if err != nil {
		return nil, false
	}
	if !slices.Equal(now, m.record.files) || !slices.Equal(in.files, m.record.inputs.files) {
		_ = m.write(&record{inputs: in, files: now, marks: m.record.marks, said: m.record.said}) // the next build reads them again
	}
	return m.record.said, true
}

// Keep remembers a site as its build left it, unless its sources are no longer
// what they were when the build began. A build that said nothing is not recalled,
// but its files are known to the next one.
func (m *Memory) Keep(s Sources, in *Inputs, site *Site, said []byte, now func() time.Time) error {
	after, err := s.look(in, now())
	if err != nil || !after.same(in) {
		return err
	}
	site.settle(m.out, now())
	return m.write(&record{inputs: after, files: site.files, marks: site.marks, said: said})
}

func (m *Memory) write(r *record) error {
	if err := os.MkdirAll(m.dir, 0o700); err != nil {
		return fmt.Errorf("make the folder of the cache: %w", err)
	}
	root, err := os.OpenRoot(m.dir)
	if err != nil {
		return fmt.Errorf("open the folder of the cache: %w", err)
	}
	defer root.Close()
	f, err := newTemp(root, m.name)
	if err != nil {
		return fmt.Errorf("write to the cache: %w", err)
	}
	temp := filepath.Base(f.Name())
	_, err = f.Write(r.encode())
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write to the cache: %w", errors.Join(err, root.Remove(temp)))
	}
	if err := root.Rename(temp, m.name); err != nil {
		return fmt.Errorf("write to the cache: %w", errors.Join(err, root.Remove(temp)))
	}
	forget(root)
	return nil
}

// newTemp makes a file of a name that no other build has taken.
func newTemp(root *os.Root, name string) (f *os.File, err error) {
	for i := range 1000 {
		f, err = root.OpenFile(fmt.Sprintf("%s.%d-%d", name, os.Getpid(), i), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return f, err
}

// mostSites and mostBytes are how much is remembered: the sites built last.
const (
	mostSites = 64
	mostBytes = 256 << 20
)

// forget removes what is known of the sites that were built longest ago, and what
// builds left that were killed while they wrote.
func forget(root *os.Root) {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return
	}
	var files []fs.FileInfo
	for _, d := range entries {
		if info, err := d.Info(); err == nil { // another build may have removed it
			files = append(files, info)
		}
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	var size int64
	for i, f := range files {
		size += f.Size()
		unfinished := strings.Contains(f.Name(), ".") && files[0].ModTime().Sub(f.ModTime()) > time.Hour
		if i >= mostSites || i > 0 && size > mostBytes || unfinished {
			_ = root.Remove(f.Name()) // another build may have done so
		}
	}
}
