package profile

import (
	"strings"
	"unicode"

	"upgraph/internal/regexp"
)

// title is what a heading says: a version, an edge, a label, a date.
type title struct {
	// Version is the release, From the other end of an edge.
	Version, From string
	Labels        []string
	// Also names further versions of the heading ("v1 / v2").
	Also []string
	// Date is the day as it is written and as it is read.
	Date day
	// Prefix and Suffix are the words around the version: headings of one
	// family have the same.
	Prefix, Suffix string
	Unreleased     bool
	// Withdrawn is the word that says so, Reason what stands behind it.
	Withdrawn, Reason string
	// Titled says that the version has a title of its own behind it.
	Titled bool
	// Vague says that only the document shows what the numbers are.
	Vague bool
}

// strong reports whether the words alone say that the heading is of a release;
// others need siblings of the same shape.
func (t title) strong() bool {
	if t.Version == "" {
		return false
	}
	dated := t.Date.iso != "" && strings.HasSuffix(strings.ToLower(t.Prefix), " version")
	return t.From != "" || t.Unreleased || dated || releaseWords.MatchString(t.Prefix)
}

// shape is equal for headings of one family.
func (t title) shape() string {
	return strings.ToLower(t.Prefix) + "\x00" + strings.ToLower(t.Suffix)
}

// versionText finds a version: at least two numeric parts, or a "v" before a
// single one, with wildcards, prereleases and git-describe suffixes; or a time.
const versionText = `(?:(?:RELEASE\.)?20\d\d-\d\d-\d\dT\d\d-\d\d-\d\dZ|` + numbered + `)`

const numbered = `(?:(?:stable|edge|release|rel|lts)-)?(?:[vV]?\d+(?:\.(?:\d+|[xX*]))+|[vV]\d+)` +
	`(?:z?[a-z]\b|[-+~][0-9A-Za-z][0-9A-Za-z.+_-]*|(?:[ .]?(?i:rc|beta|alpha|pre|preview)[. ]?\d*\b)|(?:\.?(?i:a|b|c|m|dev|post)\d{1,4}\b))?\+?`

const words = `(?:[\pL\d][\pL\d._'-]*\s+){0,3}?` // a product's name before a version

const (
	major   = `\d{1,4}`                                                                     // a version that only its words show to be one
	arrow   = `\s*(?:→|->|=>|⇒|➜)\s*`                                                       // between the ends of an edge
	to      = `(?:\s+(?i:to)\s+|` + arrow + `)`                                             // the same in words
	heading = `(?:\s*[:：]\s.*|\s+[-–—|]\s.*|\s+` + kind + `)?`                              // a title of its own behind the version
	kind    = `(?i:(?:upgrade|upgrading|migration) (?:guide|notes|instructions)|升级指南|迁移指南)` // of document
	moving  = `(?:upgrad|updat|migrat)(?:e|ing|ion)\b`                                      // words for going to a version
)

