package profile

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// change reads an item of a change section; the bullets in it are its
// children.
func (g *guide) change(item *doc.Block, p place) release.Change {
	c := release.Change{Section: g.section, Span: span(item.Span)}
	var text []string
	for _, b := range item.Children {
		switch b.Kind {
		case doc.Blank:
		case doc.List:
			for _, sub := range b.Children {
				if sub.Kind == doc.Item {
					c.Children = append(c.Children, g.change(sub, p))
				}
			}
		default:
			text = append(text, b.Markdown)
		}
		c.Links = append(c.Links, issueLinks(b)...)
	}
	c.Text = strings.Join(text, "\n\n")
	line := oneLine(c.Text)
	c.Type = changeType(line, p.kind)
	c.Breaking = p.breaking || breakingText.MatchString(line)
	c.Components = g.componentsIn(line)
	c.ErrorCodes = errorCodes(line)
	return c
}

var (
	breakingTitle = regexp.MustCompile(`(?i)\bbreaking\b|incompatib|不兼容`)
	breakingText  = regexp.MustCompile(`^[a-z]+(?:\([^)]*\))?!:\s|(?i)^[*_\[(]*breaking(?: change)?s?\b[*_\])]*|\(breaking\)|\*\*breaking|^[*_\[(【]*不兼容`)
	issueURL      = regexp.MustCompile(`/(?:issues|pull|pulls|merge_requests)/\d+`)
)

// issueLinks are the links of a paragraph that lead to issues and pull
// requests, each once.
func issueLinks(b *doc.Block) []string {
	var out []string
	for _, i := range b.Inlines {
		if i.Kind == doc.Link && issueURL.MatchString(i.URL) && !slices.Contains(out, i.URL) {
			out = append(out, i.URL)
		}
	}
	return out
}

// typeRule makes a type of the words of a title or a text.
type typeRule struct {
	kind  string
	words *regexp.Regexp
}

// titleRules read titles of sections that hold changes of one type.
var titleRules = []typeRule{
	{"security", regexp.MustCompile(`(?i)^security|^安全`)},
	{"deprecated", regexp.MustCompile(`(?i)^deprecat(?:ed|ions?)$|^废弃|^弃用`)},
	{"removed", regexp.MustCompile(`(?i)^(?:deprecations? and )?remov(?:ed|als?)$|^移除|^删除`)},
	{"fixed", regexp.MustCompile(`(?i)^(?:bug ?fix(?:es)?|fix(?:ed|es)?|bugs? fixed)$|^(?:bug |问题|错误|缺陷)?修复$`)},
	{"added", regexp.MustCompile(`(?i)^(?:added|additions?|(?:new )?features?)$|^新增|^新功能|^新特性`)},
	{"changed", regexp.MustCompile(`(?i)^changed$`)},
	{"improved", regexp.MustCompile(`(?i)^(?:improve(?:d|ments?)|enhancements?|performance(?: improvements?)?|(?:improvements?|enhancements?) and (?:improvements?|enhancements?))$|^改进|^提升|^优化`)},
}

// titleType is the type that a section title gives to its bullets.
func titleType(title string) string {
	title = strings.TrimFunc(title, func(r rune) bool { return !unicode.IsLetter(r) })
	for _, r := range titleRules {
		if r.words.MatchString(title) {
			return r.kind
		}
	}
	return ""
}

