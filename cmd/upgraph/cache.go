package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"upgraph/internal/build"
)

// cache finds out whether a site is there already, built by this very program
// from the same files with the same settings.
type cache struct {
	memory *build.Memory
	words  string // program and settings
	trees  []fs.FS
	inputs string
}

// newCache is the cache for a build; nil where the build uses none: on request,
// where a signature is made, or where there is no place for it.
func newCache(cmd *cobra.Command, f buildFlags, opt build.SiteOptions) *cache {
	dir := f.cache
	if dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return nil
		}
		dir = filepath.Join(user, "upgraph")
	}
	if f.noCache || f.sign.key != "" {
		return nil
	}
	memory, err := build.MemoryOf(dir, f.out)
	if err != nil {
		return nil
	}
	content, err := filepath.Abs(contentDir(cmd))
	if err != nil {
		return nil
	}
	self, err := selfDigest()
	if err != nil {
		return nil
	}
	c := &cache{memory: memory, trees: []fs.FS{os.DirFS(content)}}
	c.words = fmt.Sprintf("%s %x name=%q base=%q drafts=%t noindex=%t strict=%t only=%q packed=%t", generator, self,
		filepath.Base(content), f.baseURL, f.drafts, f.noIndex, f.strict, f.only, f.precompress)
	for _, include := range opt.Include {
		c.words += fmt.Sprintf(" include=%q", include.Name)
		c.trees = append(c.trees, include.FS)
	}
	if c.inputs, err = build.Inputs(c.words, c.trees...); err != nil {
		return nil // the build says what is wrong
	}
	return c
}

// selfDigest is the SHA-256 of the running program: two builds of one release
// may write different sites.
func selfDigest() ([]byte, error) {
	name, err := os.Executable()
	if err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return h.Sum(nil), err
}

// recall gives what the build said that made the site at out, if that is what
// would be built again.
func (c *cache) recall(out string) (r buildReport, ok bool) {
	if c == nil {
		return r, false
	}
	said, ok := c.memory.Recall(c.inputs, out)
	return r, ok && json.Unmarshal(said, &r) == nil
}

// keep remembers a build that had nothing to say but its last line, unless its
// files were changed while it ran. A cache that cannot be written costs time,
// nothing else.
func (c *cache) keep(r buildReport, state string) {
	if c == nil || state == "" {
		return
	}
	if now, err := build.Inputs(c.words, c.trees...); err != nil || now != c.inputs {
		return
	}
	if said, err := json.Marshal(r); err == nil {
		_ = c.memory.Keep(c.inputs, state, said)
	}
}
