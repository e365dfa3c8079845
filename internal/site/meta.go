package site

import (
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
		f.feeds(e)
	}
	switch {
	case kind == "article":
		f.OGType = "article"
		f.LD = append(f.LD, f.article("TechArticle"))
	case kind == "software" && e != nil:
		f.LD = append(f.LD, f.software(e))
	}
	if f.Canonical != "" && len(f.Crumbs) > 0 {
		f.LD = append(f.LD, f.breadcrumbs())
	}
}

// feeds names the feeds of a product that were written.
func (f *frame) feeds(e *edition) {
	for _, x := range []struct{ name, title string }{{"feed", e.title}, {"breaking", e.title + ": " + f.T.changeType("breaking")}} {
		for _, form := range []struct{ ending, kind string }{{".atom", atomType}, {".json", jsonType}} {
			if name := ProductPath(e.id) + x.name + form.ending; f.local.written(name) {
				f.Feeds = append(f.Feeds, feedLink{f.File(name), form.kind, x.title})
			}
		}
	}
}

// written reports whether an artefact is on the site.
func (l *local) written(name string) bool {
	return l.in.Written != nil && l.in.Written(name)
}

// thing is a value of schema.org. Only strings, numbers and nested things are in
// it; the template writes it as JSON that cannot end its element.
type thing map[string]any

// article describes the page itself.
func (f *frame) article(kind string) thing {
	lang := f.Lang
	if f.ContentLang != "" {
		lang = f.ContentLang
	}
	t := thing{"@context": "https://schema.org", "@type": kind, "headline": f.Title, "inLanguage": lang,
		"isPartOf": thing{"@type": "WebSite", "name": f.SiteTitle}}
	t.set("description", f.Description)
	t.set("url", f.Canonical)
	t.set("datePublished", f.Date)
	return t
}

// software describes a product by its newest release.
func (f *frame) software(e *edition) thing {
	t := thing{"@context": "https://schema.org", "@type": "SoftwareApplication", "name": e.title, "applicationCategory": "DeveloperApplication"}
	t.set("url", f.Canonical)
	if r := e.latest(); r != nil {
		t.set("softwareVersion", r.ID)
		t.set("datePublished", f.releaseLine(e, r).Date)
	}
	return t
}

// breadcrumbs is the way to the page, which needs absolute addresses.
func (f *frame) breadcrumbs() thing {
	self, err := url.Parse(f.Canonical)
	if err != nil {
		return nil
	}
	var items []thing
	for i, c := range append(slices.Clone(f.Crumbs), linkView{URL: ".", Text: f.Title}) {
		at, err := self.Parse(c.URL)
		if err != nil {
			return nil
		}
		items = append(items, thing{"@type": "ListItem", "position": i + 1, "name": c.Text, "item": at.String()})
	}
	return thing{"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}
}

func (t thing) set(key, value string) {
	if value != "" {
		t[key] = value
	}
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
