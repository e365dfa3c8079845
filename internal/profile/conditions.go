package profile

import (
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

var (
	basisWords = regexp.MustCompile(`(?i)\bfrom (?:the|its|their|a) (?:previous|preceding|immediately previous)\b[^.]*\b(?:version|release)|从(?:前一个|上一个|前一|上一)[^。]*版本`)
	orderWords = regexp.MustCompile(`(?i)\bfollowing\b[^.]*\b(?:upgrade (?:procedures?|guides?|instructions?))\b|以下[^。]*(?:升级指引|升级指南|升级步骤|升级操作|升级流程)`)
)

// conditionRule finds what a guide takes for granted before or after every
// upgrade that it describes.
type conditionRule struct {
	id, when string
	list     bool
	words    *regexp.Regexp
}

var conditionRules = []conditionRule{
	{"artifacts-present", "before", true, regexp.MustCompile(`(?i)\b(?:downloaded|(?:binary|binaries|packages?) (?:exists?|are (?:present|available|in place)|is (?:present|available|in place)))\b|已经?下载|(?:binary|二进制|安装包)[^，。]*存在`)},
	{"tasks-stopped", "before", false, regexp.MustCompile(`(?i)\btasks?\b[^.]*\bstopped\b[^.]*\bbefore\b|\bbefore\b[^.]*\bstop\b[^.]*\btasks?\b|升级前[^。，]*停止[^。，]*任务|停止[^。，]*任务[^。，]*(?:再|后)[^。，]*升级`)},
	{"tasks-restarted", "after", false, regexp.MustCompile(`(?i)\btasks?\b[^.]*\brestart(?:ed)?\b[^.]*\bafter\b|\bafter\b[^.]*\brestart\b[^.]*\btasks?\b|升级(?:完成|结束)?后[^。，]*(?:重新启动|重启|恢复)[^。，]*任务`)},
}

// readStatements looks in blocks outside the releases for the sentences that
// edges and conditions rest on. A list is read item by item, for its lines.
func (g *guide) readStatements(blocks []*doc.Block) {
	for _, b := range blocks {
		walk(b, func(c *doc.Block) {
			if c.Kind == doc.Paragraph {
				g.readStatement(c)
			}
		})
	}
}

func (g *guide) readStatement(p *doc.Block) {
	g.readRollback(p)
	line := oneLine(p.Markdown)
	at := span(p.Span)
	switch {
	case basisWords.MatchString(line):
		if g.out.Basis == nil {
			g.out.Basis = &release.Statement{Text: line, Span: at}
		}
		return
	case orderWords.MatchString(line) && !assumes.MatchString(line):
		if g.out.Procedures == nil {
			g.out.Procedures = &release.Statement{Text: line, Span: at}
		}
		return
	}
	if !assumes.MatchString(line) {
		return
	}
	rest := assumes.ReplaceAllString(line, "")
	for _, r := range conditionRules {
		text := conditionText(rest, r)
		if text == "" || g.hasCondition(r.id) {
			continue
		}
		g.out.Conditions = append(g.out.Conditions, release.Condition{ID: r.id, When: r.when, Text: text, ListVersions: r.list, Span: at})
	}
}

// assumes begins a sentence that says what holds for every upgrade.
var assumes = regexp.MustCompile(`(?i)^.*\b(?:assumes?|presumes?|requires?|expects?)(?:\s+that)?\s+|^.*(?:假定|假设|要求|前提是)`)

// clauseCut separates the clauses of a sentence.
var clauseCut = regexp.MustCompile(`(?i)\s*,?\s+and\s+|[，；;]\s*`)

// conditionText is the clause of a sentence that a rule finds, the whole
// sentence when it takes more than one clause to say it.
func conditionText(sentence string, r conditionRule) string {
	sentence = strings.TrimRight(strings.TrimSpace(sentence), ".。")
	if !r.words.MatchString(sentence) {
		return ""
	}
	var found []string
	for _, cut := range append(clauseCut.FindAllStringIndex(sentence, -1), []int{len(sentence), len(sentence)}) {
		left := sentence[:cut[0]]
		right := sentence[cut[1]:]
		if r.words.MatchString(left) && !r.words.MatchString(right) && others(right, r.id) {
			found = append(found, left)
		}
		if r.words.MatchString(right) && !r.words.MatchString(left) && others(left, r.id) {
			found = append(found, right)
		}
	}
	if len(found) > 0 {
		sentence = found[0]
	}
	return capital(sentence)
}

// others reports whether a clause states a condition other than id.
func others(clause, id string) bool {
	for _, r := range conditionRules {
		if r.id != id && r.words.MatchString(clause) {
			return true
		}
	}
	return false
}

func (g *guide) hasCondition(id string) bool {
	for _, c := range g.out.Conditions {
		if c.ID == id {
			return true
		}
	}
	return false
}

var noWayBack = regexp.MustCompile(`(?i)\b(?:downgrad(?:e|es|ing)|roll(?:ing)?[ -]?back)\b[^.]*\b(?:not|cannot|unsupported|impossible)\b|\b(?:not|cannot|unsupported|impossible)\b[^.]*\b(?:downgrad(?:e|es|ing)|roll(?:ing)?[ -]?back)\b|(?:不支持|无法|不能)[^。]*(?:降级|回滚|回退)|(?:降级|回滚|回退)[^。]*(?:不支持|无法|不能)`)

// readRollback takes what a guide says about going back: the first paragraph
// of a section on it, or a sentence that rules it out.
func (g *guide) readRollback(b *doc.Block) {
	if g.out.Rollback != nil || b.Kind != doc.Paragraph {
		return
	}
	line := oneLine(b.Markdown)
	about := g.release != nil && g.here().aside && wayBack.MatchString(g.section)
	if about || noWayBack.MatchString(line) {
		g.out.Rollback = &release.Statement{Text: line, Span: span(b.Span)}
	}
}

var wayBack = regexp.MustCompile(`(?i)roll(?:ing)?[ -]?back|downgrad|回滚|回退|降级`)

// readStatedConditions takes the conditions of the front matter, which win over
// those of the prose.
func (g *guide) readStatedConditions() {
	var stated []release.Condition
	found := false
	for _, when := range []string{"before", "after"} {
		if _, ok := g.front().Get(when); !ok {
			continue
		}
		found = true
		for _, item := range g.front().items(when) {
			f := front{item}
			if f.text("id") != "" && f.text("text") != "" {
				stated = append(stated, release.Condition{ID: f.text("id"), When: when, Text: f.text("text"),
					ListVersions: f.text("list_versions") == "true", Span: on(item)})
			}
		}
	}
	if found {
		g.out.Conditions = stated
	}
}
