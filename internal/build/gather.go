package build

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"

	"upgraph/internal/profile"
)

// A release is made of fragments in an order that can be cut short anywhere:
// first a note of what is to be gathered, then the guide, whole or not at all,
// then the fragments go, last the note. While the note and the guide are both
// there the fragments in it count as gathered, so a change is never there twice
// and never nowhere.

// gatherNote is the name of the note, in the folder of the fragments.
const gatherNote = ".gathering.json"

// gathering is the note: the guide and the fragments that go into it, each with
// the digest of its text.
type gathering struct {
	Guide     string            `json:"guide"`
	Fragments map[string]string `json:"fragments"`
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// readGathering reads the note of a product's folder; ok says that the guide of
// it is written.
func readGathering(root fs.FS, dir string) (note gathering, ok bool) {
	text, err := fs.ReadFile(root, path.Join(dir, profile.FragmentFolder, gatherNote))
	if err != nil || json.Unmarshal(text, &note) != nil || !fs.ValidPath(note.Guide) {
		return gathering{}, false
	}
	_, err = fs.Stat(root, note.Guide)
	return note, err == nil
}

// gathered are the fragments of a product's folder that a guide holds already.
func gathered(root fs.FS, dir string) map[string]bool {
	note, ok := readGathering(root, dir)
	if !ok {
		return nil
	}
	out := map[string]bool{}
	for name, sum := range note.Fragments {
		text, err := fs.ReadFile(root, path.Join(dir, profile.FragmentFolder, name))
		out[name] = err == nil && digest(text) == sum
	}
	return out
}

// FinishRelease ends what a release that was cut short has left: fragments that
// are in their guide already, and the note about them.
func FinishRelease(dir, product string) error {
	return inside(dir, func(root *os.Root) error { return finish(root, product, nothing) })
}

// WriteRelease writes the guide of a new release and removes the fragments that
// it gathers. Nothing that is there is overwritten.
func WriteRelease(dir string, p *Product, n *NewRelease) error {
	return inside(dir, func(root *os.Root) error { return writeRelease(root, p.Dir, n, nothing) })
}

// nothing is what happens before a write; tests put a crash there.
func nothing() error { return nil }

func writeRelease(root *os.Root, product string, n *NewRelease, before func() error) error {
	if len(n.Fragments) > 0 {
		note := gathering{Guide: n.Path, Fragments: n.digests}
		if n.Keep {
			note.Fragments = nil
		}
		text, err := json.MarshalIndent(note, "", " ")
		if err == nil {
			err = putNew(root, path.Join(product, profile.FragmentFolder, gatherNote), append(text, '\n'), before)
		}
		if err != nil {
			return fmt.Errorf("note what is gathered: %w", err)
		}
	}
	if err := putNew(root, n.Path, []byte(n.Text), before); err != nil {
		return fmt.Errorf("write %s: %w", n.Path, err)
	}
	return finish(root, product, before)
}

// finish removes the fragments of the note that did not change since, and then
// the note.
func finish(root *os.Root, product string, before func() error) error {
	note, written := readGathering(root.FS(), product)
	folder := path.Join(product, profile.FragmentFolder)
	if note.Guide != "" {
		for _, name := range []string{note.Guide, path.Join(folder, gatherNote)} {
			_ = root.Remove(temporary(name)) // seldom there
		}
	}
	if written {
		done := gathered(root.FS(), product)
		var names []string
		for name, same := range done {
			if same && path.Base(name) == name {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		for _, name := range names {
			if err := before(); err != nil {
				return err
			}
			if err := root.Remove(path.Join(folder, name)); err != nil {
				return fmt.Errorf("remove a fragment that %s holds: %w", note.Guide, err)
			}
		}
	}
	if err := before(); err != nil {
		return err
	}
	if err := root.Remove(path.Join(folder, gatherNote)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove the note of what was gathered: %w", err)
	}
	return nil
}

// temporary is the name under which a file is written before it is whole.
func temporary(name string) string { return path.Join(path.Dir(name), "."+path.Base(name)+".new") }

// putNew puts a new file in its place, whole or not at all; a file that is there
// stays.
func putNew(root *os.Root, name string, content []byte, before func() error) error {
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	temporary := temporary(name)
	if err := before(); err != nil {
		return err
	}
	_ = root.Remove(temporary) // left by a process that was killed
	f, err := root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, root.Remove(temporary))
	}
	if err := before(); err != nil {
		return err
	}
	if err := root.Link(temporary, name); err != nil {
		if _, there := root.Lstat(name); there == nil || errors.Is(err, fs.ErrExist) {
			return errors.Join(err, root.Remove(temporary))
		}
		return root.Rename(temporary, name) // a file system without links
	}
	if err := before(); err != nil {
		return err
	}
	return root.Remove(temporary)
}

// WriteNew writes new files into a content folder, which is made where it is
// not there, in the order of their names. Nothing that is there is overwritten:
// then nothing is written at all.
func WriteNew(dir string, files map[string]string, names []string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the content folder: %w", err)
	}
	return inside(dir, func(root *os.Root) error {
		for _, name := range names {
			if _, err := root.Lstat(name); err == nil {
				return fmt.Errorf("%s is there already; nothing was written", path.Join(dir, name))
			}
		}
		for _, name := range names {
			if err := putNew(root, name, []byte(files[name]), nothing); err != nil {
				return fmt.Errorf("write %s: %w", name, err)
			}
		}
		return nil
	})
}
