package profile

import (
	"path"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
)

// titleKeys are the keys of front matter under which generators of sites keep
// the title of a page.
var titleKeys = []string{"title", "page_title", "linkTitle"}

// pageTitle is the title in the front matter, and what it says: the first that
// names a version, else the first.
func pageTitle(d *doc.Doc) (chosen string, says title) {
	for _, key := range titleKeys {
		text := frontOf(d).text(key)
		if text == "" {
			continue
		}
		t := parseTitle(text)
		if t.Version != "" {
			return text, t
		}
		if chosen == "" {
			chosen, says = text, t
		}
	}
	return chosen, says
}

// namesRelease reports whether the title itself is that of a release, and not
// the first of several.
func (s *survey) namesRelease() bool {
	t := s.title
	if s.titleHead >= 0 && !s.onlyTitle() || t.Version == "" || t.From != "" || t.Unreleased {
		return false
	}
	return t.strong() || t.speaks() || sameVersion(t.Version, s.fileVersion())
}

// speaks reports whether words around the version say that a whole document is
// about it: "Tool 1.2 release notes", "What's new in Tool 1.2".
func (t title) speaks() bool { return t.Suffix != "" || titleLead.MatchString(t.Prefix) }

var titleLead = regexp.MustCompile(`(?i)^(?:release notes?|what['’]?s new|(?:upgrade|migration) (?:guide|notes)|changelog|changes|发布说明|版本说明|升级指南)(?:$|[^\pL])`)

// isAside reports whether a heading of a document about one release names
// something else, such as the version of a library: it stands alone and is of
// another line.
func (s *survey) isAside(t title, alike int) bool {
	return alike < 2 && t.From == "" && !t.Unreleased && s.namesRelease() && !sameVersion(t.Version, s.title.Version) &&
		!strings.HasPrefix(bare(t.Version), strings.TrimRight(bare(s.title.Version), ".xX*")+".")
}

// bare is a version without the letter before its number.
func bare(version string) string { return strings.TrimLeft(version, "vV") }

func sameVersion(a, b string) bool { return bare(a) == bare(b) }

// lineAlone is a heading that is nothing but the name of a line of versions.
var lineAlone = regexp.MustCompile(`^(?:[vV]?\d+(?:\.\d+)*\.[xX*]|[vV]\d+)$`)

// isLine reports whether a heading names a line of versions, which policies and
// references do as often as guides.
func isLine(t title) bool {
	return t.From == "" && lineAlone.MatchString(t.Version) && (t.Prefix == "" || !releaseWords.MatchString(t.Prefix))
}

var (
	// underlined is a version in the name of a file that may hold no dots.
	underlined = regexp.MustCompile(`\d+(?:_\d+)+`)
	// generic are names of files that say what is in them and not of which
	// release: their folder does.
	generic = regexp.MustCompile(`(?i)^(?:summary|change-?log|changes|release[-_ ]?notes?|notes|whats[-_]?new)$`)
)

// versionName is the name of the file without its ending, or that of its folder
// where only that can hold a version, with dots in versions.
func (s *survey) versionName() string {
	name := s.name()
	if folder := path.Base(path.Dir(s.doc.Path)); generic.MatchString(name) && folderVersion.MatchString(folder) {
		name = folder
	}
	return underlined.ReplaceAllStringFunc(name, func(v string) string { return strings.ReplaceAll(v, "_", ".") })
}

var folderVersion = regexp.MustCompile(`^(?:v\d+(?:\.\d+)+|\d+(?:\.\d+){2,})$`)

// statedEdge is a sentence in which a guide says of itself from where to where
// it leads.
var statedEdge = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\b(?:this|these) (?:guide|document|page|section|instructions|procedure|steps)s?\b[^.]*\b(?:upgrad|updat|migrat)(?:e|es|ing)\b[^.]*\bfrom\s+(?:[\pL-]+\s+){0,3}?(` + versionText + `)\s+to\s+(?:[\pL-]+\s+){0,3}?(` + versionText + `)(?:[\s.,;]|$)`),
	regexp.MustCompile(`(?:本文|本指南|本节|本教程)[^。]*从\s*(?:[\pL-]+\s*){0,3}?(` + versionText + `)\s*(?:版本)?\s*(?:升级|更新|迁移)?\s*(?:到|至)\s*(?:[\pL-]+\s*){0,3}?(` + versionText + `)`),
}

// introduced is the edge that the words before the second section state, where
// the title speaks of upgrading and names no version.
func (s *survey) introduced() title {
	if s.title.Version != "" || !upgradeWords.MatchString(s.titleText) {
		return title{}
	}
	sections := 0
	for _, b := range s.doc.Blocks {
		if b.Kind == doc.Heading && b.Level > 1 {
			sections++
		}
		if sections > 1 {
			break
		}
		if b.Kind != doc.Paragraph || len(b.Markdown) > longestIntroduction {
			continue
		}
		text := emphasis.Replace(oneLine(b.Markdown))
		for _, form := range statedEdge {
			if m := form.FindStringSubmatch(text); m != nil {
				t := title{Prefix: "from", From: strings.TrimRight(m[1], "."), Version: strings.TrimRight(m[2], ".")}
				t.sameStyle()
				return t
			}
		}
	}
	return title{}
}

// longestIntroduction bounds the paragraphs that are looked at, in bytes.
const longestIntroduction = 2048

var emphasis = strings.NewReplacer("*", "", "`", "", "_", "")
