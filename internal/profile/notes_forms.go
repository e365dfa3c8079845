package profile

import (
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

// enclosed is a form of notes that open and close, over as many blocks as they
// need. The first group of open names what is opened.
type enclosed struct {
	open *regexp.Regexp
	// severity is what the opening says; known is false where it opens
	// something that is no note.
	severity func(m []string) (severity, label string, known bool)
	// closing finds the end of what was opened.
	closing func(m []string) *regexp.Regexp
	// title is the author's own title in the opening, empty where there is none;
	// nil looks for an attribute.
	title func(m []string) string
}

var enclosedForms = []enclosed{
	{ // {{< note >}} … {{< /note >}}
		open: shortcode,
		severity: func(m []string) (string, string, bool) {
			said := strings.Trim(m[0], "{}<>% ")
			severity, ok := severities[strings.ToLower(m[1])]
			in := shortcodeIn.FindStringSubmatch(titleIn.ReplaceAllString(said, ""))
			if in == nil && !ok {
				in = shortcodeIn.FindStringSubmatch(said)
			}
			if in != nil {
				severity, ok = severities[strings.ToLower(in[1])], true
			}
			return severity, m[1], ok
		},
		closing: func(m []string) *regexp.Regexp {
			return regexp.MustCompile(`\{\{[<%]\s*/\s*` + regexp.QuoteMeta(m[1]) + `\s*[>%]\}\}`)
		},
	},
	{ // @@@ note { title="…" } … @@@
		open: regexp.MustCompile(`^@@@[ \t]*(\w+)([^\n]*)`),
		severity: func(m []string) (string, string, bool) {
			severity, ok := severities[strings.ToLower(m[1])]
			return severity, m[1], ok
		},
		closing: func([]string) *regexp.Regexp { return regexp.MustCompile(`(?m)^@@@[ \t]*$`) },
	},
	{ // ::: warning … :::, :::{note} … :::, ::: {.warning} … :::
		open: regexp.MustCompile(`^:{3,}[ \t]*\{?(?:#[\w-]+[ \t]+)?\.?(\w+)\}?([^\n]*)`),
		severity: func(m []string) (string, string, bool) {
			severity, ok := severities[strings.ToLower(m[1])]
			return severity, m[1], ok
		},
		closing: func(m []string) *regexp.Regexp {
			colons := m[0][:len(m[0])-len(strings.TrimLeft(m[0], ":"))]
			return regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(colons) + `:*[ \t]*$`)
		},
		title: func(m []string) string {
			return firstOf(titleAttribute(m[2]), strings.Trim(directiveAttributes.ReplaceAllString(m[2], ""), " \t[]"))
		},
	},
	{ // {% hint style="info" %} … {% endhint %}
		open: regexp.MustCompile(`^\{%-?\s*(\w+)([^%]*)%\}`),
		severity: func(m []string) (string, string, bool) {
			word := strings.ToLower(m[1])
			if in := noteWord.FindString(m[2]); in != "" && (word == "hint" || word == "alert" || word == "callout") {
				word = strings.ToLower(in)
			}
			severity, ok := severities[word]
			return severity, m[1], ok
		},
		closing: func(m []string) *regexp.Regexp {
			return regexp.MustCompile(`\{%-?\s*end` + regexp.QuoteMeta(m[1]) + `\s*-?%\}`)
		},
	},
	{ // <div class="admonition warning"> … </div>, <Note> … </Note>
		open: regexp.MustCompile(`(?i)^<([a-z]+)\b([^>]*)>`),
		severity: func(m []string) (string, string, bool) {
			word := m[1]
			if in := noteClass.FindStringSubmatch(m[2]); in != nil {
				if word = ""; noteToken.MatchString(in[1]) {
					word = noteToken.FindStringSubmatch(in[1])[1]
				}
			}
			severity, ok := severities[strings.ToLower(word)]
			return severity, word, ok
		},
		closing: func(m []string) *regexp.Regexp { return regexp.MustCompile(`(?i)</` + regexp.QuoteMeta(m[1]) + `\s*>`) },
	},
}

