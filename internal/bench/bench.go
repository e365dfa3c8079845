// Package bench writes guides for measurements: as many releases as wanted,
// with the mix of prose, code and steps that real guides have, always the same
// for one seed.
//
// It must import nothing of the generator, so that what it writes is measured
// from outside, and no test may hold a truth about single guides: the texts may
// change when the mix is made more like real ones.
package bench

import (
	"fmt"
	"io/fs"
	"iter"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"testing/fstest"
)

// Product is the id of the product that all guides are about.
const Product = "relay"

// Guide is a file of a content folder.
type Guide struct {
	Path string // relative to the content folder, slash-separated
	Text []byte
	// Version is the release that the guide is about, empty for other files.
	Version string
}

// Guides gives the files of a content folder with n releases, oldest first:
// settings, the page of the product, and one guide for each release. A guide
// depends on seed and on its place in the row, not on n.
func Guides(n int, seed uint64) iter.Seq[Guide] {
	return func(yield func(Guide) bool) {
		for _, g := range []Guide{
			{Path: "site.yaml", Text: []byte("title: Guides for measuring\nlanguages: [en]\n")},
			{Path: Product + "/product.yaml", Text: []byte(productYAML)},
			{Path: Product + "/en/_index.md", Text: []byte(indexPage)},
		} {
			if !yield(g) {
				return
			}
		}
		words := newVocabulary(seed)
		for i := range n {
			w := &writer{rand: rand.New(rand.NewPCG(seed, uint64(i))), words: words}
			v := versionAt(i)
			g := Guide{Path: fmt.Sprintf("%s/en/%s.md", Product, v), Text: w.guide(i, v), Version: v}
			if !yield(g) {
				return
			}
		}
	}
}

// FS is a content folder of n releases in memory.
func FS(n int, seed uint64) fs.FS {
	m := fstest.MapFS{}
	for g := range Guides(n, seed) {
		m[g.Path] = &fstest.MapFile{Data: g.Text, Mode: 0o644}
	}
	return m
}

// Write writes a content folder of n releases to dir, which may be there.
func Write(dir string, n int, seed uint64) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make a folder for guides: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open the folder for guides: %w", err)
	}
	defer root.Close()
	for g := range Guides(n, seed) {
		if err := root.MkdirAll(filepath.FromSlash(path.Dir(g.Path)), 0o755); err != nil {
			return fmt.Errorf("make a folder for guides: %w", err)
		}
		if err := root.WriteFile(filepath.FromSlash(g.Path), g.Text, 0o644); err != nil {
			return fmt.Errorf("write a guide: %w", err)
		}
	}
	return nil
}

// versionAt names release i: ten patches to a minor, twenty minors to a major,
// and each major begins with a release candidate.
func versionAt(i int) string {
	const patches, minors = 10, 20
	major, rest := i/(patches*minors), i%(patches*minors)
	if rest == 0 {
		return fmt.Sprintf("v%d.0.0-rc.1", major+1)
	}
	return fmt.Sprintf("v%d.%d.%d", major+1, rest/patches, rest%patches)
}

const productYAML = `id: relay
title: Relay
components: [relayctl, relay-master, relay-worker, relay-gate]
`

const indexPage = `---
title: Relay
summary: Upgrade a relay cluster from any release to a later one.
---

Relay carries changes from one store to others. These pages tell how a cluster comes from one release to the next.

> **Note:**
>
> - Each procedure assumes that all tasks are stopped before the upgrade begins.
> - Each procedure expects that all tasks are started again by hand after it.
`
