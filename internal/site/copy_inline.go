package site

import (
	"html"
	"strings"
)

// inlineText is elements within a line as Markdown.
func inlineText(ns []*htmlNode) string {
	var b strings.Builder
	writeInline(&b, ns)
	return oneLine(b.String())
}

// oneLine is a text with single spaces between its words and none around it.
func oneLine(s string) string {
	gap := true // before the first word as after a space
	for i := range len(s) {
		if c := s[i]; c > ' ' && c < 0x80 {
			gap = false
		} else if c != ' ' || gap {
			return strings.Join(strings.Fields(s), " ")
		} else {
			gap = true
		}
	}
	return strings.TrimSuffix(s, " ")
}

// escaper keeps text from being read as markup.
var escaper = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "|", `\|`)

func writeInline(b *strings.Builder, ns []*htmlNode) {
	for _, n := range ns {
		if skipped(n) {
			continue
		}
		around := func(mark string) {
			b.WriteString(mark + inlineText(n.children) + mark)
		}
		switch n.name {
		case "":
			b.WriteString(escaper.Replace(n.text))
		case "code":
			b.WriteString(code(oneLine(rawText(n))))
		case "strong", "b":
			around("**")
		case "em", "i":
			around("*")
		case "del":
			around("~~")
		case "br":
			b.WriteString("<br>")
		case "kbd", "sub", "sup":
			b.WriteString("<" + n.name + ">" + inlineText(n.children) + "</" + n.name + ">")
		case "input":
			b.WriteString("[ ] ")
		case "a":
			href := n.attr("href")
			if strings.HasPrefix(href, "#") { // a place on the page, which the copy does not name
				writeInline(b, n.children)
				break
			}
			b.WriteString("[" + inlineText(n.children) + "](" + linkTarget(href) + ")")
		case "img":
			b.WriteString("![" + escaper.Replace(n.attr("alt")) + "](" + linkTarget(n.attr("src")) + ")")
		default:
			writeInline(b, n.children)
			if n.name == "span" || n.name == "label" {
				b.WriteByte(' ')
			}
		}
	}
}

// inlineHTML is the content of an element that is written as HTML, in which
// Markdown is not read.
func inlineHTML(ns []*htmlNode) string {
	var b strings.Builder
	for _, n := range ns {
		switch {
		case n.name == "":
			b.WriteString(html.EscapeString(n.text))
		case n.name == "br":
			b.WriteString("<br>")
		case n.name == "kbd" || n.name == "sub" || n.name == "sup":
			b.WriteString("<" + n.name + ">" + inlineHTML(n.children) + "</" + n.name + ">")
		default:
			b.WriteString(inlineHTML(n.children))
		}
	}
	return oneLine(b.String())
}

// linkTarget is an address between the parentheses of a link.
func linkTarget(href string) string {
	if strings.ContainsAny(href, " ()<>") {
		return "<" + strings.NewReplacer("<", "%3C", ">", "%3E").Replace(href) + ">"
	}
	return href
}

// rawText is the text of an element without any mark.
func rawText(n *htmlNode) string {
	if n.name == "" {
		return n.text
	}
	var b strings.Builder
	for _, c := range n.children {
		if !skipped(c) {
			b.WriteString(rawText(c))
		}
	}
	return b.String()
}

// table writes the rows of a table.
func (w *copyWriter) table(n *htmlNode) {
	w.b.WriteByte('\n')
	for i, row := range rowsOf(n) {
		var cells, rule []string
		for _, c := range row.children {
			if c.name == "td" || c.name == "th" {
				cells, rule = append(cells, flatText(c)), append(rule, "---")
			}
		}
		w.line("| "+strings.Join(cells, " | ")+" |", true)
		if i == 0 {
			w.line("| "+strings.Join(rule, " | ")+" |", true)
		}
	}
}

// flatText is a cell in one line, whatever is in it.
func flatText(n *htmlNode) string {
	if !holdsBlocks(n) {
		return inlineText(n.children)
	}
	var parts []string
	for _, c := range n.children {
		if t := flatText(c); t != "" && !skipped(c) {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, ", ")
}

// rowsOf finds the rows of a table.
func rowsOf(n *htmlNode) []*htmlNode {
	var rows []*htmlNode
	for _, c := range n.children {
		if c.name == "tr" {
			rows = append(rows, c)
		} else {
			rows = append(rows, rowsOf(c)...)
		}
	}
	return rows
}
