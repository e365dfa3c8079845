package build

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/config"
	"upgraph/internal/emit"
	"upgraph/internal/release"
	"upgraph/internal/site"
)

type checksum = [sha256.Size]byte

// marks are digests of what the files of a site are made of. Where they are what
// they were, so are the files that tell of it alone, and nobody has to render them.
type marks struct {
	// around is of all that files tell of beside releases: settings, program,
	// theme, and of every release what lists, links and paths are made of. In
	// doubt a thing is part of it.
	around   checksum
	products []productMarks // in the order of their ids
}

// productMarks are digests of the releases of a product, in the order of its
// catalog: of their guides in all languages, and of what the catalog says of them
// and of the edges into them.
type productMarks struct {
	id       string
	releases []checksum
}

// newMarks is called when the releases are written by themselves: what is in such
// a file is what the catalog says of a release. It gives nil where nobody asked for
// these files.
func newMarks(from *Inputs, in *emit.Input, done *emit.Ledger) (*marks, error) {
	m, around := &marks{}, sha256.New()
	apart := map[string]bool{} // files of the content folder that are marked otherwise
	for _, p := range in.Site.Plain {
		apart[p.Doc.Path] = true
	}
	bytes := from.byPath()
	for i, p := range in.Site.Products {
		told, err := site.Guides(in.Site, in.Products[i].Catalog.Product.ID)
		if err != nil {
			return nil, err
		}
		one := productMarks{id: p.Catalog.Product.ID}
		for _, r := range p.Catalog.Releases {
			shard := emit.ShardPath(one.id, r.ID)
			if !done.Known(shard) {
				return nil, nil
			}
			h, sum := sha256.New(), done.Digest(shard)
			h.Write(sum[:])
			for _, guide := range told[r.ID] {
				sum := bytes[guide]
				fmt.Fprintf(h, "%q", guide)
				h.Write(sum[:])
			}
			one.releases = append(one.releases, checksum(h.Sum(nil)))
		}
		if err := writeShape(around, p, apart); err != nil {
			return nil, err
		}
		m.products = append(m.products, one)
	}
	slices.SortFunc(m.products, func(a, b productMarks) int { return strings.Compare(a.id, b.id) })
	from.around(around, apart)
	if err := site.Around(in.Site, around); err != nil {
		return nil, err
	}
	m.around = checksum(around.Sum(nil))
	return m, nil
}

// writeShape writes down the shape of a product's catalog and of its guides. The
// bytes of those that tell of one release alone are set apart.
func writeShape(w io.Writer, p *site.Product, apart map[string]bool) error {
	enc := json.NewEncoder(w)
	err := enc.Encode(catalogShape(p.Catalog))
	for _, language := range slices.Sorted(maps.Keys(p.Guides)) {
		for _, d := range p.Guides[language] {
			err = errors.Join(err, enc.Encode(release.Shape(d)))
			apart[d.Path] = apart[d.Path] || len(d.Releases) == 1
		}
	}
	if err != nil {
		return fmt.Errorf("take the digest of %s: %w", p.Catalog.Product.ID, err)
	}
	return nil
}

// catalogShape is a catalog without what is in the files of single releases, the
// checks, constraints and risks of their edges among it.
func catalogShape(c *compat.Catalog) *compat.Catalog {
	x := *c
	x.Releases, x.Edges = slices.Clone(c.Releases), slices.Clone(c.Edges)
	x.Checks, x.Constraints, x.Risks = nil, nil, nil
	for i := range x.Releases {
		r := &x.Releases[i]
		r.Info, r.Changes, r.Notes, r.Source = nil, nil, nil, compat.Source{}
	}
	for i := range x.Edges {
		e := &x.Edges[i]
		e.Basis.Sources, e.Constraints, e.Checks, e.Risks, e.Gate, e.Steps = nil, nil, nil, nil, nil, nil
	}
	return &x
}

// lockFiles say what was approved and which permalinks there were: what follows
// from them is in the catalog or is a finding.
var lockFiles = []string{config.LockFile, config.AnchorFile}

// around writes down the inputs but for the bytes of some files of the content
// folder.
func (in *Inputs) around(h io.Writer, apart map[string]bool) {
	fmt.Fprintf(h, "%q\n", in.words)
	for _, f := range in.files {
		fmt.Fprintf(h, "%q %t", f.name, f.state.executable())
		name, ok := strings.CutPrefix(f.name, contentPrefix)
		if !ok || !apart[name] && !slices.Contains(lockFiles, path.Base(name)) {
			h.Write(f.sum[:])
		}
	}
}

// byPath are the digests of the files of the content folder.
func (in *Inputs) byPath() map[string]checksum {
	out := make(map[string]checksum, len(in.files))
	for _, f := range in.files {
		if name, ok := strings.CutPrefix(f.name, contentPrefix); ok {
			out[name] = f.sum
		}
	}
	return out
}

// kept finds out which files of the site before are what they would be now.
func (j Job) kept(in *emit.Input, done *emit.Ledger) (*kept, error) {
	if j.Memory == nil || j.Inputs == nil || in == nil {
		return &kept{}, nil
	}
	now, err := newMarks(j.Inputs, in, done)
	if err != nil || j.Memory.record == nil {
		return &kept{now: now}, err
	}
	before := j.Memory.record
	return newKept(before.marks, now, before.inputs.files[0].sum == j.Inputs.files[0].sum), nil
}

// kept says which files of the site before are what a build would make again.
type kept struct {
	now     *marks           // nil where they are not known
	program bool             // is the one of the build before
	changed map[string][]int // by product: how many of its first releases changed
}

// newKept holds what a site is made of now against what it was made of before.
func newKept(before, now *marks, program bool) *kept {
	k := &kept{now: now, program: program}
	if before == nil || now == nil || before.around != now.around || len(before.products) != len(now.products) {
		return k
	}
	k.changed = map[string][]int{}
	for i, p := range now.products {
		old := before.products[i]
		if p.id != old.id || len(p.releases) != len(old.releases) {
			continue
		}
		counts := make([]int, len(p.releases)+1)
		for n := range p.releases {
			counts[n+1] = counts[n]
			if p.releases[n] != old.releases[n] {
				counts[n+1]++
			}
		}
		k.changed[p.id] = counts
	}
	return k
}

// same reports whether nothing changed of what a file tells of, but for the file
// that it cites.
func (k *kept) same(x *site.Extent) bool {
	if x.Product == "" {
		return k.program
	}
	counts, ok := k.changed[x.Product]
	return ok && 0 <= x.First && x.First <= x.Last && x.Last+1 < len(counts) && counts[x.Last+1] == counts[x.First]
}
