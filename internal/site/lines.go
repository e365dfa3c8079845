package site

import (
	"regexp"
	"slices"
	"strings"
)

// line is a line of releases, such as 1.0, newest first.
type line struct {
	name    string
	records []*record
}

// lineForms find the line in a version, the narrower first.
var lineForms = []*regexp.Regexp{regexp.MustCompile(`\d+\.\d+`), regexp.MustCompile(`\d+`)}

// maxLines is how many lines a changelog is divided into at most.
const maxLines = 40

// lines are the lines of the releases of a product, the newest first: minor
// ones, or major ones where those are too many; nil where there is only one.
func (e *edition) lines() []line {
	for _, form := range lineForms {
		if out := e.linesOf(form); len(out) <= maxLines {
			return out
		}
	}
	return nil
}

func (e *edition) linesOf(form *regexp.Regexp) []line {
	var out []line
	for _, r := range e.releases {
		name := form.FindString(r.Version)
		if name == "" {
			continue
		}
		i := slices.IndexFunc(out, func(l line) bool { return l.name == name })
		if i < 0 {
			i = len(out)
			out = append(out, line{name: name})
		}
		out[i].records = append(out[i].records, r)
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// byDay are releases as they came out, the newest first, where all of them say
// when: a line goes on after the next one has begun. Else they stay in the order
// of upgrades.
func byDay(releases []*record) []*record {
	days := make(map[*record]string, len(releases))
	for _, r := range releases {
		if days[r] = r.day(); days[r] == "" {
			return releases
		}
	}
	out := slices.Clone(releases)
	slices.SortStableFunc(out, func(a, b *record) int { return strings.Compare(days[b], days[a]) })
	return out
}

// changelogPages list releases with all that changed: those of every line, and
// of each line where there are several.
func (l *local) changelogPages(m *emitter, e *edition) {
	home := ProductPath(e.id) + "changelog/"
	lines := e.lines()
	l.changelog(m, e, home, l.text.fill(l.text.ChangelogTitle, e.title), slices.Concat(e.outside, e.told), func(f *frame, v *listing) {
		f.inProduct(e, "changelog")
		for _, x := range lines {
			v.Chips = append(v.Chips, counted{URL: f.Page(home + Segment(x.name) + "/"), Text: x.name, Count: f.T.ReleaseCount.Of(len(x.records))})
		}
	})
	for _, x := range lines {
		l.changelog(m, e, home+Segment(x.name)+"/", l.text.fill(l.text.ChangelogTitle, e.title+" "+x.name), x.records, func(f *frame, _ *listing) {
			f.inProduct(e, "changelog", linkView{URL: f.Page(home), Text: f.T.Changelog})
		})
	}
}

// changelog is one list of releases, over as many pages as it takes.
func (l *local) changelog(m *emitter, e *edition, home, title string, all []*record, head func(*frame, *listing)) {
	released := 0
	for _, r := range all {
		if r.index >= 0 {
			released++
		}
	}
	for n, list := range pagesOf(all, perChangelog) {
		folder := pagePath(home, n+1)
		m.page(folder, l.listPage(folder, title, func(f *frame) *listing {
			v := &listing{Total: f.T.ReleaseCount.Of(released), Pager: f.pager(home, len(all), perChangelog, n+1)}
			head(f, v)
			for _, r := range list {
				v.Sections = append(v.Sections, f.whole(e, r, r.ID))
			}
			f.contents(v)
			return v
		}))
	}
}
