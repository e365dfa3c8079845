package emit

import (
	"bytes"
	"html"
	"iter"
	"net/url"
	"slices"
	"strings"
	"time"

	"upgraph/internal/compat"
	"upgraph/internal/site"
)

// feedSize is how many releases a feed holds, the newest first. Feeds say what
// is new; everything is on the pages and in the JSON.
const feedSize = 100

// feed is one feed in whatever format.
type feed struct {
	path    string // without the ending
	title   string
	product string
	whole   bool // has every release with all that there is about it
	entries []feedEntry
}

// feedEntry is a release in a feed. Only what is in the catalog gets here, so
// nothing that is not released.
type feedEntry struct {
	release *compat.Release
	at      time.Time
	known   bool // the guide says when; otherwise at is that of a neighbour
	notes   []compat.Note
	changes []compat.Change
	said    func(release string) []site.Passage // nil where only some changes are wanted
}

// feeds writes, for each product, the feed of all releases and that of the
// breaking ones as Atom and as JSON Feed, and one for each component as Atom.
func feeds(in *Input, _ *Ledger) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, p := range in.Products {
			for f := range productFeeds(p.Catalog, passages(in, p.Catalog)) {
				atom := File{Path: f.path + ".atom", Render: func(b *bytes.Buffer) error { return renderAtom(b, in.Site, f) }}
				if !yield(atom, nil) {
					return
				}
				if strings.Contains(f.path, "/components/") {
					continue
				}
				if !yield(File{Path: f.path + ".json", Render: func(b *bytes.Buffer) error { return renderJSONFeed(b, in.Site, f) }}, nil) {
					return
				}
			}
		}
	}
}

// passages give the prose of the guides of a product.
func passages(in *Input, c *compat.Catalog) func(release string) []site.Passage {
	for _, p := range in.Site.Products {
		if p.Catalog.Product.ID == c.Product.ID {
			return p.Passages(in.Site.Languages)
		}
	}
	return nil
}

func productFeeds(c *compat.Catalog, said func(release string) []site.Passage) iter.Seq[feed] {
	every := func(compat.Change) bool { return true }
	return func(yield func(feed) bool) {
		at := dates(c.Releases)
		folder := site.ProductPath(c.Product.ID)
		of := func(name, title string, whole bool, wanted func(compat.Change) bool) feed {
			return feed{path: folder + name, title: title, product: c.Product.ID, whole: whole, entries: entries(c.Releases, at, whole, wanted)}
		}
		full := of("feed", c.Product.Title, true, every)
		for i := range full.entries {
			full.entries[i].said = said
		}
		if !yield(full) ||
			!yield(of("breaking", c.Product.Title+": breaking changes", false, isBreaking)) {
			return
		}
		for _, component := range c.Product.Components {
			wanted := func(ch compat.Change) bool { return slices.Contains(ch.Components, component) }
			if !yield(of("components/"+site.Segment(component), c.Product.Title+": "+component, false, wanted)) {
				return
			}
		}
	}
}

func isBreaking(c compat.Change) bool {
	return c.Breaking || slices.ContainsFunc(c.Children, isBreaking)
}

// entries are the newest releases with the changes that are wanted. A whole
// entry is there without changes too, and has the notes of its release.
func entries(releases []compat.Release, at []time.Time, whole bool, wanted func(compat.Change) bool) []feedEntry {
	var out []feedEntry
	for _, i := range newestFirst(at) {
		if len(out) == feedSize {
			break
		}
		r := &releases[i]
		e := feedEntry{release: r, at: at[i]}
		_, e.known = released(r)
		for _, c := range r.Changes {
			if wanted(c) {
				e.changes = append(e.changes, c)
			}
		}
		if whole {
			e.notes = r.Notes
		}
		if whole || len(e.changes) > 0 {
			out = append(out, e)
		}
	}
	return out
}

// updated is the newest time in the feed.
func (f feed) updated() time.Time {
	last := time.Unix(0, 0).UTC()
	for _, e := range f.entries {
		if e.at.After(last) {
			last = e.at
		}
	}
	return last
}

// title names a release and says at once what matters.
func (e feedEntry) title(product string) string {
	t := product + " " + e.release.ID
	if e.release.Status == compat.Withdrawn {
		t += " (withdrawn)"
	}
	return t
}

// html is the whole text of an entry.
func (e feedEntry) html() string {
	var b strings.Builder
	for _, n := range e.notes {
		if n.Label != "" {
			b.WriteString("<p><strong>" + inline(n.Label) + "</strong></p>")
		}
		b.WriteString(prose(n.Text))
	}
	if e.said != nil {
		for _, p := range e.said(e.release.ID) {
			b.WriteString(passage(p))
		}
	}
	var types []string
	for _, c := range e.changes {
		if !slices.Contains(types, c.Type) {
			types = append(types, c.Type)
		}
	}
	for _, t := range types {
		if t != "" {
			b.WriteString("<h3>" + inline(strings.ToUpper(t[:1])+t[1:]) + "</h3>")
		}
		writeChanges(&b, slices.DeleteFunc(slices.Clone(e.changes), func(c compat.Change) bool { return c.Type != t }))
	}
	return b.String()
}

// passage is a piece of prose, code as it is.
func passage(p site.Passage) string {
	out := ""
	if p.Title != "" {
		out = "<h3>" + html.EscapeString(p.Title) + "</h3>"
	}
	switch {
	case p.Text == "":
		return out
	case p.Code:
		return out + "<pre><code>" + html.EscapeString(p.Text) + "</code></pre>"
	}
	return out + prose(p.Text)
}

func writeChanges(b *strings.Builder, changes []compat.Change) {
	b.WriteString("<ul>")
	for _, c := range changes {
		b.WriteString("<li")
		if c.ID != "" {
			b.WriteString(` id="` + html.EscapeString(c.ID) + `"`)
		}
		b.WriteString(">")
		if c.Breaking {
			b.WriteString("<strong>Breaking:</strong> ")
		}
		b.WriteString(inline(c.Text))
		if len(c.Children) > 0 {
			writeChanges(b, c.Children)
		}
		b.WriteString("</li>")
	}
	b.WriteString("</ul>")
}

// address is where a path of the site is for the readers of a feed: absolute
// where the address of the site is known, relative to the feed otherwise.
func (f feed) address(base, path string) string {
	if base != "" {
		return absolute(base, path)
	}
	return strings.Repeat("../", strings.Count(f.path, "/")) + path
}

// id names an entry. What is part of a release only is an entry of its own.
func (f feed) id(base string, e feedEntry) string {
	if f.whole {
		return tag(base, site.ReleasePath(f.product, e.release.ID))
	}
	return tag(base, f.path+"/"+site.Segment(e.release.ID))
}

// tag is an id that stays when the site moves to other pages: a tag URI (RFC
// 4151) of the host, where one is known, and the path.
func tag(base, path string) string {
	host, under := "upgraph.invalid", ""
	if u, err := url.Parse(base); err == nil && u.Hostname() != "" {
		host, under = url.PathEscape(u.Hostname()), strings.TrimSuffix(u.EscapedPath(), "/")
	}
	return "tag:" + host + ",2020:" + under + "/" + path
}
