package build

import (
	"bufio"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"upgraph/internal/emit"
)

// listName is a file in the site that lists what the build wrote. It tells the
// files of the site from files that a person put there.
const listName = ".upgraph"

// stage is a folder beside the output folder in which the new site grows.
type stage struct {
	parent *os.Root // the folder that holds both
	dir    *os.File // the same folder, open
	name   string   // of the output folder, in parent
	temp   string   // of the stage, in parent
	lock   *os.File // the stage itself, locked while the build lives
	fresh  *folders // of the stage
	old    *folders // of the site before, nil when there is none
	known  *Site    // what is remembered of the site before, nil for nothing
}

// newStage makes a stage for out, after clearing away the stages of builds
// that were killed. It refuses an output folder that holds what no build wrote.
func newStage(out string, known *Site) (*stage, error) {
	abs, err := filepath.Abs(out)
	if err != nil {
		return nil, fmt.Errorf("find output folder %s: %w", out, err)
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real // a link to the site stays a link to it
	}
	dir, name := filepath.Split(abs)
	if name == "" {
		return nil, fmt.Errorf("the output folder cannot be the root of the file system")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder of %s: %w", out, err)
	}
	parent, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder of %s: %w", out, err)
	}
	s := &stage{parent: parent, name: name, known: known}
	if s.dir, err = parent.Open("."); err != nil {
		return nil, errors.Join(fmt.Errorf("open the folder of %s: %w", out, err), parent.Close())
	}
	if err := s.exclusively(func() error { return s.open(out) }); err != nil {
		s.discard()
		return nil, err
	}
	return s, nil
}

func (s *stage) open(out string) error {
	old, err := openTree(int(s.dir.Fd()), s.name, false)
	switch {
	case err == nil:
		s.old = old
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("open output folder %s: %w", out, err)
	}
	if err := s.checkOurs(out); err != nil {
		return err
	}
	return s.make()
}

// exclusively runs f while no other build makes its stage or publishes beside
// the same folder.
func (s *stage) exclusively(f func() error) error {
	lock, err := s.parent.Open(".")
	if err != nil {
		return fmt.Errorf("lock the folder of the site: %w", err)
	}
	defer lock.Close()
	if err := waitLock(lock); err != nil {
		return fmt.Errorf("lock the folder of the site: %w", err)
	}
	return f()
}

// make makes the stage and locks it: what is locked is swept by nobody.
func (s *stage) make() (err error) {
	s.sweep()
	// A name is never used again: who removes a folder by it may be slow. Builds in
	// two containers have one process number.
	s.temp = fmt.Sprintf(".%s.stage-%d-%s", s.name, os.Getpid(), rand.Text())
	err = s.parent.Mkdir(s.temp, 0o755)
	if err != nil {
		s.temp = ""
		return fmt.Errorf("make a folder beside %s: %w", s.name, err)
	}
	if s.lock, err = s.parent.Open(s.temp); err != nil {
		return fmt.Errorf("open the new site: %w", err)
	}
	if err := lockFile(s.lock); err != nil {
		return fmt.Errorf("lock the new site: %w", err)
	}
	if s.fresh, err = openTree(int(s.lock.Fd()), ".", true); err != nil {
		return fmt.Errorf("open the new site: %w", err)
	}
	return nil
}

// checkOurs refuses to replace a folder that holds files but no list of a
// build: it is somebody's, and would be lost.
func (s *stage) checkOurs(out string) error {
	if s.old == nil {
		return nil
	}
	entries, err := fs.ReadDir(s.parent.FS(), s.name)
	if err != nil {
		return fmt.Errorf("read output folder %s: %w", out, err)
	}
	for _, e := range entries {
		if e.Name() == listName {
			return nil
		}
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			return fmt.Errorf("output folder %s holds %s and is no site of an earlier build; name another folder with --out, or empty this one", out, e.Name())
		}
	}
	return nil
}

// sweep removes stages whose builds are dead: nobody holds their lock.
func (s *stage) sweep() {
	entries, err := fs.ReadDir(s.parent.FS(), ".")
	if err != nil {
		return
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), "."+s.name+".stage-") || !e.IsDir() {
			continue
		}
		f, err := s.parent.Open(e.Name())
		if err != nil {
			continue
		}
		if lockFile(f) == nil {
			_ = removeTree(int(s.dir.Fd()), e.Name()) // what stays is swept by the next build
		}
		f.Close()
	}
}

// list writes the list of the site's files and returns it.
func (s *stage) list(done *emit.Ledger) ([]byte, error) {
	text := []byte(strings.Join(done.Paths(""), "\n") + "\n")
	_, err := s.put(listName, text, sha256.Sum256(text), false)
	return text, err
}

// publish takes over what a person put into the old site and exchanges the two.
// Of two builds the later one sees what the earlier one kept.
func (s *stage) publish() error { return s.exclusively(s.exchange) }

func (s *stage) exchange() error {
	current, err := openTree(int(s.dir.Fd()), s.name, false)
	exists := err == nil
	if exists {
		defer current.close()
		if err := s.keepForeign(current); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("open the site before: %w", err)
	}
	if err := swap(s.parent, s.temp, s.name, exists); err != nil {
		return fmt.Errorf("put the new site in place: %w", err)
	}
	return nil
}

// keepForeign links files of the old site that no build wrote, such as a
// .gitignore, into the new one.
func (s *stage) keepForeign(current *folders) error {
	written, err := listed(current)
	if err != nil {
		return err
	}
	err = current.walk(func(from int, p string) error {
		if written[p] {
			return nil
		}
		err := s.fresh.with(p, func(to int, base string) error { return link(from, base, to) })
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("keep %s: %w", p, err)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the site before: %w", err)
	}
	return nil
}

// listed is the set of files that the build of a site wrote.
func listed(site *folders) (map[string]bool, error) {
	written := map[string]bool{listName: true}
	f, err := openFile(site.root, listName, false)
	if errors.Is(err, fs.ErrNotExist) {
		return written, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the list of the site before: %w", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		written[lines.Text()] = true
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the list of the site before: %w", err)
	}
	return written, nil
}

// discard removes what is left beside the site: the unfinished stage, or after
// an exchange the site before.
func (s *stage) discard() {
	s.fresh.close()
	s.old.close()
	if s.temp != "" {
		_ = removeTree(int(s.dir.Fd()), s.temp) // swept by the next build when it stays
	}
	if s.lock != nil {
		s.lock.Close()
	}
	s.dir.Close()
	s.parent.Close()
}
