package profile

import (
	"path"
	"slices"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/version"
)

// survey is what is seen of a document before a dialect is chosen.
type survey struct {
	doc      *doc.Doc
	headings []head
	// releases are the indexes (into headings) of those that begin a release.
	releases []int
	// broken are those that look like a release heading and have no version.
	broken []int
	// groups are those that only hold releases of their line together.
	groups []int
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
	// deeper are the titles of headings below the level of the releases, or
	// several times on it, in small letters.
	deeper map[string]bool
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
	s.frontVersion = frontOf(d).text("version")
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
	s.titleText, s.title = pageTitle(s.doc)
	for i, h := range s.headings {
		if h.block.Level != 1 {
			continue
		}
		if s.titleText != "" && s.title.Version == "" && h.title.Version == "" && !s.onlyTitle() {
			return // one of several headings of the first level is a chapter
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
	level := s.mainLevel(taken)
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
	s.groups = slices.DeleteFunc(slices.Clone(s.releases), func(i int) bool { return !s.isGroup(i) })
	s.releases = slices.DeleteFunc(s.releases, s.isGroup)
	s.pattern = s.describe(level)
	s.findBroken(level)
}

// mainLevel is the level that most of some headings have, 0 for none.
func (s *survey) mainLevel(heads []int) int {
	counts := map[int]int{}
	for _, i := range heads {
		counts[s.headings[i].block.Level]++
	}
	level := 0
	for l := 1; l <= 6; l++ {
		if counts[l] > counts[level] {
			level = l
		}
	}
	return level
}

// family are headings of one shape on one level.
type family struct {
	level int
	shape string
}

func (h head) family() family { return family{h.block.Level, h.title.shape()} }

// candidates are the headings that may begin a release: those whose words say
// so or, where there are none, those that share a name before the version with
// others on the same level. The title of a document that has others is none.
func (s *survey) candidates() []int {
	shared, released, first, last := map[family]int{}, map[family]bool{}, map[family]string{}, map[family]string{}
	for _, h := range s.headings {
		if f := h.family(); h.title.Version != "" {
			if shared[f]++; shared[f] == 1 {
				first[f] = h.title.Version
			}
			last[f] = h.title.Version
			released[f] = released[f] || !h.title.Unreleased
		}
	}
	var clear, named []int
	for i, h := range s.headings {
		if h.title.Version == "" || i == s.titleHead && s.onlyTitle() || h.title.Unreleased && !mayBeNext(h.title) && !released[h.family()] {
			continue
		}
		f := h.family()
		switch n := shared[f]; {
		case h.title.Titled && n < 2 && !s.speaksOfReleases():
		case isLine(h.title) && !s.speaksOfReleases() || s.isAside(h.title, n):
		case h.title.Vague && (n < 2 || !s.speaksOfReleases()):
		case h.title.Titled && isChapter(h.title) && !descends(first[f], last[f]):
		case isAddress(h.title.Version) && !s.speaksOfReleases():
		case h.title.strong() || n >= 2 && s.isProduct(h.title.Prefix):
			clear = append(clear, i)
		case n >= 2 && s.speaksOfReleases(), h.title.Date.iso != "" && s.isLog():
			named = append(named, i)
		}
	}
	switch {
	case s.namesRelease(): // sections of a release that share words are no releases
		return clear
	case len(clear) == 0 || s.encloses(named, clear) && !s.areOfLines(named, clear):
		return named
	case s.isLog():
		return s.beside(clear, named)
	}
	return clear
}

// areOfLines reports whether most of some headings are releases of the line
// that the heading above them names: 1.1.1k under "Tool 1.1.1".
func (s *survey) areOfLines(lines, releases []int) bool {
	n := 0
	for _, i := range releases {
		above, _ := slices.BinarySearch(lines, i)
		if above == 0 {
			continue
		}
		line := strings.TrimRight(bare(s.headings[lines[above-1]].title.Version), ".xX*")
		if more, ok := strings.CutPrefix(bare(s.headings[i].title.Version), line); ok && more != "" {
			n++
		}
	}
	return n > len(releases)/2
}

// beside are some headings and those of others that stand on their level: a
// changelog may go on under another name.
func (s *survey) beside(clear, named []int) []int {
	level := s.mainLevel(clear)
	out := slices.Clone(clear)
	for _, i := range named {
		if s.headings[i].block.Level == level {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out
}

// encloses reports whether all of some headings stand below others: then they
// are sections of those.
func (s *survey) encloses(outer, inner []int) bool {
	level := s.mainLevel(outer)
	if level == 0 {
		return false
	}
	first := slices.IndexFunc(outer, func(i int) bool { return s.headings[i].block.Level == level })
	return !slices.ContainsFunc(inner, func(i int) bool { return s.headings[i].block.Level <= level || i < outer[first] })
}

// mayBeNext reports whether a heading without a version yet stands for the
// next release whatever is beside it: other words than "unreleased" need a
// release of the same shape.
func mayBeNext(t title) bool {
	return t.Prefix == "" && (strings.ContainsAny(t.Version, "0123456789") || strings.EqualFold(t.Version, "unreleased") || t.Version == "未发布")
}

// speaksOfReleases reports whether title or file name say that the document is
// about releases or upgrades.
func (s *survey) speaksOfReleases() bool {
	return releaseDocument.MatchString(s.titleText) || releaseDocument.MatchString(path.Base(s.doc.Path))
}

var releaseDocument = regexp.MustCompile(`(?i)chang(?:es|elog)|releas|history|upgrad|updat|migrat|what['’]?s[- ]?new|\bnews\b|breaking|升级|更新|迁移|发布|变更|版本|发版`)

// isProduct reports whether the name before a version is in the title of the
// document.
func (s *survey) isProduct(prefix string) bool {
	return prefix != "" && strings.Contains(strings.ToLower(s.titleText), strings.ToLower(prefix))
}

// isChapter reports whether a version may be the number of a chapter.
func isChapter(t title) bool {
	return t.Prefix == "" && strings.Count(t.Version, ".") < 2 && t.Version[0] <= '9'
}

// descends reports whether versions go down from the first to the last: the
// numbers of chapters go up.
func descends(first, last string) bool {
	a, errA := version.Parse(first)
	b, errB := version.Parse(last)
	return errA == nil && errB == nil && version.Compare(a, b) > 0
}

var address = regexp.MustCompile(`^\d{1,3}(?:\.\d{1,3}){3}$`)

// isAddress reports whether a version may be that of a host.
func isAddress(text string) bool { return address.MatchString(text) }

// isPointer reports whether a heading names a line of releases that are told
// elsewhere: one number less than the release beside it has, and nothing but a
// sentence with a link.
func (s *survey) isPointer(i int) bool {
	h := s.headings[i]
	if !s.isLog() || h.title.From != "" || h.title.Date.text != "" || h.title.Unreleased {
		return false
	}
	shorter := strings.HasSuffix(strings.ToLower(h.title.Version), ".x")
	for _, n := range s.releases {
		o := s.headings[n].title.Version
		shorter = shorter || n != i && strings.Count(strings.SplitN(o, "-", 2)[0], ".") > strings.Count(h.title.Version, ".")
	}
	end := len(s.doc.Blocks)
	if i+1 < len(s.headings) {
		end = s.headings[i+1].index
	}
	linked := false
	for _, b := range s.doc.Blocks[h.index+1 : end] {
		switch b.Kind {
		case doc.Blank, doc.LinkDefs, doc.Rule:
		case doc.Paragraph:
			linked = linked || elsewhere.MatchString(b.Text) && slices.ContainsFunc(b.Inlines, func(x doc.Inline) bool { return x.Kind == doc.Link })
		default:
			return false
		}
	}
	return shorter && linked && len(s.releases) > 1
}

var elsewhere = regexp.MustCompile(`(?i)^see\b|change-?\s?log|release notes|can be found|for (?:older|earlier|previous)`)

// isGroup reports whether a heading only holds releases of its own line
// together: 1.2 above 1.2.1 and 1.2.0, with nothing but words between.
func (s *survey) isGroup(i int) bool {
	if s.isPointer(i) {
		return true
	}
	h := s.headings[i]
	line := strings.TrimLeft(strings.TrimRight(h.title.Version, ".xX*"), "vV")
	if h.title.From != "" || h.title.Unreleased || i+1 == len(s.headings) {
		return false
	}
	next := s.headings[i+1]
	below := strings.TrimLeft(next.title.Version, "vV")
	if next.block.Level <= h.block.Level || !strings.HasPrefix(below, line+".") || next.title.From != "" {
		return false
	}
	return !slices.ContainsFunc(s.doc.Blocks[h.index+1:next.index], func(b *doc.Block) bool {
		return b.Kind != doc.Blank && b.Kind != doc.Paragraph && b.Kind != doc.HTML
	})
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
	for _, i := range slices.Concat(s.releases, s.groups) {
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
				if t.Date.text == "" {
					t.setDate(readDay(m[g]))
				}
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
