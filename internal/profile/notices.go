package profile

import (
	"slices"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

// noticeRule says which sections hold notes rather than changes, and how severe
// these are.
type noticeRule struct {
	severity string
	title    *regexp.Regexp
}

var noticeRules = []noticeRule{
	{"warning", regexp.MustCompile(`(?i)^(?:user )?actions? (?:required|needed)$|^(?:必须|需要)(?:的)?操作$`)},
	{"important", regexp.MustCompile(`(?i)^(?:(?:important|urgent) )?upgrad(?:e|ing) (?:notes?|notices?|considerations?)$|^升级(?:须知|说明|注意事项)$`)},
	{"warning", regexp.MustCompile(`(?i)^known (?:issues?|problems?|bugs?|limitations?)$|^已知(?:问题|限制)$`)},
}

// notice is the severity of the notes in a section with a title, empty where
// the section holds none.
func notice(title string) string {
	title = strings.Trim(title, " :：!⚠️")
	for _, r := range noticeRules {
		if r.title.MatchString(title) {
			return r.severity
		}
	}
	return ""
}

// noticeSection is the severity of the notes of a section that begins with
// blocks. Where keys are listed that must be gone, the list is read as checks
// and the words around it belong to these.
func (g *guide) noticeSection(title string, blocks []*doc.Block) string {
	severity := notice(title)
	end := slices.IndexFunc(blocks, func(b *doc.Block) bool { return b.Kind == doc.Heading })
	if end < 0 {
		end = len(blocks)
	}
	if severity == "" || slices.ContainsFunc(blocks[:end], func(b *doc.Block) bool {
		return b.Kind == doc.Paragraph && obsoleteWords.MatchString(oneLine(b.Markdown))
	}) {
		return ""
	}
	return severity
}

// readNotice reads notes of a section that holds nothing else: each bullet is
// one, and so are blocks that stand together. It gives the number of blocks
// read, 0 where the first is for somebody else: what numbered lists and marked
// fences ask for are steps.
func (g *guide) readNotice(blocks []*doc.Block) int {
	if g.notice == "" || g.here().foreign {
		return 0
	}
	if b := blocks[0]; b.Kind == doc.List && !b.Ordered {
		for _, item := range b.Children {
			if item.Kind == doc.Item {
				g.addNotice(item.Span, itemText(item), nil)
			}
		}
		g.ledger.rest(span(b.Span), structure)
		return 1
	}
	used := 0
	var text []string
	for i, b := range blocks {
		if b.Kind == doc.Blank {
			continue
		}
		if g.noticeLabel != g.section && labelOf(b) != "" {
			break // the next label of a section that has several
		}
		if !g.prose(b, blocks[i:]) && (used == 0 || !introduces(text) || b.Kind != doc.List || b.Ordered) {
			break
		}
		text, used = append(text, b.Markdown), i+1
	}
	if used == 0 || introduces(text) {
		return 0
	}
	g.addNotice(doc.Span{Line: blocks[0].Line, EndLine: blocks[used-1].EndLine}, strings.Join(text, "\n\n"), blocks[1:used])
	return used
}

// prose reports whether a block is words that a note may be made of.
func (g *guide) prose(b *doc.Block, rest []*doc.Block) bool {
	switch b.Kind {
	case doc.Paragraph, doc.Quote, doc.Table, doc.Code:
	case doc.Fence:
		if marked(b.Info) {
			return false
		}
	default:
		return false
	}
	_, labelled := g.note(rest)
	return labelled == 0
}

// introduces reports whether the last of some texts announces what follows.
func introduces(text []string) bool {
	if len(text) == 0 {
		return false
	}
	last := strings.TrimSpace(text[len(text)-1])
	return strings.HasSuffix(last, ":") || strings.HasSuffix(last, "：")
}

func (g *guide) addNotice(at doc.Span, text string, more []*doc.Block) {
	g.ledger.claim(span(at), record)
	for _, b := range more {
		g.readCommands(b)
	}
	g.release.Notes = append(g.release.Notes, release.Note{Severity: g.notice, Label: g.noticeLabel, Section: g.section, Text: text, Span: span(at)})
}

// itemText is the Markdown inside an item.
func itemText(item *doc.Block) string {
	var text []string
	for _, b := range item.Children {
		if b.Kind != doc.Blank {
			text = append(text, b.Markdown)
		}
	}
	return strings.Join(text, "\n\n")
}
