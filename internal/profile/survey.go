package profile

import (
	"path"
	"regexp"
	"strings"

	"upgraph/internal/doc"
)

// survey is what is seen of a document before a dialect is chosen.
type survey struct {
	doc      *doc.Doc
	headings []head
	// releases are the indexes (into headings) of those that begin a release.
	releases []int
	// broken are those that look like a release heading and have no version.
	broken []int
	// title is what the document's title says: its first heading of level 1,
	// or the title of the front matter.
	title     title
	titleText string
	titleHead int // index into headings, -1 when the title is in front matter only
	// frontVersion is the version of the front matter, lineVersion that of a
	// line such as "X version: 1.0.5" before the first section.
	frontVersion, lineVersion string
	// boxed are the blocks between the tags of an element that readers open or
	// choose: details, tabs.
	boxed map[*doc.Block]bool
	// pattern is the shape of the release headings, for people.
	pattern string
}

// head is a heading and what its text says.
type head struct {
	block *doc.Block
	index int // into doc.Blocks
	title title
}

var versionLine = regexp.MustCompile(`(?i)^(?:[\pL\d][\pL\d._ -]*?\s+)?(?:version|版本)\s*[:：]\s*(` + versionText + `|\d+)\s*$`)

func look(d *doc.Doc, pattern *regexp.Regexp) *survey {
	s := &survey{doc: d, titleHead: -1, boxed: boxes(d.Blocks)}
	for i, b := range d.Blocks {
		if b.Kind == doc.Heading && !s.boxed[b] {
			s.headings = append(s.headings, head{block: b, index: i, title: parseTitle(b.Text)})
		}
	}
	s.findTitle()
	s.frontVersion = frontText(d, "version")
	if pattern != nil {
		s.matchPattern(pattern)
	} else {
		s.findReleases()
	}
	if len(s.releases) == 0 {
		s.lineVersion = s.findVersionLine()
	}
	return s
}

func (s *survey) findTitle() {
	if t := frontText(s.doc, "title"); t != "" {
		s.titleText, s.title = t, parseTitle(t)
	}
	for i, h := range s.headings {
		if h.block.Level != 1 {
			continue
		}
		s.titleHead = i
		if s.titleText == "" || s.title.Version == "" {
			s.titleText, s.title = h.block.Text, h.title
		}
		return
	}
}

// findReleases chooses the level that holds most release headings and takes,
// with them, headings of the same shape on other levels.
func (s *survey) findReleases() {
	taken := s.candidates()
	counts := map[int]int{}
	for _, i := range taken {
		counts[s.headings[i].block.Level]++
	}
	level := 0
	for l := 1; l <= 6; l++ {
		if counts[l] > counts[level] {
			level = l
		}
	}
	if level == 0 {
		return
	}
	shapes := map[string]bool{}
	for _, i := range taken {
		if s.headings[i].block.Level == level {
			shapes[s.headings[i].title.shape()] = true
		}
	}
	for _, i := range taken {
		h := s.headings[i]
		if h.block.Level == level || shapes[h.title.shape()] && h.title.Prefix == "" {
			s.releases = append(s.releases, i)
		}
	}
	s.pattern = s.describe(level)
	s.findBroken(level)
}

// candidates are the headings that may begin a release: those whose words say
// so, and those that share their shape with another on the same level. The
// title of a document that has others is none.
func (s *survey) candidates() []int {
	type family struct {
		level int
		shape string
	}
	shared := map[family]int{}
	for _, h := range s.headings {
		if h.title.Version != "" {
			shared[family{h.block.Level, h.title.shape()}]++
		}
	}
	var out []int
	for i, h := range s.headings {
		if h.title.Version == "" || i == s.titleHead && s.onlyTitle() {
			continue
		}
		if h.title.Unreleased && h.title.Prefix != "" && !s.hasSibling(h) {
			continue
		}
		if h.title.strong() || shared[family{h.block.Level, h.title.shape()}] >= 2 {
			out = append(out, i)
		}
	}
	return out
}

// hasSibling reports whether a released heading of the same shape is there.
func (s *survey) hasSibling(h head) bool {
	for _, o := range s.headings {
		if o.title.Version != "" && !o.title.Unreleased && o.block.Level == h.block.Level && o.title.shape() == h.title.shape() {
			return true
		}
	}
	return false
}

// onlyTitle reports whether there is exactly one heading of level 1.
func (s *survey) onlyTitle() bool {
	n := 0
	for _, h := range s.headings {
		if h.block.Level == 1 {
			n++
		}
	}
	return n == 1
}

// findBroken finds headings that begin like their versioned siblings do and
// name no version.
func (s *survey) findBroken(level int) {
	lead := map[string]bool{}
	for _, i := range s.releases {
		if m := leadWords.FindString(s.headings[i].block.Text); m != "" {
			lead[strings.ToLower(m)] = true
		}
	}
	taken := map[int]bool{}
	for _, i := range s.releases {
		taken[i] = true
	}
	for i, h := range s.headings {
		m := leadWords.FindString(h.block.Text)
		if h.block.Level == level && !taken[i] && m != "" && lead[strings.ToLower(m)] {
			s.broken = append(s.broken, i)
		}
	}
}

// leadWords are beginnings that ask for a version.
var leadWords = regexp.MustCompile(`(?i)^(?:(?:upgrad|updat|migrat)(?:e|ing) (?:to|from)\b|from\b|upgrade notice\b|version\b|release\b|(?:升级|更新|迁移)(?:到|至)|从|版本)`)

func (s *survey) describe(level int) string {
	seen := map[string]bool{}
	var shapes []string
	for _, i := range s.releases {
		t := s.headings[i].title
		shape := strings.TrimSpace(t.Prefix + " VERSION " + t.Suffix)
		if t.From != "" {
			shape = "FROM to VERSION"
		}
		if !seen[shape] && len(shapes) < 3 {
			seen[shape] = true
			shapes = append(shapes, strings.Repeat("#", level)+" "+shape)
		}
	}
	return strings.Join(shapes, " | ")
}

// matchPattern takes the headings that a configured pattern matches; its named
// groups are v (or to), from, label and date.
func (s *survey) matchPattern(p *regexp.Regexp) {
	for i := range s.headings {
		h := &s.headings[i]
		m := p.FindStringSubmatch(h.block.Text)
		if m == nil {
			h.title = title{}
			continue
		}
		t := title{}
		for g, name := range p.SubexpNames() {
			switch name {
			case "v", "to":
				t.Version = firstOf(t.Version, m[g])
			case "from":
				t.From = firstOf(t.From, m[g])
			case "label":
				t.label(m[g])
			case "date":
				t.Date = firstOf(t.Date, parseDate(m[g]))
			}
		}
		if t.Version == "" {
			s.broken = append(s.broken, i)
			continue
		}
		t.Unreleased = noVersion.MatchString(t.Version)
		h.title = t
		s.releases = append(s.releases, i)
	}
	s.pattern = p.String()
}

// findVersionLine looks before the first section for a line that states the
// version of the whole file. The line of the product itself comes before those
// of its tools, so the first one counts.
func (s *survey) findVersionLine() string {
	for _, b := range s.doc.Blocks {
		if b.Kind == doc.Heading && b.Level > 1 {
			return ""
		}
		if b.Kind != doc.Paragraph {
			continue
		}
		for line := range strings.SplitSeq(b.Markdown, "\n") {
			if m := versionLine.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
				return m[1]
			}
		}
	}
	return ""
}

// isIndex reports whether the file speaks for the whole product.
func (s *survey) isIndex() bool { return strings.HasPrefix(path.Base(s.doc.Path), "_index.") }
