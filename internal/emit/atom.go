package emit

import (
	"bytes"
	"encoding/xml"
	"fmt"

	"upgraph/internal/site"
)

// atomFeed is a feed in Atom 1.0 (RFC 4287).
type atomFeed struct {
	XMLName   xml.Name      `xml:"http://www.w3.org/2005/Atom feed"`
	Lang      string        `xml:"xml:lang,attr,omitempty"`
	ID        string        `xml:"id"`
	Title     string        `xml:"title"`
	Updated   string        `xml:"updated"`
	Author    string        `xml:"author>name"`
	Generator string        `xml:"generator"`
	Links     []atomLink    `xml:"link"`
	Entries   []atomContent `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomContent struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Published  string         `xml:"published,omitempty"`
	Updated    string         `xml:"updated"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Content    atomText       `xml:"content"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Body string `xml:",chardata"`
}

func renderAtom(b *bytes.Buffer, s *site.Input, f feed) error {
	a := atomFeed{
		Lang: language(s), ID: tag(s.BaseURL, f.path), Title: f.title, Updated: stamp(f.updated()),
		Author: author(s), Generator: s.Generator,
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: f.address(s.BaseURL, f.path+".atom")},
			{Rel: "alternate", Type: "text/html", Href: f.address(s.BaseURL, site.ProductPath(f.product))},
		},
	}
	for _, e := range f.entries {
		page := site.ReleasePath(f.product, e.release.ID)
		entry := atomContent{
			ID: f.id(s.BaseURL, e), Title: e.title(f.title), Updated: stamp(e.at),
			Links:      []atomLink{{Rel: "alternate", Type: "text/html", Href: f.address(s.BaseURL, page)}},
			Categories: categories(e), Content: atomText{Type: "html", Body: e.html()},
		}
		if e.known {
			entry.Published = entry.Updated
		}
		a.Entries = append(a.Entries, entry)
	}
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(b)
	enc.Indent("", " ")
	if err := enc.Encode(a); err != nil {
		return fmt.Errorf("write the feed %s: %w", f.path, err)
	}
	b.WriteByte('\n')
	return nil
}

// categories say what kinds of changes an entry holds.
func categories(e feedEntry) []atomCategory {
	var out []atomCategory
	for _, term := range terms(e) {
		out = append(out, atomCategory{Term: term})
	}
	return out
}

// language is the one that feeds and JSON are made from.
func language(s *site.Input) string {
	if len(s.Languages) == 0 {
		return ""
	}
	return s.Languages[0]
}

// author is who speaks: the site.
func author(s *site.Input) string {
	if s.Title == "" {
		return s.Generator
	}
	return s.Title
}
