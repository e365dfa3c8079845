package build

import (
	"crypto/sha256"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"upgraph/internal/emit"
)

// Site are the files that a build wrote, as it left them.
type Site struct {
	files []seen // in the order of their names
	marks *marks // of what they are made of; nil where that is not known
}

// written looks at the files of the stage, whose digests are in the ledger.
func (s *stage) written(done *emit.Ledger, list []byte, began time.Time) (*Site, error) {
	paths := append(done.Paths(""), listName)
	slices.Sort(paths)
	site := &Site{files: make([]seen, len(paths))}
	fd := s.fresh.root
	err := each(len(paths), func(i int) (err error) {
		f := &site.files[i]
		f.name, f.sum = paths[i], done.Digest(paths[i])
		f.state, err = stateAt(fd, paths[i], false)
		f.sure = f.state.settled(began)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look at the files of the site: %w", err)
	}
	site.find(listName).sum = sha256.Sum256(list)
	return site, nil
}

// settle looks again at the files that were linked from the site before: to remove
// that touched them.
func (s *Site) settle(out string, began time.Time) {
	dir, err := os.Open(out)
	if err != nil {
		return // the next build finds out
	}
	defer dir.Close()
	_ = each(len(s.files), func(i int) error {
		f := &s.files[i]
		if f.state.links < 2 {
			return nil
		}
		f.sure = false
		if now, err := stateAt(int(dir.Fd()), f.name, false); err == nil && now.sameBytes(f.state) {
			f.state, f.sure = now, now.settled(began)
		}
		return nil
	})
}

// find is the file of a name, nil where there is none.
func (s *Site) find(name string) *seen {
	if s == nil {
		return nil
	}
	i, ok := slices.BinarySearchFunc(s.files, name, func(f seen, name string) int { return strings.Compare(f.name, name) })
	if !ok {
		return nil
	}
	return &s.files[i]
}
