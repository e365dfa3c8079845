package emit

import (
	"bytes"
	"slices"

	"upgraph/internal/site"
)

// jsonFeed is a feed in JSON Feed 1.1. Its addresses are absolute, so they are
// there only where the address of the site is known.
type jsonFeed struct {
	Version  string       `json:"version"`
	Title    string       `json:"title"`
	Home     string       `json:"home_page_url,omitempty"`
	Feed     string       `json:"feed_url,omitempty"`
	Language string       `json:"language,omitempty"`
	Authors  []jsonAuthor `json:"authors"`
	Items    []jsonItem   `json:"items"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

type jsonItem struct {
	ID        string   `json:"id"`
	URL       string   `json:"url,omitempty"`
	Title     string   `json:"title"`
	HTML      string   `json:"content_html"`
	Published string   `json:"date_published,omitempty"`
	Tags      []string `json:"tags,omitempty"`
}

func renderJSONFeed(b *bytes.Buffer, s *site.Input, f feed) error {
	out := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: f.title, Language: language(s), Authors: []jsonAuthor{{Name: author(s)}},
	}
	if s.BaseURL != "" {
		out.Home, out.Feed = absolute(s.BaseURL, site.ProductPath(f.product)), absolute(s.BaseURL, f.path+".json")
	}
	for _, e := range f.entries {
		page := site.ReleasePath(f.product, e.release.ID)
		item := jsonItem{ID: f.id(s.BaseURL, e), Title: e.title(f.title), HTML: e.html(), Tags: terms(e)}
		if s.BaseURL != "" {
			item.URL = absolute(s.BaseURL, page)
		}
		if e.known {
			item.Published = stamp(e.at)
		}
		out.Items = append(out.Items, item)
	}
	return render(b, out)
}

// terms are the types of the changes of an entry, sorted, and "breaking".
func terms(e feedEntry) []string {
	var out []string
	for _, c := range e.changes {
		if c.Type != "" {
			out = append(out, c.Type)
		}
		if isBreaking(c) {
			out = append(out, "breaking")
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
