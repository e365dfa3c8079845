package site

import (
	"net/url"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// places are what documents link to.
type places struct {
	byDoc map[string]string // page that shows a document, by path
	// anchors are pages with fragments, by document path + "#" + slug of a heading
	// or of the name that its author gave it; loose are the same by letters and
	// digits alone, for names as other sites make them, empty where two are meant.
	anchors, loose map[string]string
	urls           map[string]bool // of pages that show a document, and the homes of products
}

func newPlaces(l *local) *places {
	at := &places{byDoc: map[string]string{}, anchors: map[string]string{}, loose: map[string]string{}, urls: map[string]bool{"": true}}
	for _, e := range l.editions {
		e.index(at)
		at.urls[ProductPath(e.id)] = true
		for _, r := range e.releases {
			at.urls[ReleasePath(e.id, r.ID)] = true
		}
	}
	for _, p := range l.plain {
		at.byDoc[p.doc.Path], at.urls[p.url] = p.url, true
		ids := pageIDs()
		for _, b := range p.doc.Blocks {
			if b.Kind == doc.Heading && b.Text != p.title {
				at.add(p.doc.Path, b.Text, b.Name, p.url+"#"+ids.unique(headingID(b.Text, b.Name)))
			}
		}
	}
	return at
}

// index tells the site which page shows which document and heading.
func (e *edition) index(at *places) {
	for _, lang := range e.Guides {
		for _, d := range lang {
			at.byDoc[d.Path] = ProductPath(e.id)
			if len(d.Releases) == 1 {
				at.byDoc[d.Path] = ReleasePath(e.id, e.name(d.Releases[0].ID))
			}
			for _, r := range d.Releases {
				at.addRelease(d.Path, r, ReleasePath(e.id, e.name(r.ID)))
			}
		}
	}
}

// addRelease leads from the headings of a release to its page, and to the
// section where the page shows that as the author has it.
func (p *places) addRelease(path string, r *release.Release, page string) {
	p.add(path, r.Heading, r.HeadingName, page)
	for _, s := range r.Sections {
		target := page
		if s.Role == release.RoleOther {
			target += "#" + sectionID(s.Title)
		}
		p.add(path, s.Title, s.Name, target)
	}
}

// add notes where a heading of a document is shown. The first of several with
// the same words is the one that is meant; given is its name, which may be empty.
func (p *places) add(path, title, given, target string) {
	for _, name := range []string{title, given} {
		if name == "" {
			continue
		}
		exact, loose := path+"#"+slug(name), path+"#"+release.Letters(name)
		if _, known := p.anchors[exact]; !known {
			p.anchors[exact] = target
		}
		if other, known := p.loose[loose]; known && other != target {
			target = ""
		}
		p.loose[loose] = target
	}
}

// find is the page and fragment that a link to a name in a document means.
func (p *places) find(path, name string) (string, bool) {
	if decoded, err := url.PathUnescape(name); err == nil {
		name = decoded
	}
	if target, ok := p.anchors[path+"#"+slug(name)]; ok {
		return target, true
	}
	target := p.loose[path+"#"+release.Letters(name)]
	return target, target != ""
}

// own is the fragment that a link to a name in a plain page means on that page.
func (p *places) own(path, name string) (string, bool) {
	target, ok := p.find(path, name)
	_, fragment, _ := strings.Cut(target, "#")
	return "#" + fragment, ok
}