var (
	noteWord  = regexp.MustCompile(`(?i)\b(?:note|tip|hint|info|important|warning|caution|danger|attention)\b`)
	noteToken = regexp.MustCompile(`(?i)(?:^|\s)(?:\w+-)*(note|tip|hint|info|important|warning|caution|danger|attention)(?:\s|$)`)
	noteClass = regexp.MustCompile(`(?i)\b(?:class|type|kind|variant)\s*=\s*["'{]*([^"'}]*)`)
	anyTag    = regexp.MustCompile(`<[^>]*>`)
	imageTag  = regexp.MustCompile(`(?i)<img\b[^>]*>`)
	linkTag   = regexp.MustCompile(`(?is)<a\b[^>]*\bhref\s*=\s*["']([^"'<>()\s]+)["'][^>]*>([^<\[\]]+)</a>`)
	imageAlt  = regexp.MustCompile(`(?i)\balt\s*=\s*["']([^"'<>\[\]]*)["']`)
	imageSrc  = regexp.MustCompile(`(?i)\bsrc\s*=\s*["']([^"'<>()\s]+)["']`)

	titleIn             = regexp.MustCompile(`(?i)\b(?:title|heading|header|caption|summary)\s*=\s*(?:"([^"]*)"|'([^']*)')`)
	directiveAttributes = regexp.MustCompile(`\{[^}]*\}`)
)

// titleAttribute is the title among the attributes of an opening.
func titleAttribute(opening string) string {
	m := titleIn.FindStringSubmatch(opening)
	if m == nil {
		return ""
	}
	return strings.TrimSpace(firstOf(m[1], m[2]))
}

// withoutTags is the text of HTML, its links and pictures as Markdown.
func withoutTags(text string) string {
	text = imageTag.ReplaceAllStringFunc(text, func(tag string) string {
		src := imageSrc.FindStringSubmatch(tag)
		if src == nil {
			return ""
		}
		alt := ""
		if m := imageAlt.FindStringSubmatch(tag); m != nil {
			alt = m[1]
		}
		return "![" + alt + "](" + src[1] + ")"
	})
	text = linkTag.ReplaceAllString(text, "[$2]($1)")
	return anyTag.ReplaceAllString(text, "")
}

// enclosedNote reads a note that opens in the first of blocks.
func enclosedNote(blocks []*doc.Block) (release.Note, int) {
	text := strings.TrimSpace(blocks[0].Markdown)
	for _, form := range enclosedForms {
		m := form.open.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		if severity, label, known := form.severity(m); known {
			title := titleAttribute(m[0])
			if form.title != nil {
				title = form.title(m)
			}
			return takeEnclosed(blocks, m[0], form.closing(m), release.Note{Severity: severity, Label: firstOf(title, label)})
		}
	}
	return release.Note{}, 0
}

// maxNote bounds the blocks of a note, so that openings that nothing closes do
// not make the reader look at the rest of the file for each.
const maxNote = 64

// takeEnclosed takes blocks up to the closing mark. Nothing is a note that a
// heading interrupts or that is never closed.
// The text behind the mark in the same block is taken too: a block belongs to
// one record.
func takeEnclosed(blocks []*doc.Block, open string, closing *regexp.Regexp, n release.Note) (release.Note, int) {
	var body []string
	for i, b := range blocks[:min(len(blocks), maxNote)] {
		if b.Kind == doc.Heading {
			break
		}
		text := b.Markdown
		if i == 0 {
			text = strings.TrimPrefix(strings.TrimSpace(text), open)
		}
		at, behind := closing.FindStringIndex(text), ""
		if at != nil {
			text, behind = text[:at[0]], text[at[1]:]
		}
		for _, text := range []string{text, behind} {
			if b.Kind == doc.HTML {
				text = withoutTags(text)
			}
			if text = strings.TrimSpace(text); text != "" {
				body = append(body, text)
			}
		}
		if at != nil {
			n.Text, n.Span = strings.Join(body, "\n\n"), span(blocks[0].Span)
			n.EndLine = b.EndLine
			return n, i + 1
		}
	}
	return release.Note{}, 0
}

var directiveInfo = regexp.MustCompile(`^\{(\w+)\}\s*(.*)$`)

// fenceNote reads a fence whose info is a directive, as in ```{note}.
func fenceNote(b *doc.Block) (release.Note, int) {
	m := directiveInfo.FindStringSubmatch(strings.TrimSpace(b.Info))
	if m == nil {
		return release.Note{}, 0
	}
	severity, ok := severities[strings.ToLower(m[1])]
	if !ok {
		return release.Note{}, 0
	}
	return release.Note{Severity: severity, Label: firstOf(m[2], m[1]), Text: strings.TrimSpace(b.Content), Span: span(b.Span)}, 1
}
