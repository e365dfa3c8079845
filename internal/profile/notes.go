package profile

import (
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

// severities are the words that make a block a note, and how severe it is.
var severities = map[string]string{
	"note": "note", "notes": "note", "info": "note", "notice": "note", "attention": "warning",
	"tip": "tip", "hint": "tip", "important": "important",
	"warning": "warning", "warn": "warning", "caution": "caution", "danger": "caution", "error": "caution",
	"注意": "note", "注": "note", "说明": "note", "备注": "note", "提示": "tip", "建议": "tip",
	"重要": "important", "警告": "warning", "小心": "caution", "危险": "caution",
}

var (
	alertLine   = regexp.MustCompile(`^\[!(\w+)\][-+]?[ \t]*(.*)$`)
	boldLabel   = regexp.MustCompile(`^\*\*\s*([\pL ]+?)\s*[:：]?\s*\*\*\s*[:：]?\s*`)
	plainLabel  = regexp.MustCompile(`^([\pL]+)\s*[:：]\s*`)
	mkdocsLine  = regexp.MustCompile(`^(?:!!!|\?\?\?\+?)\s+(\w+)(?:\s+"([^"]*)")?\s*$`)
	shortcode   = regexp.MustCompile(`^\{\{[<%]\s*(\w+)(?:\s[^>%]*)?[>%]\}\}`)
	braced      = regexp.MustCompile(`^\{(\w+)\}\s*`)
	sign        = regexp.MustCompile(`^(?:[\p{So}\p{Sk}\x{fe0f}]+|:[a-z_]+:)\s*`) // a picture before the label
	shortcodeIn = regexp.MustCompile(`(?i)^(?:alert|callout|admonition|hint|notice|note|message|panel)\s.*?\b(note|tip|info|important|warning|caution|danger)\b`)
)

// note reads an admonition that begins with the first of blocks and gives the
// number of blocks that it takes; 0 when there is none.
func (g *guide) note(blocks []*doc.Block) (release.Note, int) {
	b := blocks[0]
	switch b.Kind {
	case doc.Quote:
		return quoteNote(b)
	case doc.Paragraph:
		if n, used := mkdocsNote(blocks); used > 0 {
			return n, used
		}
		if n, used := enclosedNote(blocks); used > 0 {
			return n, used
		}
		return labelNote(b)
	case doc.HTML:
		return enclosedNote(blocks)
	case doc.Fence:
		return fenceNote(b)
	}
	return release.Note{}, 0
}

// quoteNote reads a quote that begins with a label or an alert marker.
func quoteNote(b *doc.Block) (release.Note, int) {
	text := inside(b)
	first, rest, _ := strings.Cut(text, "\n")
	if m := alertLine.FindStringSubmatch(strings.TrimSpace(first)); m != nil {
		if severity, ok := severities[strings.ToLower(m[1])]; ok {
			return release.Note{Severity: severity, Label: m[1], Text: strings.TrimSpace(strings.TrimSpace(m[2]) + "\n" + rest), Span: span(b.Span)}, 1
		}
	}
	text = sign.ReplaceAllString(text, "")
	if m := braced.FindStringSubmatch(text); m != nil {
		if severity, ok := severities[strings.ToLower(m[1])]; ok {
			return release.Note{Severity: severity, Label: m[1], Text: strings.TrimSpace(text[len(m[0]):]), Span: span(b.Span)}, 1
		}
	}
	if severity, label, rest, ok := cutLabel(text, boldLabel, plainLabel); ok {
		return release.Note{Severity: severity, Label: label, Text: rest, Span: span(b.Span)}, 1
	}
	return release.Note{}, 0
}

// inside is the Markdown of a quote without its marks, whether or not the
// block's Markdown still has those of the quote itself.
func inside(b *doc.Block) string {
	var out []string
	for line := range strings.SplitSeq(b.Markdown, "\n") {
		trimmed := strings.TrimLeft(line, " ")
		if rest, ok := strings.CutPrefix(trimmed, ">"); ok {
			line = strings.TrimPrefix(rest, " ")
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// labelNote reads a paragraph that begins with a label, bold or followed by a
// colon.
func labelNote(b *doc.Block) (release.Note, int) {
	if severity, label, rest, ok := cutLabel(sign.ReplaceAllString(b.Markdown, ""), boldLabel, plainLabel); ok {
		return release.Note{Severity: severity, Label: label, Text: rest, Span: span(b.Span)}, 1
	}
	return release.Note{}, 0
}

// cutLabel takes the label off a text. Bold is recognised here, in the text: a
// Markdown parser does not make **注意：**请 bold.
func cutLabel(text string, forms ...*regexp.Regexp) (severity, label, rest string, ok bool) {
	text = strings.TrimSpace(text)
	for _, form := range forms {
		m := form.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		if s, known := severities[strings.ToLower(m[1])]; known {
			return s, m[1], strings.TrimSpace(text[len(m[0]):]), true
		}
	}
	return "", "", "", false
}

// mkdocsNote reads "!!! note" with its indented body, which is the rest of the
// paragraph or an indented code block behind it.
func mkdocsNote(blocks []*doc.Block) (release.Note, int) {
	b := blocks[0]
	first, rest, _ := strings.Cut(b.Markdown, "\n")
	m := mkdocsLine.FindStringSubmatch(strings.TrimSpace(first))
	if m == nil {
		return release.Note{}, 0
	}
	severity, ok := severities[strings.ToLower(m[1])]
	if !ok {
		return release.Note{}, 0
	}
	n := release.Note{Severity: severity, Label: firstOf(m[2], m[1]), Text: oneLine(rest), Span: span(b.Span)}
	used := 1
	for i := 1; i < len(blocks); i++ {
		if blocks[i].Kind == doc.Blank {
			continue
		}
		if blocks[i].Kind != doc.Code {
			break
		}
		n.Text = strings.TrimSpace(n.Text + "\n\n" + strings.TrimRight(blocks[i].Content, "\n"))
		used = i + 1
	}
	n.EndLine = blocks[used-1].EndLine
	return n, used
}
