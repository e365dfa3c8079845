package site

import (
	"cmp"
	"encoding/json"
	"html/template"
	"net/url"
	"slices"
)

// feedLink is a feed that a page names to feed readers.
type feedLink struct{ URL, Type, Title string }

// Types of the feeds and of the Markdown copy, as links name them.
const (
	atomType = "application/atom+xml"
	jsonType = "application/feed+json"
)

// meta fills what the head of a page says to machines: kind is article, software
// or empty for a list.
func (f *frame) meta(e *edition, kind string) {
	if e != nil {
		f.fed = append(f.fed, e)
	}
	switch {
	case kind == "article":
		f.OGType = "article"
		f.describe(f.article())
	case kind == "software" && e != nil:
		f.describe(f.software(e))
	}
	if f.Canonical != "" && len(f.Crumbs) > 0 {
		if way, ok := f.breadcrumbs(); ok {
			f.describe(way)
		}
	}
}

// Feeds are the feeds of the products of the page that were written.
func (f *frame) Feeds() []feedLink {
	var out []feedLink
	for _, e := range f.fed {
		for _, x := range []struct{ name, title string }{{"feed", e.title}, {"breaking", e.title + ": " + f.T.changeType("breaking")}} {
			for _, form := range []struct{ ending, kind string }{{".atom", atomType}, {".json", jsonType}} {
				if name := ProductPath(e.id) + x.name + form.ending; f.local.written(name) {
					out = append(out, feedLink{f.File(name), form.kind, x.title})
				}
			}
		}
	}
	return out
}

// written reports whether an artefact is on the site.
func (l *local) written(name string) bool {
	return l.in.Written != nil && l.in.Written(name)
}

// describe puts a value of schema.org into the head of the page, as JSON that
// cannot end its element.
func (f *frame) describe(thing any) {
	if text, err := json.Marshal(thing); err == nil { // there are only texts and numbers in it
		f.LD = append(f.LD, template.JS(text))
	}
}

// thing is what all of them begin with.
type thing struct {
	Context string `json:"@context,omitempty"`
	Type    string `json:"@type"`
}

// schemaOrg is the context of a thing that stands in no other.
const schemaOrg = "https://schema.org"

// article is the page itself.
type article struct {
	thing
	Published   string    `json:"datePublished,omitempty"`
	Description string    `json:"description,omitempty"`
	Headline    string    `json:"headline"`
	Language    string    `json:"inLanguage"`
	Of          namedSite `json:"isPartOf"`
	URL         string    `json:"url,omitempty"`
}

type namedSite struct {
	thing
	Name string `json:"name"`
}

func (f *frame) article() article {
	return article{
		thing: thing{schemaOrg, "TechArticle"}, Headline: f.Title, Language: cmp.Or(f.ContentLang, f.Lang), Of: namedSite{thing{Type: "WebSite"}, f.SiteTitle},
		Description: f.Description, URL: f.Canonical, Published: f.Date,
	}
}

// software is a product by its newest release.
type software struct {
	thing
	Category  string `json:"applicationCategory"`
	Published string `json:"datePublished,omitempty"`
	Name      string `json:"name"`
	Version   string `json:"softwareVersion,omitempty"`
	URL       string `json:"url,omitempty"`
}

func (f *frame) software(e *edition) software {
	s := software{thing: thing{schemaOrg, "SoftwareApplication"}, Category: "DeveloperApplication", Name: e.title, URL: f.Canonical}
	if r := e.latest(); r != nil {
		s.Version, s.Published = r.ID, r.shownDate()
	}
	return s
}

// breadcrumbs is the way to the page.
type breadcrumbs struct {
	thing
	Items []crumb `json:"itemListElement"`
}

type crumb struct {
	thing
	Item     string `json:"item"`
	Name     string `json:"name"`
	Position int    `json:"position"`
}

// breadcrumbs needs absolute addresses; there is none where one cannot be made.
func (f *frame) breadcrumbs() (breadcrumbs, bool) {
	b := breadcrumbs{thing: thing{schemaOrg, "BreadcrumbList"}}
	self, err := url.Parse(f.Canonical)
	if err != nil {
		return b, false
	}
	for i, c := range append(slices.Clone(f.Crumbs), linkView{URL: ".", Text: f.Title}) {
		at, err := self.Parse(c.URL)
		if err != nil {
			return b, false
		}
		b.Items = append(b.Items, crumb{thing{Type: "ListItem"}, at.String(), c.Text, i + 1})
	}
	return b, true
}

// Default is the address of the page in the first language.
func (f *frame) Default() string {
	first := f.local.locals[0]
	if first == f.local {
		return f.Canonical
	}
	for _, a := range f.Alternates {
		if a.Lang == first.lang {
			return a.Absolute
		}
	}
	return f.Canonical
}