var (
	releaseWords = regexp.MustCompile(`(?i)^(?:(?:how to |manually )*` + moving + `(?: guide)?(?: to| for)?(?: the)?(?: new)?` +
		`(?: version| release)?(?: [\pL\d._-]+){0,3}|to|version|release|release notes(?: for)?|(?:upgrade )?notes for|changes in|breaking changes in|what['’]s new in(?: [\pL\d._-]+){0,2}|` +
		`(?:升级|更新|迁移)(?:到|至)?(?:版本)?(?:\s*[\pL\d._-]+){0,2}|版本|发布)?$`)
	tailWords = regexp.MustCompile(`(?i)^(?:release notes?|(?:upgrade|migration) (?:guide|notes)|changelog|release|final|版本|发布说明|发版说明|升级指南|升级说明|` +
		`(?:or|and) (?:later|newer|higher|above|greater|up|earlier|older|below)(?: versions?)?|(?:及|或)?(?:以上|更高)(?:版本)?)?$`)
	// edition is a word for a kind of release, which many share.
	edition = regexp.MustCompile(`(?i)^(?:enterprise|community|open[ -]source|oss|pre-?release|hotfix|(?:security|bug ?fix|maintenance|patch|minor|major) (?:release|fix|update))(?: (?:edition|only))?$`)
	// leaving ends words before a version that is left or needed, not reached.
	leaving     = regexp.MustCompile(`(?i)(?:^|\s)(?:from|since|before|after|until|below|than|through|prior to|with|without|on|using|requires?|needs?|supports?)$`)
	edgeTo      = regexp.MustCompile(`^(?:(.*?)\s*\b(?i:from)\s+|(.*?))` + words + `(` + versionText + `)` + to + words + `(` + versionText + `)` + heading + `$`)
	edgeFrom    = regexp.MustCompile(`^(.*?\b[Tt]o)\s+` + words + `(` + versionText + `)\s+[Ff]rom\s+` + words + `(?:(?:<=|≤)\s*)?(` + versionText + `)$`)
	edgeHan     = regexp.MustCompile(`^(.*?)从?\s*(` + versionText + `)\s*(?:版本)?\s*(?:升级|更新|迁移)?\s*(?:到|至)\s*(` + versionText + `)\s*(?:版本)?$`)
	edgeAny     = regexp.MustCompile(`^(.*?\b[Tt]o)\s+` + words + `(` + versionText + `)\s+[Ff]rom\s+(?:(?:an?|the|your)\s+)?(?:any|all|earlier|previous|prior|older|lower|existing)\b.*$`)
	edgeBetween = regexp.MustCompile(`(?i)^(?:[\pL]+\s+){0,3}changes between\s+` + words + `(` + versionText + `)\s+and\s+` + words + `(` + versionText + `)$`)
	edgeVague   = regexp.MustCompile(`(?i)^(` + major + `)` + to + `(` + major + `)$`)
	edgeMajor   = regexp.MustCompile(`(?i)^(?:(?:how to |manually )?` + moving + `\D*\s)?from\s+(?:version\s+)?` + words + `(` + major + `)` + to + `(?:version\s+)?` + words + `(` + major + `)` + heading + `$`)
	oneMajor    = regexp.MustCompile(`(?i)^((?:how to |manually )?` + moving + `(?:\s+[\pL][\pL_-]*){0,2}?\s+to(?:\s+the)?(?:\s+new)?(?:\s+version|\s+release)?(?:\s+[\pL][\pL._-]*){0,2}?|version|release)\s+(` + major + `)$`)
	// oneMajorKind is a document about one major version: "Tool Version 5 Upgrade Guide".
	oneMajorKind = regexp.MustCompile(`(?i)^((?:.*\s)?version)\s+(` + major + `)\s+` + kind + `$`)
	oneMajorHan  = regexp.MustCompile(`^((?:升级|更新|迁移)(?:到|至)(?:版本)?)\s*(` + major + `)$`)
	// stamp is a day that is the name of a release.
	stamp           = regexp.MustCompile(`^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$`)
	oneVersion      = regexp.MustCompile(`^(.*?)(` + versionText + `)((?:\s*(?:/|,(?:\s*(?:and|&)\s)?|、|和|and|&)\s*` + versionText + `)*)(?:\s+(.*)|([:：].*))?$`)
	ownTitle        = regexp.MustCompile(`^[-–—:：|]\s*\S`)
	moreVersion     = regexp.MustCompile(versionText)
	noVersion       = regexp.MustCompile(`(?i)^(.*?)\b(unreleased(?: changes)?|master|main|trunk|head|next|(?:next|upcoming) (?:release|version)|vnext|dev|develop|development version|in development|upcoming|latest changes|to be released|tbd|tba)$|^(未发布|待发布|开发中)$`)
	branchFirst     = regexp.MustCompile(`(?i)^(?:main|master|trunk|develop|head|next)\s*[/|–-]\s*(unreleased)$`)
	namedVersion    = regexp.MustCompile(`^(?:(?i:version|release)\s+)?` + versionText + `$`)
	inBrackets      = regexp.MustCompile(`^(?i:version\s+)?(` + versionText + `)$`)
	notYet          = regexp.MustCompile(`(?i)^(.*\d\S*)(?:\s*[-–—:|,/]\s*|\s+)(unreleased|tbd|tba|not (?:yet )?released|in (?:development|progress)|upcoming|未发布|待发布|开发中)$`)
	isoFirst        = regexp.MustCompile(`^([\dxX?]{4}[-./][\dxX?]{2}[-./][\dxX?]{2})(?:\s*(?:[,:|/]|\s[-–—])\s*|\s+((?:[\pL][\pL\d._-]*\s+){0,2}(?:[\pL][\pL\d._-]*\s+|[vV])))`)
	separator       = regexp.MustCompile(`\s*[,/|:]\s*|\s+[-–—]\s+|\s+`)
	parenthesis     = regexp.MustCompile(`\s*[(（]([^()（）]*)[)）]\s*$`)
	bracketTag      = regexp.MustCompile(`\s*\[([A-Z][A-Z ]+|(?i:unreleased|upcoming|tbd|tba|in (?:development|progress)|not (?:yet )?released)|[^\[\]]*\b\d{4}\b[^\[\]]*)\]\s*$`)
	packageName     = regexp.MustCompile(`^[\pL][\pL\d_]*(?:-[\pL][\pL\d_]*)*-$`)
	nearVersion     = regexp.MustCompile(`(?i)^(?:pre|post|non)-$`) // "Pre-10.0 changelog"
	unreleasedLabel = regexp.MustCompile(`(?i)^unreleased\s*[,;:]`)
	anchorTail      = regexp.MustCompile(`(\S)\s+\[[a-z][a-z0-9.]*(?:-[a-z0-9.]+)+\]$`) // "1.2.0 [tool-120-notes]"
	dateAttribute   = regexp.MustCompile(`\s*\{[^{}]*\bdate\s*=\s*["']?([^"'{}]+)["']?[^{}]*\}\s*$`)
	codename        = regexp.MustCompile(`^(.*\d)\s+(["“][^"“”]+["”]|'[^']+'|[\pL][\pL'-]*(?: [\pL][\pL'-]*)?)$`)
	template        = regexp.MustCompile(`(?i)^(?:[\pL]+\s+){1,4}v?x\.y(?:\.z)?$`) // "Version x.y.z"
	wholeLink       = regexp.MustCompile(`^\[([^\]]+)\](?:\([^)]*\))?`)
	attributes      = regexp.MustCompile(`\s*\{[#.:][^{}]*\}\s*$|(?:,\s*|\s+)@[\w-]+(?:(?: and|,| prepared by) @[\w-]+)*$`)
)

