package profile

import (
	"regexp"
	"strings"
)

// title is what a heading says: a version, an edge, a label, a date.
type title struct {
	// Version is the release, From the other end of an edge.
	Version, From string
	Labels        []string
	// Also names further versions of the heading ("v1 / v2").
	Also []string
	Date string
	// Prefix and Suffix are the words around the version: headings of one
	// family have the same.
	Prefix, Suffix string
	Unreleased     bool
	Withdrawn      bool
}

// strong reports whether the words alone say that the heading is of a release;
// others need siblings of the same shape.
func (t title) strong() bool {
	if t.Version == "" {
		return false
	}
	return t.From != "" || t.Unreleased || releaseWords.MatchString(t.Prefix)
}

// shape is equal for headings of one family.
func (t title) shape() string {
	return strings.ToLower(t.Prefix) + "\x00" + strings.ToLower(t.Suffix)
}

// versionText finds a version: at least two numeric parts, or a "v" before a
// single one; wildcards, prereleases and git-describe suffixes included.
const versionText = `(?:(?:stable|edge|release|rel|lts)-)?(?:[vV]?\d+(?:\.(?:\d+|[xX*]))+|[vV]\d+)` +
	`(?:[-+~][0-9A-Za-z][0-9A-Za-z.+_-]*|(?:[ .]?(?i:rc|beta|alpha|pre|preview)[. ]?\d*\b))?\+?`

const words = `(?:[\pL\d][\pL\d._'-]*\s+){0,3}?` // a product's name before a version

var (
	releaseWords = regexp.MustCompile(`(?i)^(?:(?:how to |manually )*(?:upgrad|updat|migrat)(?:e|ing|ion)(?: guide)?(?: to| for)?(?: the)?(?: new)?` +
		`(?: version| release)?(?: [\pL\d._-]+){0,3}|version|release|release notes(?: for)?|changes (?:in|since)|what's new in|` +
		`(?:升级|更新|迁移)(?:到|至)?(?:版本)?(?:\s*[\pL\d._-]+){0,2}|版本|发布)?$`)
	tailWords   = regexp.MustCompile(`(?i)^(?:release notes?|upgrade (?:guide|notes)|changelog|release|版本|发布说明|发版说明|升级指南|升级说明)?$`)
	edgeTo      = regexp.MustCompile(`^(?:(.*?)\s*\b[Ff]rom\s+|(.*?))` + words + `(` + versionText + `)\s+(?:to|→|->|=>|⇒)\s+` + words + `(` + versionText + `)$`)
	edgeFrom    = regexp.MustCompile(`^(.*?\b[Tt]o)\s+` + words + `(` + versionText + `)\s+[Ff]rom\s+` + words + `(` + versionText + `)$`)
	edgeHan     = regexp.MustCompile(`^(.*?)从?\s*(` + versionText + `)\s*(?:版本)?\s*(?:升级|更新|迁移)?\s*(?:到|至)\s*(` + versionText + `)\s*(?:版本)?$`)
	oneVersion  = regexp.MustCompile(`^(.*?)(` + versionText + `)((?:\s*(?:/|,|、|和|and|&)\s*` + versionText + `)*)(?:\s+(.*))?$`)
	moreVersion = regexp.MustCompile(versionText)
	noVersion   = regexp.MustCompile(`(?i)^(.*?)\b(unreleased|master|main|head|next release|next version|upcoming)$`)
	isoDate     = regexp.MustCompile(`\b(\d{4})[-/.](\d{2})[-/.](\d{2})\b`)
	parenthesis = regexp.MustCompile(`\s*[(（]([^()（）]*)[)）]\s*$`)
	bracketTag  = regexp.MustCompile(`\s*\[([A-Z][A-Z ]+)\]\s*$`)
	wholeLink   = regexp.MustCompile(`^\[([^\]]+)\](?:\([^)]*\))?`)
)

