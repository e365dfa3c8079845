package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"upgraph/internal/build"
)

// cache finds out whether a site is there already, built by this very program
// from the same files with the same settings.
type cache struct {
	memory  *build.Memory
	sources build.Sources
	inputs  *build.Inputs // as they were when the build began
}

// newCache is the cache for a build; nil where the build uses none: on request,
// where a signature is made, or where there is no place for it.
func newCache(cmd *cobra.Command, f buildFlags) *cache {
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
	content, err := filepath.Abs(contentDir(cmd))
	if err != nil {
		return nil
	}
	program, err := os.Executable()
	if err != nil {
		return nil
	}
	memory, err := build.MemoryOf(dir, f.out)
	if err != nil {
		return nil
	}
	words := fmt.Sprintf("%s name=%q base=%q drafts=%t noindex=%t strict=%t only=%q packed=%t", generator,
		filepath.Base(content), f.baseURL, f.drafts, f.noIndex, f.strict, f.only, f.precompress)
	c := &cache{memory: memory, sources: build.Sources{Words: words, Program: program, Trees: []string{content}}}
	if f.pairs != nil {
		c.sources.Words += fmt.Sprintf(" pairs=%d", *f.pairs)
	}
	for _, include := range f.include {
		name, dir, _ := strings.Cut(include, "=")
		c.sources.Words += fmt.Sprintf(" include=%q", name)
		c.sources.Trees = append(c.sources.Trees, dir)
	}
	if c.inputs, err = memory.Look(c.sources, time.Now()); err != nil {
		return nil // the build says what is wrong
	}
	return c
}

// recall gives what the build said that made the site, if that is what would be
// built again.
func (c *cache) recall() (r buildReport, ok bool) {
	if c == nil {
		return r, false
	}
	said, ok := c.memory.Recall(c.inputs, time.Now())
	return r, ok && json.Unmarshal(said, &r) == nil
}

// shelf is what was read of the guides before.
func (c *cache) shelf() *build.Shelf {
	if c == nil {
		return nil
	}
	return c.memory.Shelf(c.inputs)
}

// job lets a build take over what is remembered of the site before.
func (c *cache) job(job build.Job) build.Job {
	if c != nil {
		job.Memory, job.Now, job.Inputs = c.memory, time.Now, c.inputs
	}
	return job
}

// keep remembers a build, unless its files were changed while it ran. One that had
// more to say than its last line is to say it again. A cache that cannot be written
// costs time, nothing else.
func (c *cache) keep(r buildReport, site *build.Site, again bool) {
	if c == nil {
		return
	}
	var said []byte
	if !again {
		said, _ = json.Marshal(r) // counts and names always encode
	}
	_ = c.memory.Keep(c.sources, c.inputs, site, said, time.Now)
}