// longestTitle bounds the headings that may name a release, in bytes: what is
// longer is a sentence, and looking for versions in it takes its length squared.
const longestTitle = 512

// parseTitle reads a heading's text. Version is empty when there is none that
// the heading is about.
func parseTitle(text string) title {
	t := title{}
	if len(text) > longestTitle {
		return t
	}
	rest := strings.TrimSpace(text)
	if !strings.ContainsAny(rest, "0123456789") && !noVersion.MatchString(strings.TrimRight(rest, "])） :")) {
		return t
	}
	rest = t.takeDateAttribute(rest)
	rest = anchorTail.ReplaceAllString(attributes.ReplaceAllString(rest, ""), "$1")
	rest = t.takeWithdrawn(rest)
	rest = wholeLink.ReplaceAllString(rest, "$1")
	rest = t.takeLabels(rest)
	rest = t.takeDate(rest)
	rest = t.takeLabels(rest)
	rest = t.dropCodename(rest)
	rest = strings.TrimSpace(strings.TrimRight(rest, " -–—:："))
	t.takeVersion(branchFirst.ReplaceAllString(rest, "$1"))
	t.takeBracketed(rest)
	t.sameStyle()
	return t
}

// dropCodename drops the name of a release behind its version, where quotes or
// a date show that it is one. It is no alias: most often a whole line has it.
func (t *title) dropCodename(rest string) string {
	m := codename.FindStringSubmatch(rest)
	if m == nil || tailWords.MatchString(m[2]) || !namedVersion.MatchString(m[1]) {
		return rest
	}
	if strings.ContainsAny(m[2], `"'“`) || t.Date.text != "" {
		return m[1]
	}
	return rest
}

