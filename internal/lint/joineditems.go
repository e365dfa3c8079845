package lint

import (
	"fmt"
	"strconv"
	"strings"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/regexp"
)

var joinedItems = Rule{
	Code: "UG325", Name: "two-items-on-one-line", Severity: diag.Warning,
	What: "A line of a list holds two items.",
	Why:  "A line feed was lost: the second change or step is not counted, not found and not done by itself.",
	Bad:  "## Upgrade to v1.2.4\n\n- Fix a leak - Fix a crash\n",
	Good: "## Upgrade to v1.2.4\n\n- Fix a leak\n- Fix a crash\n",
	document: func(d *document) []diag.Diagnostic {
		var out []diag.Diagnostic
		walk(d.src.Blocks, func(b *doc.Block) {
			if b.Kind != doc.Item || len(b.Children) == 0 || b.Children[0].Kind != doc.Paragraph {
				return
			}
			text := b.Children[0].Text
			m := secondBullet.FindStringSubmatch(text)
			if m != nil && (thanks.MatchString(text) || !likeItem.MatchString(text[:strings.Index(text, m[0])])) {
				m = nil // what stands before it only says of which part the item is, or whose
			}
			if b.Ordered {
				m = secondNumber.FindStringSubmatch(text)
				if m != nil && m[1] != strconv.Itoa(b.Number+1) {
					m = nil
				}
			}
			if m != nil {
				out = append(out, d.atText("UG325", diag.Warning, b.Line, m[0],
					fmt.Sprintf("a second item begins on this line: %q", strings.TrimSpace(m[0])), "put it on a line of its own"))
			}
		})
		return out
	},
}

var (
	secondBullet = regexp.MustCompile(`\s[-*+•]\s+(?:(?:Add|Fix|Improve|Remove|Support|Upgrade|Update|Deprecate|Change|Refactor|Optimi[sz]e)(?:s|es|ed|d)?\s|修复|新增|优化|支持|移除)`)
	thanks       = regexp.MustCompile(`(?i)\bthanks,? (?:to )?@[\w-]+(?:, @[\w-]+)*!? - `) // before the text of a change
	likeItem     = regexp.MustCompile(`^(?:(?:Add|Fix|Improve|Remove|Support|Upgrade|Update|Deprecate|Change|Refactor|Optimi[sz]e)(?:s|es|ed|d)?\s|修复|新增|优化|支持|移除)|[.;!?。；！？]$`)
	secondNumber = regexp.MustCompile(`[.。;；]\s+(\d{1,2})[.)]\s+[\p{Lu}\p{Han}]`)
)
