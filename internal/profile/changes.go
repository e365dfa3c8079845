package profile

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
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
	var components []string
	if len(text) > 0 {
		text[0], c.ID, c.BackportOf, components = release.CutMarks(text[0])
	}
	c.Text = strings.Join(text, "\n\n")
	line := oneLine(c.Text)
	c.Type = changeType(line, p.kind)
	c.Breaking = p.breaking || isBreaking(line)
	c.Components = g.componentsIn(line)
	for _, name := range components {
		if !slices.Contains(c.Components, name) {
			c.Components = append(c.Components, name)
		}
	}
	c.ErrorCodes = errorCodes(line)
	return c
}

var (
	breakingTitle = regexp.MustCompile(`(?i)\bbreaking\b|incompatib|不兼容`)
	breakingText  = regexp.MustCompile(`^[a-z]+(?:\([^)]*\))?!:\s|(?i)^[*_\[(]*breaking(?: change)?s?\b[*_\])]*|\(breaking\)|\*\*breaking|^[*_\[(【]*不兼容`)
	issueURL      = regexp.MustCompile(`/(?:issues|pull|pulls|merge_requests)/\d+`)
)

// isBreaking reports whether a change says of itself that it breaks something.
func isBreaking(line string) bool {
	lower := strings.ToLower(line)
	return (strings.Contains(lower, "breaking") || strings.Contains(line, "!:") || strings.Contains(line, "不兼容")) && breakingText.MatchString(line)
}

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

// shortSign is a picture by its name: ":bug: Bug Fix".
var shortSign = regexp.MustCompile(`:[a-z][a-z0-9_+-]*:\s*`)

// titleType is the type that a section title gives to its bullets.
func titleType(title string) string {
	title = strings.TrimFunc(shortSign.ReplaceAllString(title, ""), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, r := range titleRules {
		if r.words.MatchString(title) {
			return r.kind
		}
	}
	return ""
}

// verbs are the first words of bullets that say what kind of change they are.
var verbs = map[string]string{
	"security": "security", "fix": "fixed", "fixes": "fixed", "fixed": "fixed", "fixing": "fixed", "bugfix": "fixed", "bugfixes": "fixed",
	"add": "added", "added": "added", "adds": "added", "adding": "added", "support": "added", "supported": "added", "supports": "added", "supporting": "added",
	"introduce": "added", "introduced": "added", "introduces": "added", "introducing": "added", "new": "added", "allow": "added", "allowed": "added", "allows": "added",
	"enable": "added", "enabled": "added", "enables": "added",
	"improve": "improved", "improved": "improved", "improves": "improved", "improving": "improved", "improvement": "improved", "improvements": "improved",
	"optimize": "improved", "optimized": "improved", "optimizes": "improved", "optimizing": "improved", "optimise": "improved", "optimised": "improved", "optimises": "improved", "optimising": "improved",
	"enhance": "improved", "enhanced": "improved", "enhances": "improved", "enhancing": "improved", "refine": "improved", "refined": "improved",
	"simplify": "improved", "simplified": "improved", "simplifies": "improved", "speed": "improved", "reduce": "improved", "reduced": "improved", "reduces": "improved",
	"deprecate": "deprecated", "deprecated": "deprecated", "deprecates": "deprecated", "deprecating": "deprecated", "deprecation": "deprecated",
	"remove": "removed", "removed": "removed", "removes": "removed", "removing": "removed", "removal": "removed", "drop": "removed", "dropped": "removed", "drops": "removed",
	"delete": "removed", "deleted": "removed", "deletes": "removed",
}

// hanRules read the verb that a Chinese bullet begins with.
var hanRules = []typeRule{
	{"fixed", regexp.MustCompile(`^(?:修复|修正|解决)`)},
	{"added", regexp.MustCompile(`^(?:新增|增加|添加|支持|引入)`)},
	{"improved", regexp.MustCompile(`^(?:优化|提升|完善|改进|改善|简化|减少|降低)`)},
	{"deprecated", regexp.MustCompile(`^(?:废弃|弃用)`)},
	{"removed", regexp.MustCompile(`^(?:移除|删除|去掉|去除)`)},
}

var hanVerbs = regexp.MustCompile(`新增|增加|添加|支持|引入|修复|优化|提升|完善|改进|废弃|弃用|移除`)

// firm are the types of titles that say it all: what stands under "Fixed" is a
// fix, whatever its first verb is.
var firm = []string{"security", "deprecated", "removed", "fixed", "added", "changed"}

func changeType(line, fromTitle string) string {
	if slices.Contains(firm, fromTitle) {
		return fromTitle
	}
	labelled := strings.ContainsAny(line[:min(len(line), 64)], ":]")
	if labelled {
		if m := commitType.FindStringSubmatch(line); m != nil {
			return commitTypes[strings.ToLower(m[1])]
		}
	}
	text := line
	if isBreaking(line) {
		text = breakingText.ReplaceAllString(line, "")
	}
	text = strings.TrimLeft(text, " :*_-`[")
	if kind := verbType(text); kind != "" {
		return kind
	}
	if labelled {
		if scope := changeScope.FindString(line); scope != "" {
			if kind := verbType(line[len(scope):]); kind != "" {
				return kind
			}
		}
	}
	clause, _, _ := strings.Cut(text, "，")
	if len(clause) == len(text) && !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return firstOf(fromTitle, "changed")
	}
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

// verbType is the kind of change that the first word of a text says.
func verbType(text string) string {
	if first, _ := utf8.DecodeRuneInString(text); first >= utf8.RuneSelf {
		for _, r := range hanRules {
			if r.words.MatchString(text) {
				return r.kind
			}
		}
		return ""
	}
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(text)
	}
	word, rest := strings.ToLower(text[:end]), text[end:]
	switch {
	case word == "bug" && strings.HasPrefix(strings.ToLower(rest), " fix"):
		return "fixed"
	case word == "speed" && !strings.HasPrefix(strings.ToLower(rest), " up"):
		return ""
	case word == "cve" && strings.HasPrefix(rest, "-"):
		return "security"
	}
	return verbs[word]
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
	if !strings.ContainsAny(line, "0123456789") || !strings.Contains(line, "rror") && !strings.Contains(line, "ERROR") && !strings.Contains(line, "错误") {
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
