package doc

import (
	"fmt"
	"testing"
)

// What looks like front matter and is none is said where it begins.
func TestForeignFront(t *testing.T) {
	for source, want := range map[string]string{
		"+++\ntitle = \"x\"\n+++\n\n# A\n":               "1:1",
		"{\n\"title\": \"x\"\n}\n\n# A\n":                "1:1",
		"\n\n---\ntitle: x\n---\n\n# A\n":                "3:1",
		" ---\ntitle: x\n---\n\n# A\n":                   "1:1",
		"+++ more\n\n# A\n":                              "",
		"{{< note >}}\n\n# A\n":                          "",
		"\n---\n\n# A\n\n---\n":                          "",
		"\n---\nSome text: with a colon\nmore\n\n---\n#": "",
		"---\ntitle: x\n---\n\n# A\n":                    "",
	} {
		_, ds := Parse("a.md", []byte(source))
		got := ""
		for _, d := range ds {
			if d.Code == "UG111" {
				got = fmt.Sprintf("%d:%d", d.Line, d.Column)
			}
		}
		if got != want {
			t.Errorf("%q: warned at %q, want %q", source, got, want)
		}
	}
}
