package profile

import (
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
)

// boxTag opens or closes an element whose content is hidden or one of several:
// HTML details, and the tabs of documentation sites. Comments hold none.
var (
	boxTag      = regexp.MustCompile(`(?i)<(/?)(details|simpletab|tabs?|tabitem|tabpanel|customcontent)\b[^>]*?(/?)>`)
	htmlComment = regexp.MustCompile(`(?s)<!--.*?(?:-->|$)`)
)

// boxes finds the blocks between such tags. Markdown parses them like any
// other block as soon as a blank line follows the tag.
func boxes(blocks []*doc.Block) map[*doc.Block]bool {
	out := map[*doc.Block]bool{}
	depth := 0
	for _, b := range blocks {
		if depth > 0 {
			out[b] = true
		}
		if b.Kind != doc.HTML && b.Kind != doc.Paragraph || !strings.Contains(b.Markdown, "<") {
			continue
		}
		text := codeText.ReplaceAllString(htmlComment.ReplaceAllString(b.Markdown, ""), "")
		for _, m := range boxTag.FindAllStringSubmatch(text, -1) {
			switch {
			case m[3] != "":
			case m[1] == "":
				depth++
			default:
				depth = max(0, depth-1)
			}
		}
	}
	return out
}
