package build

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"time"
)

// Memory is a folder that remembers what sites were built from, so that a build
// of the same again has nothing to do. It may be deleted at any time, and
// several builds may use it at once.
type Memory struct {
	dir  string
	name string // of the file about one site
}

// MemoryOf is the memory of the site at out, in the folder dir.
func MemoryOf(dir, out string) (*Memory, error) {
	abs, err := filepath.Abs(out)
	if err != nil {
		return nil, fmt.Errorf("find output folder %s: %w", out, err)
	}
	sum := sha256.Sum256([]byte(abs))
	return &Memory{dir: filepath.Join(dir, "sites"), name: hex.EncodeToString(sum[:16]) + ".json"}, nil
}

// remembered is what is known of a site.
type remembered struct {
	Inputs string          `json:"inputs"` // digest of what it was built from
	Site   string          `json:"site"`   // state of its files
	Said   json.RawMessage `json:"said"`   // what the build said at its end
}

// Recall gives what the build of the site at out said, if it was made from the
// inputs with this digest and none of its files was touched since.
func (m *Memory) Recall(inputs, out string) (json.RawMessage, bool) {
	text, err := os.ReadFile(filepath.Join(m.dir, m.name))
	if err != nil {
		return nil, false
	}
	var r remembered
	if json.Unmarshal(text, &r) != nil || r.Inputs != inputs {
		return nil, false
	}
	root, err := os.OpenRoot(out)
	if err != nil {
		return nil, false
	}
	defer root.Close()
	state, err := siteState(root)
	return r.Said, err == nil && state == r.Site
}

// Keep remembers a site by the state of its files as the build left them.
func (m *Memory) Keep(inputs, state string, said json.RawMessage) error {
	text, err := json.Marshal(remembered{Inputs: inputs, Site: state, Said: said})
	if err != nil {
		return fmt.Errorf("remember the site: %w", err)
	}
	if err := os.MkdirAll(m.dir, 0o700); err != nil {
		return fmt.Errorf("make the folder of the cache: %w", err)
	}
	root, err := os.OpenRoot(m.dir)
	if err != nil {
		return fmt.Errorf("open the folder of the cache: %w", err)
	}
	defer root.Close()
	temp := fmt.Sprintf("%s.%d", m.name, os.Getpid())
	if err := root.WriteFile(temp, text, 0o600); err != nil {
		return fmt.Errorf("write to the cache: %w", err)
	}
	if err := root.Rename(temp, m.name); err != nil {
		return fmt.Errorf("write to the cache: %w", errors.Join(err, root.Remove(temp)))
	}
	forget(root)
	return nil
}

// mostSites is how many sites are remembered: those built last.
const mostSites = 64

// forget removes what is known of the sites that were built longest ago.
func forget(root *os.Root) {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil || len(entries) <= mostSites {
		return
	}
	built := func(d fs.DirEntry) time.Time {
		info, err := d.Info()
		if err != nil {
			return time.Time{}
		}
		return info.ModTime()
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return built(a).Compare(built(b)) })
	for _, d := range entries[:len(entries)-mostSites] {
		_ = root.Remove(d.Name()) // another build may have done so
	}
}

// siteState is a digest over the names, sizes, modes and times of the files that
// a build wrote into a site. What a person put there does not count.
func siteState(site *os.Root) (string, error) {
	written, err := listed(site)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	w := bufio.NewWriter(h)
	seen := 0
	err = fs.WalkDir(site.FS(), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !written[p] {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		seen++
		fmt.Fprintf(w, "%s\x00%d %o %d\n", p, info.Size(), info.Mode(), info.ModTime().UnixNano())
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("look at the files of the site: %w", err)
	}
	fmt.Fprintf(w, "%d of %d", seen, len(written))
	_ = w.Flush() // a digest takes everything
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Inputs is the digest of everything that a site is made from: the program and
// its settings, which the caller puts into words, and the names and content of
// all files of some folders.
func Inputs(words string, trees ...fs.FS) (string, error) {
	h := sha256.New()
	fmt.Fprintf(h, "%d %s\n", len(words), words)
	for _, tree := range trees {
		if err := treeDigest(h, tree); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func treeDigest(h hash.Hash, tree fs.FS) error {
	var files []string
	err := fs.WalkDir(tree, ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && (d.Type().IsRegular() || d.Type()&fs.ModeSymlink != 0) {
			files = append(files, p)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("look at what the site is made from: %w", err)
	}
	sums, errs := make([][32]byte, len(files)), make([]error, len(files))
	var wg sync.WaitGroup
	jobs := runtime.GOMAXPROCS(0)
	for job := range jobs {
		wg.Go(func() {
			buffer := make([]byte, 64<<10)
			for i := job; i < len(files); i += jobs {
				sums[i], errs[i] = fileDigest(tree, files[i], buffer)
			}
		})
	}
	wg.Wait()
	if i := slices.IndexFunc(errs, func(err error) bool { return err != nil }); i >= 0 {
		return fmt.Errorf("look at what the site is made from: %w", errs[i])
	}
	fmt.Fprintf(h, "%d files\n", len(files))
	for i, name := range files {
		fmt.Fprintf(h, "%d %s %x\n", len(name), name, sums[i])
	}
	return nil
}

func fileDigest(tree fs.FS, name string, buffer []byte) (sum [32]byte, err error) {
	f, err := tree.Open(name)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.CopyBuffer(struct{ io.Writer }{h}, struct{ io.Reader }{f}, buffer); err != nil {
		return sum, err
	}
	return [32]byte(h.Sum(nil)), nil
}
