package run

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"upgraph/internal/regexp"
	"upgraph/internal/term"
)

// Place is the state directory of one cluster of one product:
// $XDG_STATE_HOME/upgraph/PRODUCT/CLUSTER. It lies away from everything that an
// upgrade replaces.
type Place struct {
	Product, Cluster string
	Path             string
	root             *os.Root
	disk             disk
}

const (
	lockName = "lock"
	runsName = "runs"
)

var safeName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// StateBase is the directory that holds the state of all products: the one
// given, or the one that the environment says.
func StateBase(env *Env, given string) (string, error) {
	if given != "" {
		return absolute(env.Dir, given), nil
	}
	if x := env.Getenv("XDG_STATE_HOME"); filepath.IsAbs(x) {
		return filepath.Join(x, "upgraph"), nil
	}
	home := env.Getenv("HOME")
	if !filepath.IsAbs(home) {
		return "", Fail(ExitUsage, "there is no home directory to keep the state in").
			Hinted("say where with --state-dir DIR")
	}
	return filepath.Join(home, ".local", "state", "upgraph"), nil
}

func absolute(dir, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, path)
}

// OpenPlace opens the state directory of a cluster. Where create is false a
// directory that is not there is nil without an error.
func OpenPlace(env *Env, base, product, cluster string, create bool) (*Place, error) {
	for _, n := range []string{product, cluster} {
		if !safeName.MatchString(n) {
			return nil, Fail(ExitUsage, "%q cannot name a state directory: letters, digits, '.', '_' and '-', at most 64", n)
		}
	}
	p := &Place{disk: env.disk(), Product: product, Cluster: cluster, Path: filepath.Join(base, product, cluster)}
	if create {
		if err := os.MkdirAll(base, 0o700); err != nil {
			return nil, stateError("make the state directory", err)
		}
	}
	root, err := env.disk().openPrivate(base, []string{product, cluster}, create)
	if !create && errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		if _, ok := errors.AsType[*Error](err); ok {
			return nil, err
		}
		return nil, denied(base, "open the state directory", err)
	}
	p.root = root
	return p, nil
}

// openPrivate walks down from base and opens the last folder. Each must belong
// to this user and be closed to all others, so that nobody else can put records
// there.
func (d disk) openPrivate(base string, names []string, create bool) (*os.Root, error) {
	root, err := os.OpenRoot(base)
	if err != nil {
		return nil, err
	}
	err = inspect(root, checkBase)
	for _, name := range names {
		if err != nil {
			break
		}
		var next *os.Root
		next, err = d.descend(root, name, create)
		root.Close()
		if err != nil {
			return nil, err
		}
		root = next
		err = inspect(root, checkPrivate)
	}
	if err != nil {
		root.Close()
		return nil, err
	}
	return root, nil
}

func (d disk) descend(root *os.Root, name string, create bool) (*os.Root, error) {
	if create {
		err := d.mkdir(root, name)
		if err == nil {
			err = d.syncDir(root, ".")
		}
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
	}
	return root.OpenRoot(name)
}

func inspect(root *os.Root, check func(fs.FileInfo, string) error) error {
	st, err := root.Stat(".")
	if err != nil {
		return err
	}
	return check(st, root.Name())
}

// checkBase refuses a directory that others could swap folders in. A sticky one
// and one of the system's are fine.
func checkBase(st fs.FileInfo, path string) error {
	owner, me := ownerOf(st), os.Geteuid()
	if owner != me && owner != 0 {
		return foreign(path, owner, me)
	}
	if st.Mode().Perm()&0o022 != 0 && st.Mode()&fs.ModeSticky == 0 {
		return Fail(ExitState, "other users may write to %s, which holds the state (mode %04o)", path, st.Mode().Perm()).
			Hinted("close it: chmod go-w %s", term.Quote(path))
	}
	return nil
}

// checkPrivate refuses a directory of another user and one that is open to
// others.
func checkPrivate(st fs.FileInfo, path string) error {
	owner, me := ownerOf(st), os.Geteuid()
	if owner != me {
		return foreign(path, owner, me)
	}
	if st.Mode().Perm()&0o077 != 0 {
		return Fail(ExitState, "the state directory %s is open to other users (mode %04o)", path, st.Mode().Perm()).
			Hinted("close it: chmod 700 %s", term.Quote(path))
	}
	return nil
}

func ownerOf(st fs.FileInfo) int {
	if own, ok := st.Sys().(*syscall.Stat_t); ok {
		return int(own.Uid)
	}
	return os.Geteuid()
}

func foreign(path string, owner, me int) error {
	return Fail(ExitState, "the state directory %s belongs to user %d, not to user %d who runs this", path, owner, me).
		Hinted("go on as the user who began, or name another directory with --state-dir")
}

// denied is the error for a state directory that cannot be read: often it, or
// a folder that it is in, is another user's.
func denied(base, what string, err error) error {
	for path := base; errors.Is(err, fs.ErrPermission); path = filepath.Dir(path) {
		st, serr := os.Stat(path)
		if serr != nil && path != filepath.Dir(path) {
			continue
		}
		if serr == nil && ownerOf(st) != os.Geteuid() {
			return foreign(path, ownerOf(st), os.Geteuid())
		}
		break
	}
	return stateError(what, err)
}

// Close closes the directory.
func (p *Place) Close() {
	if p != nil {
		p.root.Close()
	}
}

// Clusters lists the clusters of a product that have a state directory below
// base; with an empty product it lists the products. Where there is no such
// directory there are none.
func Clusters(base, product string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(base, product))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, denied(base, "look into the state directory", err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && safeName.MatchString(e.Name()) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

var runID = regexp.MustCompile(`^[0-9]{4,9}-[0-9a-f]{6}$`)

// Runs are the ids of all runs, oldest first.
func (p *Place) Runs() ([]string, error) {
	d, err := p.root.Open(runsName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, stateError("read the list of runs", err)
	}
	defer d.Close()
	names, err := d.Readdirnames(-1)
	if err != nil {
		return nil, stateError("read the list of runs", err)
	}
	names = slices.DeleteFunc(names, func(n string) bool { return !runID.MatchString(n) })
	slices.SortFunc(names, func(a, b string) int { return runNumber(a) - runNumber(b) })
	return names, nil
}

// runNumber is the number that a run id begins with: runs are counted, so that
// their order does not hang on the clock.
func runNumber(id string) int {
	var n int
	_, _ = fmt.Sscanf(id, "%d-", &n) // 0 for what is no run id
	return n
}
