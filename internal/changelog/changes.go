package changelog

import (
	"slices"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

// kind is one of the six kinds of changes of the format, with the types of
// changes that it holds.
type kind struct {
	title string
	types []string
}

var kinds = []kind{
	{"Added", []string{"added"}},
	{"Changed", []string{"changed", "improved"}},
	{"Deprecated", []string{"deprecated"}},
	{"Removed", []string{"removed"}},
	{"Fixed", []string{"fixed"}},
	{"Security", []string{"security"}},
}

// canonical reports whether a title is one of the format's own.
func canonical(title string) bool {
	return slices.ContainsFunc(kinds, func(k kind) bool { return strings.EqualFold(k.title, strings.TrimSpace(title)) })
}

// changes writes the changes of a release by kind, with the prose of sections
// that have the title of the kind before them.
func (w *writer) changes(e entry) {
	for _, k := range kinds {
		var items, prose []string
		for _, p := range e.parts {
			for i, x := range p.rel.Sections {
				if strings.EqualFold(strings.TrimSpace(x.Title), k.title) {
					prose = append(prose, p.blocksOf(i)...)
				}
			}
			for _, c := range p.rel.Changes {
				if slices.Contains(k.types, c.Type) || k.title == "Changed" && c.Type == "" {
					if c.Type == "improved" {
						w.leave(p.Source, c.Span, "that this is an improvement: it stands under Changed")
					}
					items = append(items, p.item(c))
				}
			}
		}
		items = unique(items)
		if k.title == "Security" {
			slices.SortStableFunc(items, func(a, b string) int { return withoutCVE(a) - withoutCVE(b) })
		}
		if len(items)+len(prose) == 0 {
			continue
		}
		w.add(heading(3, k.title))
		for _, text := range prose {
			w.add(text)
		}
		w.add(strings.Join(items, "\n"))
	}
}

// unique leaves out items that another guide has in the same words.
func unique(items []string) []string {
	var out []string
	for _, x := range items {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

var (
	marker      = regexp.MustCompile(`^( *)[-*+]([ \t]+)(?:\[[ xX]\]\s+)?`)
	saysBreaks  = regexp.MustCompile(`(?i)^[*_\[(]*breaking|\*\*breaking|\(breaking\)|^[a-z]+(?:\([^)]*\))?!:|不兼容`)
	vulnerable  = regexp.MustCompile(`\bCVE-\d{4}-\d{4,}\b`)
	leadsWithID = regexp.MustCompile(`^(?:\*\*Breaking:\*\* )?[*_\[(]*CVE-`)
)

func withoutCVE(item string) int {
	if vulnerable.MatchString(item) {
		return 0
	}
	return 1
}

// item is a change as a list item in the author's words. One that breaks
// something says so first; one about a vulnerability leads with its number.
func (p part) item(c release.Change) string {
	text, found := p.block(c.Span, doc.Item)
	if found {
		text = dedent(text)
	} else {
		text = bullet(c)
	}
	lead := "- "
	m := marker.FindString(text)
	first, more, long := strings.Cut(text[len(m):], "\n")
	body, _, _, _ := release.CutMarks(first)
	if long {
		body += "\n" + more
	}
	if c.Breaking && !saysBreaks.MatchString(body) {
		lead += "**Breaking:** "
	}
	if id := vulnerable.FindString(c.Text); c.Type == "security" && id != "" && !leadsWithID.MatchString(body) {
		lead += id + ": "
	}
	if len(m) > 2 && lead == "- " {
		return "-" + m[1:] + body // the lines below are indented as far
	}
	return lead + body
}

// dedent takes the indentation of the first line off all lines.
func dedent(text string) string {
	indent := text[:len(text)-len(strings.TrimLeft(text, " "))]
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimPrefix(lines[i], indent)
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// bullet makes a list item of a change that is none in its guide.
func bullet(c release.Change) string {
	lines := strings.Split("- "+strings.TrimSpace(c.Text), "\n")
	for _, child := range c.Children {
		lines = append(lines, strings.Split(bullet(child), "\n")...)
	}
	for i := 1; i < len(lines); i++ {
		if lines[i] != "" {
			lines[i] = "  " + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

// source is the Markdown of the blocks on some lines, as the author wrote it,
// or else a text.
func (s Source) source(at release.Span, text string) string {
	if item, ok := s.block(at, doc.Item); ok {
		return dedent(item)
	}
	var out []string
	for _, b := range s.Doc.Blocks {
		if b.Kind != doc.Blank && b.Line >= at.Line && b.EndLine <= at.EndLine {
			out = append(out, b.Markdown)
		}
	}
	if len(out) > 0 {
		return strings.Join(out, "\n\n")
	}
	for _, kind := range []doc.Kind{doc.Quote, doc.Paragraph} {
		if text, ok := s.block(at, kind); ok {
			return text
		}
	}
	return text
}

func (s Source) isItem(at release.Span) bool {
	_, ok := s.block(release.Span{Line: at.Line}, doc.Item)
	return ok
}

// block finds the outermost block of a kind that begins on a line.
func (s Source) block(at release.Span, kind doc.Kind) (string, bool) {
	blocks := s.Doc.Blocks
	for len(blocks) > 0 {
		i := slices.IndexFunc(blocks, func(b *doc.Block) bool { return b.Line <= at.Line && at.Line <= b.EndLine })
		if i < 0 {
			return "", false
		}
		if b := blocks[i]; b.Kind == kind && b.Line == at.Line {
			return b.Markdown, true
		}
		blocks = blocks[i].Children
	}
	return "", false
}
