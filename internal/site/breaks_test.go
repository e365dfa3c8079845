package site

import "testing"

// TestLineEndsKeepWordsApart holds that the end of a line is a space, whatever
// stands on the next, and none between Chinese characters.
func TestLineEndsKeepWordsApart(t *testing.T) {
	md := newMarkdown(&buffers{})
	for source, want := range map[string]string{
		"is the\n_first_ one":                "is the\n<em>first</em> one",
		"(e.g\n`key` and)":                   "(e.g\n<code>key</code> and)",
		"see\n[it](https://example.org/)":    "see\n" + `<a href="https://example.org/">it</a>`,
		"see\n![it](https://example.org/x)":  "see\n<a href=\"https://example.org/x\">it</a>",
		"see\n<https://example.org/>":        "see\n" + `<a href="https://example.org/">https://example.org/</a>`,
		"press\n<kbd>K</kbd>":                "press\n<kbd>K</kbd>",
		"**a**\nb":                           "<strong>a</strong>\nb",
		"one\ntwo":                           "one\ntwo",
		"one  \n`two`":                       "one<br>\n<code>two</code>",
		"升级\n之后":                             "升级之后",
		"升级\n**之后**":                         "升级<strong>之后</strong>",
		"升级\n[**之后**](https://example.org/)": "升级<a href=\"https://example.org/\"><strong>之后</strong></a>",
		"升级\n`key`":                          "升级\n<code>key</code>",
		"升级\nDM":                             "升级\nDM",
	} {
		if got := string(md.parsed(place{level: 3}, source)); got != want {
			t.Errorf("%q is shown as %q, want %q", source, got, want)
		}
	}
}
