package site

import (
	"strings"

	"upgraph/internal/regexp"
	"upgraph/internal/release"
	"upgraph/internal/view"
)

// block is the changes of a part of a release by groups, as the page of the
// release and the hops into it show them.
type block struct {
	groups []changeGroup
	ready  *repeated
	ids    *idSet
}

// blockKey is everything that a block hangs on.
type blockKey struct {
	view  *view.View
	link  linker // none where the same stands on pages of any depth
	guide *release.Release
}

// maxBlocks is how many blocks are kept for other pages. The page of a release and
// the paths into it are written one after the other.
const maxBlocks = 100

// block shows those changes of a part that stand on this page, by the view of a
// kind of pages. Where that is all of them, pages share them.
func (f *frame) block(e *edition, pt part, kind, prefix string, changes []release.Change) (block, error) {
	fresh := func(f *frame) (b block, err error) {
		b.groups, b.ids = f.grouped(changes, e.source(pt.doc), pt.doc.Path, prefix), f.ids
		b.ready, err = f.repeat(kind+"/groups", b.groups)
		return b, err
	}
	if len(changes) != len(pt.guide.Changes) { // some stand further up on this page
		return fresh(f)
	}
	key := blockKey{view: f.local.views[kind+"/groups"], guide: pt.guide}
	if leadOn(changes) {
		key.link = f.linker
	}
	return shared(f, &e.blocks, key, fresh, func(b block) *idSet { return b.ids })
}

// shared is a part of a page that is made once for several, with ids that the page
// then has. Where it has one of them already, it gets a part of its own.
func shared[K comparable, V any](f *frame, kept *keeper[K, V], key K, make func(*frame) (V, error), ids func(V) *idSet) (V, error) {
	v, err := kept.get(key, func() (V, error) {
		apart := *f
		apart.ids = newIDs()
		return make(&apart)
	})
	if err == nil && !f.ids.Take(ids(v).IDs) {
		return make(f)
	}
	return v, err
}

// breakingBlock is what breaks something with a part of a release, as the warnings
// of paths show it.
type breakingBlock struct {
	changes []changeView
	ready   []*repeated
	ids     *idSet
}

// breaking shows those changes once for all paths.
func (f *frame) breaking(e *edition, r *record, pt part) (breakingBlock, error) {
	fresh := func(f *frame) (b breakingBlock, err error) {
		b.ids = f.ids
		for _, c := range pt.guide.Changes {
			if !c.Breaking {
				continue
			}
			v := f.change(c, e.source(pt.doc), pt.doc.Path, "breaking-"+Segment(r.ID)+"-")
			ready, err := f.repeat("path/change", &v)
			if err != nil {
				return b, err
			}
			v.Ready = ready.html
			b.changes, b.ready = append(b.changes, v), append(b.ready, ready)
		}
		return b, nil
	}
	return shared(f, &e.breaking, blockKey{link: f.linker, guide: pt.guide}, fresh, func(b breakingBlock) *idSet { return b.ids })
}

// leadOn reports whether one of some changes may lead to another place of the
// site: the way there differs from page to page.
func leadOn(changes []release.Change) bool {
	for i := range changes {
		if c := &changes[i]; leadsOn(c.Text) || leadOn(c.Children) {
			return true
		}
	}
	return false
}

// wholeLink is a link that has a whole address beside it.
var wholeLink = regexp.MustCompile("\\[[^][`\\\\]*\\]\\(https?://[^\\s()<>\\\\]*\\)")

// leadsOn reports whether Markdown may hold HTML, a picture, or a link other than
// such a one.
func leadsOn(source string) bool {
	if strings.Contains(source, "<") || strings.Contains(source, "![") {
		return true
	}
	return strings.Contains(source, "[") && strings.Contains(wholeLink.ReplaceAllString(source, ""), "[")
}
