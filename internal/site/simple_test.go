package site

import (
	"strings"
	"testing"

	"upgraph/internal/doc"
)

// A line that is read without the parser is what the parser makes of it, in
// guides and on plain pages.
func FuzzSimple(f *testing.F) {
	md := newMarkdown(&buffers{})
	d, _ := doc.Parse("x.md", []byte("[ref]: https://example.com\n"))
	for _, s := range []string{"Fix `a<b>` and \"c\"", "Text: `1`, 2 (x) #3 - y", "版本 `x`　", "a `` b", "see http: //x", "1. no", "a  b", "ends `", "`a`", "a: b", "x\u00a0y", "a\u2028b", "ftp:x", "T\n: y", "a--b ---", "=== a", "{#id}", "a^b^ $x$ :smile:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		html, ok := simpleHTML(s)
		if !ok {
			return
		}
		for _, whole := range []bool{false, true} {
			if want := string(md.parsed(place{doc: d, level: 3, whole: whole}, s)); html != want {
				t.Errorf("%q is %q, the parser makes it %q", s, html, want)
			}
		}
		text, _ := simpleText(s)
		if text, want := strings.Join(strings.Fields(text), " "), md.parsedText(s); text != want {
			t.Errorf("%q is as text %q, the parser makes it %q", s, text, want)
		}
	})
}

// A block of code that is read without the parser is what the parser makes of it.
func FuzzFenced(f *testing.F) {
	md := newMarkdown(&buffers{})
	for _, s := range []string{"```sh\ntiup  cluster\n\n  a `b`\n```", "```\n```", "````\na\n```", "``` a`b\nc\n```", "```\na\n```\nb\n```", "```\na\n ```\n```", "```a\n# b\n> c\n~~~\n```", "```\n\n```"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if text, ok := fencedText(s); ok {
			if text, want := strings.Join(strings.Fields(text), " "), md.parsedText(s); text != want {
				t.Errorf("%q is as text %q, the parser makes it %q", s, text, want)
			}
		}
	})
}

// Most lines of guides are simple, and those that hold anything else are not.
func TestSimple(t *testing.T) {
	for line, want := range map[string]bool{
		"Replicate faster when a `UNIQUE KEY` column holds `NULL`": true, "修复 `relay.meta` 的问题。": true, "It's (1.0.4) – \"done\": 5 % a/b": true,
		"see [x](y)": false, "*a*": false, "snake_case": false, "https://example.com": false, "a@b.c": false, "- a": false, "1. a": false,
		"a\nb": false, "a `b": false, "a ``b``": false, "<b>": false, "a \\` b": false, "": false, "x | y": false, "&amp;": false,
	} {
		if _, got := simpleHTML(line); got != want {
			t.Errorf("%q is simple: %v, want %v", line, got, want)
		}
	}
}
