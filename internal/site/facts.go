package site

import (
	"regexp"
	"slices"

	"upgraph/internal/doc"
)

// PageFacts are what a list of pages for machines says about one of them.
type PageFacts struct {
	// Modified is the day, or the second, of which the guides say that the page is
	// of: that of its release, or lastmod or date of its front matter. Never that of
	// the build; empty where nothing is said.
	Modified string
	Images   []string // paths relative to the root of the site
}

// About says what is known about pages, by path relative to the root of the site:
// "", "dm/", "zh/dm/releases/v1.0.5/".
func About(in *Input) map[string]PageFacts {
	s, err := in.site()
	if err != nil {
		return nil // the pages report the same error
	}
	out := map[string]PageFacts{}
	for l := range s.each() {
		newest := ""
		for _, e := range l.editions {
			newest = max(newest, l.aboutProduct(e, out))
		}
		for _, list := range []string{"", "whats-new/"} {
			if newest != "" {
				out[l.prefix+list] = PageFacts{Modified: newest}
			}
		}
		for _, p := range l.plain {
			out[l.prefix+p.url] = PageFacts{Modified: modified(p.doc, ""), Images: s.imagePaths(p.doc)}
		}
	}
	return out
}

// aboutProduct adds the pages of a product and returns its newest day.
func (l *local) aboutProduct(e *edition, out map[string]PageFacts) string {
	newest := ""
	days := map[string]string{}
	for _, r := range slices.Concat(e.releases, e.outside) {
		facts := PageFacts{Modified: r.day()}
		for _, p := range r.parts {
			if d := e.source(p.doc); d != nil && len(p.doc.Releases) == 1 {
				facts.Modified = modified(d, facts.Modified)
				facts.Images = append(facts.Images, l.imagePaths(d)...)
			}
		}
		newest = max(newest, facts.Modified)
		days[r.ID] = facts.Modified
		out[l.prefix+ReleasePath(e.id, r.ID)] = facts
	}
	for _, p := range e.Pairs {
		out[l.prefix+UpgradePath(e.id, p.From, p.To)] = PageFacts{Modified: days[p.To]}
		out[l.prefix+ComparePath(e.id, p.From, p.To)] = PageFacts{Modified: days[p.To]}
	}
	home := l.prefix + ProductPath(e.id)
	for _, list := range []string{"", "releases/", "upgrade/", "changelog/"} {
		out[home+list] = PageFacts{Modified: newest}
	}
	return newest
}

var isoForm = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?`)

// isoDate is the date at the begin of a text, as sitemaps want it, or empty.
func isoDate(s string) string { return isoForm.FindString(s) }

// day is when a release came out, else when it was built, with the time of day
// where that is said; empty where nobody says.
func (r *record) day() string {
	if day := isoDate(r.Date); day != "" {
		return day
	}
	return isoDate(r.BuiltAt)
}

// modified is the day that the front matter of a document gives, else another.
func modified(d *doc.Doc, otherwise string) string {
	for _, key := range []string{"lastmod", "updated", "date"} {
		if day := isoDate(frontText(d, key)); day != "" {
			return day
		}
	}
	return otherwise
}

// frontText is a value of the front matter, empty where there is none.
func frontText(d *doc.Doc, key string) string {
	if d == nil || d.Front == nil {
		return ""
	}
	value, _ := d.Front.Value.Get(key)
	return value.Scalar
}

// imagePaths are the pictures that a document shows.
func (s *site) imagePaths(d *doc.Doc) []string {
	var out []string
	for _, name := range imagesOf(d) {
		if shot, ok := s.images()[name]; ok {
			out = append(out, shot.path)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