// takeBracketed takes a version that stands in brackets behind words.
func (t *title) takeBracketed(rest string) {
	n := len(t.Labels)
	if t.Version != "" || n == 0 {
		return
	}
	if m := inBrackets.FindStringSubmatch(t.Labels[n-1]); m != nil {
		t.Prefix, t.Version, t.Labels, t.Vague = rest, m[1], t.Labels[:n-1], true
	}
}

// sameStyle writes the two ends of an edge in one way: "v2.4 to 2.5" leads from
// 2.4, which is how the guide before it names that release.
func (t *title) sameStyle() {
	t.From = strings.TrimRight(t.From, "+") // "4.0.6+ to 4.1.8" leaves 4.0.6 and what follows
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
	if m := unreleasedLabel.FindString(label); m != "" {
		label = strings.TrimRight(m, ",;: ") // "unreleased, 2.6.x branch"
	}
	switch strings.ToLower(label) {
	case "":
	case "yanked", "withdrawn", "retracted", "撤回":
		t.Withdrawn = label
	case "unreleased", "upcoming", "tbd", "tba", "not released", "not released yet", "not yet released", "in development", "in progress", "wip", "未发布", "待发布", "开发中":
		t.Unreleased = true
		t.Date.text = firstOf(t.Date.text, label)
	case "latest", "current", "stable", "lts", "maintenance", "最新":
		// These words move from release to release: they name none.
	default:
		if edition.MatchString(label) {
			return
		}
		if monthOnly.MatchString(label) {
			t.Date.text = firstOf(t.Date.text, label)
			return
		}
		if date := readDay(label); date.text != "" {
			t.setDate(date)
			return
		}
		t.Labels = append([]string{label}, t.Labels...)
	}
}

// takeDate takes a date behind the version ("1.2.3 - 2020-01-02") or before it.
func (t *title) takeDate(rest string) string {
	if m := isoFirst.FindStringSubmatch(rest); m != nil {
		if date := readDay(m[1]); date.text != "" {
			t.setDate(date)
			return m[2] + rest[len(m[0]):]
		}
	}
	for _, m := range separator.FindAllStringIndex(rest, -1) {
		if !strings.ContainsAny(rest[:m[0]], "0123456789") {
			continue
		}
		if date := readDay(rest[m[1]:]); date.text != "" {
			t.setDate(date)
			return rest[:m[0]]
		}
	}
	return rest
}

// takeDateAttribute takes a date in braces: "1.2.3 {date="2020-01-02"}".
func (t *title) takeDateAttribute(rest string) string {
	m := dateAttribute.FindStringSubmatchIndex(rest)
	if m == nil {
		return rest
	}
	if date := readDay(rest[m[2]:m[3]]); date.text != "" {
		t.setDate(date)
	}
	return rest[:m[0]]
}

func (t *title) takeVersion(rest string) {
	if !strings.ContainsAny(rest, "0123456789") {
		t.takeNoVersion(rest)
		return
	}
	if m := notYet.FindStringSubmatch(rest); m != nil {
		t.Unreleased, rest = true, m[1]
		t.Date.text = firstOf(t.Date.text, m[2])
	}
	if t.takeEdge(rest) || t.takeOne(rest) || t.takeMajor(rest) {
		return
	}
	t.takeNoVersion(rest)
}