// verbRules read the verb that a bullet begins with. Chinese puts it behind
// the subject at times, so there the first clause is searched.
var verbRules = []typeRule{
	{"security", regexp.MustCompile(`(?i)^(?:security\b|cve-\d)`)},
	{"fixed", regexp.MustCompile(`(?i)^(?:bug ?)?fix(?:e[sd]|ing)?\b|^修复|^修正|^解决`)},
	{"added", regexp.MustCompile(`(?i)^(?:add(?:ed|s|ing)?|support(?:ed|s|ing)?|introduc(?:e|ed|es|ing)|new|allow(?:ed|s)?|enable(?:d|s)?)\b|^(?:新增|增加|添加|支持|引入)`)},
	{"improved", regexp.MustCompile(`(?i)^(?:improv(?:e|ed|es|ing|ements?)|optimi[sz](?:e|ed|es|ing)|enhanc(?:e|ed|es|ing)|refin(?:e|ed)|simplif(?:y|ied|ies)|speed up|reduc(?:e|ed|es))\b|^(?:优化|提升|完善|改进|改善|简化|减少|降低)`)},
	{"deprecated", regexp.MustCompile(`(?i)^deprecat(?:e|ed|es|ing|ion)\b|^(?:废弃|弃用)`)},
	{"removed", regexp.MustCompile(`(?i)^(?:remov(?:e|ed|es|ing|al)|drop(?:ped|s)?|delet(?:e|ed|es))\b|^(?:移除|删除|去掉|去除)`)},
}

var hanVerbs = regexp.MustCompile(`新增|增加|添加|支持|引入|修复|优化|提升|完善|改进|废弃|弃用|移除`)

// firm are the types of titles that say it all: what stands under "Fixed" is a
// fix, whatever its first verb is.
var firm = []string{"security", "deprecated", "removed", "fixed", "added", "changed"}

func changeType(line, fromTitle string) string {
	if slices.Contains(firm, fromTitle) {
		return fromTitle
	}
	text := strings.TrimLeft(breakingText.ReplaceAllString(line, ""), " :*_-`[")
	if m := commitType.FindStringSubmatch(line); m != nil {
		return commitTypes[strings.ToLower(m[1])]
	}
	if kind := verbType(text); kind != "" {
		return kind
	}
	if scope := changeScope.FindString(line); scope != "" {
		if kind := verbType(line[len(scope):]); kind != "" {
			return kind
		}
	}
	clause, _, _ := strings.Cut(text, "，")
	if at := hanVerbs.FindStringIndex(clause); at != nil {
		return verbType(clause[at[0]:])
	}
	return firstOf(fromTitle, "changed")
}

var (
	// commitType is the type of a commit or the label of a change, as in
	// "fix(core): …" and "[BUGFIX] …".
	commitType  = regexp.MustCompile(`(?i)^[*_\[]*(feat|feature|fix|bugfix|perf|enhancement|change|security)(?:\([^)]*\))?(?:!?:|\])[*_]*\s`)
	commitTypes = map[string]string{"feat": "added", "feature": "added", "fix": "fixed", "bugfix": "fixed", "perf": "improved",
		"enhancement": "improved", "change": "changed", "security": "security"}
	// changeScope is what stands before the verb: a part of the product, or the
	// commit.
	changeScope = regexp.MustCompile("^(?:\\*\\*[^*]{1,40}:?\\*\\*:?|`[^`]{1,40}`:|[\\w./-]{1,30}:)\\s+")
)

func verbType(text string) string {
	for _, r := range verbRules {
		if r.words.MatchString(text) {
			return r.kind
		}
	}
	return ""
}

var (
	codeNumber = `(?:\x60)?\d{3,6}(?:\x60)?`
	codesFirst = regexp.MustCompile(`(?:[(（]\s*)?(` + codeNumber + `(?:\s*(?:,|、|/|and|or|与|和|及)\s*` + codeNumber + `)*)\s*[)）]?\s*(?:errors?\b|错误)`)
	codesLast  = regexp.MustCompile(`(?i)(?:error codes?|错误码)\s*:?\s*(` + codeNumber + `(?:\s*(?:,|、|/|and|or|与|和|及)\s*` + codeNumber + `)*)`)
	digits     = regexp.MustCompile(`\d+`)
)

// errorCodes are the numbers that a text calls errors.
func errorCodes(line string) []string {
	var out []string
	if !strings.ContainsAny(line, "0123456789") {
		return nil
	}
	for _, form := range []*regexp.Regexp{codesFirst, codesLast} {
		for _, m := range form.FindAllStringSubmatch(line, -1) {
			for _, code := range digits.FindAllString(m[1], -1) {
				if !slices.Contains(out, code) {
					out = append(out, code)
				}
			}
		}
	}
	return out
}