// parseTitle reads a heading's text. Version is empty when there is none that
// the heading is about.
func parseTitle(text string) title {
	t := title{}
	rest := strings.TrimSpace(text)
	if !strings.ContainsAny(rest, "0123456789") && !noVersion.MatchString(strings.TrimRight(rest, "])） ")) {
		return t
	}
	rest = wholeLink.ReplaceAllString(rest, "$1")
	rest = t.takeLabels(rest)
	rest = t.takeDate(rest)
	rest = t.takeLabels(rest)
	rest = strings.TrimSpace(strings.TrimRight(rest, " -–—:："))
	t.takeVersion(rest)
	t.sameStyle()
	return t
}

// sameStyle writes the two ends of an edge in one way: "v2.4 to 2.5" leads from
// 2.4, which is how the guide before it names that release.
func (t *title) sameStyle() {
	if strings.TrimLeft(t.Version, "vV") == t.Version {
		t.From = strings.TrimLeft(t.From, "vV")
	}
}

// takeLabels takes what stands in brackets behind the version.
func (t *title) takeLabels(rest string) string {
	for {
		m := parenthesis.FindStringSubmatchIndex(rest)
		if m == nil {
			m = bracketTag.FindStringSubmatchIndex(rest)
		}
		if m == nil || m[0] == 0 {
			return rest
		}
		t.label(strings.TrimSpace(rest[m[2]:m[3]]))
		rest = strings.TrimSpace(rest[:m[0]])
	}
}

func (t *title) label(label string) {
	switch strings.ToLower(label) {
	case "":
	case "yanked", "withdrawn", "retracted", "撤回":
		t.Withdrawn = true
	case "unreleased", "upcoming", "未发布":
		t.Unreleased = true
	case "latest", "current", "stable", "lts", "最新":
		// These words move from release to release: they name none.
	default:
		if date := parseDate(label); date != "" {
			t.Date = date
			return
		}
		t.Labels = append([]string{label}, t.Labels...)
	}
}

// takeDate takes a date behind the version ("1.2.3 - 2020-01-02").
func (t *title) takeDate(rest string) string {
	m := isoDate.FindStringSubmatchIndex(rest)
	if m == nil || m[0] == 0 || m[1] != len(rest) {
		return rest
	}
	if before := strings.TrimRight(rest[:m[0]], " ,-–—|:"); before != rest[:m[0]] {
		if date := parseDate(rest[m[0]:m[1]]); date != "" {
			t.Date = date
			return before
		}
	}
	return rest
}

func (t *title) takeVersion(rest string) {
	if !strings.ContainsAny(rest, "0123456789") {
		t.takeNoVersion(rest)
		return
	}
	if m := edgeTo.FindStringSubmatch(rest); m != nil {
		t.Prefix, t.From, t.Version = "from", m[3], m[4]
		return
	}
	if m := edgeFrom.FindStringSubmatch(rest); m != nil {
		t.Prefix, t.Version, t.From = m[1], m[2], m[3]
		return
	}
	if m := edgeHan.FindStringSubmatch(rest); m != nil {
		t.Prefix, t.From, t.Version = "从", m[2], m[3]
		return
	}
	if m := oneVersion.FindStringSubmatch(rest); m != nil && tailWords.MatchString(m[4]) && bounded(m[1]) {
		t.Prefix, t.Suffix = clean(m[1]), m[4]
		t.Version = strings.TrimRight(m[2], ".-_")
		t.Also = moreVersion.FindAllString(m[3], -1)
		return
	}
	t.takeNoVersion(rest)
}

// takeNoVersion takes the words that stand where the version will be.
func (t *title) takeNoVersion(rest string) {
	if m := noVersion.FindStringSubmatch(rest); m != nil {
		t.Prefix, t.Version, t.Unreleased = clean(m[1]), m[2], true
	}
}

// bounded reports whether what stands before a version leaves it a word of its
// own, and not the tail of a name or the bound of a range.
func bounded(before string) bool {
	if before == "" {
		return true
	}
	r := []rune(before)
	last := r[len(r)-1]
	return last == ' ' || last == ':' || last == '：' || wide(last)
}

// clean is a prefix without the punctuation that separates it.
func clean(prefix string) string { return strings.Trim(prefix, " :：-–—") }