// takeEdge takes both ends of an edge that is written as one.
func (t *title) takeEdge(rest string) bool {
	if m := edgeTo.FindStringSubmatch(rest); m != nil {
		t.Prefix, t.From, t.Version = "from", m[3], m[4]
	} else if m := edgeFrom.FindStringSubmatch(rest); m != nil {
		t.Prefix, t.Version, t.From = m[1], m[2], m[3]
	} else if m := edgeHan.FindStringSubmatch(rest); m != nil {
		t.Prefix, t.From, t.Version = "从", m[2], m[3]
	} else if m := edgeAny.FindStringSubmatch(rest); m != nil {
		t.Prefix, t.Version = m[1], m[2]
	} else if m := edgeBetween.FindStringSubmatch(rest); m != nil {
		t.Prefix, t.From, t.Version = "from", m[1], m[2]
	} else if m := edgeMajor.FindStringSubmatch(rest); m != nil {
		t.Prefix, t.From, t.Version = "from", m[1], m[2]
	}
	return t.Version != ""
}

// takeOne takes a version, and others beside it, that can be told by its form.
func (t *title) takeOne(rest string) bool {
	m := oneVersion.FindStringSubmatch(rest)
	if m == nil || !bounded(m[1], m[2]) || leaving.MatchString(clean(m[1])) {
		return false
	}
	tail := m[4] + m[5]
	if t.Titled = ownTitle.MatchString(tail); !t.Titled {
		if edition.MatchString(tail) {
			tail = ""
		}
		if !tailWords.MatchString(tail) {
			return false
		}
		t.Suffix = tail
	}
	t.Prefix, t.Version = clean(m[1]), strings.TrimRight(m[2], ".-_")
	t.Also = moreVersion.FindAllString(m[3], -1)
	return true
}

// takeMajor takes single numbers that the words around them make versions.
func (t *title) takeMajor(rest string) bool {
	if stamp.MatchString(rest) {
		t.Version, t.Vague = rest, true
	} else if m := edgeVague.FindStringSubmatch(rest); m != nil {
		t.Prefix, t.From, t.Version, t.Vague = "from", m[1], m[2], true
	} else if m := oneMajorKind.FindStringSubmatch(rest); m != nil {
		t.Prefix, t.Version, t.Suffix = clean(m[1]), m[2], "guide"
	} else if m := oneMajor.FindStringSubmatch(rest); m != nil {
		t.Prefix, t.Version = clean(m[1]), m[2]
	} else if m := oneMajorHan.FindStringSubmatch(rest); m != nil {
		t.Prefix, t.Version = clean(m[1]), m[2]
	}
	return t.Version != ""
}

// takeNoVersion takes the words that stand where the version will be.
func (t *title) takeNoVersion(rest string) {
	// Many builds of a development line, each with its day, are no next release.
	if m := noVersion.FindStringSubmatch(rest); m != nil && !(strings.EqualFold(m[2], "dev") && t.Date.iso != "") {
		t.Prefix, t.Version, t.Unreleased = clean(m[1]), m[2]+m[3], true
	}
}

// bounded reports whether what stands before a version leaves it a word of its
// own, and not the tail of a name or the bound of a range. Tags of packages are
// written as name@1.2.3 and name-v1.2.3, or name-1.2.3 alone.
func bounded(before, version string) bool {
	if before == "" {
		return true
	}
	r := []rune(before)
	last := r[len(r)-1]
	if packageName.MatchString(before) && !nearVersion.MatchString(before) && strings.Contains(version, ".") {
		return true
	}
	if last == '-' || last == '/' {
		return len(r) > 1 && strings.ContainsAny(version[:1], "vV") && unicode.IsLetter(r[len(r)-2])
	}
	return strings.ContainsRune(" :：@", last) || wide(last)
}

// clean is a prefix without the punctuation that separates it.
func clean(prefix string) string { return strings.Trim(prefix, " :：-–—@/") }
