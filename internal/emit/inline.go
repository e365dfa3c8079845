package emit

import (
	"html"
	"net/url"
	"strings"
)

// prose turns the Markdown of a note or a change into plain HTML for feed
// readers: paragraphs, flat lists, code and links. Whatever else an author
// writes stands there as it was written; nothing is left out, and nothing but
// the tags made here is markup.
func prose(text string) string {
	var b strings.Builder
	open := ""
	swap := func(tag string) { // ends what is open and begins tag
		if open != "" {
			b.WriteString("</" + open + ">")
		}
		if open = tag; tag != "" {
			b.WriteString("<" + tag + ">")
		}
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		item, isItem := cutBullet(line)
		switch {
		case line == "":
			swap("")
		case isItem:
			if open != "ul" {
				swap("ul")
			}
			b.WriteString("<li>" + inline(item) + "</li>")
		case open == "p":
			b.WriteString("\n" + inline(line))
		default:
			swap("p")
			b.WriteString(inline(line))
		}
	}
	swap("")
	return b.String()
}

// cutBullet takes the bullet off a list item.
func cutBullet(line string) (item string, ok bool) {
	for _, bullet := range []string{"- ", "* ", "+ "} {
		if item, ok := strings.CutPrefix(line, bullet); ok {
			return strings.TrimSpace(item), true
		}
	}
	return "", false
}

// inline turns code spans and links with an absolute address into HTML and
// escapes everything else.
func inline(text string) string {
	var b strings.Builder
	for text != "" {
		i := strings.IndexAny(text, "`[\\")
		if i < 0 {
			break
		}
		b.WriteString(html.EscapeString(text[:i]))
		made, rest := span(text[i:])
		b.WriteString(made)
		text = rest
	}
	b.WriteString(html.EscapeString(text))
	return b.String()
}

// span makes the HTML of what begins text, and gives what is behind it.
func span(text string) (made, rest string) {
	switch text[0] {
	case '`':
		fence := text[:len(text)-len(strings.TrimLeft(text, "`"))]
		if code, rest, ok := cutFence(text[len(fence):], fence); ok {
			return "<code>" + html.EscapeString(code) + "</code>", rest
		}
		return fence, text[len(fence):]
	case '[':
		if label, dest, rest, ok := cutLink(text); ok {
			return `<a href="` + html.EscapeString(dest) + `">` + inline(label) + "</a>", rest
		}
	case '\\':
		if len(text) > 1 && strings.IndexByte("\\`*_{}[]()<>#+-.!|~\"'", text[1]) >= 0 {
			return html.EscapeString(text[1:2]), text[2:]
		}
	}
	return html.EscapeString(text[:1]), text[1:]
}

// cutFence finds the end of a code span: a run of exactly as many backticks.
func cutFence(text, fence string) (code, rest string, ok bool) {
	for i := 0; i < len(text); {
		j := strings.IndexByte(text[i:], '`')
		if j < 0 {
			return "", "", false
		}
		i += j
		n := len(text[i:]) - len(strings.TrimLeft(text[i:], "`"))
		if n == len(fence) {
			code = text[:i]
			if len(code) > 2 && code[0] == ' ' && code[len(code)-1] == ' ' && strings.TrimSpace(code) != "" {
				code = code[1 : len(code)-1]
			}
			return code, text[i+n:], true
		}
		i += n
	}
	return "", "", false
}

// cutLink reads [label](https://…). Links within the site are shown as they
// are written: a feed is read elsewhere.
func cutLink(text string) (label, dest, rest string, ok bool) {
	end := strings.Index(text, "](")
	if end < 0 || strings.ContainsAny(text[1:end], "[]") || strings.Count(text[1:end], "`")%2 != 0 {
		return "", "", "", false
	}
	dest, rest, ok = strings.Cut(text[end+2:], ")")
	if !ok || strings.ContainsAny(dest, " \"'<>(") {
		return "", "", "", false
	}
	u, err := url.Parse(dest)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return "", "", "", false
	}
	return text[1:end], dest, rest, true
}
