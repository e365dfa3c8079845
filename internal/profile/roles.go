package profile

import (
	"strings"

	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

// roleRule says what a section with a title is for. Rules are asked in order:
// a title such as "Upgrade notes" is of notes before it is of upgrading.
type roleRule struct {
	role  release.Role
	title *regexp.Regexp
}

var roleRules = []roleRule{
	{release.RoleInfo, regexp.MustCompile(`(?i)^(?:version|release|build) info(?:rmation)?$|版本信息|构建信息`)},
	{release.RoleNotes, regexp.MustCompile(`(?i)\bnotes?\b|caveat|precaution|before you (?:begin|start|upgrade)|prerequisite|known issue|limitation|注意|须知|已知问题|前提|准备|限制`)},
	{release.RoleSteps, regexp.MustCompile(`(?i)\bsteps?\b|upgrade (?:operation|procedure|example|instruction)|\bprocedure\b|how to upgrade|upgrading (?:the|to|from|with|using)|^upgrad(?:e|ing)$|^to upgrade|post-upgrade|升级操作|操作步骤|升级步骤|升级示例|操作示例|^升级$`)},
	{release.RoleChanges, regexp.MustCompile(`(?i)chang|improve|enhance|fix|feature|\badded\b|removed|removal|deprecat|security|breaking|incompatib|what's new|highlights|变更|变化|改进|提升|修复|新增|新功能|特性|优化|废弃|移除|不兼容`)},
}

func roleOf(title string) release.Role {
	title = strings.TrimSpace(title)
	for _, r := range roleRules {
		if r.title.MatchString(title) {
			return r.role
		}
	}
	return release.RoleOther
}

// place is a heading the reader stands under.
type place struct {
	level int
	role  release.Role
	// kind is the change type that the title gives, empty when it gives none.
	kind     string
	breaking bool
	step     int // number of a step heading, 0 for others
	foreign  bool
	minds    string // of [mindedTitles]
	// aside says that the section is about something else than upgrading: the
	// way back, trouble, questions, people. choice says that it is one of several ways
	// or for some readers only: its commands are never run unasked.
	aside, choice bool
	section       int // into Release.Sections
}

// mindedTitles are words of titles that say that what stands below them asks
// something of whoever upgrades. They give bullets no type.
var mindedTitles = []typeRule{
	{"breaking", breakingTitle},
	{"security", regexp.MustCompile(`(?i)\bsecurity\b|\bvulnerabilit|安全`)},
	{"removed", regexp.MustCompile(`(?i)\bremov(?:ed|als?|es?|ing)\b|\bdrop(?:ped|s)?\b|移除|删除`)},
	{"deprecated", regexp.MustCompile(`(?i)\bdeprecat|废弃|弃用`)},
}

// minded is the type of change that a title asks to mind.
func minded(title string) string {
	for _, r := range mindedTitles {
		if r.words.MatchString(title) {
			return r.kind
		}
	}
	return ""
}

var (
	asideTitle = regexp.MustCompile(`(?i)\broll(?:ing)?[ -]?back\b|\bdowngrad(?:e|ing)\b|\buninstall|\btroubleshoot|\bfaqs?\b|frequently asked|\bappendix\b|回滚|回退|降级|卸载|故障|常见问题|附录|` +
		`^\P{L}*(?:(?:new|special|our|all) )?(?:thanks|thank you|contributors?|committers?|credits|acknowledge?ments?|sponsors|贡献者|致谢)(?:$|[^\pL])`)
	choiceTitle = regexp.MustCompile(`(?i)\b(?:using|with|via|without|if|when|unless|optional|optionally|alternative|alternatively)\b|\b(?:method|option|variant|way)\s+[\dA-Z]\b|方法|方式|使用|通过|可选|如果|若`)
)

// newPlace reads the title of a section.
func newPlace(title string) place {
	return place{role: roleOf(title), kind: titleType(title), breaking: breakingTitle.MatchString(title), minds: minded(title),
		aside: asideTitle.MatchString(title), choice: choiceTitle.MatchString(title), section: -1}
}

// enter moves the reader below a heading of a release. A heading on the level
// of the release or above it is foreign, unless it only slipped there: what is
// under it is kept and shown, and never becomes a step or change of the release
// before it.
func (g *guide) enter(level int, title string, within int) *place {
	for len(g.trail) > 0 && g.trail[len(g.trail)-1].level >= level {
		g.trail = g.trail[:len(g.trail)-1]
	}
	p, known := g.places[title]
	if !known {
		p = newPlace(title)
		g.places[title] = p
	}
	p.level = level
	if n := len(g.trail); n > 0 {
		up := g.trail[n-1]
		if p.role == release.RoleOther {
			p.role = up.role
		}
		p.kind, p.minds = firstOf(p.kind, up.kind), firstOf(p.minds, up.minds)
		if up.minds == "breaking" {
			p.minds = up.minds
		}
		p.breaking = p.breaking || up.breaking
		p.step, p.foreign = up.step, up.foreign
		p.aside, p.choice = p.aside || up.aside, p.choice || up.choice
	}
	p.foreign = p.foreign || level < within || level == within && !g.slipped(title, p.role)
	g.trail = append(g.trail, p)
	return &g.trail[len(g.trail)-1]
}

// usualSections are the titles of sections that changelogs have in each
// release.
var usualSections = regexp.MustCompile(`(?i)^(?:(?:(?:notable|other|breaking|main|minor|major) |summary of )?changes|(?:bug[ -]?)?fix(?:es|ed)|commits|added|changed|removed|deprecated|security|(?:new )?features|improvements|enhancements|bugs|misc(?:ellaneous)?|dependencies|contributors|(?:主要|重要|其他|其它)?(?:变更|变化|改动)|修复|新增|优化|改进)$`)

// slipped reports whether a heading on the level of the releases is a section of
// the one before it all the same: others have the like one level deeper, or
// every changelog has. Steps are never read there.
func (g *guide) slipped(title string, role release.Role) bool {
	if role == release.RoleSteps || !g.seen.speaksOfReleases() {
		return false
	}
	return usualSections.MatchString(title) || g.seen.deeper[strings.ToLower(title)]
}

// here is the innermost place; before the first section it is the release
// itself, whose bullets are its changes.
func (g *guide) here() place {
	if n := len(g.trail); n > 0 {
		return g.trail[n-1]
	}
	return place{role: release.RoleOther}
}
