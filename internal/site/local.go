package site

import (
	"fmt"
	"html/template"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"

	"upgraph/internal/doc"
	"upgraph/internal/view"
)

// site is what all pages share.
type site struct {
	in     *Input
	md     *markdown
	copier copier
	*buffers
	views  map[string]*view.View
	assets assetNames
	fetch  fetchPatterns
	short  keeper[template.HTML, string] // what bites, in a few words
	locals []*local                      // by language, in the order of the input
	images func() map[string]shot
}

// local is the site in one language.
type local struct {
	*site
	lang     string
	prefix   string // "" or "zh/"
	text     *messages
	words    map[string]any // the same, by name: templates look words up often
	arounds  sync.Map       // around, by aroundKey
	editions []*edition     // by product, in the order of the input
	plain    []*plainPage   // by address
	places   func() *places // that links lead to, made for the first link
}

// newSite finds out which page shows which document.
func newSite(in *Input) (*site, error) {
	s := &site{in: in, buffers: &buffers{}, images: sync.OnceValue(func() map[string]shot { return findImages(in) })}
	s.md = newMarkdown(s.buffers)
	look, err := in.Theme.look()
	if err != nil {
		return nil, err
	}
	s.assets, s.views = look.assets, look.views
	s.fetch, s.short.most = s.fetchPatterns(), maxShort
	languages := in.Languages
	if len(languages) == 0 {
		languages = []string{"en"}
	}
	for i, lang := range languages {
		l := &local{site: s, lang: lang, text: textFor(lang)}
		l.words = l.text.byName()
		if i > 0 {
			l.prefix = Segment(lang) + "/"
		}
		l.plain = plainPages(in.Plain, languages, lang)
		for _, p := range in.Products {
			e := newEdition(p, languages, lang)
			e.commands = s.planCommands(e.id)
			l.editions = append(l.editions, e)
		}
		l.places = sync.OnceValue(func() *places { return newPlaces(l) })
		s.locals = append(s.locals, l)
	}
	return s, nil
}

// dict makes one argument of several for a template: names and values in turn.
func dict(pairs ...any) (map[string]any, error) {
	m := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("name %v of a template argument is no string", pairs[i])
		}
		m[name] = pairs[i+1]
	}
	return m, nil
}

// resolve finds the page that a relative link in a document leads to.
func (l *local) resolve(link linker) func(from *doc.Doc, dest string) (string, bool) {
	return func(from *doc.Doc, dest string) (string, bool) {
		if from == nil {
			return "", false
		}
		name, fragment, hasFragment := strings.Cut(dest, "#")
		name, _, _ = strings.Cut(name, "?")
		at := from.Path
		if name != "" {
			at = l.findDoc(from.Path, name)
		}
		found, ok := l.places().byDoc[at]
		if !ok {
			return l.address(link, name, dest)
		}
		if hasFragment && fragment != "" {
			anchored, ok := l.places().find(at, fragment)
			if !ok && name == "" {
				return "", false
			}
			if ok {
				found = anchored
			}
		}
		return link.Page(found), true
	}
}

// address finds what a link means that begins with a slash and names no document:
// a page of the site by its address, or a file that is copied from the static
// folder. Both move with the site, which may lie below another address.
func (l *local) address(link linker, name, dest string) (string, bool) {
	rest, ok := strings.CutPrefix(name, "/")
	if !ok {
		return "", false
	}
	tail := dest[len(name):]
	if folder := strings.TrimPrefix(strings.TrimSuffix(path.Clean("/"+rest), "/")+"/", "/"); l.places().urls[folder] {
		return link.Page(folder) + tail, true
	}
	if file, err := url.PathUnescape(rest); err == nil && fs.ValidPath(file) && l.in.Static != nil && l.in.Static(file) {
		return link.File(rest) + tail, true
	}
	return "", false
}

// findDoc resolves the name of a document against the one that links to it.
func (l *local) findDoc(from, name string) string {
	full := path.Join(path.Dir(from), name)
	if rest, ok := strings.CutPrefix(name, "/"); ok {
		full = path.Clean(rest)
	}
	for _, try := range []string{full, full + ".md", full + "/index.md", full + "/_index.md"} {
		if _, ok := l.places().byDoc[try]; ok {
			return try
		}
	}
	return full
}

// others are the other languages of the site.
func (l *local) others() []*local {
	return slices.DeleteFunc(slices.Clone(l.locals), func(o *local) bool { return o == l })
}
